import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { build, isPackage, tested, unformatted, vet } from "./go-build.mjs";
import { testTwice } from "./go-test.mjs";
import { nonBlankLines, tail } from "./host.mjs";
import { git, reset, tryGit } from "./tree.mjs";

/**
 * @typedef {import("./tree.mjs").Tree} Tree
 * @typedef {import("./go-test.mjs").PackageTests} PackageTests
 *
 * @typedef {object} Baseline what an unpatched tree gives
 * @property {string} label
 * @property {string} commit
 * @property {string} go
 * @property {string[]} absent
 * @property {Awaited<ReturnType<typeof build>>} build
 * @property {Awaited<ReturnType<typeof vet>>} vet
 * @property {Record<"unit" | "privileged", Record<string, PackageTests>>} tests
 */

const kinds = ["unit", "privileged"];

/**
 * Measures an unpatched tree.
 * @param {Tree} tree
 * @returns {Promise<Baseline>}
 */
export async function measure(tree) {
  return {
    label: tree.label,
    commit: tree.commit,
    go: tree.toolchain.version,
    absent: tree.absent,
    build: await build(tree),
    vet: await vet(tree),
    tests: await testKinds(tree, tested),
  };
}

/**
 * Runs the tests of packages unprivileged, then privileged.
 * @param {Tree} tree
 * @param {readonly string[]} packages
 * @param {string} [run] only the tests matching this expression
 */
async function testKinds(tree, packages, run) {
  const results = {};
  for (const kind of kinds)
    results[kind] = await testTwice(tree, { packages, run, privileged: kind === "privileged" });
  return results;
}

/**
 * The baseline of a tree from its file, measured first if need be.
 * @param {Tree} tree
 * @param {string} file
 * @returns {Promise<Baseline>}
 */
export async function baseline(tree, file) {
  const known = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  if (known?.commit === tree.commit && known.go === tree.toolchain.version) return known;
  const measured = await measure(tree);
  writeJson(file, measured);
  return measured;
}

/** @param {string} file @param {unknown} value */
export function writeJson(file, value) {
  mkdirSync(dirname(resolve(file)), { recursive: true });
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

/**
 * Applies a series to a tree, compares everything with the baseline, and leaves the tree as it was.
 * @param {Tree} tree
 * @param {string} patches a directory as `git format-patch` fills it
 * @param {Baseline} base
 */
export async function check(tree, patches, base) {
  const known = await extendedBaseline(tree, filesOf(patches), base);
  try {
    return await checkApplied(tree, patches, known);
  } finally {
    await reset(tree.root, tree.commit);
  }
}

/** @param {string} patches */
function patchFiles(patches) {
  const names = readdirSync(patches)
    .filter((name) => name.endsWith(".patch"))
    .sort();
  if (names.length === 0) throw new Error(`${patches} holds no patch`);
  return names.map((name) => resolve(patches, name));
}

/** The Go files that a series leaves behind. */
function filesOf(patches) {
  const headers = patchFiles(patches).flatMap((file) => [
    ...readFileSync(file, "utf8").matchAll(/^\+\+\+ b\/(.+\.go)$/gm),
  ]);
  return headers.map(([, path]) => path);
}

/** Adds to a baseline what the packages that a series touches give before it is applied. */
async function extendedBaseline(tree, files, base) {
  const unbuilt = goPackages(tree, files).filter((name) => !(name in base.build));
  const untested = comparedPackages(tree, files).filter((name) => !(name in base.tests.unit));
  const tests = await testKinds(tree, untested);
  return {
    ...base,
    build: { ...base.build, ...(await build(tree, unbuilt)) },
    vet: { ...base.vet, ...(await vet(tree, unbuilt)) },
    tests: merged(base.tests, tests),
  };
}

/** Results of both kinds, package by package. */
function merged(first, second) {
  return Object.fromEntries(kinds.map((kind) => [kind, { ...first[kind], ...second[kind] }]));
}

/** Tests of the agent itself want a cluster's services, so only those that a series adds are run. */
const agentPackages = ["daemon", "daemon/cmd"];

/** The packages whose tests are run as a whole: the usual ones and those whose test files a series touches. */
function comparedPackages(tree, files) {
  const touched = goPackages(
    tree,
    files.filter((file) => file.endsWith("_test.go")),
  );
  return [...new Set([...tested, ...touched])].filter((name) => !agentPackages.includes(name));
}

async function checkApplied(tree, patches, base) {
  const subject = {
    label: tree.label,
    commit: tree.commit,
    go: tree.toolchain.version,
    patches: resolve(patches),
  };
  const apply = await applySeries(tree, patches);
  if (apply.status === "fail") return { ok: false, ...subject, apply };
  const touched = await touchedFiles(tree);
  const packages = [...new Set([...Object.keys(base.build), ...goPackages(tree, touched)])];
  const added = await addedTests(tree);
  const tests = merged(await testKinds(tree, comparedPackages(tree, touched)), await testAgent(tree, added));
  const results = {
    apply,
    tree: await sameTree(tree, patches),
    gofmt: await compareFormat(tree, touched),
    build: compareBuild(await build(tree, packages), base.build),
    vet: compareVet(await vet(tree, packages), base.vet),
    unit: compareTests(tests.unit, base.tests.unit),
    privileged: compareTests(tests.privileged, base.tests.privileged),
    added: judgeAdded(added, tests),
  };
  const ok = Object.values(results).every(({ status }) => status !== "fail");
  return { ok, ...subject, touched, ...results };
}

async function applySeries(tree, patches) {
  await reset(tree.root, tree.commit);
  const { code, stdout, stderr } = await tryGit(tree.root, ["am", "--quiet", ...patchFiles(patches)]);
  return { status: code === 0 ? "pass" : "fail", output: tail(stdout + stderr, 20) };
}

/** The tree must be the one that series.json promises, if it promises one. */
async function sameTree(tree, patches) {
  const actual = (await git(tree.root, ["rev-parse", "HEAD^{tree}"])).trim();
  const file = join(patches, "series.json");
  const expected = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).tree : undefined;
  return { status: expected === undefined || expected === actual ? "pass" : "fail", expected, actual };
}

async function touchedFiles(tree) {
  return nonBlankLines(await git(tree.root, ["diff", "--name-only", "--no-renames", tree.commit, "HEAD"]));
}

/** The packages of Go files. */
function goPackages(tree, files) {
  const packages = files.filter((file) => file.endsWith(".go")).map((file) => dirname(file));
  return [...new Set(packages)].filter((name) => isPackage(tree, name));
}

/** Runs the tests that a series adds to the agent's packages. */
async function testAgent(tree, added) {
  const own = added.filter(({ file }) => agentPackages.includes(dirname(file)));
  const names = own.map(({ name }) => name.split(".").at(-1));
  const packages = new Set(own.map(({ file }) => dirname(file)));
  return testKinds(tree, [...packages], `^(${names.join("|")})$`);
}

/** Files that gofmt would change now and would not have changed before. */
async function compareFormat(tree, files) {
  const after = await unformatted(tree, files);
  if (after.length === 0) return { status: "pass", files: [] };
  const head = (await git(tree.root, ["rev-parse", "HEAD"])).trim();
  await git(tree.root, ["checkout", "--quiet", "--detach", tree.commit]);
  const before = await unformatted(tree, after);
  await git(tree.root, ["checkout", "--quiet", "--detach", head]);
  const worse = after.filter((file) => !before.includes(file));
  return { status: worse.length === 0 ? "pass" : "fail", files: worse };
}

function compareBuild(after, before) {
  const packages = Object.fromEntries(
    Object.entries(after).map(([name, result]) => {
      if (result.status === "pass") return [name, { status: "pass" }];
      return [name, { ...result, status: before[name]?.status === "fail" ? "base-broken" : "fail" }];
    }),
  );
  return { status: worst(packages), packages };
}

function compareVet(after, before) {
  const packages = Object.fromEntries(
    Object.entries(after).map(([name, { findings }]) => {
      const fresh = surplus(findings, before[name]?.findings ?? []);
      return [name, { status: fresh.length === 0 ? "pass" : "fail", findings: fresh }];
    }),
  );
  return { status: worst(packages), packages };
}

/** The lines of one list that another does not hold as often. */
function surplus(lines, known) {
  const rest = [...known];
  return lines.filter((line) => {
    const index = rest.indexOf(line);
    if (index !== -1) rest.splice(index, 1);
    return index === -1;
  });
}

function compareTests(after, before) {
  const packages = Object.fromEntries(
    Object.entries(after).map(([name, result]) => [name, comparePackage(result, before[name])]),
  );
  return { status: worst(packages), packages };
}

/** Nothing that passed may fail or vanish, and nothing else may fail that did not fail before. */
function comparePackage(after, before = { status: "no-tests", tests: {} }) {
  if (after.status === "does-not-build") {
    return { status: before.status === "does-not-build" ? "base-broken" : "fail", output: after.output };
  }
  const passing = (tests) => Object.keys(tests).filter((name) => tests[name] === "pass");
  const lost = passing(before.tests).filter((name) => after.tests[name] !== "pass");
  const broken = Object.keys(after.tests).filter(
    (name) => after.tests[name] === "fail" && before.tests[name] !== "fail",
  );
  const regressions = [...new Set([...lost, ...broken])];
  return {
    status: regressions.length === 0 ? "pass" : "fail",
    passing: passing(after.tests).length,
    passingBefore: passing(before.tests).length,
    regressions: regressions.map((name) => ({
      name,
      now: after.tests[name] ?? "gone",
      output: after.failures[name],
    })),
    stillFailing: Object.keys(after.tests).filter(
      (name) => after.tests[name] === "fail" && !broken.includes(name),
    ),
    flaky: after.flaky,
    output: regressions.length === 0 ? "" : after.output,
  };
}

function worst(packages) {
  return Object.values(packages).some(({ status }) => status === "fail") ? "fail" : "pass";
}

/** The tests that a series adds: functions and suite methods on added lines of test files. */
async function addedTests(tree) {
  const diff = await git(tree.root, ["diff", "--no-renames", "-U0", tree.commit, "HEAD", "--", "*_test.go"]);
  let file = "";
  return diff.split("\n").flatMap((line) => {
    file = /^\+\+\+ b\/(.*)$/.exec(line)?.[1] ?? file;
    const [, receiver, name] = /^\+func (?:\(\w* ?\*?(\w+)\) )?(Test\w*)\(/.exec(line) ?? [];
    return name === undefined ? [] : [{ file, name: receiver ? `${receiver}.${name}` : name }];
  });
}

/** An added test must pass in one of the two ways of running and fail in none. */
function judgeAdded(added, tests) {
  const list = added.map(({ file, name }) => {
    const [unit, privileged] = kinds.map((kind) => tests[kind][dirname(file)]?.tests[name] ?? "not run");
    const results = [unit, privileged];
    return {
      file,
      name,
      unit,
      privileged,
      status: results.includes("pass") && !results.includes("fail") ? "pass" : "fail",
    };
  });
  return { status: worst(list), tests: list };
}
