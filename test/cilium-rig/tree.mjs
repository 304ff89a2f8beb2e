import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { nonBlankLines, run, scratch, tryRun } from "./host.mjs";
import { goEnv, toolchainFor } from "./toolchain.mjs";

/**
 * @typedef {object} Tree a real Cilium commit, checked out so that it can be built, tested and patched
 * @property {string} label
 * @property {string} commit
 * @property {string} dir   what the rig owns; a GOPATH for trees that need one
 * @property {string} root  the working tree
 * @property {string[]} absent  files of the commit that the repository lacks and that could not be restored
 * @property {import("./toolchain.mjs").Toolchain} toolchain
 * @property {Record<string, string>} env  for the go command
 */

/** Identity and habits of every git command in a tree: no background work, no signing, nobody's own settings. */
const gitEnv = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_COMMITTER_NAME: "Cilium Rig",
  GIT_COMMITTER_EMAIL: "rig@example.invalid",
  GIT_AUTHOR_NAME: "Cilium Rig",
  GIT_AUTHOR_EMAIL: "rig@example.invalid",
};

/**
 * Runs git in a tree, expecting success.
 * @param {string} root
 * @param {readonly string[]} args
 * @param {string} [input]
 */
export function git(root, args, input) {
  return run("git", ["-C", root, ...args], { env: gitEnv, input });
}

/**
 * Runs git in a tree and gives the result whatever it is.
 * @param {string} root
 * @param {readonly string[]} args
 */
export function tryGit(root, args) {
  return tryRun("git", ["-C", root, ...args], { env: gitEnv });
}

/** The clone that trees borrow their objects from. */
function repository() {
  const path = process.env.CILIUM_REPO;
  if (!path) throw new Error("set CILIUM_REPO to a clone of Cilium");
  return path;
}

/**
 * Turns what the user calls a ref into a label and a commit. A file of `label ref` lines may give names to refs.
 * @param {string} name
 * @returns {Promise<{ label: string, commit: string }>}
 */
export async function resolveRef(name) {
  const named = namedRefs().get(name);
  const commit = await git(repository(), ["rev-parse", "--verify", `${named ?? name}^{commit}`]);
  return { label: name.replaceAll(/[^\w.+-]/g, "-"), commit: commit.trim() };
}

function namedRefs() {
  const file = process.env.CILIUM_REFS;
  if (!file) return new Map();
  return new Map(nonBlankLines(readFileSync(file, "utf8")).map((line) => line.trim().split(/\s+/, 2)));
}

/**
 * Makes the tree of a ref, or finds the one made before, clean and at its base commit.
 * @param {string} ref
 * @param {string} [dir]
 * @returns {Promise<Tree>}
 */
export async function prepare(ref, dir) {
  const place = await placeOf(ref, dir);
  if (readRecord(place.record)?.commit !== place.commit) await create(place);
  await reset(place.root, place.commit);
  return describe(place);
}

/**
 * The tree of a ref that was prepared before, as it is: somebody else may be at work in it.
 * @param {string} ref
 * @returns {Promise<Tree>}
 */
export async function locate(ref) {
  const place = await placeOf(ref);
  if (readRecord(place.record)?.commit !== place.commit) throw new Error(`${ref} was not prepared`);
  return describe(place);
}

async function placeOf(ref, dir) {
  const { label, commit } = await resolveRef(ref);
  const home = dir ?? join(scratch, "trees", label);
  const root = join(home, "src", "github.com", "cilium", "cilium");
  return { label, commit, home, root, record: join(home, "prepared.json") };
}

/** @returns {Promise<Tree>} */
async function describe({ label, commit, home, root, record }) {
  const toolchain = await toolchainFor(root);
  const tree = { label, commit, dir: home, root, absent: readRecord(record).absent, toolchain };
  return { ...tree, env: goEnv(tree, toolchain) };
}

/** @param {string} file */
function readRecord(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** Clones, checks out what there is, restores what can be restored, and writes down that it did. */
async function create({ home, root, commit, record }) {
  rmSync(home, { recursive: true, force: true });
  mkdirSync(dirname(root), { recursive: true });
  await run("git", ["clone", "--quiet", "--shared", "--no-checkout", "--no-tags", repository(), root], {
    env: gitEnv,
  });
  const missing = await missingFiles(root, commit);
  await configure(root, missing);
  await git(root, ["checkout", "--quiet", "--force", "--detach", commit]);
  const absent = [];
  for (const file of missing) {
    if (!(await restoreVendored(root, file))) absent.push(file.path);
  }
  stubBindata(root);
  writeFileSync(record, JSON.stringify({ commit, absent }));
}

/**
 * Files of a commit whose content is not in the repository.
 * @returns {Promise<{ path: string, blob: string }[]>}
 */
async function missingFiles(root, commit) {
  const listed = await git(root, ["rev-list", "--objects", "--missing=print", "--no-walk", commit]);
  const missing = new Set(
    nonBlankLines(listed)
      .filter((l) => l.startsWith("?"))
      .map((l) => l.slice(1)),
  );
  if (missing.size === 0) return [];
  const entries = nonBlankLines(await git(root, ["ls-tree", "-r", commit]));
  return entries
    .map((entry) => /^\S+ blob (\S+)\t(.*)$/.exec(entry))
    .filter((match) => match !== null && missing.has(match[1]))
    .map(([, blob, path]) => ({ path, blob }));
}

/** Missing files are left out of the checkout; git then also allows commits on top, as in any partial clone. */
async function configure(root, missing) {
  const settings = {
    "gc.auto": "0",
    "maintenance.auto": "false",
    "commit.gpgSign": "false",
    "extensions.partialClone": "origin",
    "remote.origin.promisor": "true",
    "sparse.expectFilesOutsideOfPatterns": "true",
    "core.sparseCheckout": "true",
  };
  for (const [key, value] of Object.entries(settings)) await git(root, ["config", key, value]);
  const info = join(root, ".git", "info");
  mkdirSync(info, { recursive: true });
  writeFileSync(
    join(info, "sparse-checkout"),
    ["/*", ...missing.map(({ path }) => `!/${path}`), ""].join("\n"),
  );
  writeFileSync(join(info, "exclude"), `/${bindata}\n`);
}

/**
 * Fetches a vendored file from its module, if vendor/modules.txt names one. The content must be the commit's own.
 * @param {string} root
 * @param {{ path: string, blob: string }} file
 */
async function restoreVendored(root, { path, blob }) {
  const module = moduleOf(root, path);
  if (module === undefined) return false;
  const source = join(await downloadModule(module), path.slice(`vendor/${module.path}/`.length));
  if (!existsSync(source) || (await git(root, ["hash-object", source])).trim() !== blob) return false;
  copyFileSync(source, join(root, path));
  return true;
}

/**
 * The module a vendored file belongs to: the one with the longest path that contains it.
 * @returns {{ path: string, source: string } | undefined}
 */
function moduleOf(root, file) {
  const list = join(root, "vendor", "modules.txt");
  if (!existsSync(list)) return undefined;
  const modules = [...readFileSync(list, "utf8").matchAll(/^# (\S+) (v\S+)(?: => (\S+) (v\S+))?$/gm)]
    .filter(([, path]) => file.startsWith(`vendor/${path}/`))
    .map(([, path, version, otherPath, otherVersion]) => ({
      path,
      source: `${otherPath ?? path}@${otherVersion ?? version}`,
    }));
  return modules.sort((a, b) => b.path.length - a.path.length)[0];
}

/** @param {{ source: string }} module */
async function downloadModule({ source }) {
  const env = { GO111MODULE: "on", GOFLAGS: "-mod=mod" };
  return JSON.parse(await run("go", ["mod", "download", "-json", source], { cwd: tmpdir(), env })).Dir;
}

const bindata = "daemon/bindata.go";

/** Old trees generate this git-ignored file from bpf/ at build time; compiling needs only the function's name. */
function stubBindata(root) {
  const main = join(root, "daemon", "daemon_main.go");
  if (!existsSync(main) || !/\bRestoreAssets\(/.test(readFileSync(main, "utf8"))) return;
  const stub = "package main\n\nfunc RestoreAssets(dir, name string) error { return nil }\n";
  writeFileSync(join(root, bindata), stub);
}

/**
 * Puts a tree back on its base commit, dropping everything else but what `prepare` placed.
 * @param {string} root
 * @param {string} commit
 */
export async function reset(root, commit) {
  if (existsSync(join(root, ".git", "rebase-apply"))) await tryGit(root, ["am", "--abort"]);
  await git(root, ["checkout", "--quiet", "--force", "--detach", commit]);
  await git(root, ["clean", "--quiet", "-fd"]);
}
