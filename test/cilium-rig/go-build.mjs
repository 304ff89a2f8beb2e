import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nonBlankLines, tail, tryRun } from "./host.mjs";

/**
 * @typedef {import("./tree.mjs").Tree} Tree
 * @typedef {{ status: "pass" | "fail", output: string }} Outcome
 */

/** The packages whose build a node-route change can break, as far as a tree has them. */
const touched = [
  "pkg/datapath/linux",
  "pkg/option",
  "pkg/defaults",
  "pkg/nodediscovery",
  "pkg/datapath",
  "pkg/datapath/types",
  "pkg/datapath/config",
  "pkg/datapath/orchestrator",
  "daemon/cmd",
  "daemon",
];

/** The packages whose tests a baseline holds. */
export const tested = ["pkg/datapath/linux", "pkg/option"];

/** @param {Tree} tree */
export function touchedPackages(tree) {
  return touched.filter((name) => isPackage(tree, name));
}

/**
 * Whether a directory of a tree holds Go files.
 * @param {Tree} tree
 * @param {string} name
 */
export function isPackage(tree, name) {
  const dir = join(tree.root, name);
  return existsSync(dir) && readdirSync(dir).some((file) => file.endsWith(".go"));
}

/**
 * Runs the tree's go command in the tree.
 * @param {Tree} tree
 * @param {readonly string[]} args
 */
export function go(tree, args) {
  return tryRun(tree.toolchain.go, args, { cwd: tree.root, env: tree.env });
}

/**
 * Runs `work` with a directory that is gone afterwards.
 * @template T
 * @param {(dir: string) => Promise<T>} work
 */
export async function withTemporaryDir(work) {
  const dir = mkdtempSync(join(tmpdir(), "cilium-rig-"));
  try {
    return await work(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/**
 * Builds packages one by one, so that a failure is told by its package. Programs are linked too, then thrown away.
 * @param {Tree} tree
 * @param {readonly string[]} [packages]
 * @returns {Promise<Record<string, Outcome>>}
 */
export function build(tree, packages = touchedPackages(tree)) {
  return withTemporaryDir((dir) =>
    perPackage(packages, async (name) => {
      const output = isProgram(tree, name) ? ["-o", join(dir, "program")] : [];
      return outcome(await go(tree, ["build", "-p", "2", ...output, `./${name}`]));
    }),
  );
}

/** @param {Tree} tree @param {string} name */
function isProgram(tree, name) {
  const dir = join(tree.root, name);
  return (
    existsSync(join(dir, "main.go")) && /^package main$/m.test(readFileSync(join(dir, "main.go"), "utf8"))
  );
}

/**
 * Vets packages. A finding is a line without its line number, so that an edit above it does not make it new.
 * @param {Tree} tree
 * @param {readonly string[]} [packages]
 * @returns {Promise<Record<string, Outcome & { findings: string[] }>>}
 */
export function vet(tree, packages = touchedPackages(tree)) {
  return perPackage(packages, async (name) => {
    const result = await go(tree, ["vet", "-p", "2", `./${name}`]);
    const findings = nonBlankLines(result.stderr).filter((line) => !line.startsWith("#"));
    return {
      ...outcome(result),
      findings: findings.map((line) => line.replace(/(\.go):\d+(:\d+)?:/, "$1:")),
    };
  });
}

/**
 * Which of some files gofmt would change.
 * @param {Tree} tree
 * @param {readonly string[]} files
 */
export async function unformatted(tree, files) {
  const present = files.filter((file) => file.endsWith(".go") && existsSync(join(tree.root, file)));
  if (present.length === 0) return [];
  const { stdout, stderr } = await tryRun(tree.toolchain.gofmt, ["-l", ...present], { cwd: tree.root });
  if (stderr) throw new Error(tail(stderr, 10));
  return nonBlankLines(stdout);
}

/** @returns {Outcome} */
function outcome({ code, stdout, stderr }) {
  return code === 0 ? { status: "pass", output: "" } : { status: "fail", output: tail(stderr || stdout, 40) };
}

/**
 * @template T
 * @param {readonly string[]} packages
 * @param {(name: string) => Promise<T>} work
 * @returns {Promise<Record<string, T>>}
 */
export async function perPackage(packages, work) {
  const results = {};
  for (const name of packages) results[name] = await work(name);
  return results;
}
