import { z } from "zod";
import type { EngineResult } from "../../host/engine.ts";
import { buildPaths } from "../../profile/index.ts";
import {
  chartIntent,
  compareRenders,
  objectsOf,
  randomObjects,
  whyNotMeant,
  whyNotSet,
} from "../chart-render.ts";
import type { Check, EngineCheckInput } from "../check.ts";
import { couldNotRun, type Finding, notNeeded } from "../finding.ts";
import { tail } from "../go-command.ts";
import { endedWords } from "../go-tests.ts";
import { filesOf } from "../tree-state.ts";

const difference = z.strictObject({ added: z.array(z.string()), removed: z.array(z.string()) });

const details = z.strictObject({
  /** Version of Helm. */
  version: z.string(),
  /** What the render with default values has on the patched tree and not on the base, and the other way round. */
  defaults: difference,
  /** What each new boolean changes when it is set to the other value. */
  set: z.array(difference.extend({ value: z.string() })),
  /** Objects that differ between two renders of the base, and are not compared. */
  random: z.array(z.string()),
});

type HelmDetails = z.infer<typeof details>;

const helm = { package: "helm.sh/helm/v3/cmd/helm", version: "v3.19.0" } as const;
/**
 * The Kubernetes that a release of that Helm renders for: the version of its k8s.io/client-go, as its Makefile sets it.
 * A Helm built by `go install` has v1.20.0 there, which charts of 1.16 and later refuse.
 */
const kubeVersion = "v1.34.0";
const renderTimeoutMs = 300_000;

/** The chart renders on the patched tree, and differs from that of the base by the lines of the series only. */
export const helmCheck: Check<typeof details> = {
  id: "helm",
  words: "the chart renders, and differs by the intended lines",
  details,
  needs: "engine",
  perCommit: true,
  async run(input: EngineCheckInput) {
    const intent = chartIntent(input.files, buildPaths.chart);
    if (!intent) return notNeeded("the series changes nothing of the chart");
    const tool = await input.bench.tool(helm);
    if ("reason" in tool) return couldNotRun(tool.reason);
    return renderBoth(input, tool.path, intent);
  },
  problems({ defaults }) {
    const lines = [
      ...defaults.removed.map((line) => `-${line}`),
      ...defaults.added.map((line) => `+${line}`),
    ];
    return [{ what: "the rendered chart differs", output: lines.join("\n") }];
  },
  tables({ version, defaults, set }) {
    const rows = [
      ...defaults.added.map((line) => ["(default)", `+${line.trim()}`]),
      ...defaults.removed.map((line) => ["(default)", `-${line.trim()}`]),
      ...set.flatMap(({ value, added }) => added.map((line) => [value, `+${line.trim()}`])),
    ];
    const title = `The chart as Helm ${version} renders it: ${defaults.added.length} new lines by default`;
    return rows.length === 0 ? [] : [{ title, head: ["value", "line"], rows }];
  },
};

async function renderBoth(
  input: EngineCheckInput,
  program: string,
  intent: NonNullable<ReturnType<typeof chartIntent>>,
): Promise<Finding<HelmDetails>> {
  const [base, patched] = await Promise.all([copyChart(input, "base"), copyChart(input, "patched")]);
  const uncopied = [base, patched].find(({ log }) => log !== undefined);
  if (uncopied) return couldNotRun("the chart cannot be copied", uncopied.log);
  const render = ({ folder }: ChartCopy, ...set: readonly string[]) =>
    renderChart(input, program, folder, set);
  // Twice, to know what is never the same.
  const [first, again] = [await render(base), await render(base)];
  const broken = [first, again].find(({ ok }) => !ok);
  if (broken) return couldNotRun("the chart of the unpatched base does not render", broken.log);
  const after = await render(patched);
  if (!after.ok)
    return { outcome: "fail", reason: "the patched chart does not render", log: after.log, details: null };
  const random = randomObjects(first.objects, again.objects);
  const defaults = compareRenders(first.objects, after.objects, random);
  const reasons = [whyNotMeant(defaults, intent)];
  const set: HelmDetails["set"] = [];
  for (const { path, value } of intent.values) {
    const setting = `${path}=${!value}`;
    const other = await render(patched, "--set", setting);
    const changed = compareRenders(after.objects, other.objects, random);
    reasons.push(other.ok ? whyNotSet(path, changed, intent) : `the chart does not render with ${setting}`);
    set.push({ value: setting, added: [...changed.added], removed: [...changed.removed] });
  }
  const reason = reasons.find((one) => one !== undefined) ?? null;
  const found = {
    version: helm.version,
    defaults: { added: [...defaults.added], removed: [...defaults.removed] },
    set,
    random,
  };
  return { outcome: reason === null ? "pass" : "fail", reason, log: "", details: found };
}

/** A copy of the chart: its folder in the engine, and why it is not there, if it is not. */
interface ChartCopy {
  readonly folder: string;
  readonly log: string | undefined;
}

/** Copies the chart, for the patched one with the files of the series. */
async function copyChart(
  { bench, patched }: EngineCheckInput,
  state: "base" | "patched",
): Promise<ChartCopy> {
  const { session } = bench;
  const folder = `${session.scratch}/helm-${patched.name}-${state}`;
  const own = [...filesOf(patched)].filter(([path]) => path.startsWith(`${buildPaths.chart}/`));
  const changed = state === "base" ? [] : own;
  const script = [
    'rm -rf "$1" && mkdir -p "$1" && cp -R -P "$0/." "$1" || exit 1',
    'root="$1"; shift',
    "while [ $# -gt 0 ]; do",
    '  if [ -n "$2" ]; then mkdir -p "$(dirname "$root/$1")" && cp "$2" "$root/$1"; else rm -f "$root/$1"; fi || exit 1',
    "  shift 2",
    "done",
  ].join("\n");
  const files = changed.flatMap(([path, text]) => [path.slice(buildPaths.chart.length + 1), text ?? ""]);
  const command = ["sh", "-c", script, `${session.tree}/${buildPaths.chart}`, folder, ...files];
  const run = { command, cwd: session.scratch, privileges: "tool", timeoutMs: renderTimeoutMs } as const;
  return { folder, log: failureIn(await session.run(run)) };
}

/** What a program that failed said; undefined if it did not fail. */
function failureIn({ ended, status, stderr }: EngineResult): string | undefined {
  if (ended !== "exited") return endedWords(ended);
  return status === 0 ? undefined : tail(stderr, 40);
}

async function renderChart(
  { bench: { session } }: EngineCheckInput,
  program: string,
  folder: string,
  set: readonly string[],
): Promise<{ readonly ok: boolean; readonly objects: Map<string, string>; readonly log: string }> {
  const result: EngineResult = await session.run({
    command: [
      ...[program, "template", "cilium", folder, "--namespace", "kube-system"],
      ...["--kube-version", kubeVersion, ...set],
    ],
    cwd: session.scratch,
    env: { HOME: session.scratch },
    privileges: "tool",
    timeoutMs: renderTimeoutMs,
  });
  const log = failureIn(result);
  return log === undefined
    ? { ok: true, objects: objectsOf(result.stdout), log: "" }
    : { ok: false, objects: new Map(), log };
}
