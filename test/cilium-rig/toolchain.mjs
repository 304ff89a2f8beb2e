import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run, scratch } from "./host.mjs";

/** The last patch level of each Go line that a tree may ask for; a tree older than the first uses that one. */
const releases = new Map([
  ["1.19", "1.19.13"],
  ["1.20", "1.20.14"],
  ["1.21", "1.21.13"],
  ["1.22", "1.22.12"],
  ["1.23", "1.23.12"],
  ["1.24", "1.24.9"],
  ["1.25", "1.25.3"],
]);
const oldest = "1.19";

/**
 * @typedef {object} Toolchain
 * @property {string} go the go command
 * @property {string} gofmt
 * @property {string} version as `go env GOVERSION` says it
 */

/**
 * The toolchain of the Go line that a tree's go.mod names.
 * @param {string} root the tree
 * @returns {Promise<Toolchain>}
 */
export async function toolchainFor(root) {
  const line = goLine(root);
  const go = line === oldest && process.env.GO119 ? process.env.GO119 : await released(line);
  const version = (await run(go, ["env", "GOVERSION"], { env: { GOTOOLCHAIN: "local" } })).trim();
  return { go, gofmt: join(dirname(go), "gofmt"), version };
}

/** @param {string} root */
function goLine(root) {
  const file = join(root, "go.mod");
  const line = existsSync(file) ? /^go (\d+\.\d+)/m.exec(readFileSync(file, "utf8"))?.[1] : undefined;
  if (line === undefined || minor(line) <= minor(oldest)) return oldest;
  if (!releases.has(line)) throw new Error(`go.mod asks for Go ${line}, which toolchain.mjs does not know`);
  return line;
}

/** @param {string} line */
function minor(line) {
  return Number(line.split(".")[1]);
}

/** Has the go command on PATH fetch a release (once) and gives its go command. @param {string} line */
async function released(line) {
  const env = { GOTOOLCHAIN: `go${releases.get(line)}`, GO111MODULE: "on" };
  const root = await run("go", ["env", "GOROOT"], { cwd: tmpdir(), env });
  return join(root.trim(), "bin", "go");
}

/**
 * The environment in which a tree is built. Trees without go.mod live in a GOPATH.
 * @param {{ dir: string, root: string }} tree
 * @param {Toolchain} toolchain
 * @returns {Record<string, string>}
 */
export function goEnv(tree, toolchain) {
  const cache = join(scratch, "gocache", toolchain.version);
  mkdirSync(cache, { recursive: true });
  // Early releases reach the bpf system call through C.
  const bpf = join(tree.root, "pkg/bpf");
  const cgo = readdirSync(bpf).some(
    (name) => name.endsWith(".go") && readFileSync(join(bpf, name), "utf8").includes('import "C"'),
  );
  const shared = {
    GOCACHE: cache,
    GOPROXY: "off",
    GOTOOLCHAIN: "local",
    GOWORK: "off",
    CGO_ENABLED: cgo ? "1" : "0",
  };
  return existsSync(join(tree.root, "go.mod"))
    ? { ...shared, GO111MODULE: "on", GOFLAGS: "-mod=vendor -buildvcs=false" }
    : { ...shared, GO111MODULE: "off", GOFLAGS: "-buildvcs=false", GOPATH: tree.dir };
}
