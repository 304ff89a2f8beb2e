import { describe, expect, it } from "vitest";
import {
  type HostEngineSettings,
  type HostFolders,
  pathOf,
  runOn,
  sandboxedGround,
  trustedGround,
} from "../../src/host/host-ground.ts";
import { failureOf } from "../helpers/failure.ts";

const folders: HostFolders = {
  tree: "/w/go/src/github.com/cilium/cilium",
  work: "/w/work",
  cache: "/c/go",
  kept: "/c/kept",
  scratch: "/c/scratch",
};

function settings(changed: Partial<HostEngineSettings> = {}): HostEngineSettings {
  return {
    env: { HOME: "/home/ann", PATH: "/bin" },
    signal: new AbortController().signal,
    cacheDir: "/c",
    uid: 1000,
    trust: "no",
    trustsAgents: false,
    ...changed,
  };
}

const go = (root: string) => ({ root });
const command = (privileges: "tool" | "user" | "network" | "cluster") => ({
  command: ["go", "version"],
  cwd: "/x",
  privileges,
  timeoutMs: 10_000,
});

describe("a sandboxed ground", () => {
  const made = (goRoot: string, changed: Partial<HostEngineSettings> = {}) =>
    sandboxedGround(settings(changed), folders, go(goRoot), "/c/mount");

  it("shows the caches to tools alone", () => {
    const shown = (privileges: "tool" | "user") => made("/usr/lib/go").wrap(command(privileges)).join("\n");
    expect(shown("tool")).toContain("'/c/go'");
    expect(shown("user")).not.toContain("'/c/go'");
    for (const privileges of ["tool", "user"] as const) expect(shown(privileges)).toContain("'/c/scratch'");
  });

  it("starts no whole agents, and says how they are started", async () => {
    const error = await failureOf(() => runOn(settings(), made("/usr/lib/go"), command("cluster")));
    expect(error).toMatchObject({
      code: "environment/engine-failed",
      hint: expect.stringContaining("--trust-tree") as string,
    });
  });

  it("moves a Go that would be hidden, and leaves another where it is", () => {
    expect(made("/home/ann/go").goRoot).toBe("/tmp/patchkit/goroot");
    expect(made("/usr/lib/go-1.19").goRoot).toBe("/usr/lib/go-1.19");
  });

  it("hides a home folder elsewhere, but none with the system or temporary files in it", () => {
    const script = (home: string) =>
      made("/usr/lib/go", { env: { HOME: home } })
        .wrap(command("user"))
        .join("\n");
    expect(script("/srv/ann")).toContain("/srv/ann cannot be hidden");
    expect(script("/usr")).not.toContain("'/usr' cannot");
    expect(script("/")).not.toContain("/ cannot be hidden");
  });
});

describe("a trusted ground", () => {
  it("runs tools as they are, and asks for root where a test needs a network", async () => {
    const ground = trustedGround(settings(), folders, go("/usr/lib/go"));
    expect(ground.wrap(command("tool"))).toEqual(["go", "version"]);
    expect(ground.goPath).toBe("/w/go");
    expect(await failureOf(() => ground.wrap(command("network")))).toMatchObject({
      code: "environment/engine-failed",
    });
    const asRoot = trustedGround(settings({ uid: 0 }), folders, go("/usr/lib/go"));
    expect(asRoot.wrap(command("network"))[0]).toBe("unshare");
    expect(asRoot.wrap(command("cluster")).slice(0, 4)).toEqual([
      "setpriv",
      "--pdeathsig",
      "KILL",
      "unshare",
    ]);
  });
});

describe("runOn", () => {
  /** What a command sees of its environment. */
  async function seen(isSandboxed: boolean, privileges: "tool" | "user"): Promise<string> {
    const wrap = () => ["/bin/sh", "-c", 'echo "$GOCACHE $GOTOOLCHAIN $PATH $PWD"'];
    const ground = { ...trustedGround(settings(), folders, go("/usr/lib/go")), isSandboxed, wrap };
    const { stdout } = await runOn(settings(), ground, { ...command(privileges), cwd: "/usr" });
    return stdout.trim();
  }

  it("gives code of the tree in a sandbox a build cache of its own", async () => {
    const path = pathOf(settings(), "/usr/lib/go");
    expect(path).toBe("/usr/lib/go/bin:/bin");
    expect(await seen(true, "user")).toBe(`/c/scratch/go-cache local ${path} /`);
    expect(await seen(true, "tool")).toBe(`/c/go local ${path} /`);
    expect(await seen(false, "user")).toBe(`/c/go local ${path} /usr`);
  });

  it("says which program is missing", async () => {
    const ground = {
      ...trustedGround(settings(), folders, go("/usr/lib/go")),
      wrap: () => ["no-such-program"],
    };
    expect(await failureOf(() => runOn(settings(), ground, { ...command("tool"), cwd: "/" }))).toMatchObject({
      code: "environment/engine-failed",
      message: "no-such-program could not be started",
    });
  });
});
