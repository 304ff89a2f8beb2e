// Compiles src/ to dist/, lays the Go grammar and fonts beside the code that loads them, and bundles the program:
// loading a handful of files instead of several hundred is a tenth of a short run.
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { notices } from "./notices.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const require = createRequire(import.meta.url);

const compile = (flags, stdout) =>
  execFileSync(
    process.execPath,
    [require.resolve("typescript/lib/tsc.js"), "--build", `${root}/scripts/tsconfig.json`, ...flags],
    { stdio: ["ignore", stdout, "inherit"] },
  );
// npm builds whenever it links the package, as npx does first in a clone: what is there and up to date is not compiled again.
const isCompiled =
  existsSync(`${root}/dist/tsconfig.tsbuildinfo`) &&
  /is up to date|would update timestamps/.test(String(compile(["--dry"], "pipe")));
if (!isCompiled) {
  rmSync(`${root}/dist`, { recursive: true, force: true });
  compile([], "inherit");
}
rmSync(`${root}/dist/bin`, { recursive: true, force: true });
cpSync(require.resolve("tree-sitter-go/tree-sitter-go.wasm"), `${root}/dist/golang/tree-sitter-go.wasm`);
// Of the package of fonts, those that pictures are drawn with: a tenth of it.
const fonts = require.resolve("dejavu-fonts-ttf/package.json");
for (const font of ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono.ttf"])
  cpSync(join(dirname(fonts), "ttf", font), `${root}/dist/fonts/${font}`);

// As deep below the package as the files it is made of, so that paths relative to the package hold in both.
const bundle = await rolldown({
  input: {
    "cilium-patchkit": `${root}/dist/cli/start.js`,
    "planning-worker": `${root}/dist/cli/planning-worker.js`,
  },
  platform: "node",
  // One looks for its WASM beside itself; the other is large, and only for contributors.
  external: [/^node:/, "web-tree-sitter", "ts-morph"],
  logLevel: "warn",
});
const { output } = await bundle.write({ dir: `${root}/dist/bin`, format: "esm" });
await bundle.close();
const modules = output.flatMap((chunk) => (chunk.type === "chunk" ? chunk.moduleIds : []));
const grammar = require.resolve("tree-sitter-go/package.json");
writeFileSync(`${root}/dist/THIRD-PARTY-NOTICES.txt`, notices([...modules, grammar, fonts]));
for (const program of ["cli/start.js", "bin/cilium-patchkit.js"]) chmodSync(`${root}/dist/${program}`, 0o755);
