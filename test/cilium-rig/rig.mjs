#!/usr/bin/env node
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { baseline, check, writeJson } from "./check.mjs";
import { alone, scratch } from "./host.mjs";
import { summarize, summarizeBaseline } from "./summary.mjs";
import { prepare } from "./tree.mjs";

export { baseline, check, measure } from "./check.mjs";
export { build, touchedPackages, vet } from "./go-build.mjs";
export { test, testTwice } from "./go-test.mjs";
export { alone } from "./host.mjs";
export { summarize } from "./summary.mjs";
export { locate, prepare, reset } from "./tree.mjs";

const usage = `usage:
  rig.mjs prepare  --ref REF [--dir DIR]
  rig.mjs baseline --ref REF [--out DIR]
  rig.mjs check    --ref REF --patches DIR [--baseline DIR] [--out FILE]

CILIUM_REPO       a clone of Cilium (required)
CILIUM_REFS       a file of "label ref" lines; --ref may then be a label
PATCHKIT_SCRATCH  where trees, caches and baselines live
GO119             a Go 1.19 for trees that ask for 1.19 or older
`;

const commands = { prepare: prepareCommand, baseline: baselineCommand, check: checkCommand };

async function prepareCommand({ ref, dir }) {
  const tree = await prepare(ref, dir);
  process.stdout.write(`${JSON.stringify(tree, null, 2)}\n`);
  return true;
}

async function baselineCommand({ ref, out = baselines }) {
  const tree = await prepare(ref);
  const file = join(out, `${tree.label}.json`);
  process.stdout.write(`${summarizeBaseline(await baseline(tree, file))}\n${file}\n`);
  return true;
}

async function checkCommand({ ref, patches, baseline: from = baselines, out }) {
  if (!patches) throw new Error("check needs --patches");
  const tree = await prepare(ref);
  const result = await check(tree, patches, await baseline(tree, join(from, `${tree.label}.json`)));
  if (out) writeJson(out, result);
  process.stdout.write(`${summarize(result)}\n`);
  return result.ok;
}

const baselines = join(scratch, "baseline");

const options = Object.fromEntries(
  ["ref", "dir", "out", "patches", "baseline"].map((name) => [name, { type: "string" }]),
);

async function main() {
  const { positionals, values } = parseArgs({ allowPositionals: true, options });
  const command = commands[positionals[0]];
  if (!command || !values.ref) throw new Error(usage);
  const ok = await alone(() => command(values));
  process.exitCode = ok ? 0 : 1;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  });
}
