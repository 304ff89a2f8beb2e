// Times the handler of the datapath with many remote nodes: the unpatched tree's beside that of each series, in
// alternating runs of one network namespace each.
//
//   CILIUM_REPO=/path/to/cilium npm run bench:nodes [-- --ref REF --variant ID --go-root DIR --cache DIR
//     --nodes 5000 --runs 5]
//
// As root, on this machine. "add", "validate" and "delete" are of all nodes, over no routes of an earlier run;
// "configure" is a new handler's first configuration over those of all nodes. Wall clock, and the processor time
// of the handler's thread, which other programs of a busy machine change less; the ratios are of the medians.
// Releases with a tunnel map (through v1.17) update it in both trees. Nothing is asserted here.
import { homedir, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeEngineFor } from "../dist/cli/engines.js";
import { renderSeries } from "../dist/cli/render-series.js";
import { fetchModule } from "../dist/cli/verify-series.js";
import { withWorkshop } from "../dist/cli/workshop.js";
import { digestProgram } from "../dist/host/assets.js";
import { openTextStore } from "../dist/host/text-store.js";
import { renderCompanion } from "../dist/plan/index.js";
import { nodeRoutes } from "../dist/proposals/node-routes/index.js";
import { trials } from "../dist/proposals/node-routes/trials.js";
import { applyPatches } from "../dist/verify/apply-patches.js";
import { readChangedFiles } from "../dist/verify/changed-files.js";
import { compileTests, runTestBinary } from "../dist/verify/go-tests.js";
import { openStage } from "../dist/verify/stage.js";
import { subjectOf } from "../dist/verify/subject.js";
import { openState } from "../dist/verify/tree-state.js";

const { values: flags } = parseArgs({
  options: {
    ref: { type: "string", default: "v1.10.12" },
    variant: { type: "string", multiple: true, default: [] },
    "go-root": { type: "string" },
    cache: { type: "string", default: join(homedir(), ".cache", "cilium-patchkit") },
    nodes: { type: "string", default: "5000" },
    runs: { type: "string", default: "5" },
  },
});
const nodes = Number(flags.nodes);
const runs = Number(flags.runs);
/** What may be set, by variant: fields of the node configuration, which the agent fills from flag or mode. */
const settings = {
  "cidr-validation": { default: {} },
  "flag-gate": { default: {}, off: { SkipRemoteNodeRoute: true } },
  "ipam-mode": { "mode with routes": {}, "mode without": { SkipRemoteNodeRoute: true } },
};
const testFile = `${trials.folder}/patchkit_bench_test.go`;

if (!process.env.CILIUM_REPO) {
  console.log("skipped: CILIUM_REPO names no clone");
  process.exit(0);
}

const abort = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => abort.abort());
const session = { signal: abort.signal, env: process.env, cwd: process.cwd() };
if (process.getuid?.() === 0) process.umask(0o022);
await withWorkshop(session, {}, run);

async function run(workshop) {
  const results = await renderSeries(workshop, { refs: [flags.ref], variants: flags.variant, set: [] });
  const rendered = results.flatMap(({ variant, outcome }) => {
    if (outcome.status === "generated") return [{ variant, series: outcome.series }];
    const why = outcome.status === "refused" ? outcome.error.message : "";
    console.log(
      `${variant}: ${outcome.status} ${outcome.status === "not-applicable" ? outcome.reason : why}`,
    );
    return [];
  });
  if (rendered.length === 0) return;
  const store = openTextStore(join(flags.cache, "answers"));
  const engines = { session, cacheDir: flags.cache, memory: store, note: console.log, makesImages: false };
  const verifyWorkshop = {
    ...workshop,
    programDigest: await digestProgram(),
    engineFor: makeEngineFor({ engine: "host", goRoot: flags["go-root"], trustTree: true }, engines),
    store,
    cacheDir: flags.cache,
    tempDir: tmpdir(),
    note: console.log,
    signal: abort.signal,
    installProgram: async () => ({ reason: "the benchmark runs no program of a module" }),
    fetchModule: (module) => fetchModule(session, module),
  };
  const stage = await openStage(verifyWorkshop, rendered[0].series.base, false);
  try {
    await compare(workshop, stage, rendered);
  } finally {
    await stage.close();
  }
}

/** Compiles a test binary for each tree, then runs base and patched in turn, setting after setting. */
async function compare(workshop, stage, rendered) {
  const engine = await stage.engine();
  if ("reason" in engine) throw new Error(engine.reason);
  const { survey } = nodeRoutes;
  const profile = await stage.profile(survey);
  const names = await trials.names(stage.checkout);
  if ("reason" in names) throw new Error(names.reason);
  const templates = workshop.templates.proposals.get(nodeRoutes.id);
  const template = "bench-test.go.hbs";
  const companion = renderCompanion(templates, nodeRoutes, template, profile, names, workshop.formatter);
  const { go, kernel } = engine.bench.session.place;
  console.log(`${flags.ref}, ${nodes} nodes, ${runs} runs each in turn; ${go}, Linux ${kernel}`);
  const base = await compile(engine.bench, "base-bench", new Map([[testFile, companion]]));
  for (const { variant, series } of rendered) {
    const texts = await patchedTexts(workshop, stage, subjectOf(flags.ref, series));
    const patched = await compile(
      engine.bench,
      `${variant}-bench`,
      new Map([...texts, [testFile, companion]]),
    );
    for (const [setting, fields] of Object.entries(settings[variant] ?? { default: {} })) {
      const samples = { base: [], patched: [] };
      for (let index = 0; index < runs; index++) {
        samples.base.push(await measure(base, {}));
        samples.patched.push(await measure(patched, fields));
      }
      print(`${variant}, ${setting}`, samples);
    }
  }
}

async function patchedTexts({ repository }, { checkout }, subject) {
  const { taken, log, commits } = await applyPatches(repository, checkout, subject, tmpdir());
  if (!taken) throw new Error(`git am does not take ${subject.variant}: ${log}`);
  const files = await readChangedFiles(repository, subject.sha, commits.at(-1).tree);
  return new Map(files.map(({ path, after }) => [path, after]));
}

async function compile(bench, name, texts) {
  const state = await openState(bench, name, texts);
  const go = await state.privileged(trials.folder);
  const compiled = await compileTests(go, trials.folder, "privileged");
  if ("none" in compiled) throw new Error(`${name}: ${compiled.none.output}`);
  return { go, binary: compiled.binary };
}

/** One run: what each phase took, by name. */
async function measure({ go, binary }, fields) {
  const settings = JSON.stringify({ Nodes: nodes, Fields: fields });
  const env = { PATCHKIT_BENCH: settings };
  const result = await runTestBinary(go, binary, "TestPrivilegedNodeEvents", env);
  if (result.status !== 0 || result.ended !== "exited")
    throw new Error(`${result.ended}\n${result.stdout.slice(-4000)}\n${result.stderr.slice(-4000)}`);
  const lines = [...result.stdout.matchAll(/^BENCH (.*)$/gm)].map(([, line]) => JSON.parse(line));
  return new Map(lines.map((line) => [line.Phase, line]));
}

function print(title, { base, patched }) {
  const load = loadavg()
    .map((one) => one.toFixed(1))
    .join(" ");
  console.log(`\n${title}   (load ${load})`);
  const heads = ["wall min", "median", "thread min", "median"];
  row(
    "",
    ...heads.map((head) => `base ${head}`),
    ...heads.map((head) => `new ${head}`),
    "wall",
    "thread",
    "routes",
  );
  for (const phase of base[0].keys()) {
    const one = summarize(base, phase);
    const other = summarize(patched, phase);
    const times = [one, other].flatMap(({ min, wall, cpuMin, cpu }) => [min, wall, cpuMin, cpu].map(seconds));
    const ratios = [other.wall / one.wall, other.cpu / one.cpu].map((ratio) => `${ratio.toFixed(2)} x`);
    row(phase, ...times, ...ratios, `${one.routes} -> ${other.routes}`);
  }
  const phases = [...base, ...patched].flatMap((sample) => [...sample.values()]);
  for (const complaint of new Set(phases.map(({ Complaint }) => Complaint.replace(/time=\S+ /, ""))))
    if (complaint !== "") console.log(`logged: ${complaint}`);
}

function summarize(samples, phase) {
  const of = (key) => samples.map((sample) => sample.get(phase)[key]).sort((a, b) => a - b);
  const middle = (list) => list[Math.floor(list.length / 2)];
  const [walls, threads] = [of("Wall"), of("CPU")];
  const medians = { wall: middle(walls), cpu: middle(threads), routes: middle(of("Routes")) };
  return { min: walls[0], cpuMin: threads[0], ...medians };
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(3)} s`;
}

function row(name, ...cells) {
  console.log(`${name.padEnd(10)}${cells.map((cell) => cell.padStart(16)).join("")}`);
}
