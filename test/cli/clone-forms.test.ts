import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { generateValue } from "../../src/cli/values.ts";
import {
  cloneForms,
  commonRef,
  hostile,
  hostileBlobless,
  makeOrigin,
  type Origin,
  plain,
  ranPrograms,
  shapes,
} from "../helpers/clone.ts";
import { git } from "../helpers/clone-git.ts";
import { leftovers, parseOutput, patchkit, type Run, temporaryFolder } from "../helpers/clone-program.ts";
import { contentOf, snapshot } from "../helpers/clone-snapshot.ts";

const temp = temporaryFolder();
const allRefs = shapes.flatMap((ref) => ["--ref", ref]);

let origin: Origin;
/** What a run on the origin itself gives: all else is compared to it. */
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
function referenceOf(ref: string): Record<string, string> {
  const found = Object.entries(contentOf(reference)).filter(([path]) => path.startsWith(`${ref}/`));
  return Object.fromEntries(found);
}

describe.each(cloneForms)("on $form", ({ form, make }) => {
  it("gives the same bytes and leaves the clone as it is", async () => {
    const name = form.replaceAll(" ", "-");
    const clone = make(origin, join(temp, name));
    const tempDir = join(temp, `${name}-tmp`);
    mkdirSync(tempDir);
    const out = join(temp, `${name}-out`);
    const before = snapshot(clone);
    const run = await patchkit(["generate", "-C", clone.dir, "--ref", commonRef, "--out", out, "--json"], {
      ...(clone.wrap ? { wrap: clone.wrap } : {}),
      env: { TMPDIR: tempDir },
    });
    expect(snapshot(clone)).toEqual(before);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(resultsOf(run)).toEqual(results.filter(({ ref }) => ref === commonRef));
    const { "manifest.json": _, ...series } = contentOf(out);
    expect(series).toEqual(referenceOf(commonRef));
    expect(leftovers(tempDir)).toEqual([]);
  });
});

describe("on a hostile clone", () => {
  it("runs none of its programs, gives the same bytes and leaves it as it is", async () => {
    const clone = hostile(origin, join(temp, "hostile"));
    rmSync(clone.marker, { force: true });
    const before = snapshot(clone);
    const out = join(temp, "hostile-out");
    const run = await patchkit(["generate", "--ref", commonRef, "--out", out], { cwd: clone.dir });
    expect(ranPrograms(clone)).toEqual([]);
    expect(run.code).toBe(0);
    const { "manifest.json": _, ...series } = contentOf(out);
    expect(series).toEqual(referenceOf(commonRef));
    expect(snapshot(clone)).toEqual(before);
  });

  it.each(["origin", "evil"])(
    "runs no program when it asks the remote %s for blobs that lack",
    async (remote) => {
      const clone = hostileBlobless(origin, join(temp, `hostile-${remote}`), remote);
      const out = join(temp, `hostile-${remote}-out`);
      await patchkit(["generate", "-C", clone.dir, "--ref", commonRef, "--out", out]);
      expect(ranPrograms(clone)).toEqual([]);
    },
  );
});

describe("what surrounds a run", () => {
  it("does not change a byte: home, time zone, language, umask, git's settings, paths, folder", async () => {
    const home = join(temp, "home");
    mkdirSync(home);
    writeFileSync(
      join(home, ".gitconfig"),
      `[user]
	name = Somebody
	email = somebody@example.invalid
[core]
	autocrlf = true
	abbrev = 5
	quotePath = false
[diff]
	noprefix = true
	mnemonicPrefix = true
	algorithm = minimal
	context = 1
	renames = copies
	suppressBlankEmpty = true
	statGraphWidth = 5
[format]
	signature = nothing
[i18n]
	commitEncoding = latin1
	logOutputEncoding = latin1
[color]
	ui = always
`,
    );
    const clone = plain(origin, join(temp, `it's "a" \\ ümläut & $HOME`));
    git(clone.dir, ["config", "diff.noprefix", "true"]);
    git(clone.dir, ["config", "core.autocrlf", "true"]);
    const out = join(temp, "surrounded out");
    const run = await patchkit(["generate", ...allRefs, "--out", out, "--json"], {
      cwd: join(clone.dir, "pkg", "datapath"),
      wrap: ["sh", "-c", 'umask 077 && exec "$@"', "sh"],
      env: {
        HOME: home,
        XDG_CONFIG_HOME: home,
        TZ: "Asia/Kathmandu",
        LANG: "de_DE.UTF-8",
        LC_ALL: "tr_TR.UTF-8",
        COLUMNS: "20",
        FORCE_COLOR: "1",
        GIT_DIR: join(temp, "elsewhere"),
        GIT_INDEX_FILE: join(temp, "elsewhere-index"),
        GIT_AUTHOR_NAME: "Somebody",
        GIT_AUTHOR_DATE: "1234567890 +0300",
        GIT_COMMITTER_DATE: "1234567890 +0300",
        GIT_DIFF_OPTS: "--unified=9",
        GIT_EXTERNAL_DIFF: "false",
        GIT_TRACE: "1",
        GIT_CONFIG_PARAMETERS: "'diff.noprefix=true'",
      },
    });
    expect(run.code).toBe(0);
    expect(resultsOf(run)).toEqual(results);
    expect(contentOf(out)).toEqual(contentOf(reference));
  });

  it("gives the same bytes a second time into the same folder", async () => {
    const before = contentOf(reference);
    const args = ["generate", "-C", origin.dir, ...allRefs, "--out", reference, "--json"];
    expect(resultsOf(await patchkit(args))).toEqual(results.map((result) => ({ ...result, kept: true })));
    expect(contentOf(reference)).toEqual(before);
    expect(resultsOf(await patchkit([...args, "--fresh"]))).toEqual(results);
    expect(contentOf(reference)).toEqual(before);
  });
});
