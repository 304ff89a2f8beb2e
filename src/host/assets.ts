import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** Folder of the package: the parent of `src/` or `dist/`. */
export const packageRoot = fileURLToPath(new URL("../../", import.meta.url));

/** The Go grammar: copied into `dist/` by the build, taken from its package when running from source. */
export function grammarPath(): string {
  const built = fileURLToPath(new URL("../golang/tree-sitter-go.wasm", import.meta.url));
  if (existsSync(built)) return built;
  return createRequire(import.meta.url).resolve("tree-sitter-go/tree-sitter-go.wasm");
}

/** gofmt as WebAssembly, from its package. */
export async function readGofmt(): Promise<Buffer<ArrayBuffer>> {
  const bytes = await readFile(fileURLToPath(import.meta.resolve("@wasm-fmt/gofmt/wasm")));
  return bytes as Buffer<ArrayBuffer>;
}

/** The tool's own version. */
export async function readToolVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(`${packageRoot}package.json`, "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : "unknown";
}

/** sha256 over the files of the built program: distinguishes builds of one version. */
export async function digestProgram(): Promise<string> {
  const folder = `${packageRoot}dist/bin`;
  const hash = createHash("sha256");
  for (const name of (await readdir(folder)).sort()) hash.update(await readFile(`${folder}/${name}`));
  return hash.digest("hex");
}

/** The program that git asks for a password: it prints the token of its environment. */
export const askpassPath = `${packageRoot}scripts/askpass`;
