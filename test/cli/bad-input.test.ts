import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { errorValue, generateValue } from "../../src/cli/values.ts";
import { commonRef, makeOrigin, type Origin, shapes, variants } from "../helpers/clone.ts";
import { git } from "../helpers/clone-git.ts";
import {
  leftovers,
  parseOutput,
  patchkit,
  programFolder,
  type Run,
  temporaryFolder,
} from "../helpers/clone-program.ts";
import { readSeries } from "../helpers/clone-series.ts";
import { contentOf } from "../helpers/clone-snapshot.ts";

const temp = temporaryFolder();
const tempDir = join(temp, "tmp");
let origin: Origin;

beforeAll(async () => {
  mkdirSync(tempDir);
  origin = await makeOrigin(temp);
  git(origin.dir, ["branch", "twofold", "v1.9.0"]);
  git(origin.dir, ["tag", "twofold", commonRef]);
});

/** Runs the program; whatever happens, its own temporary files are gone. */
async function run(args: readonly string[], options: Parameters<typeof patchkit>[1] = {}): Promise<Run> {
  const result = await patchkit(args, { ...options, env: { TMPDIR: tempDir, ...options.env } });
  expect(leftovers(tempDir)).toEqual([]);
  return result;
}

/** The failure a run ended with: nothing could start, and the message helps. */
function failureOf(result: Run): { code: string; message: string; hint: string | null } {
  const { error } = parseOutput(result, errorValue);
  expect(result.code, error.message).toBe(2);
  expect(result.stderr).toBe("");
  return error;
}

describe("arguments", () => {
  const out = join(temp, "arguments");
  const generate = (...args: string[]) => [
    "generate",
    ...["-C", origin.dir, "--ref", commonRef, "--out", out, "--json"],
    ...args,
  ];

  it.each([
    {
      title: "an unknown variant",
      args: ["--variant", "flag-gaet"],
      code: "usage/unknown-variant",
      found: "flag-gaet",
    },
    {
      title: "an unknown param",
      args: ["--set", "colour=red"],
      code: "usage/unknown-param",
      found: "colour",
    },
    {
      title: "a param of another variant",
      args: ["--set", "ipam-mode.flag=x"],
      code: "usage/unknown-param",
      found: "ipam-mode.flag",
    },
    {
      title: "a param of a variant not chosen",
      args: ["--variant", "ipam-mode", "--set", "flag=abc"],
      code: "usage/unknown-param",
      found: "flag",
    },
    {
      title: "a setting without a value",
      args: ["--set", "default"],
      code: "usage/bad-param",
      found: "default",
    },
    {
      title: "a boolean that is none",
      args: ["--set", "default=yes"],
      code: "usage/bad-param",
      found: "yes",
    },
    {
      title: "a mode that is none",
      args: ["--set", "allow=kubernetes,magic"],
      code: "usage/bad-param",
      found: "magic",
    },
    {
      title: "an identity without an address",
      args: ["--identity", "Jane Doe"],
      code: "usage/bad-argument",
      found: "Jane Doe",
    },
    {
      title: "an identity of two lines",
      args: ["--identity", "Jane\nX: y <jane@example.org>"],
      code: "usage/bad-argument",
      found: "Jane",
    },
  ])("refuses $title", async ({ args, code, found }) => {
    const error = failureOf(await run(generate(...args)));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/expected .*found /);
    expect(error.message).toContain(found);
    expect(existsSync(out)).toBe(false);
  });

  it.each([
    { title: "upper case", name: "Enable-Route" },
    { title: "nothing", name: "" },
    { title: "the end of the Go string it is put into", name: 'x", true, "") //' },
    { title: "a template's braces", name: "{{flag}}" },
    { title: "a dash in front", name: "-route" },
    { title: "a line end", name: "route\n" },
    { title: "64 letters", name: "r".repeat(64) },
  ])("refuses a flag name with $title", async ({ name }) => {
    const error = failureOf(await run(generate("--set", `flag-gate.flag=${name}`)));
    expect(error.code).toBe("usage/bad-param");
    expect(error.message).toContain(JSON.stringify(name));
    expect(error.message).toMatch(/expected a flag name.*found /);
    expect(error.hint).not.toBeNull();
    expect(existsSync(out)).toBe(false);
  });

  it.each([
    { title: "an unknown command", args: ["generat"] },
    { title: "an unknown flag", args: ["generate", "--outt", "x"] },
    { title: "a flag without its value", args: ["generate", "--ref"] },
    { title: "apply without a ref", args: ["apply", "--variant", "flag-gate"] },
  ])("refuses $title with exit code 2 and a pointer to the help", async ({ args }) => {
    const result = await run(args);
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr).toContain("usage/bad-argument");
    expect(result.stderr).toContain("--help");
  });
});

describe("repositories", () => {
  const at = (dir: string, ...args: string[]) =>
    run(["generate", "-C", dir, "--out", join(temp, "repositories"), "--json", ...args]);

  it.each([
    { title: "a folder that is none", make: (dir: string) => mkdirSync(dir) },
    { title: "a file", make: (dir: string) => writeFileSync(dir, "") },
    {
      title: "a work tree whose repository is gone",
      make: (dir: string) => {
        mkdirSync(dir);
        writeFileSync(join(dir, ".git"), "gitdir: /nowhere\n");
      },
    },
  ])("refuses $title", async ({ title, make }) => {
    const dir = join(temp, title.replaceAll(" ", "-"));
    make(dir);
    const error = failureOf(await at(dir));
    expect(error.code).toBe("environment/not-a-repository");
    expect(error.message).toMatch(/expected .*found /);
    expect(error.message).toContain(dir);
    expect(error.hint).toContain("-C DIR");
    expect(existsSync(join(temp, "repositories"))).toBe(false);
  });

  it("refuses a folder that does not exist, and ends", async () => {
    const dir = join(temp, "does-not-exist");
    const args = ["generate", "-C", dir, "--json"];
    const error = failureOf(await run(args));
    expect(error.code).toBe("environment/not-a-repository");
    expect(error.message).toContain(dir);
  });

  it("says that git is missing, not the repository", async () => {
    const args = ["generate", "-C", origin.dir, "--out", join(temp, "repositories"), "--json"];
    const error = failureOf(await patchkit(args, { env: { PATH: temp } }));
    expect(error.code).toBe("environment/git-missing");
  });

  it("refuses a repository without a commit, and one that is not Cilium", async () => {
    const dir = join(temp, "empty");
    git(temp, ["init", "--quiet", dir]);
    expect(failureOf(await at(dir)).message).toMatch(/expected a commit .*HEAD.* found none/);
    writeFileSync(join(dir, "README"), "other\n");
    git(dir, ["add", "."]);
    git(dir, ["commit", "--quiet", "--message", "Other"]);
    const other = await at(dir);
    expect(other.code).toBe(1);
    for (const { code, reason } of parseOutput(other, generateValue).results) {
      expect(code).toBe("profile/not-cilium");
      expect(reason).toMatch(/expected .* found /);
    }
    expect(existsSync(join(temp, "repositories"))).toBe(false);
  });

  it.each([
    { title: "unknown", ref: "v9.9.9", says: /expected a commit called "v9.9.9" .*found none/ },
    { title: "an unknown sha", ref: "0123456789012345678901234567890123456789", says: /found none/ },
    { title: "no commit but a file", ref: `${commonRef}:VERSION`, says: /found a file/ },
    { title: "a range", ref: "v1.9.0..v1.10.12", says: /found none/ },
    {
      title: "ambiguous",
      ref: "twofold",
      says: /expected one commit called "twofold", found .*refs\/heads\/twofold.*refs\/tags\/twofold|refs\/tags\/twofold.*refs\/heads\/twofold/,
    },
    { title: "a flag of git", ref: "--output=/tmp/x", says: /expected a ref, found "--output=/ },
    { title: "empty", ref: "", says: /expected a ref, found ""/ },
    { title: "two lines", ref: "HEAD\nHEAD", says: /expected a ref, found "HEAD/ },
  ])("ends with 2 where the only ref is $title", async ({ ref, says }) => {
    const error = failureOf(await at(origin.dir, `--ref=${ref}`));
    expect(error.message).toMatch(says);
    expect(error.hint).not.toBeNull();
    expect(existsSync(join(temp, "repositories"))).toBe(false);
  });
});

describe("output folders", () => {
  const to = (out: string, options: Parameters<typeof patchkit>[1] = {}) =>
    run(
      ["generate", "-C", origin.dir, "--ref", commonRef, "--variant", "flag-gate", "--out", out, "--json"],
      options,
    );

  it.each([
    { title: "is a file", make: (out: string) => writeFileSync(out, "mine\n"), below: "" },
    { title: "lies below a file", make: (out: string) => writeFileSync(out, "mine\n"), below: "patches" },
    {
      title: "has a manifest of something else",
      make: (out: string) => {
        mkdirSync(out);
        writeFileSync(join(out, "manifest.json"), '{"name":"web app"}\n');
      },
      below: "",
    },
  ])("that $title are left as they are", async ({ title, make, below }) => {
    const out = join(temp, `out ${title}`);
    make(out);
    const error = failureOf(await to(join(out, below)));
    expect(error.code).toMatch(/^(environment\/not-writable|series\/not-a-series)$/);
    expect(error.message).toMatch(/expected .*found /);
    expect(error.hint).toContain("--out DIR");
    const isFolder = statSync(out).isDirectory();
    expect(isFolder ? readdirSync(out) : readFileSync(out, "utf8")).toEqual(
      isFolder ? ["manifest.json"] : "mine\n",
    );
  });

  it.each([
    {
      title: "have a file where a ref's folder goes",
      make: (out: string) => {
        mkdirSync(out);
        writeFileSync(join(out, commonRef), "mine\n");
      },
    },
    {
      title: "are a link to nowhere",
      make: (out: string) => symlinkSync(join(temp, "nowhere", "at", "all"), out),
    },
  ])("that $title are refused with exit code 2", async ({ title, make }) => {
    const out = join(temp, `out ${title}`);
    make(out);
    expect(failureOf(await to(out)).code).toBe("environment/not-writable");
  });

  it.each([
    { title: "a file", path: ["flag-gate"] },
    { title: "a folder of notes", path: ["flag-gate", "notes.txt"] },
  ])("with $title of the user's own where a series goes keep it", async ({ title, path }) => {
    const out = join(temp, `out with ${title}`);
    const mine = join(out, commonRef, ...path);
    mkdirSync(join(mine, ".."), { recursive: true });
    writeFileSync(mine, "mine\n");
    await to(out);
    expect(existsSync(mine) && statSync(mine).isFile() && readFileSync(mine, "utf8")).toBe("mine\n");
  });

  it("that may be links to folders are written through", async () => {
    const real = join(temp, "real");
    mkdirSync(real);
    symlinkSync(real, join(temp, "link"));
    expect((await to(join(temp, "link"))).code).toBe(0);
    expect(readdirSync(real).sort()).toEqual(["manifest.json", commonRef]);
  });

  it("that a dead run locked a while ago are taken over", async () => {
    const out = join(temp, "dead lock");
    mkdirSync(join(out, ".lock"), { recursive: true });
    utimesSync(join(out, ".lock"), 1, 1);
    expect((await to(out)).code).toBe(0);
    expect(readdirSync(out).sort()).toEqual(["manifest.json", commonRef]);
  });

  const canMount = tryMount();

  it.skipIf(process.getuid?.() === 0 && !canMount)("that may not be written are refused", async () => {
    const out = join(temp, "read-only");
    mkdirSync(out);
    chmodSync(out, 0o555);
    const script = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"';
    const wrap = canMount ? ["unshare", "--mount", "sh", "-c", script, out] : [];
    const error = failureOf(await to(out, { wrap }));
    expect(error).toMatchObject({ code: "environment/not-writable" });
    expect(error.message).toMatch(/expected to write to .*found (EROFS|EACCES)/);
    expect(readdirSync(out)).toEqual([]);
  });

  it.skipIf(!canMount)("on a full disk keep what they had", async () => {
    const out = join(temp, "full");
    const listing = join(temp, "full-listing");
    mkdirSync(out);
    const script =
      'mount -t tmpfs -o size=20k,nr_inodes=40 tmpfs "$0" && mkdir -p "$0/v1/old" && echo kept > "$0/v1/old/file"; "$@"; code=$?; (cd "$0" && find . -type f -o -type d | sort) > "$1listing"; exit $code';
    const wrap = ["unshare", "--mount", "sh", "-c", script.replace("$1listing", listing), out];
    const error = failureOf(await to(out, { wrap }));
    expect(error.code).toBe("environment/disk-full");
    expect(error.message).toMatch(/no space left .*nothing there was changed half/);
    expect(readFileSync(listing, "utf8").split("\n").filter(Boolean)).toEqual([
      ".",
      "./v1",
      "./v1/old",
      "./v1/old/file",
    ]);
  });

  it.skipIf(!canMount)("are not made where the temporary folder is on a full disk", async () => {
    const full = join(temp, "full-tmp");
    mkdirSync(full);
    const script = 'mount -t tmpfs -o size=24k tmpfs "$0" && exec "$@"';
    const out = join(temp, "full-tmp-out");
    const result = await to(out, {
      wrap: ["unshare", "--mount", "sh", "-c", script, full],
      env: { TMPDIR: full },
    });
    expect(existsSync(out)).toBe(false);
    expect(failureOf(result).code).toBe("environment/disk-full");
  });

  it("that several runs write at once hold every series whole, each from one run", async () => {
    const out = join(temp, "shared");
    const names = ["A", "B", "C"];
    const args = shapes.slice(0, 2).flatMap((ref) => ["--ref", ref]);
    const runs = await Promise.all(
      names.map((name) =>
        patchkit(
          ["generate", "-C", origin.dir, ...args, "--out", out, "--identity", `${name} <x@example.org>`],
          { env: { TMPDIR: tempDir } },
        ),
      ),
    );
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(readdirSync(out).sort()).toEqual(["manifest.json", ...shapes.slice(0, 2)].sort());
    const manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"));
    for (const ref of shapes.slice(0, 2)) {
      for (const variant of variants) {
        const series = readSeries(join(out, ref, variant));
        const patches = series.patchPaths.map((path) => readFileSync(path, "utf8"));
        for (const patch of patches) expect(patch).toContain(`\nFrom: ${series.identity?.name} <`);
        expect(readdirSync(join(out, ref, variant)).filter((name) => name.endsWith(".patch"))).toHaveLength(
          patches.length,
        );
        expect(manifest.series[`${ref}/${variant}`].digest).toBe(series.digest);
      }
    }
    expect(leftovers(tempDir)).toEqual([]);
  });
});

describe("templates that render Go which does not parse", () => {
  it("stop the series, and nothing of it is written", async () => {
    const copy = join(temp, "package");
    for (const name of ["dist", "templates", "package.json"])
      cpSync(join(programFolder, name), join(copy, name), { recursive: true });
    symlinkSync(join(programFolder, "node_modules"), join(copy, "node_modules"));
    const folder = join(copy, "templates", "node-routes", "flag-gate", "20-skip-remote-routes");
    const name = "stale-routes.go.hbs";
    writeFileSync(join(folder, name), `${readFileSync(join(folder, name), "utf8")}\nfunc broken( {\n`);
    const out = join(temp, "broken");
    const args = ["generate", "-C", origin.dir, "--ref", commonRef, "--out", out, "--json"];
    const result = await run(args, { wrap: [], main: join(copy, "dist", "bin", "cilium-patchkit.js") });
    expect(result.code).toBe(1);
    const { results } = parseOutput(result, generateValue);
    expect(results.map(({ code, status }) => code ?? status)).toEqual([
      "generated",
      "golang/syntax-error",
      "generated",
    ]);
    expect(Object.keys(contentOf(out)).filter((path) => path.includes("flag-gate"))).toEqual([]);
  });
});

/** Whether this machine lets us mount in a namespace of our own. */
function tryMount(): boolean {
  try {
    execFileSync("unshare", ["--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
}
