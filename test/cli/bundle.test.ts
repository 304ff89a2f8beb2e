import { execFileSync } from "node:child_process";
import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { runBundle } from "../../src/cli/bundle.ts";
import { bundleValue } from "../../src/cli/bundle-value.ts";
import { runFetch } from "../../src/cli/fetch.ts";
import { fetchValue } from "../../src/cli/fetch-value.ts";
import { packageRoot } from "../../src/host/assets.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import { silentPrinter } from "../helpers/printer.ts";
import { applyEach, cleanCheckout, readerEnv, readerGit } from "../helpers/reader.ts";

const flags = { color: false, out: "patches", to: "bundle", unverified: true, dryRun: false };
const apiUrl = "https://api.github.com";

function sessionIn(cwd: string) {
  return { signal: new AbortController().signal, env: process.env, cwd };
}

/** The series of the sample tree, in a folder of their own. */
async function sampleSeries(): Promise<string> {
  const cwd = await makeFolder();
  await cp(join(packageRoot, "patches"), join(cwd, "patches"), { recursive: true });
  return cwd;
}

describe("bundle and fetch", () => {
  it("hand over series that apply with the post's own line, and come back to the byte, with a line that applies them", async () => {
    const cwd = await sampleSeries();
    const { printer, values, words } = silentPrinter();
    const ref = "v1.10.12";
    expect(await runBundle(sessionIn(cwd), printer, { ...flags, ref: [ref] })).toBe(0);
    const value = bundleValue.parse(values[0]);
    expect(value.series.map(({ folder }) => folder)).toEqual(
      ["cidr-validation", "flag-gate", "ipam-mode"].map((variant) => `${ref}/${variant}`),
    );
    expect(words[0]).toContain("not verified, and the post says so");
    expect(execFileSync("sha256sum", ["-c", "--quiet", "SHA256SUMS"], { cwd: value.folder }).toString()).toBe(
      "",
    );

    const post = await readFile(join(value.folder, "post.md"), "utf8");
    const [, , fetchLine] = /```sh\n#.*\n(.*)\n#.*\n(npx .*)\n```/.exec(post) ?? [];
    expect(fetchLine).toContain("npx cilium-patchkit fetch patchkit-v1.10.12.zip");
    const lines = [...post.matchAll(/^unzip .*$/gm)].map(([line]) => line);
    const clone = await cleanCheckout(ref);
    await cp(value.zip.path, join(clone, basename(value.zip.path)));
    const trees = await applyEach(clone, lines);
    expect(trees).toHaveLength(3);
    for (const [index, tree] of trees.entries()) {
      const folder = value.series[index]?.folder ?? "";
      expect(await readFile(join(cwd, "patches", folder, "series.json"), "utf8")).toContain(
        `"tree": "${tree}"`,
      );
    }

    const fetching = silentPrinter();
    const from = value.zip.path;
    const to = "it's back";
    expect(await runFetch(sessionIn(cwd), fetching.printer, { from, to, apiUrl })).toBe(0);
    const fetched = fetchValue.parse(fetching.values[0]);
    expect(fetched.series.map(({ state, whole }) => [state, whole])).toEqual(
      Array(3).fill(["written", true]),
    );
    for (const { folder, patches } of fetched.series)
      for (const name of [...patches, "series", "series.json", "cover-letter.txt"])
        expect(await readFile(join(cwd, to, folder, name))).toEqual(
          await readFile(join(cwd, "patches", folder, name)),
        );
    readerGit(clone, ["checkout", "-q", ref]);
    const applied = fetched.series.map(({ apply }) => apply);
    expect(await applyEach(clone, applied)).toEqual(trees);
    const again = silentPrinter();
    await runFetch(sessionIn(cwd), again.printer, { from: value.folder, to, apiUrl });
    expect(fetchValue.parse(again.values[0]).series.every(({ state }) => state === "unchanged")).toBe(true);
  });

  it("gives the same bytes again, and refuses to be tampered with", async () => {
    const cwd = await sampleSeries();
    const one = { ...flags, ref: ["v1.10.12"], variant: ["flag-gate"] };
    const sums: string[] = [];
    let folder = "";
    for (const to of ["a", "b", "a"]) {
      const { printer, values } = silentPrinter();
      await runBundle(sessionIn(cwd), printer, { ...one, to });
      const value = bundleValue.parse(values[0]);
      sums.push(value.zip.sha256);
      folder = value.folder;
    }
    expect(new Set(sums).size).toBe(1);
    const own = join(folder, "v1.10.12/flag-gate");
    const name = (await readdir(own)).find((found) => found.endsWith(".patch")) ?? "";
    await writeFile(join(own, name), `${await readFile(join(own, name), "utf8")}\n`);
    const { printer } = silentPrinter();
    const found = await failureOf(() =>
      runFetch(sessionIn(cwd), printer, { from: folder, to: "back", apiUrl }),
    );
    expect(found.code).toBe("publish/digest-mismatch");
    expect(await readdir(cwd)).not.toContain("back");
    expect(() => execFileSync("sha256sum", ["-c", "SHA256SUMS"], { cwd: folder, stdio: "pipe" })).toThrow();
  });

  it("leave a git work tree clean", async () => {
    const cwd = await sampleSeries();
    execFileSync("git", ["init", "-q"], { cwd, env: readerEnv });
    const { printer, values } = silentPrinter();
    await runBundle(sessionIn(cwd), printer, { ...flags, ref: ["v1.10.12"], variant: ["flag-gate"] });
    const from = bundleValue.parse(values[0]).zip.path;
    await runFetch(sessionIn(cwd), printer, { from, to: "back", apiUrl });
    const status = execFileSync("git", ["status", "--short", "bundle", "back"], { cwd, env: readerEnv });
    expect(status.toString()).toBe("");
    expect(await readFile(join(cwd, "back/.gitignore"), "utf8")).toBe("*\n");
  });

  it("writes nothing with --dry-run, and nothing without --unverified", async () => {
    const cwd = await sampleSeries();
    const { printer, values, words } = silentPrinter();
    expect(await runBundle(sessionIn(cwd), printer, { ...flags, dryRun: true })).toBe(0);
    expect(bundleValue.parse(values[0]).dryRun).toBe(true);
    expect(words[0]).toContain("would write");
    const strict = { ...flags, unverified: false };
    expect((await failureOf(() => runBundle(sessionIn(cwd), printer, strict))).code).toBe(
      "publish/unverified",
    );
    expect(await readdir(cwd)).toEqual(["patches"]);
  });
});
