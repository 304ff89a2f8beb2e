import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { packageRoot } from "../host/assets.ts";
import { makeTempFolder, removeFolder } from "../host/files.ts";
import { openGit } from "../host/git.ts";
import { runProgram } from "../host/run-program.ts";
import { makeSampleRepository } from "../host/sample-repository.ts";
import {
  type CheckId,
  checkIds,
  type Evidence,
  groupByBase,
  isUnsettled,
  standardChecks,
  subjectOf,
} from "../verify/index.ts";
import type { EngineName } from "./engine-names.ts";
import { writeSeriesTo } from "./generate.ts";
import { type Printer, table } from "./printer.ts";
import { renderSeries } from "./render-series.ts";
import { shownFolder, writeReports } from "./report.ts";
import { schemaVersion } from "./schema-version.ts";
import type { DemoValue } from "./values.ts";
import { verifyQueue } from "./verify-series.ts";
import { type Session, withWorkshop } from "./workshop.ts";

/** The shape that runs all checks: the release of the original report. */
const wholeRef = "v1.10.12";
/** Checks for that shape: the sample trees have no linters of their own. */
const wholeChecks: readonly CheckId[] = standardChecks.filter((id) => id !== "lint");
/** Checks for the other shapes: the rest would give the same results and is slow. */
const quickChecks: readonly CheckId[] = ["apply", "fmt", "vet"];

/** `demo`: runs all steps on the bundled sample tree, as far as this machine allows. */
export async function runDemo(
  session: Session,
  printer: Printer,
  options: { readonly out?: string | undefined },
): Promise<number> {
  const dir =
    options.out === undefined
      ? await makeTempFolder(tmpdir(), "cilium-patchkit-demo-")
      : resolve(session.cwd, options.out);
  const repo = join(dir, "sample.git");
  const out = join(dir, "patches");
  const cacheDir = join(dir, "cache");
  const git = openGit({ env: session.env, signal: session.signal });
  const refs = await makeSampleRepository(git, join(packageRoot, "sample"), repo);
  const engine = await findEngine(session);
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
    const run = async (isWhole: boolean, checks: readonly CheckId[]) => {
      const groups = groupByBase(subjects.filter(({ ref }) => (ref === wholeRef) === isWhole));
      const found = verifyQueue(
        surroundings,
        { groups, total: groups.length },
        {
          engine: engine ?? "host",
          trustTree: "if-needed",
          checks,
          perCommit: false,
          via: "run",
          fresh: false,
          tail: false,
        },
      );
      for await (const one of found) evidence.push(one);
    };
    await run(false, engine ? quickChecks : ["apply"]);
    await run(true, engine ? wholeChecks : ["apply"]);
    return rendered.map(({ ref, variant, outcome }) => ({
      ref,
      variant,
      status: outcome.status,
      checks: (evidence.find((one) => one.ref === ref && one.variant === variant)?.checks ?? []).map(
        ({ check, outcome: ended, reason }) => ({ check, outcome: ended, reason }),
      ),
    }));
  }).finally(() => removeFolder(cacheDir));
  const { html } = await writeReports(session, out, shownFolder(out));
  const value: DemoValue = { schema: schemaVersion, repo, out, report: html, results };
  printer.result(value, () => words(value, engine, printer));
  const isFinding = results.some(
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

function words(value: DemoValue, engine: EngineName | undefined, { color }: Printer): string {
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
  return [
    table(rows),
    ...reasons,
    ...(engine === undefined ? ["Found no Go and no container engine: nothing was compiled."] : []),
    "",
    `${color.dim("report")}        ${value.report}`,
    `${color.dim("series")}        ${value.out}`,
    `${color.dim("cover letter")}  ${join(value.out, value.results[0]?.ref ?? "", value.results[0]?.variant ?? "", "cover-letter.txt")}`,
    `${color.dim("sample clone")}  ${value.repo}`,
    "",
    "Each folder is a series: `git am FOLDER/*.patch` applies it to its base commit.",
    `To do the same on a real clone: cilium-patchkit verify -C /path/to/cilium --ref v1.10.12${engine === "host" ? " --engine host" : ""}`,
  ].join("\n");
}
