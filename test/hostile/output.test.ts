import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { makeOrigin, type Origin } from "../helpers/clone.ts";
import { patchkit, temporaryFolder } from "../helpers/clone-program.ts";

// Promise: what is written below an output folder stays below it, and nothing but folders and files is read there.
const temp = temporaryFolder();
const ref = "v1.10.12";
let origin: Origin;
let rendered: string;

const generate = (out: string, ...args: string[]) =>
  patchkit(["generate", "-C", origin.dir, "--ref", ref, "--variant", "flag-gate", "--out", out, ...args]);

beforeAll(async () => {
  origin = await makeOrigin(temp);
  rendered = join(temp, "rendered");
  expect((await generate(rendered)).code).toBe(0);
});

/** Moves what is at a path away, and puts a link to it there. */
function link(out: string, path: string): void {
  renameSync(join(out, path), `${out}-elsewhere`);
  symlinkSync(`${out}-elsewhere`, join(out, path));
}

const pipe = (out: string, path: string) => {
  rmSync(join(out, path));
  execFileSync("mkfifo", [join(out, path)]);
};

const folder = join(ref, "flag-gate");
const cases: readonly { title: string; change: (out: string) => void; says: RegExp }[] = [
  {
    title: "a link for the slug",
    change: (out) => link(out, ref),
    says: /v1\.10\.12, found a symbolic link/,
  },
  {
    title: "a link for the variant",
    change: (out) => link(out, folder),
    says: /flag-gate, found a symbolic link/,
  },
  {
    title: "a link for series.json",
    change: (out) => link(out, join(folder, "series.json")),
    says: /found a symbolic link/,
  },
  {
    title: "a pipe for series.json",
    change: (out) => pipe(out, join(folder, "series.json")),
    says: /found a pipe/,
  },
  {
    title: "a pipe for the manifest",
    change: (out) => pipe(out, "manifest.json"),
    says: /manifest\.json, found a pipe/,
  },
];

describe.each(cases)("an output folder with $title", ({ title, change, says }) => {
  it.each([["generate"], ["generate", "--check"]])("is refused by %s %s", async (_, ...args) => {
    const out = join(temp, `${title}${args.join("")}`.replace(/\W+/g, "-"));
    cpSync(rendered, out, { recursive: true });
    change(out);
    const before = readdirSync(out, { recursive: true });
    const run = await patchkit(
      ["generate", "-C", origin.dir, "--ref", ref, "--variant", "flag-gate", "--out", out, ...args],
      { wrap: ["timeout", "30"] },
    );
    expect(run.code, run.stdout + run.stderr).toBe(2);
    expect(run.stderr).toMatch(says);
    expect(readdirSync(out, { recursive: true })).toEqual(before);
  });
});

it("a link for the default folder is refused, and taken where the user names it", async () => {
  const cwd = join(temp, "cwd");
  const target = join(temp, "cwd-elsewhere");
  for (const path of [cwd, target]) mkdirSync(path);
  symlinkSync(target, join(cwd, "patches"));
  const args = ["generate", "-C", origin.dir, "--ref", ref, "--variant", "flag-gate"];
  const run = await patchkit(args, { cwd });
  expect(run.code).toBe(2);
  expect(run.stderr).toMatch(/patches, found a symbolic link/);
  expect(readdirSync(target)).toEqual([]);
  expect((await patchkit([...args, "--out", "patches"], { cwd })).code).toBe(0);
  expect(readdirSync(target)).toContain(ref);
});

it("a folder in the place of a patch differs, and is no fault of the program", async () => {
  const out = join(temp, "folder-patch");
  cpSync(rendered, out, { recursive: true });
  const [name = ""] = readdirSync(join(out, folder)).filter((one) => one.endsWith(".patch"));
  rmSync(join(out, folder, name));
  mkdirSync(join(out, folder, name));
  const run = await generate(out, "--check");
  expect(run.code, run.stderr).toBe(1);
  expect(run.stderr).toContain("differs");
});
