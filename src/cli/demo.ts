import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { PatchkitError } from "../errors.ts";
import { packageRoot } from "../host/assets.ts";
import { needsTrust } from "../host/engine.ts";
import { makeTempFolder, removeFolder } from "../host/files.ts";
import { openGit } from "../host/git.ts";
import { runProgram } from "../host/run-program.ts";
import { makeSampleRepository } from "../host/sample-repository.ts";
import {
  type CheckId,
  checkIds,
  clusterCheck,
  type Evidence,
  groupByBase,
  isUnsettled,
  standardChecks,
  subjectOf,
} from "../verify/index.ts";
import type { EngineName } from "./engine-names.ts";
import { writeSeriesTo } from "./generate.ts";
import { openCache } from "./open-cache.ts";
import { type Printer, table } from "./printer.ts";
import { renderSeries } from "./render-series.ts";
import { shownFolder, writeReports } from "./report.ts";
import { schemaVersion } from "./schema-version.ts";
import type { DemoValue } from "./values.ts";
import { verifyQueue } from "./verify-series.ts";
import { cloneOf, type Session, withWorkshop } from "./workshop.ts";

/** The shape that runs all checks: the release of the original report. */
const wholeRef = "v1.10.12";
/** Checks for that shape: the sample trees have no linters of their own. */
const wholeChecks: readonly CheckId[] = standardChecks.filter((id) => id !== "lint");
/** Checks for the other shapes: the rest would give the same results and is slow. */
const quickChecks: readonly CheckId[] = ["apply", "fmt", "vet"];
const noEngineChecks: readonly CheckId[] = ["apply"];

/** Flags of `demo`; all but the first are for real clones. */
export interface DemoOptions {
  readonly out?: string;
  readonly repo?: string;
  readonly ref?: string;
  readonly trustTree?: boolean;
  readonly cache?: string;
}

/** What a demo is made of. */
interface Plan {
  readonly repo: string;
  readonly refs: readonly string[];
  /** Rounds of checks, in order. */
  readonly rounds: readonly {
    readonly isFor: (ref: string) => boolean;
    readonly checks: readonly CheckId[];
  }[];
  /** undefined if there is none. */
  readonly engine: EngineName | undefined;
  readonly trustTree: true | "if-needed";
}

/** `demo`: runs all steps on the bundled sample tree, as far as this machine allows. */
export async function runDemo(session: Session, printer: Printer, options: DemoOptions): Promise<number> {
  assertUnused(options);
  const dir = await folderFor(session, options.out);
  const repo = join(dir, "sample.git");
  const git = openGit({ env: session.env, signal: session.signal });
  const refs = await makeSampleRepository(git, join(packageRoot, "sample"), repo);
  const engine = await findEngine(session);
  const rounds = [
    { isFor: (ref: string) => ref !== wholeRef, checks: engine ? quickChecks : noEngineChecks },
    { isFor: (ref: string) => ref === wholeRef, checks: engine ? wholeChecks : noEngineChecks },
  ];
  const plan: Plan = { repo, refs, rounds, engine, trustTree: "if-needed" };
  const cacheDir = join(dir, "cache");
  const surroundings = { session, printer, dir, cacheDir };
  const value = await carryOut(plan, surroundings).finally(() => removeFolder(cacheDir));
  return show(value, printer, [
    ...(engine === undefined ? ["Found no Go and no container engine: nothing was compiled."] : []),
    "",
    ...foundIn(value, "sample clone", printer),
    "",
    "Each folder is a series: `git am FOLDER/*.patch` applies it to its base commit.",
    `To do the same on a real clone: cilium-patchkit verify -C /path/to/cilium --ref v1.10.12${engine === "host" ? " --engine host" : ""}`,
  ]);
}

/** `demo --cluster`: the report with whole agents of a real clone, with every variant and without. */
export async function runClusterDemo(
  session: Session,
  printer: Printer,
  options: DemoOptions,
): Promise<number> {
  assertTrust(options);
  const dir = await folderFor(session, options.out);
  const cache = await openCache(session, options.cache);
  const plan: Plan = {
    repo: cloneOf(session, options.repo),
    refs: [options.ref ?? "HEAD"],
    rounds: [{ isFor: () => true, checks: ["apply", clusterCheck.id] }],
    engine: "host",
    trustTree: true,
  };
  const surroundings = { session, printer, dir, cacheDir: cache.dir };
  const value = await carryOut(plan, surroundings).finally(() => cache.close());
  return show(value, printer, ["", ...foundIn(value, "clone", printer)]);
}

/** @throws PatchkitError `usage/bad-argument` for a flag that the sample has no use for. */
function assertUnused({ repo, ref, trustTree, cache }: DemoOptions): void {
  const flags = { "-C": repo, "--ref": ref, "--trust-tree": trustTree, "--cache": cache };
  const [unused] = Object.entries(flags).find(([, value]) => value !== undefined) ?? [];
  if (unused === undefined) return;
  throw new PatchkitError("usage/bad-argument", `${unused} has no effect without --cluster`, {
    hint: "`demo` makes a sample clone of its own; `demo --cluster` takes a real one.",
  });
}

/** @throws PatchkitError `usage/bad-argument`. */
function assertTrust({ trustTree }: DemoOptions): void {
  if (trustTree) return;
  const { message } = needsTrust();
  throw new PatchkitError("usage/bad-argument", `--cluster: expected --trust-tree, because ${message}`, {
    hint: "Add --trust-tree if you trust the tree.",
  });
}

async function folderFor(session: Session, out: string | undefined): Promise<string> {
  return out === undefined ? makeTempFolder(tmpdir(), "cilium-patchkit-demo-") : resolve(session.cwd, out);
}

/** Renders, verifies and reports. */
async function carryOut(
  { repo, refs, rounds, engine, trustTree }: Plan,
  { session, printer, dir, cacheDir }: { session: Session; printer: Printer; dir: string; cacheDir: string },
): Promise<DemoValue> {
  const out = join(dir, "patches");
  const results = await withWorkshop(session, { repo }, async (workshop) => {
    const rendered = await renderSeries(workshop, { refs, variants: [], set: [] });
    const series = rendered.flatMap(({ ref, outcome }) =>
      outcome.status === "generated" ? [{ ref, series: outcome.series }] : [],
    );
    await writeSeriesTo(
      out,
      series.map((one) => one.series),
      workshop,
    );
    const subjects = series.map((one) => subjectOf(one.ref, one.series));
    const surroundings = { session, printer, workshop, out, cacheDir };
    const evidence: Evidence[] = [];
    for (const { isFor, checks } of rounds) {
      const groups = groupByBase(subjects.filter(({ ref }) => isFor(ref)));
      const found = verifyQueue(
        surroundings,
        { groups, total: groups.length },
        {
          engine: engine ?? "host",
          trustTree,
          checks,
          perCommit: false,
          via: "run",
          fresh: false,
          tail: false,
        },
      );
      for await (const one of found) evidence.push(one);
    }
    return rendered.map(({ ref, variant, outcome }) => ({
      ref,
      variant,
      status: outcome.status,
      checks: (evidence.find((one) => one.ref === ref && one.variant === variant)?.checks ?? []).map(
        ({ check, outcome: ended, reason }) => ({ check, outcome: ended, reason }),
      ),
    }));
  });
  const { html } = await writeReports(session, out, shownFolder(out));
  return { schema: schemaVersion, repo, out, report: html, results };
}

/** Prints the table of results with more lines below it. @returns the exit code. */
function show(value: DemoValue, printer: Printer, more: readonly string[]): number {
  printer.result(value, () => [...resultLines(value, printer), ...more].join("\n"));
  const isFinding = value.results.some(
    ({ status, checks }) => status !== "generated" || checks.some(({ outcome }) => outcome === "fail"),
  );
  return isFinding ? 1 : 0;
}

/** The local Go, else a container engine that works; undefined if there is neither. */
async function findEngine({ env, signal }: Session): Promise<EngineName | undefined> {
  const answers = async (...command: string[]) => {
    const { ended, status } = await runProgram(command, { env, cwd: tmpdir(), signal, timeoutMs: 20_000 });
    return ended === "exited" && status === 0;
  };
  if (await answers("go", "version")) return "host";
  const hasContainers =
    (await answers(env["PATCHKIT_DOCKER"] ?? "docker", "version")) ||
    (await answers(env["PATCHKIT_PODMAN"] ?? "podman", "info"));
  return hasContainers ? "auto" : undefined;
}

function resultLines(value: DemoValue, { color }: Printer): string[] {
  const signs = {
    pass: color.green("✓"),
    fail: color.red("✗"),
    "could-not-run": color.yellow("–"),
    "not-needed": color.dim("·"),
  };
  const shown = checkIds.filter((id) =>
    value.results.some(({ checks }) => checks.some(({ check }) => check === id)),
  );
  const rows = value.results.map(({ ref, variant, status, checks }) => [
    ref,
    variant,
    status,
    ...shown.map((id) => {
      const found = checks.find(({ check }) => check === id);
      return found ? `${signs[found.outcome]} ${id}` : "";
    }),
  ]);
  const reasons = new Set(
    value.results.flatMap(({ checks }) =>
      checks.flatMap(({ check, outcome, reason }) => (isUnsettled(outcome) ? [`${check}: ${reason}`] : [])),
    ),
  );
  return [table(rows), ...reasons];
}

/** Where everything is. */
function foundIn({ report, out, repo, results }: DemoValue, clone: string, { color }: Printer): string[] {
  const [first] = results;
  const letter = join(out, first?.ref ?? "", first?.variant ?? "", "cover-letter.txt");
  return [
    `${color.dim("report")}        ${report}`,
    `${color.dim("series")}        ${out}`,
    `${color.dim("cover letter")}  ${letter}`,
    `${color.dim(clone.padEnd(12))}  ${repo}`,
  ];
}
