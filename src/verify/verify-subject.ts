import { applyPatches } from "./apply-patches.ts";
import type { Check } from "./check.ts";
import { checks } from "./checks/index.ts";
import type { CheckResult, Evidence } from "./evidence.ts";
import { evidenceSchemaVersion } from "./evidence.ts";
import { runCheck } from "./run-check.ts";
import { settleAll } from "./settle.ts";
import type { Stage } from "./stage.ts";
import type { Subject } from "./subject.ts";
import { once } from "./tree-state.ts";
import type { VerifyProgress } from "./verify-event.ts";
import type { VerifyRequest, VerifyWorkshop } from "./verify-workshop.ts";

/** Runs the chosen checks on a series. The evidence has them in their order, those of commits first. */
export async function verifySubject(
  workshop: VerifyWorkshop,
  stage: Stage,
  subject: Subject,
  request: VerifyRequest,
  progress: VerifyProgress,
): Promise<Evidence> {
  const { repository, tempDir } = workshop;
  const chosen = checks.filter(({ id }) => request.checks.includes(id));
  const applied = once(() => applyPatches(repository, stage.checkout, subject, tempDir));
  const commits = request.perCommit ? subject.patches.slice(0, -1).map((_, index) => index + 1) : [];
  const onCommits = commits.flatMap((commit) =>
    chosen.filter(({ perCommit }) => perCommit).map((check) => ({ check, commit })),
  );
  const planned = [...onCommits, ...chosen.map((check) => ({ check, commit: null }))].map(
    (one, index): PlannedCheck => ({ ...one, index: index + 1 }),
  );
  const perform = async ({ check, commit, index }: PlannedCheck) => {
    const about = { subject, check: check.id, commit, index, total: planned.length };
    progress({ kind: "started", ...about });
    const result = await runCheck({ workshop, stage, subject, applied, check, commit, via: request.via });
    progress({ kind: "ended", ...about, result });
    return { index, result };
  };
  const waits = ({ check }: PlannedCheck) =>
    request.concurrent && check.needs === "engine" && check.waits === true;
  const done: { readonly index: number; readonly result: CheckResult }[] = [];
  for (const one of planned) if (!waits(one)) done.push(await perform(one));
  done.push(...(await settleAll(planned.filter(waits).map(perform))));
  const results = done.sort((a, b) => a.index - b.index).map(({ result }) => result);
  const { ref, sha, release, slug, variant, params, folder, tree, digest } = subject;
  return {
    schema: evidenceSchemaVersion,
    tool: workshop.toolVersion,
    ref,
    sha,
    release,
    slug,
    variant,
    params: { ...params } as Evidence["params"],
    folder,
    tree,
    digest,
    place: stage.place,
    checks: results,
  };
}

/** One check of a series, or of one commit of it, and its place among all. */
interface PlannedCheck {
  readonly check: Check;
  readonly commit: number | null;
  /** From 1. */
  readonly index: number;
}
