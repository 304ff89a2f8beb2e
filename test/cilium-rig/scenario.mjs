#!/usr/bin/env node
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openCheckout, openRepository, resolveRefs } from "../../dist/checkout/index.js";
import { loadGoParser } from "../../dist/golang/index.js";
import { grammarPath, packageRoot } from "../../dist/host/assets.js";
import { openGit } from "../../dist/host/git.js";
import { fillImports } from "../../dist/plan/imports.js";
import { loadTemplates, resolveParams } from "../../dist/plan/index.js";
import { makeRenderer } from "../../dist/plan/render.js";
import { buildView } from "../../dist/plan/view.js";
import { readSources, takeProfile } from "../../dist/profile/index.js";
import { withTemporaryDir } from "./go-build.mjs";
import { test } from "./go-test.mjs";
import { alone, nonBlankLines, run, tail } from "./host.mjs";
import { locate } from "./tree.mjs";

/**
 * @typedef {import("./tree.mjs").Tree} Tree
 *
 * @typedef {object} Run one way to go through the scenario; capitalised as the Go test reads it
 * @property {string} Name
 * @property {boolean} LocalRoute
 * @property {boolean} [Skip]
 * @property {string} [Mode]
 * @property {boolean} [Plant]
 *
 * @typedef {object} Event what the kernel had after one event
 * @property {string} step
 * @property {string} event
 * @property {string[]} routes both families, as text made from `ip -j route`
 * @property {string} plain    what `ip route` printed
 * @property {string} monitor  what `ip monitor route` printed meanwhile
 * @property {string[]} log    without times, sorted
 * @property {string} error
 *
 * @typedef {{ run: string, check: string, expected: string, found: string, ok: boolean }} Verdict
 */

const scenarioPackage = "pkg/datapath/linux";
const host = "dev cilium_host";
const shared = ["10.247.2.0/24", "fd00:2::/96"];
const other = ["10.247.144.0/24", "fd00:144::/96"];
const service = ["10.96.0.0/16", "fd00:96::/112"];

/** What each state of the tree is run with, and whether own and other clusters' nodes are then skipped. */
const settings = [
  { series: "base", setting: "", skips: false, skipsOther: false, run: {} },
  { series: "flag-gate", setting: "default", skips: false, skipsOther: false, run: {} },
  { series: "flag-gate", setting: "off", skips: true, skipsOther: true, run: { Skip: true } },
  { series: "cidr-validation", setting: "", skips: true, skipsOther: false, run: { Plant: true } },
  { series: "ipam-mode", setting: "default", skips: false, skipsOther: false, run: {} },
  { series: "ipam-mode", setting: "crd", skips: true, skipsOther: false, run: { Mode: "crd" } },
].flatMap((one) =>
  [false, true].map((localRoute) => {
    const name = [one.series, one.setting, `local ${localRoute ? "on" : "off"}`].filter(Boolean).join(" ");
    return { ...one, localRoute, name, run: { Name: name, LocalRoute: localRoute, ...one.run } };
  }),
);

/**
 * Runs the scenario on the tree of a ref, as it is and with each series that the tool renders for it. The working tree
 * is only read: everything a series touches comes from an overlay.
 * @param {string} ref
 */
export async function scenario(ref) {
  const tree = await locate(ref);
  return withTemporaryDir(async (dir) => {
    const seriesDir = await renderSeries(tree, dir);
    const states = await readStates(tree, seriesDir, dir);
    const goTest = join(dir, "shared_subnet_test.go");
    writeFileSync(goTest, await renderTest(tree, dir));
    const runs = {};
    for (const series of Object.keys(states)) {
      const overlay = writeOverlay(tree, states, series, goTest, join(dir, `overlay-${series}`));
      Object.assign(runs, await runScenario(tree, series, overlay, join(dir, `${series}.jsonl`)));
    }
    const { label, commit, toolchain } = tree;
    return { label, commit, go: toolchain.version, verdicts: judge(runs), runs };
  });
}

async function renderSeries(tree, dir) {
  const out = join(dir, "series");
  const program = join(packageRoot, "dist", "bin", "cilium-patchkit.js");
  const args = ["-C", process.env.CILIUM_REPO, "--ref", tree.commit, "--out", out];
  await run(process.execPath, [program, "generate", ...args]);
  const [slug] = readdirSync(out).filter((name) => existsSync(join(out, name, "flag-gate")));
  return join(out, slug);
}

/**
 * The text of each Go file that any series touches, for the base and for every series. `undefined`: no such file.
 * @returns {Promise<Record<string, Record<string, string | undefined>>>}
 */
async function readStates(tree, seriesDir, dir) {
  const trees = { base: tree.commit };
  for (const series of ["flag-gate", "cidr-validation", "ipam-mode"]) {
    const patches = join(seriesDir, series);
    if (existsSync(patches)) trees[series] = await patchedTree(tree, patches, dir, series);
  }
  const names = new Set();
  for (const changed of Object.values(trees)) {
    const diff = await gitIn(tree, dir, ["diff", "--name-only", "--no-renames", tree.commit, changed]);
    for (const name of nonBlankLines(diff).filter((line) => line.endsWith(".go"))) names.add(name);
  }
  const states = {};
  for (const [series, id] of Object.entries(trees)) {
    states[series] = {};
    for (const name of names) {
      const listed = await gitIn(tree, dir, ["ls-tree", id, "--", name]);
      states[series][name] = listed ? await gitIn(tree, dir, ["show", `${id}:${name}`]) : undefined;
    }
  }
  return states;
}

/** Applies a series in an index of its own, and gives the tree's name. */
async function patchedTree(tree, patches, dir, series) {
  const git = (args) => gitIn(tree, dir, args, { GIT_INDEX_FILE: join(dir, `index-${series}`) });
  await git(["read-tree", tree.commit]);
  const names = readdirSync(patches).filter((file) => file.endsWith(".patch"));
  for (const name of names.sort()) await git(["apply", "--cached", join(patches, name)]);
  // The clone may lack files that have no part in the build.
  return (await git(["write-tree", "--missing-ok"])).trim();
}

/** Runs git on a tree. What it makes goes to a directory of the scenario's own. */
function gitIn(tree, dir, args, env = {}) {
  const objects = join(dir, "objects");
  mkdirSync(objects, { recursive: true });
  return run("git", ["-C", tree.root, ...args], {
    env: {
      GIT_OBJECT_DIRECTORY: objects,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: join(tree.root, ".git", "objects"),
      ...env,
    },
  });
}

/** The scenario's Go test for a tree, from the facts and the test scaffolding that the tool has for it. */
async function renderTest(tree, tempDir) {
  const git = openGit({ env: process.env, signal: new AbortController().signal });
  const repository = await openRepository({ git, dir: process.env.CILIUM_REPO, tempDir });
  try {
    const [ref] = await resolveRefs(repository, [tree.commit]);
    const sources = await readSources(await openCheckout(repository, ref), await loadGoParser(grammarPath()));
    const profile = takeProfile(sources);
    sources.dispose();
    const templates = await loadTemplates(join(packageRoot, "templates"));
    const { spec } = templates.variants.find((variant) => variant.spec.id === "flag-gate");
    const view = buildView(spec, profile, profile.values, resolveParams([spec], []).get(spec.id));
    const name = "scenario-test.go.hbs";
    const source = readFileSync(fileURLToPath(new URL(name, import.meta.url)), "utf8");
    const addressingFolder = await folderOf(tree, tempDir, "type NodeAddressing interface");
    const text = makeRenderer(templates).render({ name, source }, { ...view, addressingFolder });
    return fillImports(text, profile.values)
      .replace('"route_test_host"', '"cilium_host"')
      .replace(/:= \w+\.NewNodeAddressing\(\)/g, ":= newScenarioAddressing()")
      .replace(/(?<=rt\.handler = .*)\w+\.NewNodeAddressing\(\)/, "newScenarioAddressing()");
  } finally {
    await repository.close();
  }
}

/** The folder of the datapath whose files hold a declaration. */
async function folderOf(tree, dir, declaration) {
  const args = ["grep", "--name-only", "--fixed-strings", declaration, tree.commit, "--", "pkg/datapath"];
  const [found] = nonBlankLines(await gitIn(tree, dir, args));
  return dirname(found.slice(found.indexOf(":") + 1));
}

/** Pins every file that a series touches, and replaces the series' own test by the scenario. */
function writeOverlay(tree, states, series, goTest, into) {
  mkdirSync(into);
  const overlay = { [join(tree.root, scenarioPackage, "shared_subnet_test.go")]: goTest };
  for (const [name, text] of Object.entries(states[series])) {
    const copy = join(into, name.replaceAll("/", "_"));
    const isLeftOut = text === undefined || name.endsWith("/remote_node_route_test.go");
    if (!isLeftOut) writeFileSync(copy, text);
    overlay[join(tree.root, name)] = isLeftOut ? "" : copy;
  }
  return overlay;
}

/** @returns {Promise<Record<string, Event[]>>} */
async function runScenario(tree, series, overlay, out) {
  const runs = settings.filter((setting) => setting.series === series).map((setting) => setting.run);
  const env = { ...tree.env, SCENARIO_OUT: out, SCENARIO_RUNS: JSON.stringify(runs) };
  const results = await test(
    { ...tree, env },
    { packages: [scenarioPackage], privileged: true, run: "^TestPrivilegedSharedSubnet$", overlay },
  );
  const { status, output } = results[scenarioPackage];
  if (status !== "pass") throw new Error(`${tree.label} ${series}: ${status}\n${tail(output, 40)}`);
  const records = nonBlankLines(readFileSync(out, "utf8")).map((line) => JSON.parse(line));
  return Object.fromEntries(
    runs.map(({ Name }) => [Name, records.filter((record) => record.Run === Name).map(readRecord)]),
  );
}

/** @returns {Event} */
function readRecord(record) {
  return {
    step: record.Step,
    event: record.Event,
    routes: [...record.Routes, ...record.Routes6].map(routeText).filter((text) => !/^(fe80|ff00)/.test(text)),
    plain: record.Plain,
    monitor: record.Monitor,
    log: nonBlankLines(record.Log)
      .map((line) => line.replace(/\btime=("[^"]*"|\S+) ?/, ""))
      .sort(),
    error: record.Error,
  };
}

/** One entry of `ip -j route`, in the words of `ip route`. */
function routeText({ dst, gateway, dev, protocol, prefsrc, metric, metrics = [] }) {
  const mtu = metrics.find((entry) => "mtu" in entry)?.mtu;
  const parts = { via: gateway, dev: dev ?? "cilium_host", proto: protocol, src: prefsrc, metric, mtu };
  const words = Object.entries(parts).filter(([, value]) => value !== undefined);
  return [dst, ...words.map(([word, value]) => `${word} ${value}`)].join(" ");
}

/** The routes to a prefix over the host device. */
function routesTo(event, prefix) {
  return event.routes.filter((text) => text.startsWith(`${prefix} `) && text.includes(host));
}

/**
 * What the runs have to show.
 * @param {Record<string, Event[]>} runs
 * @returns {Verdict[]}
 */
export function judge(runs) {
  return settings
    .filter(({ name }) => name in runs)
    .flatMap((setting) =>
      judgeRun(setting, runs[setting.name], runs).map((verdict) => ({ run: setting.name, ...verdict })),
    );
}

function judgeRun(setting, events, runs) {
  const steps = events.filter(({ step }) => !step.startsWith("5a"));
  const settled = afterConfiguration(steps);
  const nodeSteps = settled.filter(({ step }) => !step.startsWith("6"));
  const clusterRoute = settled.filter(({ step }) => step.startsWith("6"));
  const present = (check, list, prefixes) =>
    every(check, list, "present", (event) =>
      prefixes.every((prefix) => routesTo(event, prefix).length > 0) ? "present" : "absent",
    );
  const absent = (check, list, prefixes) =>
    every(check, list, "absent", (event) => {
      const routes = prefixes.flatMap((prefix) => routesTo(event, prefix));
      return routes.length === 0 ? "absent" : routes.join(", ");
    });
  const withOther = nodeSteps.filter(({ step, event }) => !(step.startsWith("1") && event !== "add tt-lab9"));
  const verdicts = [
    present("service range", settled, service),
    setting.skipsOther
      ? absent("other cluster skipped", withOther, other)
      : present("other cluster kept", withOther, other),
    clusterRoute.length > 0 && present("single cluster route", clusterRoute, shared),
    !setting.skips && problemVerdict(events),
    !setting.skips && setting.series !== "base" && asBase(events, runs[baseOf(setting)]),
    setting.skips && !setting.localRoute && absent("shared CIDR skipped", nodeSteps, shared),
    setting.skips && !setting.localRoute && leftoverVerdict(events),
    setting.skips && setting.localRoute && localVerdict(nodeSteps, runs[baseOf(setting)]),
    setting.skips && setting.localRoute && undeletedVerdict(steps),
    setting.skips && quietVerdict(steps),
  ];
  return verdicts.filter(Boolean);
}

function baseOf({ localRoute }) {
  return settings.find((setting) => setting.series === "base" && setting.localRoute === localRoute).name;
}

/** Events from the first configuration of a handler on. */
function afterConfiguration(events) {
  return events.filter((event) => {
    const own = events.filter(({ step }) => step === event.step);
    const configured = own.findIndex((candidate) => candidate.event === "configure");
    return own.indexOf(event) >= configured;
  });
}

/** One verdict over many events: the first that differs tells what was found. */
function every(check, events, expected, look) {
  const wrong = events.find((event) => look(event) !== expected);
  const found = wrong ? `${look(wrong)} (${wrong.step}, ${wrong.event})` : expected;
  return { check, expected, found, ok: !wrong && events.length > 0 };
}

/** What the report complains of. */
function problemVerdict(events) {
  const last = events.filter(({ step }) => step.startsWith("1")).at(-1);
  const expected = `${shared[0]} via 10.247.2.95 ${host}`;
  const found = routesTo(last, shared[0]).join(", ");
  return { check: "shared route of step 1", expected, found, ok: found.startsWith(expected) };
}

/** Routes, log and errors of every event are those of the unpatched tree. */
function asBase(events, base) {
  const plainly = ({ step, event, routes, log, error }) =>
    JSON.stringify({ step, event, routes, log, error });
  const expected = `as base in ${base.length} events`;
  const at = base.findIndex((event, index) => !events[index] || plainly(event) !== plainly(events[index]));
  if (at < 0 && events.length === base.length) {
    return { check: "same as base", expected, found: expected, ok: true };
  }
  return {
    check: "same as base",
    expected,
    found: events[at] ? plainly(events[at]) : "other events",
    ok: false,
  };
}

/** Leftovers must have been there, or their removal shows nothing. */
function leftoverVerdict(events) {
  const before = events.filter(({ step }) => step.startsWith("5a")).at(-1);
  const after = events.filter(({ step }) => step.startsWith("5b")).at(-1);
  const count = (event) => shared.flatMap((prefix) => routesTo(event, prefix)).length;
  const found = `${count(before)} before the restart, ${count(after)} after`;
  const expected = "2 before the restart, 0 after";
  return { check: "leftovers removed", expected, found, ok: found === expected };
}

/**
 * Each step ends with the local node's route, as the unpatched tree installs it before another node comes; in between
 * there is always one.
 */
function localVerdict(events, base) {
  const reference = base.find(({ event }) => event === "configure");
  const expected = shared.flatMap((prefix) => routesTo(reference, prefix)).join(", ");
  const ends = events.filter((event, index) => events[index + 1]?.step !== event.step);
  const gap = events.find((event) => shared.some((prefix) => routesTo(event, prefix).length !== 1));
  if (gap) return { check: "local route stays", expected, found: gap.routes.join(", "), ok: false };
  return every("local route stays", ends, expected, (event) =>
    shared.flatMap((prefix) => routesTo(event, prefix)).join(", "),
  );
}

/** The kernel was at no instant without the local node's route. */
function undeletedVerdict(events) {
  const deletions = events.flatMap(({ step, event, monitor }) =>
    nonBlankLines(monitor)
      .filter((line) => shared.some((prefix) => line.includes(`Deleted ${prefix} `)))
      .map((line) => `${line.trim()} (${step}, ${event})`),
  );
  return verdictOfNone("local route never deleted", deletions);
}

/** The tunnel map is not looked at: some releases make it in the loader, which has no part in the scenario. */
function quietVerdict(events) {
  const isAlarm = (line) => /level="?(warn|error)/i.test(line) && !line.includes("tunnel endpoint map");
  const words = events.flatMap(({ step, event, log, error }) =>
    [...log.filter(isAlarm), error].filter(Boolean).map((line) => `${line} (${step}, ${event})`),
  );
  return verdictOfNone("no warning, no error", words);
}

function verdictOfNone(check, found) {
  return { check, expected: "none", found: found.join("; ") || "none", ok: found.length === 0 };
}

const longestFinding = 500;

/** The verdicts in a table, the failed ones in full. */
function summarize({ label, go, verdicts, runs }) {
  const failed = verdicts.filter(({ ok }) => !ok);
  const rows = Object.keys(runs).map((name) => {
    const own = verdicts.filter((verdict) => verdict.run === name);
    const checks = own.map(({ check, ok }) => `${ok ? "" : "NOT "}${check}`);
    return `  ${name.padEnd(28)} ${own.filter(({ ok }) => ok).length}/${own.length}  ${checks.join(", ")}`;
  });
  const details = failed.map(
    ({ run: name, check, expected, found }) =>
      `  FAILED ${name}: ${check}\n    expected ${expected}\n    found    ${found.slice(0, longestFinding)}`,
  );
  return [
    `${label} (${go}): ${verdicts.length - failed.length}/${verdicts.length}`,
    ...rows,
    ...details,
  ].join("\n");
}

/** What `ip route` prints at the end of the first step, without local node route. */
function plainTables(runs) {
  const names = Object.keys(runs).filter((name) => name.endsWith("local off") && !name.includes("default"));
  return names.map((name) => {
    const last = runs[name].filter(({ step }) => step.startsWith("1")).at(-1);
    return `\n${name}\n${last.plain.trimEnd().replace(/^/gm, "  ")}`;
  });
}

async function main() {
  const options = { ref: { type: "string" }, out: { type: "string" } };
  const { ref, out } = parseArgs({ options }).values;
  if (!ref || !out) throw new Error("usage: scenario.mjs --ref REF --out DIR");
  const result = await alone(() => scenario(ref));
  const file = resolve(out, `${result.label}.json`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  process.stdout.write(`${[summarize(result), ...plainTables(result.runs), "", file].join("\n")}\n`);
  process.exitCode = result.verdicts.every(({ ok }) => ok) ? 0 : 1;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  });
}
