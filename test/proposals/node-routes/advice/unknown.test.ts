import { describe, expect, it } from "vitest";
import { adviceAbout } from "../../../helpers/advise-fixtures.ts";

const asked = (texts: Readonly<Record<string, string>>) => adviceAbout(texts).unknown.map(({ what }) => what);

describe("what is asked for", () => {
  it("is what the inputs do not tell", () => {
    expect(asked({ flags: "cilium-agent --config-dir=/tmp/x" })).toEqual([
      "the routes of a node",
      "which CIDRs the nodes announce",
      "tunnel or native routing and the IPAM mode (--config-dir names a folder of settings)",
      "the release",
    ]);
    expect(
      asked({
        routes: "default dev a\ndefault dev b table 11",
        flags: "--tunnel=vxlan",
        release: "Daemon: 1.10.4 x",
      }),
    ).toEqual(["which CIDRs the nodes announce", "which packets use the other tables of routes"]);
  });
});
