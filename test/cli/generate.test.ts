import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { errorValue, generateValue } from "../../src/cli/values.ts";
import { commonRef, makeOrigin, type Origin, plain, shapes, variants } from "../helpers/clone.ts";
import { commitOn, git, objectId, textAt } from "../helpers/clone-git.ts";
import { parseOutput, patchkit, type Run, temporaryFolder } from "../helpers/clone-program.ts";
import { readSeries, touchedPaths, undoSeries, unexpectedLosses } from "../helpers/clone-series.ts";
import { contentOf, snapshot } from "../helpers/clone-snapshot.ts";

const temp = temporaryFolder();
const pairs = shapes.flatMap((ref) => variants.map((variant) => ({ ref, variant })));
const allRefs = shapes.flatMap((ref) => ["--ref", ref]);

let origin: Origin;
/** What a run on the origin itself gives for every shape and variant: all else is compared to it. */
const reference = join(temp, "reference");
let results: ReturnType<typeof resultsOf>;

function resultsOf(run: Run) {
  return parseOutput(run, generateValue).results;
}

beforeAll(async () => {
  origin = await makeOrigin(temp);
  const run = await patchkit(["generate", "-C", origin.dir, ...allRefs, "--out", reference, "--json"]);
  expect(run).toMatchObject({ code: 0, stderr: "" });
  results = resultsOf(run);
});

/** The part of the reference that one ref has. */
function _referenceOf(ref: string): Record<string, string> {
  const found = Object.entries(contentOf(reference)).filter(([path]) => path.startsWith(`${ref}/`));
  return Object.fromEntries(found);
}

describe("the value of --json", () => {
  it("has one result per ref and variant, in the order of the command line", () => {
    expect(results.map(({ ref, variant, status }) => ({ ref, variant, status }))).toEqual(
      pairs.map((pair) => ({ ...pair, status: "generated" })),
    );
  });

  it("says what is in the output folder", () => {
    for (const result of results) {
      const series = readSeries(join(reference, result.ref, result.variant));
      expect(series.patchPaths).toEqual(result.patches.map((path) => join(reference, path)));
      expect(series).toMatchObject({
        base: objectId(origin.dir, `${result.ref}^{commit}`),
        tree: result.tree,
        digest: result.digest,
        files: result.files,
      });
    }
    expect(Object.keys(JSON.parse(readFileSync(join(reference, "manifest.json"), "utf8")).series)).toEqual(
      pairs.map(({ ref, variant }) => `${ref}/${variant}`).sort(),
    );
  });
});

describe("a series", () => {
  const target = join(temp, "target");
  beforeAll(() => {
    git(origin.dir, ["clone", "--quiet", "--no-checkout", origin.dir, target]);
  });

  it.each(pairs)(
    "of $variant goes onto $ref with plain git am and gives the tree of series.json",
    ({ ref, variant }) => {
      const series = readSeries(join(reference, ref, variant));
      git(target, ["checkout", "--quiet", "--force", "--detach", ref]);
      git(target, ["am", "--quiet", ...series.patchPaths]);
      expect(objectId(target, "HEAD^{tree}")).toBe(series.tree);
      git(target, ["branch", "--force", `applied/${ref}/${variant}`, "HEAD"]);
      const names = git(target, ["diff", "--name-only", "--no-renames", ref, "HEAD"]);
      expect(names.split("\n").filter(Boolean).sort()).toEqual(touchedPaths(series));
      const onto = git(target, ["log", "--format=%s", "--reverse", `${ref}..HEAD`]);
      expect(onto.split("\n").filter(Boolean)).toEqual(series.commits.map(({ subject }) => subject));
    },
  );

  it.each(pairs)(
    "of $variant on $ref is taken back to the base's bytes by its recorded edits",
    ({ ref, variant }) => {
      const series = readSeries(join(reference, ref, variant));
      const paths = touchedPaths(series);
      const applied = `applied/${ref}/${variant}`;
      const texts = new Map(paths.map((path) => [path, textAt(target, applied, path)]));
      undoSeries(series, texts);
      const inBase = git(target, ["ls-tree", "-r", "--name-only", ref, "--", ...paths])
        .split("\n")
        .filter(Boolean);
      expect([...texts.keys()].sort()).toEqual(inBase.sort());
      for (const [path, text] of texts) expect(text, path).toBe(textAt(target, ref, path));
    },
  );

  it.each(pairs)(
    "of $variant on $ref takes no line away but the named calls and signatures",
    ({ ref, variant }) => {
      const applied = `applied/${ref}/${variant}`;
      const changed = git(target, ["diff", "--name-only", "--diff-filter=M", ref, applied])
        .split("\n")
        .filter(Boolean);
      const removed = git(target, ["diff", "--name-only", "--diff-filter=D", ref, applied]);
      expect(removed).toBe("");
      for (const path of changed) {
        expect(
          unexpectedLosses(variant, textAt(target, ref, path), textAt(target, applied, path)),
          path,
        ).toEqual([]);
      }
    },
  );

  /** Two variants share their first commit; the third adds a function of the same name. */
  const outcomeOn = (applied: string, variant: string) => {
    if (variant === applied) return "already-applied";
    return [applied, variant].includes("cidr-validation") ? "plan/identifier-taken" : "plan/partly-applied";
  };

  it("that is there already is called so, and no other variant goes on top", async () => {
    const refs = pairs.flatMap(({ ref, variant }) => ["--ref", `applied/${ref}/${variant}`]);
    const out = join(temp, "again-out");
    const run = await patchkit(["generate", "-C", target, ...refs, "--out", out, "--json"]);
    expect(run.code).toBe(1);
    const found = resultsOf(run).map(({ ref, variant, status, code }) => ({
      ref,
      variant,
      outcome: code ?? status,
    }));
    expect(found).toEqual(
      pairs.flatMap(({ ref, variant: applied }) =>
        variants.map((variant) => ({
          ref: `applied/${ref}/${applied}`,
          variant,
          outcome: outcomeOn(applied, variant),
        })),
      ),
    );
    expect(existsSync(out)).toBe(false);
  });

  // The third changes one file and its test.
  it.each(variants.filter((variant) => variant !== "cidr-validation"))(
    "of %s of which one file was taken back is refused, whichever file but a test it is",
    async (variant) => {
      const halves = shapes.flatMap((ref) => {
        const series = readSeries(join(reference, ref, variant));
        const paths = touchedPaths(series).filter((path) => !path.endsWith("_test.go"));
        return paths.map((path, index) => {
          const created = series.commits.some(({ edits }) =>
            edits.some((edit) => edit.path === path && edit.created),
          );
          const branch = `half/${variant}/${ref}/${index}`;
          commitOn(target, `applied/${ref}/${variant}`, branch, {
            [path]: created ? null : textAt(target, ref, path),
          });
          return { branch, path };
        });
      });
      const out = join(temp, `half-${variant}`);
      const refs = halves.flatMap(({ branch }) => ["--ref", branch]);
      const run = await patchkit([
        "generate",
        "-C",
        target,
        ...refs,
        "--variant",
        variant,
        "--out",
        out,
        "--json",
      ]);
      const found = resultsOf(run).map(({ ref, status, code, reason }, index) => ({
        ref,
        path: halves[index]?.path,
        outcome: code ?? status,
        named: reason?.includes(halves[index]?.path ?? "nothing") ?? false,
      }));
      expect(found).toEqual(
        halves.map(({ branch, path }) => ({
          ref: branch,
          path,
          outcome: "plan/partly-applied",
          named: true,
        })),
      );
      expect(run.code).toBe(1);
      expect(existsSync(out)).toBe(false);
    },
  );
});

describe("--check", () => {
  const out = join(temp, "checked");
  const check = ["generate", "--ref", commonRef, "--out", out, "--check"];
  const folder = join(out, commonRef, "flag-gate");
  beforeAll(async () => {
    await patchkit(["generate", "-C", origin.dir, "--ref", commonRef, "--out", out]);
  });

  it("is content with what was generated, and writes nothing", async () => {
    const before = snapshot({ dir: origin.dir, folders: [out], bare: true });
    const run = await patchkit([...check, "-C", origin.dir]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(snapshot({ dir: origin.dir, folders: [out], bare: true })).toEqual(before);
  });

  it("fails where a patch differs by one byte, and names the folder", async () => {
    const [path = ""] = readSeries(folder).patchPaths;
    const patch = readFileSync(path, "utf8");
    writeFileSync(path, patch.replace("Subject: ", "Subject:  "));
    const run = await patchkit([...check, "-C", origin.dir]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain(`${commonRef}/flag-gate`);
    expect(run.stderr).not.toContain("ipam-mode");
    writeFileSync(path, patch);
  });

  it("fails where a patch is missing", async () => {
    const [path = ""] = readSeries(folder).patchPaths;
    const patch = readFileSync(path, "utf8");
    rmSync(path);
    expect((await patchkit([...check, "-C", origin.dir])).code).toBe(1);
    writeFileSync(path, patch);
  });

  it("fails where a patch stands in the folder that is not rendered any more", async () => {
    const stray = join(folder, "0009-stray.patch");
    writeFileSync(stray, "From nobody\n");
    expect((await patchkit([...check, "-C", origin.dir])).code).toBe(1);
    rmSync(stray);
  });
});

describe("other ways to run it", () => {
  it("--dry-run writes nothing and says the same", async () => {
    const out = join(temp, "dry");
    const run = await patchkit([
      "generate",
      "-C",
      origin.dir,
      ...allRefs,
      "--out",
      out,
      "--dry-run",
      "--json",
    ]);
    expect(run.code).toBe(0);
    expect(resultsOf(run)).toEqual(results);
    expect(existsSync(out)).toBe(false);
  });

  it("--diff prints every patch", async () => {
    const out = join(temp, "diffed");
    const run = await patchkit(["generate", "-C", origin.dir, "--ref", commonRef, "--out", out, "--diff"]);
    expect(run.code).toBe(0);
    for (const variant of variants) {
      for (const path of readSeries(join(out, commonRef, variant)).patchPaths)
        expect(run.stdout).toContain(readFileSync(path, "utf8").trimEnd());
    }
  });

  it("--quiet prints nothing", async () => {
    const run = await patchkit(["generate", "-C", origin.dir, "--ref", commonRef, "--dry-run", "--quiet"]);
    expect(run).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  it("--identity gives author and sign-off, which git am keeps", async () => {
    const out = join(temp, "signed");
    const identity = "Zoë O'Hara, Jr <zoe@example.org>";
    const args = ["generate", "-C", origin.dir, "--ref", commonRef, "--out", out, "--identity", identity];
    expect((await patchkit(args)).code).toBe(0);
    const dir = join(temp, "signed-target");
    git(origin.dir, ["clone", "--quiet", "--branch", commonRef, origin.dir, dir]);
    for (const variant of variants) {
      const series = readSeries(join(out, commonRef, variant));
      expect(series.identity).toEqual({ name: "Zoë O'Hara, Jr", mail: "zoe@example.org", signsOff: true });
      git(dir, ["checkout", "--quiet", "--detach", commonRef]);
      git(dir, ["am", "--quiet", ...series.patchPaths]);
      expect(objectId(dir, "HEAD^{tree}")).toBe(series.tree);
      const log = git(dir, [
        "log",
        "--format=%an <%ae>|%(trailers:key=Signed-off-by,valueonly,separator=%x2C)",
        `${commonRef}..`,
      ]);
      expect(log.trim().split("\n")).toEqual(series.commits.map(() => `${identity}|${identity}`));
    }
    expect(readSeries(join(reference, commonRef, "flag-gate")).identity).toBeNull();
  });

  it("--set gives a folder of its own beside the default, and the series goes on with git am", async () => {
    const out = join(temp, "set");
    const run = await patchkit([
      "generate",
      ...["-C", origin.dir, ...allRefs, "--out", out, "--json"],
      ...["--set", "flag-gate.flag=route-to-remote-nodes", "--set", "default=false"],
      ...["--set", "allow=crd,eni", "--set", "cidr-validation.opt-in=true", "--set", "log=false"],
    ]);
    expect(run.code).toBe(0);
    const dir = join(temp, "set-target");
    git(origin.dir, ["clone", "--quiet", "--no-checkout", origin.dir, dir]);
    for (const { ref, variant, status, patches } of resultsOf(run)) {
      expect(status).toBe("generated");
      const folder = patches[0]?.split("/").slice(0, -1).join("/") ?? "";
      expect(folder).toMatch(new RegExp(`^${ref}/${variant}\\+[0-9a-f]{8}$`));
      const series = readSeries(join(out, folder));
      git(dir, ["checkout", "--quiet", "--force", "--detach", ref]);
      git(dir, ["am", "--quiet", ...series.patchPaths]);
      expect(objectId(dir, "HEAD^{tree}"), folder).toBe(series.tree);
      const added = git(dir, ["diff", ref, "HEAD"]);
      if (variant === "flag-gate") expect(added).toContain('"route-to-remote-nodes"');
      if (variant === "cidr-validation") expect(added).toContain('"enable-node-cidr-validation"');
    }
  });

  it("--variant chooses, in the order of the templates", async () => {
    const args = ["generate", "-C", origin.dir, "--ref", commonRef, "--dry-run", "--json"];
    const run = await patchkit([...args, "--variant", "ipam-mode", "--variant", "cidr-validation"]);
    expect(resultsOf(run).map(({ variant }) => variant)).toEqual(["cidr-validation", "ipam-mode"]);
  });

  it("keeps what the output folder has of other refs, and lists both in its manifest", async () => {
    const out = join(temp, "grown");
    for (const ref of shapes.slice(0, 2))
      await patchkit(["generate", "-C", origin.dir, "--ref", ref, "--variant", "ipam-mode", "--out", out]);
    const { series } = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"));
    expect(Object.keys(series)).toEqual(["v1.10.12/ipam-mode", "v1.9.0/ipam-mode"]);
    expect(readdirSync(out).sort()).toEqual(["manifest.json", "v1.10.12", "v1.9.0"]);
  });

  it("without --out writes to ./patches, which ignores itself inside a git repository", async () => {
    const clone = plain(origin, join(temp, "inside"));
    const run = await patchkit(["generate"], { cwd: clone.dir });
    expect(run.code).toBe(0);
    expect(readFileSync(join(clone.dir, "patches", ".gitignore"), "utf8")).toBe("*\n");
    expect(git(clone.dir, ["status", "--porcelain"])).toBe("");
    expect(existsSync(join(reference, ".gitignore"))).toBe(false);
  });

  it("leaves a .gitignore that is there already as it is", async () => {
    const clone = plain(origin, join(temp, "ignoring"));
    mkdirSync(join(clone.dir, "patches"));
    writeFileSync(join(clone.dir, "patches", ".gitignore"), "*.tmp\n");
    await patchkit(["generate"], { cwd: clone.dir });
    expect(readFileSync(join(clone.dir, "patches", ".gitignore"), "utf8")).toBe("*.tmp\n");
  });

  it("takes the clone from CILIUM_REPO, and -C before it", async () => {
    const run = await patchkit(["generate", "--ref", commonRef, "--dry-run", "--json"], {
      env: { CILIUM_REPO: origin.dir },
    });
    expect(resultsOf(run)).toEqual(results.filter(({ ref }) => ref === commonRef));
    const nowhere = await patchkit(["generate", "-C", temp, "--ref", commonRef, "--json"], {
      env: { CILIUM_REPO: origin.dir },
    });
    expect(parseOutput(nowhere, errorValue).error.code).toBe("environment/not-a-repository");
  });
});
