import { execFile } from "node:child_process";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { packageRoot } from "../../src/host/assets.ts";
import { makeFolder } from "./folder.ts";

const run = promisify(execFile);

/** What the program below prints of one call of writeFolders. */
export interface MountedResult {
  /** Code of the PatchkitError, "" where there was none. */
  readonly code: string;
  /** Files and folders below the mounted folder afterwards, with the length of files, in order of path. */
  readonly tree: readonly string[];
}

/** Whether this machine lets us mount file systems of our own, in a namespace of our own. */
export async function canMount(): Promise<boolean> {
  return run("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).then(
    () => true,
    () => false,
  );
}

const program = `
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { writeFolders } from "./host/output-folder.js";

const [out, lengthText] = process.argv.slice(2);
const text = "x".repeat(Number(lengthText));
let code = "";
try {
  const folders = new Map([["v1/a", new Map([["1.patch", text], ["2.patch", text]])]]);
  await writeFolders(out, folders, async () => new Map([["manifest.json", "{}"]]));
} catch (error) {
  code = error.code ?? String(error);
}
const tree = readdirSync(out, { recursive: true }).sort().map((path) => {
  const found = statSync(join(out, path));
  return found.isFile() ? \`\${path} \${found.size}\` : path;
});
console.log(JSON.stringify({ code, tree }));
`;

/**
 * Runs a shell script in a mount namespace of its own, with a file system of 64 KiB mounted at \`$out\`.
 * In it \`write N\` puts a folder with two files of N characters below \`$out\`.
 *
 * @returns one result per \`write\`.
 */
export async function runMounted(script: string): Promise<MountedResult[]> {
  const folder = await makeFolder({
    "out/.keep": "",
    "package.json": '{"type":"module"}',
    "write.js": program,
  });
  for (const path of [
    "errors.ts",
    ...["error-code", "file-kind", "file-lock", "files", "killed-runs", "output-folder", "write-error"].map(
      (name) => `host/${name}.ts`,
    ),
  ]) {
    const target = join(folder, path.replace(/ts$/, "js"));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, compile(await readFile(join(packageRoot, "src", path), "utf8")));
  }
  await symlink(join(packageRoot, "node_modules"), join(folder, "node_modules"));
  const prelude = `set -e
out=${JSON.stringify(join(folder, "out"))}
write() { ${JSON.stringify(process.execPath)} ${JSON.stringify(join(folder, "write.js"))} "$out" "$1"; }
mount -t tmpfs -o size=64k tmpfs "$out"
`;
  const { stdout } = await run("unshare", ["-rm", "sh", "-c", prelude + script]);
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line): MountedResult => JSON.parse(line));
}

function compile(source: string): string {
  return ts.transpileModule(source, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      rewriteRelativeImportExtensions: true,
      verbatimModuleSyntax: true,
    },
  }).outputText;
}
