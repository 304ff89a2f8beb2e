import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { go, perPackage, tested, withTemporaryDir } from "./go-build.mjs";
import { nonBlankLines, tail, tryRun } from "./host.mjs";
import { standIns } from "./stand-in.mjs";

/**
 * @typedef {import("./tree.mjs").Tree} Tree
 * @typedef {"pass" | "fail" | "skip"} Status
 *
 * @typedef {object} PackageTests
 * @property {"pass" | "fail" | "no-tests" | "does-not-build"} status
 * @property {Record<string, Status>} tests  by name: `TestX/sub`, or `suite.TestX` (`suite.TestX#2` the second time)
 * @property {Record<string, string>} failures  what the failed tests printed, cut short
 * @property {string[]} flaky  tests that passed and failed, when the package was run twice
 * @property {string} output  the end of the compiler's or the test binary's output when the status is not "pass"
 *
 * @typedef {object} TestOptions
 * @property {readonly string[]} [packages]
 * @property {boolean} [privileged] runs as root in namespaces of its own, with stand-ins for dummy links
 * @property {string} [run] only the tests matching this expression
 * @property {Record<string, string>} [overlay] further files to lay over the tree, absolute path to absolute path
 */

/**
 * Runs the tests of packages.
 * @param {Tree} tree
 * @param {TestOptions} [options]
 * @returns {Promise<Record<string, PackageTests>>}
 */
export function test(tree, { packages = tested, ...options } = {}) {
  return perPackage(packages, (name) => withTemporaryDir((dir) => testPackage(tree, name, options, dir)));
}

/**
 * Like `test`, but a package with failures gets a second chance, and a test that passes then counts as flaky.
 * @param {Tree} tree
 * @param {TestOptions} [options]
 */
export async function testTwice(tree, options) {
  const results = await test(tree, options);
  const failed = Object.keys(results).filter((name) => Object.values(results[name].tests).includes("fail"));
  if (failed.length === 0) return results;
  const again = await test(tree, { ...options, packages: failed });
  for (const name of failed) results[name] = merge(results[name], again[name]);
  return results;
}

/**
 * @param {PackageTests} first
 * @param {PackageTests} second
 * @returns {PackageTests}
 */
function merge(first, second) {
  const names = [...new Set([...Object.keys(first.tests), ...Object.keys(second.tests)])];
  const passed = names.filter((name) => first.tests[name] === "pass" || second.tests[name] === "pass");
  const flaky = passed.filter((name) => first.tests[name] !== second.tests[name]);
  const tests = {
    ...first.tests,
    ...second.tests,
    ...Object.fromEntries(passed.map((name) => [name, "pass"])),
  };
  return { ...second, tests, flaky };
}

/** @returns {Promise<PackageTests>} */
async function testPackage(tree, name, options, dir) {
  const binary = join(dir, "package.test");
  const compiled = await go(tree, [
    "test",
    "-c",
    "-vet=off",
    "-p",
    "2",
    "-o",
    binary,
    ...compileFlags(tree, name, options, dir),
  ]);
  if (compiled.code !== 0) return empty("does-not-build", tail(compiled.stderr, 40));
  if (/\[no test files\]/.test(compiled.stdout + compiled.stderr)) return empty("no-tests", "");
  const command = await testCommand(tree, name, binary, options);
  const env = options.privileged ? { ...tree.env, PRIVILEGED_TESTS: "true" } : tree.env;
  const { code, stdout } = await tryRun(tree.toolchain.go, command, { cwd: join(tree.root, name), env });
  return readEvents(stdout, code);
}

/** @returns {PackageTests} */
function empty(status, output) {
  return { status, tests: {}, failures: {}, flaky: [], output };
}

/** Trees through 1.12 mark privileged tests with one tag, trees from 1.17 hide some behind another. */
function compileFlags(tree, name, { privileged, overlay = {} }, dir) {
  const replaced = { ...(privileged ? privilegedStandIns(tree, name, dir) : {}), ...overlay };
  const file = join(dir, "overlay.json");
  writeFileSync(file, JSON.stringify({ Replace: replaced }));
  return [...(privileged ? ["-tags", "privileged_tests,unparallel"] : []), "-overlay", file, `./${name}`];
}

function privilegedStandIns(tree, name, dir) {
  const copies = join(dir, "stand-ins");
  mkdirSync(copies);
  return standIns(join(tree.root, name), copies);
}

/** What a privileged test finds: its own network and mounts, loopback up, no wait for duplicate IPv6 addresses. */
const namespaceSetup = [
  "set -e",
  "ip link set lo up",
  "for f in all default; do echo 0 > /proc/sys/net/ipv6/conf/$f/accept_dad; done",
  "mount -t bpf bpf /sys/fs/bpf",
  "mount -t tmpfs tmpfs /run",
  'exec "$@"',
].join("\n");
const isolated = ["unshare", "-n", "-m", "--propagation", "private", "sh", "-c", namespaceSetup, "sh"];

/** The arguments of `go` that run a test binary and translate its output into events. */
async function testCommand(tree, name, binary, { privileged, run }) {
  const suites = await usesSuites(binary);
  const verbose = tree.toolchain.version.startsWith("go1.19") ? "-test.v" : "-test.v=test2json";
  const flags = [verbose, "-test.timeout=10m", ...(suites ? ["-check.v"] : []), ...filterFlags(run, suites)];
  const wrapper = privileged ? isolated : [];
  return ["tool", "test2json", "-t", "-p", name, ...wrapper, binary, ...flags];
}

/**
 * Whether a test binary holds suites of gopkg.in/check.v1. Those of its fork checkmate run as subtests, and its
 * `-check.v` is a deprecated flag that wants a value.
 * @param {string} binary
 */
async function usesSuites(binary) {
  const { stdout, stderr } = await tryRun(binary, ["-help"]);
  return /-check\.v$/m.test(stdout + stderr);
}

/** Suites run inside one ordinary test, so that one must stay. */
function filterFlags(run, suites) {
  if (run === undefined) return [];
  return suites ? [`-test.run=^Test$|${run}`, `-check.f=${run}`] : [`-test.run=${run}`];
}

/**
 * Reads what `go tool test2json` wrote.
 * @param {string} events
 * @param {number} code
 * @returns {PackageTests}
 */
function readEvents(events, code) {
  const parsed = nonBlankLines(events).map((line) => JSON.parse(line));
  const output = parsed.map((event) => event.Output ?? "").join("");
  const plain = parsed.filter((event) => event.Test && ["pass", "fail", "skip"].includes(event.Action));
  const suites = readSuites(output);
  const tests = { ...Object.fromEntries(plain.map((event) => [event.Test, event.Action])), ...suites.tests };
  const failures = { ...plainFailures(plain, parsed), ...suites.failures };
  const status = code === 0 ? "pass" : "fail";
  return { status, tests, failures, flaky: [], output: status === "pass" ? "" : tail(output, 60) };
}

const longestFailure = 4000;

function plainFailures(plain, events) {
  const failed = plain.filter((event) => event.Action === "fail").map((event) => event.Test);
  const printed = (test) =>
    events
      .filter((e) => e.Test === test)
      .map((e) => e.Output ?? "")
      .join("");
  return Object.fromEntries(failed.map((test) => [test, printed(test).slice(-longestFailure)]));
}

const suiteLine = /^(PASS|FAIL|PANIC|SKIP|MISS|FAIL EXPECTED): \S+?:\d+: ([^\t\n(]+?)(?: \(.*\))?(?:\t.*)?$/;
const suiteStatus = {
  PASS: "pass",
  "FAIL EXPECTED": "pass",
  SKIP: "skip",
  FAIL: "fail",
  PANIC: "fail",
  MISS: "fail",
};

/**
 * Reads the lines of check.v1 in its verbose mode. A suite that embeds another repeats that one's tests.
 * @param {string} output
 */
function readSuites(output) {
  const tests = {};
  const failures = {};
  let failing;
  for (const line of output.split("\n")) {
    const [, word, name] = suiteLine.exec(line) ?? [];
    if (word === undefined) {
      if (failing) failures[failing] = `${failures[failing]}${line}\n`.slice(0, longestFailure);
      continue;
    }
    const key = freshName(name, tests);
    tests[key] = suiteStatus[word];
    failing = tests[key] === "fail" ? key : undefined;
    if (failing) failures[failing] = `${line}\n`;
  }
  return { tests, failures };
}

function freshName(name, taken) {
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name}#${count}`;
    if (!(candidate in taken)) return candidate;
  }
}
