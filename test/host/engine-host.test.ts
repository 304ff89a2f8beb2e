import { chmodSync } from "node:fs";
import { mkdir, readdir, utimes } from "node:fs/promises";
import { platform } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { hostEngine } from "../../src/host/engine-host.ts";
import type { HostEngineSettings } from "../../src/host/host-ground.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

const tree = "go/src/github.com/cilium/cilium";

/** A machine of an ordinary user with a Go, on which no namespace can be made, and a cache of an earlier run. */
async function machine(trust: HostEngineSettings["trust"]) {
  const folder = await makeFolder({
    "root/bin/go":
      '#!/bin/sh\ncase $1 in\nenv) dirname "$(dirname "$0")" ;;\nversion) echo "go version go1.24.1 x" ;;\nesac\n',
    // Nothing of this machine is to be changed, whoever runs the test.
    "root/bin/mount": "#!/bin/sh\nexit 1\n",
    "root/bin/unshare": "#!/bin/sh\necho 'unshare: unshare failed: Operation not permitted' >&2\nexit 1\n",
    [`w/${tree}/a.go`]: "package a\n",
    "w/overlays/a": "",
    "cache/scratch-old/a": "",
    "cache/scratch-new/a": "",
  });
  for (const name of ["go", "mount", "unshare"]) chmodSync(join(folder, "root/bin", name), 0o755);
  await utimes(join(folder, "cache/scratch-old"), 1, 1);
  const settings: HostEngineSettings = {
    env: { PATH: process.env["PATH"], HOME: folder },
    signal: new AbortController().signal,
    cacheDir: join(folder, "cache"),
    goRoot: join(folder, "root"),
    uid: 1000,
    trust,
    trustsAgents: false,
  };
  const open = () =>
    hostEngine(settings).open({ tree: join(folder, "w", tree), work: join(folder, "w/overlays") });
  const scratch = async () =>
    (await readdir(settings.cacheDir)).filter((name) => name.startsWith("scratch-"));
  return { folder, open, scratch };
}

it("runs the tree's code as it is where the user trusts it, and tells what it could do", async () => {
  const { folder, open, scratch } = await machine("yes");
  const session = await open();
  expect(session.place).toMatchObject({
    engine: "host",
    version: platform(),
    image: null,
    go: "go1.24.1 x",
    isolation: [{ privileges: "user", allowed: expect.arrayContaining(["change the tree"]) as unknown }],
  });
  expect([session.tree, session.goPath, session.build]).toEqual([
    join(folder, "w", tree),
    join(folder, "w/go"),
    undefined,
  ]);
  const command = ["sh", "-c", 'echo "$GOCACHE"; pwd'];
  const { stdout } = await session.run({ command, cwd: session.work, privileges: "tool", timeoutMs: 60_000 });
  expect(stdout).toBe(`${folder}/cache/go/go1.24.1\n${session.work}\n`);
  expect(await scratch()).toHaveLength(2);
  await session.close();
  expect(await scratch()).toEqual(["scratch-new"]);
});

it("says why there is no sandbox, and leaves nothing of the try", async () => {
  const { open, scratch } = await machine("no");
  expect(await failureOf(open)).toMatchObject({
    code: "environment/engine-missing",
    message: expect.stringMatching(/found: creating namespaces is not permitted/) as string,
    hint: expect.stringContaining("--trust-tree") as string,
  });
  expect(await scratch()).toEqual(["scratch-new"]);
});

it("goes without a sandbox only where none can be had and that is allowed", async () => {
  const { folder, open } = await machine("if-needed");
  const session = await open();
  expect(session.tree).toBe(join(folder, "w", tree));
  await session.close();
});

it("is missing without a Go", async () => {
  const { folder, open } = await machine("yes");
  await mkdir(join(folder, "other"));
  const settings = {
    env: { PATH: process.env["PATH"] },
    signal: new AbortController().signal,
    cacheDir: join(folder, "cache"),
    goRoot: join(folder, "other"),
    uid: 1000,
    trust: "yes",
    trustsAgents: false,
  } as const;
  const folders = { tree: join(folder, "w", tree), work: join(folder, "w/overlays") };
  expect((await failureOf(() => hostEngine(settings).open(folders))).code).toBe("environment/engine-missing");
  await (await open()).close();
});
