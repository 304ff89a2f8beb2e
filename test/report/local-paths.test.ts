import { describe, expect, it } from "vitest";
import { hideLocalPaths } from "../../src/report/local-paths.ts";

describe("hideLocalPaths", () => {
  const hide = hideLocalPaths({
    OUT: "/srv/trees/out/",
    CILIUM_REPO: "/srv/trees",
    HOME: "/srv/people/(me)",
    EMPTY: "",
    NONE: undefined,
    ROOT: "/",
    RELATIVE: "patches",
  });

  it.each([
    ["open /srv/trees/out/v1.10.12/x: no", "open OUT/v1.10.12/x: no"],
    ["/srv/trees/pkg/a.go:3", "CILIUM_REPO/pkg/a.go:3"],
    ["/srv/treesort /srv/trees-2 a/srv/trees", "/srv/treesort /srv/trees-2 a/srv/trees"],
    ["'/srv/people/(me)/.cache/go-build'", "'HOME/.cache/go-build'"],
    ["file:///tmp/patchkit-x1/src", "file://TMP/patchkit-x1/src"],
    ["/home/jo/.cache /Users/jo/x /root/go", "HOME/.cache HOME/x HOME/go"],
    ["/private/var/folders/ab/cd/T/x /var/tmp", "TMP/x TMP"],
    ["C:\\Users\\jo\\x", "HOME\\x"],
    ["pkg/tmp/a.go templates/home/x /rootfs patches", "pkg/tmp/a.go templates/home/x /rootfs patches"],
  ])("shows %s as %s", (text, shown) => {
    expect(hide(text)).toBe(shown);
  });
});
