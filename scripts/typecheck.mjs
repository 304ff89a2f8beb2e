// Renders series onto many refs of a real clone and checks each for names by types: undefined names, unknown fields
// and methods, wrong arguments, unused imports and variables, missing returns, and so on, in the packages that a
// series touches, tests included. What the base has already does not count. Wants git and Go, and no checkout.
//
//   node scripts/typecheck.mjs --repo DIR [--tags] [--fortnightly BRANCH --since DATE --until DATE] [--ref REF]...
//     [--patches DIR] [--variant ID]... [--per-commit] [--batch N]
//
// --tags        every release from v1.4 on
// --fortnightly what BRANCH was at on each fourteenth day, first parents only; DATE as in 2019-02-01, UTC
// --patches     a folder of series that is there already, instead of rendering
// --per-commit  each commit of a series, and not only the last
// --batch       refs rendered and checked at a time, 40: memory grows with it
//
// Exit codes: 0 no new error, 1 new errors, 2 something could not be looked at. Run `npm run build` before.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const program = fileURLToPath(new URL("../dist/bin/cilium-patchkit.js", import.meta.url));
const { values: options } = parseArgs({
  options: {
    repo: { type: "string" },
    tags: { type: "boolean", default: false },
    fortnightly: { type: "string" },
    since: { type: "string" },
    until: { type: "string" },
    ref: { type: "string", multiple: true, default: [] },
    patches: { type: "string" },
    variant: { type: "string", multiple: true, default: [] },
    "per-commit": { type: "boolean", default: false },
    batch: { type: "string", default: "40" },
  },
});
const repo = options.repo ?? process.env.CILIUM_REPO;
if (!repo) fail("--repo DIR names no clone");

const work = mkdtempSync(join(tmpdir(), "cilium-patchkit-typecheck-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));
const started = performance.now();
/** What became of each ref and variant, as `generate --json` says, with the errors of those that were generated. */
const results = [];

const commits = options.patches ? [] : chooseCommits();
const scratch = makeScratch();
const checker = await startChecker();
if (options.patches) {
  for (const result of seriesIn(options.patches)) results.push({ ...result, ...(await check(result)) });
} else {
  const size = Number(options.batch);
  for (let start = 0; start < commits.length; start += size) {
    await renderAndCheck(commits.slice(start, start + size));
    progress(Math.min(start + size, commits.length), commits.length);
  }
}
checker.stop();
process.exitCode = print();

function fail(message) {
  console.error(`typecheck: ${message}`);
  process.exit(2);
}

function git(args, env = {}) {
  return execFileSync("git", args, {
    cwd: repo,
    encoding: "utf8",
    maxBuffer: 1e9,
    env: { ...process.env, ...env },
  }).trimEnd();
}

/** One name for each commit that is asked for. */
function chooseCommits() {
  const refs = [...options.ref];
  if (options.tags) refs.push(...releaseTags());
  if (options.fortnightly) refs.push(...fortnights(options.fortnightly, options.since, options.until));
  if (refs.length === 0) fail("no refs: --ref, --tags or --fortnightly");
  const names = new Map();
  for (const ref of refs) {
    const sha = git(["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`]);
    if (!names.has(sha)) names.set(sha, ref);
  }
  console.error(`${refs.length} refs, ${names.size} commits`);
  return [...names.values()];
}

/** Tags of v1.4 and later; v1.4.0 before 1.4.0, which is another name of it. */
function releaseTags() {
  const tags = git(["tag", "--list", "--sort=version:refname"]).split("\n");
  const releases = tags.filter((tag) => Number(/^v?1\.(\d+)\.\d/.exec(tag)?.[1]) >= 4);
  return [
    ...releases.filter((tag) => tag.startsWith("v")),
    ...releases.filter((tag) => !tag.startsWith("v")),
  ];
}

function fortnights(branch, since, until) {
  const [first, last] = [Date.parse(since), Date.parse(until)];
  if (Number.isNaN(first) || Number.isNaN(last)) fail("--fortnightly needs --since DATE and --until DATE");
  const log = git(["log", "--first-parent", "--format=%H %ct", branch]).split("\n");
  const commits = log.map((line) => line.split(" "));
  const chosen = [];
  for (let day = first; day <= last; day += 14 * 24 * 3600 * 1000) {
    const [sha] = commits.find(([, seconds]) => Number(seconds) * 1000 <= day) ?? [];
    if (sha) chosen.push(sha.slice(0, 12));
  }
  return chosen;
}

async function renderAndCheck(refs) {
  const out = join(work, "series");
  const args = [
    ...["generate", "-C", repo, "--json", "--quiet", "--out", out],
    ...refs.flatMap((ref) => ["--ref", ref]),
    ...options.variant.flatMap((id) => ["--variant", id]),
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  if (status !== 0 && status !== 1) fail(`cilium-patchkit generate: ${stderr}`);
  for (const { ref, sha, variant, status, patches, tree, code, reason } of JSON.parse(stdout).results) {
    const result = { ref, sha, variant, status, tree, reason: code ? `${code}: ${reason}` : reason };
    const paths = patches.map((path) => join(out, path));
    results.push(status === "generated" ? { ...result, ...(await check({ ...result, paths })) } : result);
  }
  rmSync(out, { recursive: true, force: true });
}

/** The series of an output folder, by its manifest. */
function seriesIn(out) {
  const { series } = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"));
  return Object.entries(series).map(([folder, { base, variant, tree }]) => {
    const names = readdirSync(join(out, folder)).filter((name) => name.endsWith(".patch"));
    const paths = names.sort().map((name) => join(out, folder, name));
    return { ref: folder.split("/")[0], sha: base, variant, status: "generated", tree, paths };
  });
}

/** Errors of a series, or why they could not be looked for. */
async function check({ sha, tree, paths }) {
  const errors = [];
  let trees;
  try {
    trees = patchedTrees(sha, paths);
  } catch (error) {
    return { errors: [{ path: "git apply", line: 0, message: String(error.stderr ?? error).trim() }] };
  }
  if (trees.at(-1) !== tree)
    errors.push({
      path: "series.json",
      line: 0,
      message: `the patches give tree ${trees.at(-1)}, not ${tree}`,
    });
  let lacking = 0;
  // From the last commit back: what an earlier one has in common with it is told once.
  const told = new Set();
  for (let number = trees.length; number > (options["per-commit"] ? 0 : trees.length - 1); number--) {
    const answer = await checker.ask({ base: sha, patched: trees[number - 1] });
    if (answer.failure !== undefined) return { errors, failure: answer.failure };
    const where = number < trees.length ? ` after commit ${number} of ${trees.length}` : "";
    const fresh = answer.errors.filter(({ path, message }) => !told.has(`${path} ${message}`));
    for (const { path, message } of fresh) told.add(`${path} ${message}`);
    errors.push(...fresh.map((error) => ({ ...error, message: error.message + where })));
    lacking += answer.lacking.length;
  }
  return { errors, lacking };
}

/** A repository of our own for what patches give, on top of the clone's objects. */
function makeScratch() {
  const dir = join(work, "scratch.git");
  git(["init", "--quiet", "--bare", dir], { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" });
  const objects = git(["rev-parse", "--path-format=absolute", "--git-path", "objects"]);
  writeFileSync(join(dir, "objects", "info", "alternates"), `${objects}\n`);
  return dir;
}

/** The tree after each patch. */
function patchedTrees(base, paths) {
  const env = {
    GIT_DIR: scratch,
    GIT_INDEX_FILE: join(work, "index"),
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
  };
  git(["read-tree", base], env);
  return paths.map((path) => {
    git(["apply", "--cached", "--whitespace=nowarn", path], env);
    // Size-limited clones lack objects that no patch touches.
    return git(["write-tree", "--missing-ok"], env);
  });
}

/** Builds the Go program and keeps one of it running. */
async function startChecker() {
  const binary = join(work, "typecheck");
  execFileSync("go", ["build", "-o", binary, "."], {
    cwd: fileURLToPath(new URL("typecheck", import.meta.url)),
    env: { ...process.env, GOFLAGS: "", GOWORK: "off" },
    stdio: "inherit",
  });
  const child = spawn(binary, [scratch], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const { value, done } = await lines.next();
      if (done) fail("the Go program ended");
      return JSON.parse(value);
    },
    stop: () => child.stdin.end(),
  };
}

function progress(done, total) {
  const errors = results.flatMap((result) => result.errors ?? []).length;
  const seconds = Math.round((performance.now() - started) / 1000);
  console.error(`${done}/${total} commits, ${results.length} results, ${errors} new errors, ${seconds} s`);
}

/** Prints what was found; returns the exit code. */
function print() {
  console.log("by variant and status");
  const counts = groups(results, ({ variant, status }) => `  ${variant.padEnd(20)} ${status}`);
  for (const [what, { length }] of counts) console.log(`${what.padEnd(40)} ${String(length).padStart(5)}`);

  list(
    "not generated",
    results.filter(({ status }) => status === "refused" || status === "not-applicable"),
    // Lines and shas differ from ref to ref although the reason is the same.
    ({ variant, status, reason }) =>
      `${variant} ${status}: ${reason?.replace(/:\d+\b/g, "").replace(/\b[0-9a-f]{12,40}\b/g, "…")}`,
    ({ ref }) => ref,
  );
  const failures = results.filter(({ failure }) => failure !== undefined);
  list(
    "could not be checked",
    failures,
    ({ failure }) => failure,
    ({ ref, variant }) => `${ref} ${variant}`,
  );
  const lacking = results.filter(({ lacking }) => lacking > 0);
  list(
    "not seen in full: the clone lacks files",
    lacking,
    ({ variant }) => variant,
    ({ ref }) => ref,
  );
  const found = results.flatMap(({ errors, ...result }) =>
    (errors ?? []).map((error) => ({ ...result, ...error })),
  );
  list(
    "new errors",
    found,
    ({ variant, path, message }) => `${variant} ${path}: ${message}`,
    ({ ref, line }) => `${ref}:${line}`,
  );
  const checked = results.filter(({ errors }) => errors !== undefined);
  const wrong = checked.filter(({ errors }) => errors.length > 0).length;
  console.log(`\n${checked.length} series checked, ${wrong} with new errors`);
  return failures.length > 0 ? 2 : wrong > 0 ? 1 : 0;
}

function list(title, items, nameOf, showItem) {
  if (items.length === 0) return;
  console.log(`\n${title}: ${items.length}`);
  for (const [name, members] of groups(items, nameOf))
    console.log(`  ${members.length} × ${name}\n      ${[...new Set(members.map(showItem))].join(" ")}`);
}

/** Groups by a name, the largest first. */
function groups(items, nameOf) {
  const byName = new Map();
  for (const item of items) byName.set(nameOf(item), [...(byName.get(nameOf(item)) ?? []), item]);
  return [...byName].sort(([, a], [, b]) => b.length - a.length);
}
