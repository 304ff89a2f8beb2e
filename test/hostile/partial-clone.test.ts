import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { blobless, hostileBlobless, makeOrigin, type Origin, ranPrograms } from "../helpers/clone.ts";
import { git } from "../helpers/clone-git.ts";
import { leftovers, patchkit, temporaryFolder } from "../helpers/clone-program.ts";
import { snapshot } from "../helpers/clone-snapshot.ts";
import { serveGit } from "../helpers/git-http.ts";

// Promise: reading fetches nothing through the clone's configuration. What a partial clone lacks is fetched by its URL
// alone, with the user's own credentials and rewrites, into a temporary folder.
const temp = temporaryFolder();
const tempDir = join(temp, "tmp");
const ref = "v1.10.12";
let origin: Origin;
let expected: Record<string, string>;

function patchesIn(out: string): Record<string, string> {
  const folder = join(out, ref, "flag-gate");
  const names = readdirSync(folder).filter((name) => name.endsWith(".patch"));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

const generate = (dir: string, out: string, env: Record<string, string> = {}) =>
  patchkit(["generate", "-C", dir, "--ref", ref, "--variant", "flag-gate", "--out", out], {
    env: { TMPDIR: tempDir, ...env },
  });

beforeAll(async () => {
  mkdirSync(tempDir);
  origin = await makeOrigin(temp);
  await generate(origin.dir, join(temp, "expected"));
  expected = patchesIn(join(temp, "expected"));
  expect(Object.keys(expected).length).toBeGreaterThan(0);
});

describe("a partial clone", () => {
  it.each(["origin", "evil"])("whose remote %s names programs is served, and runs none", async (remote) => {
    const clone = hostileBlobless(origin, join(temp, `hostile-${remote}`), remote);
    rmSync(clone.marker, { force: true });
    const before = snapshot(clone);
    const out = join(temp, `hostile-${remote}-out`);
    const run = await generate(clone.dir, out);
    expect(ranPrograms(clone)).toEqual([]);
    expect(run.code, run.stderr).toBe(0);
    expect(patchesIn(out)).toEqual(expected);
    expect(snapshot(clone)).toEqual(before);
    expect(leftovers(tempDir)).toEqual([]);
  });

  it.each([
    "ext::sh -c 'touch ESCAPED'",
    "-oProxyCommand=touch ESCAPED",
    "ssh://-oProxyCommand=touch ESCAPED/x",
    "evil::ESCAPED",
    "/nonexistent",
  ])("with the remote %j is refused, and runs nothing", async (url) => {
    const dir = join(temp, `url-${Buffer.from(url).toString("hex").slice(0, 24)}`);
    blobless(origin, dir);
    const mark = join(temp, "escaped");
    git(dir, ["config", "remote.origin.url", url.replace("ESCAPED", mark)]);
    git(dir, ["config", "protocol.ext.allow", "always"]);
    git(dir, ["config", "protocol.allow", "always"]);
    const run = await generate(dir, `${dir}-out`);
    expect(existsSync(mark)).toBe(false);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain("checkout/missing-object");
  });

  it("with a ref to a missing object runs nothing of the clone", async () => {
    const clone = hostileBlobless(origin, join(temp, "missing-object"), "origin");
    rmSync(clone.marker, { force: true });
    writeFileSync(join(clone.dir, ".git", "refs", "heads", "gone"), `${"1".repeat(40)}\n`);
    const args = ["generate", "-C", clone.dir, "--ref", "gone", "--dry-run"];
    const run = await patchkit(args, { env: { TMPDIR: tempDir } });
    expect(ranPrograms(clone)).toEqual([]);
    expect(run.code).toBe(2);
  });

  it.each(["a credential helper", "a rewrite of the URL"])(
    "of a server that asks for a password works with %s of the user's own",
    async (way) => {
      const server = await serveGit(temp, "jane", "s3cret words");
      const home = join(temp, `home-${way.replace(/\W+/g, "-")}`);
      mkdirSync(home);
      const helper = join(home, "helper");
      writeFileSync(helper, "#!/bin/sh\necho username=jane\necho 'password=s3cret words'\n");
      chmodSync(helper, 0o755);
      const named = server.replace("//", "//jane:s3cret%20words@");
      writeFileSync(
        join(home, ".gitconfig"),
        way === "a credential helper"
          ? `[credential]\n\thelper = ${helper}\n`
          : `[url "${named}/"]\n\tinsteadOf = mirror:\n`,
      );
      const dir = join(temp, `http-${way.replace(/\W+/g, "-")}`);
      blobless(origin, dir);
      const base = way === "a credential helper" ? `${server}/` : "mirror:";
      git(dir, ["config", "remote.origin.url", `${base}origin.git`]);
      const alone = await generate(dir, `${dir}-alone`);
      expect(alone.code, "without the user's settings").toBe(1);
      const run = await generate(dir, `${dir}-out`, { HOME: home });
      expect(run.code, run.stderr).toBe(0);
      expect(patchesIn(`${dir}-out`)).toEqual(expected);
      expect(run.stderr + run.stdout).not.toContain("s3cret");
    },
  );
});
