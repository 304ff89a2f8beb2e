import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { generateValue } from "../../src/cli/values.ts";
import { commonRef, handlerPath, makeOrigin, type Origin } from "../helpers/clone.ts";
import { git, gitBytes, objectId } from "../helpers/clone-git.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";

// Promise: one damaged ref or object never ends the run for the others, and a repository that cannot be read is
// refused with git's own reason.
const temp = temporaryFolder();
const whole = "v1.9.0";
let origin: Origin;

beforeAll(async () => {
  origin = await makeOrigin(temp);
});

/** A bare copy of the origin whose objects are files of their own. */
function copy(name: string): string {
  const dir = join(temp, name);
  git(temp, ["init", "--quiet", "--bare", dir]);
  const pack = gitBytes(origin.dir, ["pack-objects", "--all", "--stdout", "--quiet"]);
  git(dir, ["unpack-objects", "-q"], { input: pack });
  for (const line of git(origin.dir, ["show-ref", "--tags"]).trim().split("\n")) {
    const [oid = "", ref = ""] = line.split(" ");
    git(dir, ["update-ref", ref, oid]);
  }
  return dir;
}

function damage(dir: string, oid: string, change: (bytes: Buffer) => Buffer): void {
  const path = join(dir, "objects", oid.slice(0, 2), oid.slice(2));
  const bytes = readFileSync(path);
  chmodSync(path, 0o644);
  writeFileSync(path, change(bytes));
}

/** Git ends at an object whose size it can read and whose end it cannot; it calls others missing. */
const damages = {
  overwritten: () => Buffer.from("damaged"),
  "cut short": (bytes: Buffer) => bytes.subarray(0, bytes.length - 12),
};
const places: Readonly<Record<string, string>> = {
  commit: `${commonRef}^{commit}`,
  folder: `${commonRef}^{tree}`,
  file: `${commonRef}:${handlerPath}`,
};

async function outcomes(dir: string, ...refs: string[]) {
  const flags = refs.flatMap((ref) => ["--ref", ref]);
  const run = await patchkit([
    "generate",
    "-C",
    dir,
    ...flags,
    "--variant",
    "flag-gate",
    "--dry-run",
    "--json",
  ]);
  const { results } = parseOutput(run, generateValue);
  return results.map(({ ref, status, code, reason }) => ({ ref, outcome: code ?? status, reason }));
}

describe("damage", () => {
  it.each(
    Object.entries(damages).flatMap(([how, change]) =>
      Object.keys(places).map((what) => ({ how, change, what })),
    ),
  )("of a $what that is $how refuses its ref alone", async ({ how, change, what }) => {
    const dir = copy(`${what}-${how.replace(" ", "-")}`);
    damage(dir, objectId(dir, places[what] ?? ""), change);
    const [damaged, other] = await outcomes(dir, commonRef, whole);
    const missing = what === "commit" ? "checkout/unknown-ref" : "checkout/missing-object";
    expect(damaged?.outcome).toBe(how === "overwritten" ? missing : "checkout/damaged-object");
    expect(other).toMatchObject({ outcome: "generated" });
  });

  it("of a ref refuses it alone: an object that is not there, no object at all, another kind", async () => {
    const dir = copy("refs");
    mkdirSync(join(dir, "refs", "heads"), { recursive: true });
    writeFileSync(join(dir, "refs", "heads", "absent"), `${"1".repeat(40)}\n`);
    writeFileSync(join(dir, "refs", "heads", "garbage"), "nothing\n");
    writeFileSync(join(dir, "refs", "tags", "file"), `${objectId(dir, `${commonRef}:${handlerPath}`)}\n`);
    const found = await outcomes(dir, "absent", "garbage", "file", commonRef);
    expect(found.map(({ ref, outcome }) => [ref, outcome])).toEqual([
      ["absent", "checkout/unknown-ref"],
      ["garbage", "checkout/unknown-ref"],
      ["file", "checkout/unknown-ref"],
      [commonRef, "generated"],
    ]);
    expect(found[0]?.reason).toContain("leads to no commit");
  });
});

describe("a folder of a commit", () => {
  const entry = (mode: string, name: string, oid: string) =>
    Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, "hex")]);
  const kinds: Readonly<Record<string, (blob: string) => Buffer>> = {
    "cut off in a name": () => Buffer.from("100644 zz"),
    "cut off in an object name": (blob) => entry("100644", "zz", blob.slice(0, 20)),
    "with an entry ..": (blob) => entry("100644", "..", blob),
    "with an entry .git": (blob) => entry("100644", ".git", blob),
    "with an entry twice": (blob) => Buffer.concat([entry("100644", "zz", blob), entry("40000", "zz", blob)]),
    "with a slash in a name": (blob) => entry("100644", "a/b", blob),
    "with an unknown mode": (blob) => entry("777777", "zz", blob),
    "with a submodule": () => entry("160000", "zz", "1".repeat(40)),
    "with bytes that are no UTF-8": (blob) =>
      Buffer.concat([Buffer.from("100644 zz"), Buffer.from([255, 0]), Buffer.from(blob, "hex")]),
  };

  it.each(Object.keys(kinds))("that is odd (%s) is no fault of the program", async (kind) => {
    const dir = copy(`tree-${Object.keys(kinds).indexOf(kind)}`);
    const blob = objectId(dir, `${commonRef}:${handlerPath}`);
    const data = Buffer.concat([
      gitBytes(dir, ["cat-file", "tree", `${commonRef}^{tree}`]),
      kinds[kind]?.(blob) ?? Buffer.alloc(0),
    ]);
    const write = ["hash-object", "-t", "tree", "-w", "--literally", "--stdin"];
    const tree = git(dir, write, { input: data }).trim();
    const commit = git(dir, ["commit-tree", tree, "-m", "odd"]).trim();
    git(dir, ["update-ref", "refs/heads/odd", commit]);
    const [odd, other] = await outcomes(dir, "odd", whole);
    const isImpossible = /cut off|\.\.|\.git|slash/.test(kind);
    expect(odd?.outcome).toBe(isImpossible ? "checkout/damaged-object" : "generated");
    expect(other?.outcome).toBe("generated");
  });
});

describe("a repository that cannot be read", () => {
  const refuse = async (dir: string) => {
    const run = await patchkit(["generate", "-C", dir, "--ref", commonRef, "--dry-run"]);
    expect(run.code).toBe(2);
    return run.stderr;
  };

  it("with SHA-256 names is refused with that fact", async () => {
    const dir = join(temp, "sha256");
    git(temp, ["init", "--quiet", "--object-format=sha256", dir]);
    expect(await refuse(dir)).toContain("found sha256");
  });

  it("in a format that this git does not know is refused in git's words", async () => {
    const dir = copy("format");
    git(dir, ["config", "core.repositoryFormatVersion", "1"]);
    git(dir, ["config", "extensions.someday", "true"]);
    expect(await refuse(dir)).toMatch(/unknown repository extension found: someday/);
  });

  it("because of its configuration is refused in git's words", async () => {
    const dir = copy("configuration");
    writeFileSync(join(dir, "config"), "[core\n");
    expect(await refuse(dir)).toMatch(/bad config line 1/);
  });

  it.skipIf(process.getuid?.() !== 0)(
    "because the user may not enter it is refused with that fact",
    async () => {
      const dir = copy("closed");
      chmodSync(dir, 0o600);
      const user = ["setpriv", "--reuid", "65532", "--regid", "65532", "--clear-groups"];
      const run = await patchkit(["generate", "-C", dir, "--dry-run"], { wrap: user });
      expect(run).toMatchObject({ code: 2 });
      expect(run.stderr).toContain("a folder that this user may not enter");
    },
  );

  it("with a newline in its path is served", async () => {
    const dir = join(temp, "new\nline");
    cpSync(origin.dir, dir, { recursive: true });
    expect(await outcomes(dir, commonRef)).toMatchObject([{ outcome: "generated" }]);
  });
});

describe("names of refs", () => {
  it.each(["fix@2", "a+b", "größe", "修正/路由", "x#1,2", `long/${"name-".repeat(30)}`])(
    "%j is found, also if only a remote has it, and has a folder of its own",
    async (name) => {
      const dir = copy(`name-${Buffer.from(name).toString("hex").slice(0, 24)}`);
      const at = (ref: string) => objectId(dir, `${ref}^{commit}`);
      git(dir, ["update-ref", `refs/remotes/origin/${name}`, at(commonRef)]);
      // Another ref that a folder could be named alike.
      git(dir, ["update-ref", `refs/remotes/origin/${name.replaceAll(/[#,/]/g, "-")}`, at(whole)]);
      const out = join(temp, `out-${Buffer.from(name).toString("hex").slice(0, 24)}`);
      for (const ref of [name, name.replaceAll(/[#,/]/g, "-")]) {
        const run = await patchkit([
          ...["generate", "-C", dir, "--ref", ref, "--variant", "flag-gate", "--out", out, "--json"],
        ]);
        expect(run.code, run.stdout).toBe(0);
      }
      const isOne = name === name.replaceAll(/[#,/]/g, "-");
      const folders = readdirSync(out).filter((entry) => entry !== "manifest.json");
      expect(folders).toHaveLength(isOne ? 1 : 2);
      for (const folder of folders) expect(Buffer.byteLength(folder)).toBeLessThanOrEqual(120);
    },
  );

  it("never share a folder with another commit: HEAD, a branch HEAD, a tag and a branch of one name", async () => {
    const dir = copy("heads");
    const at = (ref: string) => objectId(dir, `${ref}^{commit}`);
    git(dir, ["update-ref", "refs/heads/main", at(whole)]);
    git(dir, ["symbolic-ref", "HEAD", "refs/heads/main"]);
    git(dir, ["update-ref", "refs/heads/HEAD", at(commonRef)]);
    git(dir, ["update-ref", "refs/heads/both", at(commonRef)]);
    git(dir, ["update-ref", "refs/tags/both", at(whole)]);
    git(dir, ["update-ref", "refs/heads/MAIN", at(commonRef)]);
    const refs = ["HEAD", "refs/heads/HEAD", "refs/heads/both", "refs/tags/both", "main", "MAIN"];
    const slugs: string[] = [];
    for (const ref of refs) {
      const args = ["--ref", ref, "--variant", "flag-gate", "--dry-run", "--json"];
      const run = await patchkit(["generate", "-C", dir, ...args]);
      const [result] = parseOutput(run, generateValue).results;
      slugs.push(`${result?.slug?.toLowerCase()} ${result?.sha}`);
    }
    const folders = new Map<string, Set<string>>();
    for (const [slug = "", sha = ""] of slugs.map((one) => one.split(" ")))
      folders.set(slug, (folders.get(slug) ?? new Set()).add(sha));
    expect([...folders].filter(([, shas]) => shas.size > 1)).toEqual([]);
  });
});
