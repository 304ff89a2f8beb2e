import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { makeOrigin, type Origin } from "../helpers/clone.ts";
import { leftovers, patchkit, temporaryFolder } from "../helpers/clone-program.ts";

// Promise: nothing that is read from a series reaches a shell, or a path outside of its folder, unchecked; what is
// refused is named, and ends with the exit code of bad input.
const temp = temporaryFolder();
const tempDir = join(temp, "tmp");
const ref = "v1.10.12";
const variant = "flag-gate";
let origin: Origin;
let rendered: string;

beforeAll(async () => {
  mkdirSync(tempDir);
  origin = await makeOrigin(temp);
  rendered = join(temp, "rendered");
  await patchkit(["generate", "-C", origin.dir, "--ref", ref, "--variant", variant, "--out", rendered]);
});

type Change = (folder: string) => void;

const inJson =
  (change: (json: Record<string, unknown>) => void): Change =>
  (folder) => {
    const path = join(folder, "series.json");
    const json = JSON.parse(readFileSync(path, "utf8"));
    change(json);
    writeFileSync(path, JSON.stringify(json));
  };

const field = (name: string, value: unknown) =>
  inJson((json) => {
    json[name] = value;
  });

const order =
  (text: string): Change =>
  (folder) =>
    writeFileSync(join(folder, "series"), text);

const inPlaceOf =
  (name: string, make: (path: string) => void): Change =>
  (folder) => {
    const path = join(folder, name);
    rmSync(path);
    make(path);
  };

const firstPatch = (folder: string) => {
  const [name] = readdirSync(folder).filter((one) => one.endsWith(".patch"));
  return name ?? "";
};

const cases: readonly { title: string; change: Change; says: RegExp }[] = [
  {
    title: "a variant that leaves the folder",
    change: field("variant", "../../../escaped"),
    says: /variant/,
  },
  { title: "a variant that is an option", change: field("variant", "--help"), says: /variant/ },
  { title: "a base that leaves the folder", change: field("base", "../../escaped"), says: /base/ },
  { title: "a base that is an option", change: field("base", "--upload-pack=x"), says: /base/ },
  { title: "a base that is a name", change: field("base", "HEAD"), says: /base/ },
  { title: "a tree that is none", change: field("tree", "$(touch escaped)"), says: /tree/ },
  {
    title: "a release with control characters",
    change: field("release", "v1.10\u001b[31m"),
    says: /release/,
  },
  { title: "a version with a line break", change: field("tool", "0.1.0\nX: y"), says: /tool/ },
  { title: "a digest that is none", change: field("digest", "x"), says: /digest/ },
  { title: "another digest", change: field("digest", "0".repeat(64)), says: /digest 000000000000/ },
  {
    title: "a file that leaves the tree",
    change: field("files", [{ path: "../escaped", added: 1, removed: 0 }]),
    says: /files\.0\.path/,
  },
  {
    title: "a file below .git",
    change: field("files", [{ path: ".git/hooks/x", added: 1, removed: 0 }]),
    says: /files\.0\.path/,
  },
  {
    title: "series.json that is no JSON",
    change: (folder) => writeFileSync(join(folder, "series.json"), "{"),
    says: /its beginning/,
  },
  {
    title: "an order that leaves the folder",
    change: order("../../../../etc/passwd\n"),
    says: /etc\/passwd/,
  },
  { title: "an order that names a folder", change: order(".\n"), says: /names of patches/ },
  { title: "an order that names an option", change: order("--exec=touch escaped\n"), says: /--exec/ },
  { title: "an order that names what is not there", change: order("0009-x.patch\n"), says: /0009-x\.patch/ },
  { title: "an order that names series.json", change: order("series.json\n"), says: /series\.json/ },
  {
    title: "a link in the place of series.json",
    change: inPlaceOf("series.json", (path) => symlinkSync("/etc/passwd", path)),
    says: /series\.json: expected a file, found a symbolic link/,
  },
  {
    title: "a link in the place of a patch",
    change: (folder) => inPlaceOf(firstPatch(folder), (path) => symlinkSync("/etc/passwd", path))(folder),
    says: /\.patch: expected a file, found a symbolic link/,
  },
  {
    title: "a folder in the place of a patch",
    change: (folder) => inPlaceOf(firstPatch(folder), (path) => mkdirSync(path))(folder),
    says: /\.patch: expected a file, found a folder/,
  },
  {
    title: "a pipe in the place of the order",
    change: inPlaceOf("series", (path) => execFileSync("mkfifo", [path])),
    says: /series: expected a file, found a pipe/,
  },
  {
    title: "a device in the place of a patch",
    change: (folder) => inPlaceOf(firstPatch(folder), (path) => symlinkSync("/dev/zero", path))(folder),
    says: /\.patch: expected a file, found a symbolic link/,
  },
  {
    title: "a changed patch",
    change: (folder) => {
      const path = join(folder, firstPatch(folder));
      writeFileSync(path, readFileSync(path, "utf8").replace("+", "+x"));
    },
    says: /expected patches with the digest/,
  },
];

describe.each(cases)("a series with $title", ({ title, change, says }) => {
  it.each(["verify", "report"])("is refused by %s", async (command) => {
    const out = join(temp, `${command}-${title.replace(/\W+/g, "-")}`);
    cpSync(rendered, out, { recursive: true });
    change(join(out, ref, variant));
    const args =
      command === "verify"
        ? ["verify", "-C", origin.dir, "--patches", out, "--checks", "apply", "--cache", join(temp, "cache")]
        : ["report", "--out", out];
    const run = await patchkit(args, { env: { TMPDIR: tempDir } });
    expect(run.stderr).toMatch(says);
    expect(run.stderr).toMatch(/series\/(not-a-series|digest-mismatch)/);
    expect(run.code).toBe(2);
    expect(leftovers(tempDir)).toEqual([]);
    expect(readdirSync(temp)).not.toContain("escaped");
  });
});

describe("report", () => {
  it.each(["evidence.json", "cover-letter.txt"])(
    "does not wait for a pipe in the place of %s",
    async (name) => {
      const out = join(temp, `pipe-${name}`);
      cpSync(rendered, out, { recursive: true });
      const path = join(out, ref, variant, name);
      rmSync(path, { force: true });
      execFileSync("mkfifo", [path]);
      const run = await patchkit(["report", "--out", out]);
      expect(run.stderr).toContain(`${name}: expected a file, found a pipe`);
      expect(run.code).toBe(2);
    },
  );

  it("does not follow a link to a folder", async () => {
    const out = join(temp, "linked-folder");
    mkdirSync(out);
    symlinkSync(join(rendered, ref), join(out, ref));
    const run = await patchkit(["report", "--out", out]);
    expect(run.stderr).toContain("expected series below");
    expect(run.code).toBe(2);
  });
});
