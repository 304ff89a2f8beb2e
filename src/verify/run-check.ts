import { createHash } from "node:crypto";
import { PatchkitError } from "../errors.ts";
import { cutTexts } from "../text/index.ts";
import type { AppliedPatches } from "./apply-patches.ts";
import { type ChangedFile, readChangedFiles } from "./changed-files.ts";
import type { Check, EngineCheckInput } from "./check.ts";
import type { CheckResult } from "./evidence.ts";
import { couldNotRun, type Finding } from "./finding.ts";
import { placeKey } from "./place.ts";
import { openPart, partsOf } from "./series-part.ts";
import type { Stage } from "./stage.ts";
import type { Subject } from "./subject.ts";
import { openState } from "./tree-state.ts";
import { isTrouble, wordsOf } from "./trouble.ts";
import type { VerifyWorkshop } from "./verify-workshop.ts";

/** One check of one series, or of one commit of it, about to be run. */
export interface CheckRun {
  readonly workshop: VerifyWorkshop;
  readonly stage: Stage;
  readonly subject: Subject;
  readonly applied: () => Promise<AppliedPatches>;
  readonly check: Check;
  readonly commit: number | null;
  readonly via: "run" | "build";
}

/** Longest text in the evidence of a check: a program may print any amount. */
const longestText = 64 * 1024;

/** Runs a check, or reuses what it found before. What could not run is tried again by the next run. */
export async function runCheck(run: CheckRun): Promise<CheckResult> {
  const { workshop, check, commit } = run;
  const { store, now } = workshop;
  const start = now();
  const key = cacheKey(run);
  const known = await store.get(key);
  if (known !== undefined) {
    const finding = JSON.parse(known) as Pick<
      CheckResult,
      "outcome" | "reason" | "log" | "details" | "timeMs"
    >;
    return { check: check.id, commit, ...finding, cached: true };
  }
  const finding = cutTexts(await findOut(run), longestText);
  const details = finding.details === null ? null : { check: check.id, ...finding.details };
  const timed = { ...finding, details, timeMs: Math.round(now() - start) };
  if (finding.outcome !== "could-not-run") await store.set(key, JSON.stringify(timed));
  return { check: check.id, commit, ...timed, cached: false };
}

/** Same program, same trees, same check, same place: same result. */
function cacheKey({ workshop, stage, subject, check, commit, via }: CheckRun): string {
  const { programDigest } = workshop;
  const templates = partsOf(workshop, subject).map((part) => part.templates);
  const about = [
    programDigest,
    check.id,
    subject.sha,
    subject.tree,
    subject.digest,
    subject.promise,
    subject.patches.map(({ name }) => name),
    commit,
    check.dependsOn?.({ via, templates }) ?? null,
    check.needs === "engine" && stage.place ? placeKey(stage.place) : "",
  ];
  return `finding ${createHash("sha256").update(JSON.stringify(about)).digest("hex")}`;
}

async function findOut({
  workshop,
  stage,
  subject,
  applied,
  check,
  commit,
  via,
}: CheckRun): Promise<Finding> {
  const { repository, parser, formatter } = workshop;
  try {
    const result = await applied();
    if (!check.judgesUnapplied) {
      if (!result.taken) return couldNotRun("git am does not apply the series");
      if (result.irregular !== undefined) return couldNotRun(result.irregular);
    }
    const tree = commit === null ? result.commits.at(-1)?.tree : result.commits[commit - 1]?.tree;
    const files: ChangedFile[] =
      tree === undefined || result.irregular !== undefined
        ? []
        : await readChangedFiles(repository, subject.sha, tree);
    const input = { subject, applied: result, files };
    if (check.needs === "git") return await check.run(input);
    const engine = await stage.engine();
    if ("reason" in engine) return couldNotRun(engine.reason);
    const parts = await Promise.all(partsOf(workshop, subject).map((part) => openPart(part, stage.profile)));
    const name = `${subject.variant.replaceAll("+", "-")}-${subject.digest.slice(0, 12)}${commit === null ? "" : `-${commit}`}`;
    const texts = new Map(files.map(({ path, after }) => [path, after]));
    const engineInput: EngineCheckInput = {
      ...input,
      ...engine,
      patched: await openState(engine.bench, name, texts),
      checkout: stage.checkout,
      parts,
      parser,
      formatter,
      now: workshop.now,
      via,
    };
    return await check.run(engineInput);
  } catch (error) {
    if (isTrouble(error)) return couldNotRun(wordsOf(error));
    if (error instanceof PatchkitError && error.code.startsWith("profile/fact-"))
      return couldNotRun(error.message);
    // Files of the base parsed when the series was rendered, or this run reads a series from elsewhere.
    if (error instanceof PatchkitError && error.code === "golang/syntax-error")
      return { outcome: "fail", reason: error.message, log: "", details: null };
    throw error;
  }
}
