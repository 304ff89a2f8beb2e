import { describe, expect, it } from "vitest";
import { confinedPrivileges, treePrivileges } from "../../src/host/engine.ts";
import { type Ground, type HostEngineSettings, trustedGround } from "../../src/host/host-ground.ts";
import { tryAll } from "../../src/host/try-sandbox.ts";

const settings: HostEngineSettings = {
  env: { PATH: process.env["PATH"] },
  signal: new AbortController().signal,
  cacheDir: "/c",
  uid: 1000,
  trust: "no",
  trustsAgents: false,
};
const folders = { tree: "/t/a/b/c/d", work: "/w", cache: "/c", kept: "/k", scratch: "/s" };

/** A ground where the attempts end as these scripts do; the attempts themselves are not made. */
function ground(
  scripts: Readonly<Record<"user" | "network" | "bpf", string> & { cluster?: string }>,
): Ground {
  return {
    ...trustedGround(settings, folders, { root: "/usr" }),
    isSandboxed: true,
    wrap: ({ privileges }) => [
      "sh",
      "-c",
      (privileges === "tool" ? undefined : scripts[privileges]) ?? "exit 1",
    ],
  };
}

const held = "echo done";
const broken = "echo 'change the tree'; echo done";
const refused = "echo 'cilium-patchkit isolation: a private /tmp cannot be made' >&2; exit 97";

describe("tryAll", () => {
  it("has the privileges with which code can run", async () => {
    expect(
      await tryAll(settings, ground({ user: held, network: held, bpf: refused }), confinedPrivileges, true),
    ).toEqual([
      { privileges: "user", allowed: [] },
      { privileges: "network", allowed: [] },
    ]);
  });

  it("takes no sandbox that does not hold, where it has to", async () => {
    const leaky = ground({ user: held, network: broken, bpf: held });
    expect(await tryAll(settings, leaky, confinedPrivileges, true)).toEqual({
      reason: "code in it can change the tree",
    });
    expect(await tryAll(settings, leaky, confinedPrivileges, false)).toEqual([
      { privileges: "user", allowed: [] },
      { privileges: "network", allowed: ["change the tree"] },
      { privileges: "bpf", allowed: [] },
    ]);
  });

  it("tells what whole agents could do, where they are asked for", async () => {
    const all = ground({ user: held, network: held, bpf: refused, cluster: broken });
    expect(await tryAll(settings, all, treePrivileges, false)).toEqual([
      { privileges: "user", allowed: [] },
      { privileges: "network", allowed: [] },
      { privileges: "cluster", allowed: ["change the tree"] },
    ]);
  });

  it.each([
    [refused, "a private /tmp cannot be made"],
    ["echo 'sh: no such thing' >&2; exit 1", "sh: no such thing"],
    ["exit 1", "a shell that does not start"],
  ])("says why there is none: %s", async (user, reason) => {
    expect(
      await tryAll(settings, ground({ user, network: held, bpf: held }), confinedPrivileges, true),
    ).toEqual({ reason });
  });
});
