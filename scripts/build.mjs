// Compiles src/ to dist/ and lays the Go grammar beside the code that loads it.
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const require = createRequire(import.meta.url);

rmSync(`${root}/dist`, { recursive: true, force: true });
execFileSync(
  process.execPath,
  [require.resolve("typescript/lib/tsc.js"), "-p", `${root}/scripts/tsconfig.json`],
  {
    stdio: "inherit",
  },
);
cpSync(require.resolve("tree-sitter-go/tree-sitter-go.wasm"), `${root}/dist/golang/tree-sitter-go.wasm`);
chmodSync(`${root}/dist/cli/main.js`, 0o755);
