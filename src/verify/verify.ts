import { createHash } from "node:crypto";
import { join } from "node:path";
import { type Checkout, openCheckout, type Repository, resolveRefs } from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import type { GoFormatter, GoParser } from "../golang/index.ts";
import type { Engine, EnginePlace, EngineSession } from "../host/engine.ts";
import { copyFileTo, listNames, makeSharedTempFolder, removeFolder, writeProgram } from "../host/files.ts";
import type { GoProgram, InstalledProgram } from "../host/install-go-program.ts";
import type { ProposalTemplates, TemplateSet, Variant } from "../plan/index.ts";
import {
  allFacts,
  bindataStub,
  buildPaths,
  type Profile,
  readGoVersion,
  readSources,
  type Survey,
  takeProfile,
  upstreamBuilder,
  valuesOf,
  wantsBindata,
  wantsC,
} from "../profile/index.ts";
import { cutTexts } from "../text/index.ts";
import { type AppliedPatches, applyPatches } from "./apply-patches.ts";
import { type ModuleFetcher, prepareBaseTree } from "./base-tree.ts";
import { type Baseline, makeBaseline, type TextStore } from "./baseline.ts";
import { type ChangedFile, readChangedFiles } from "./changed-files.ts";
import type { Check, EngineCheckInput } from "./check.ts";
import { checks } from "./checks/index.ts";
import type { CheckId, CheckResult, Evidence } from "./evidence.ts";
import { evidenceSchemaVersion } from "./evidence.ts";
import { couldNotRun, type Finding } from "./finding.ts";
import { standInFolder } from "./go-tests.ts";
import type { Place } from "./place.ts";
import { makeScratchTree, type ScratchTree } from "./scratch-tree.ts";
import { buildSeccompWrapper } from "./seccomp-wrapper.ts";
import { settleAll } from "./settle.ts";
import { bpftoolStandIn } from "./stand-in.ts";
import type { Subject } from "./subject.ts";
import { type Bench, once, openState, type TreeState } from "./tree-state.ts";
import type { TriedProposal } from "./trials.ts";

/** What an engine is chosen by. */
export interface EngineNeeds {
  /** The `go` line of the tree's go.mod, such as `1.16`; "" if it has none. */
  readonly goVersion: string;
  /** The image that the tree's own Dockerfile builds the agent in; undefined if it names none. */
  readonly upstreamImage: () => Promise<string | undefined>;
}

/** What verification needs. */
export interface VerifyWorkshop {
  readonly repository: Repository;
  readonly parser: GoParser;
  readonly formatter: GoFormatter;
  /** At least one; the first one stands for series of variants that no template describes. */
  readonly proposals: readonly TriedProposal[];
  readonly templates: TemplateSet;
  readonly toolVersion: string;
  /** Distinguishes builds of one version. */
  readonly programDigest: string;
  readonly engineFor: (needs: EngineNeeds) => Promise<Engine>;
  /** Keeps results between runs. */
  readonly store: TextStore;
  /** Folder that is kept between runs. */
  readonly cacheDir: string;
  readonly tempDir: string;
  readonly fetchModule: ModuleFetcher;
  /** Builds a program of a Go module on this machine. */
  readonly installProgram: (program: GoProgram) => Promise<InstalledProgram>;
  /** Called with the evidence of each series as soon as it is complete. */
  readonly keep: (evidence: Evidence) => Promise<void>;
  /** A clock, in milliseconds. */
  readonly now: () => number;
  /** Tells the user about the run itself. */
  readonly note?: (text: string) => void;
  /** Ends the wait for other runs. */
  readonly signal?: AbortSignal;
}

/** The input of a verification. */
export interface VerifyRequest {
  readonly subjects: readonly Subject[];
  readonly checks: readonly CheckId[];
  readonly perCommit: boolean;
  readonly via: "run" | "build";
  /** Whether checks that mostly wait run in parallel, which needs more memory. */
  readonly concurrent: boolean;
}

/** One check of a series, and its position among all. */
interface CheckAt {
  readonly subject: Subject;
  readonly check: CheckId;
  readonly commit: number | null;
  /** From 1. */
  readonly index: number;
  readonly total: number;
}

/** Events while checks run. */
export type VerifyEvent =
  | { readonly kind: "preparing"; readonly subject: Subject }
  | ({ readonly kind: "started" } & CheckAt)
  | ({ readonly kind: "ended"; readonly result: CheckResult } & CheckAt);

/** Receives events while checks run. */
export type VerifyProgress = (event: VerifyEvent) => void;

/** The series grouped by base, in the order in which they are verified. */
export function groupByBase(subjects: readonly Subject[]): Subject[][] {
  const bases = [...new Set(subjects.map(({ sha }) => sha))];
  return bases.map((sha) => subjects.filter((subject) => subject.sha === sha));
}

/** Runs the checks on every series, one base after another; each series gets evidence, even if checks fail. */
export async function verify(
  workshop: VerifyWorkshop,
  request: VerifyRequest,
  progress: VerifyProgress = () => {},
): Promise<Evidence[]> {
  const evidence: Evidence[] = [];
  for (const subjects of groupByBase(request.subjects)) {
    const [first] = subjects;
    if (!first) continue;
    progress({ kind: "preparing", subject: first });
    const stage = await openStage(workshop, first.sha);
    try {
      for (const subject of subjects) {
        const found = await verifySubject(workshop, stage, subject, request, progress);
        await workshop.keep(found);
        evidence.push(found);
      }
    } finally {
      await stage.close();
    }
  }
  return evidence;
}

/** Data that the series of one base share. */
interface Stage {
  readonly checkout: Checkout;
  /** The `go` line of the tree's go.mod; "" if it has none. */
  readonly goVersion: string;
  /** The whole profile, in whose facts nothing is left to be probed. */
  readonly profile: (survey: Survey) => Promise<Profile>;
  /** Description of the engine; null if there is none. */
  readonly place: Place | null;
  /** The tree in its engine, created on first use; a reason if that is not possible. */
  readonly engine: () => Promise<OpenedEngine | { readonly reason: string }>;
  close(): Promise<void>;
}

interface OpenedEngine {
  readonly bench: Bench;
  readonly base: TreeState;
  readonly baseline: Baseline;
}

/** Opens the base of series. The caller closes it. */
export async function openStage(workshop: VerifyWorkshop, sha: string): Promise<Stage> {
  const { repository, parser } = workshop;
  const [ref] = await resolveRefs(repository, [sha]);
  if (!ref || "error" in ref) throw ref?.error ?? new Error(`the base ${sha} was there a moment ago`);
  const checkout = await openCheckout(repository, ref);
  const goVersion = await readGoVersion(checkout);
  const profiles = new Map<Survey, Promise<Profile>>();
  const profile = (survey: Survey) => {
    const taken = profiles.get(survey) ?? readProfile(checkout, parser, survey);
    profiles.set(survey, taken);
    return taken;
  };
  const work = await makeSharedTempFolder(workshop.tempDir, "cilium-patchkit-verify-");
  const treeRoot = join(workshop.cacheDir, "trees", sha, "src/github.com/cilium/cilium");
  let session: EngineSession | undefined;
  let scratchTree: Promise<ScratchTree> | undefined;
  let refusal: string | undefined;
  try {
    const engine = await workshop.engineFor({
      goVersion,
      upstreamImage: () => upstreamBuilder(checkout),
    });
    session = await engine.open({ tree: treeRoot, work });
  } catch (error) {
    if (!isTrouble(error)) throw error;
    refusal = wordsOf(error);
  }
  const open = async (opened: EngineSession): Promise<OpenedEngine> => {
    const base = await prepareBaseTree(workshop, sha);
    await writeProgram(join(work, standInFolder, "bpftool"), bpftoolStandIn);
    const [wantsStub, needsC] = await Promise.all([wantsBindata(checkout), wantsC(checkout)]);
    const bench: Bench = {
      repository,
      session: opened,
      base,
      tree: {
        session: opened,
        workFolder: work,
        hasModule: goVersion !== "",
        wantsC: needsC,
        baseHas: (name) => hasGoFiles(join(base.root, name)),
        bpfWrapper: once(async () => {
          const built = await buildSeccompWrapper(opened, work);
          return "path" in built ? [built.path] : [];
        }),
      },
      folders: { work, sessionWork: opened.work, sessionTree: opened.tree },
      generated: new Map(wantsStub ? [[buildPaths.bindata, bindataStub]] : []),
      hasDummies: once(() => makesDummies(opened)),
      tool: (program) => showTool(workshop, opened, work, program),
      scratchTree: () => {
        scratchTree ??= makeScratchTree(opened);
        return scratchTree;
      },
    };
    const state = await openState(bench, "base", new Map());
    const key = `${workshop.programDigest} ${sha} ${placeKey(opened.place)}`;
    return { bench, base: state, baseline: makeBaseline(state, prefixed(workshop.store, `baseline ${key}`)) };
  };
  const opened = session;
  return {
    checkout,
    goVersion,
    profile,
    place: opened ? placeOf(opened) : null,
    engine: once(async () => (opened ? open(opened) : { reason: refusal ?? "there is no engine" })),
    async close() {
      await session?.close();
      await removeFolder(work);
    },
  };
}

async function hasGoFiles(folder: string): Promise<boolean> {
  return (await listNames(folder).catch(() => [])).some((name) => name.endsWith(".go"));
}

/** A profile that needs its sources no more. */
async function readProfile(checkout: Checkout, parser: GoParser, survey: Survey): Promise<Profile> {
  const sources = await readSources(checkout, parser, survey.files);
  try {
    const profile = takeProfile(sources, survey);
    allFacts(profile);
    return profile;
  } finally {
    sources.dispose();
  }
}

/** The proposal that a series is a variant of, with its templates. */
function proposalOf(
  { proposals, templates }: VerifyWorkshop,
  subject: Subject,
): { proposal: TriedProposal; templates: ProposalTemplates; variant: Variant | undefined } {
  const variant = templates.variants.find(({ spec }) => spec.id === subject.variant);
  const proposal = proposals.find(({ id }) => id === variant?.proposal) ?? proposals[0];
  const own = proposal && templates.proposals.get(proposal.id);
  if (!proposal || !own) throw new Error("expected a proposal with templates, found none");
  return { proposal, templates: own, variant };
}

/** Codes of errors that are not caused by a series. */
const troubles = ["environment/engine-missing", "environment/engine-failed", "environment/disk-full"];

function isTrouble(error: unknown): error is PatchkitError {
  return error instanceof PatchkitError && troubles.includes(error.code);
}

function wordsOf(error: PatchkitError): string {
  return error.hint === undefined ? error.message : `${error.message}. ${error.hint}`;
}

function placeOf({ place }: EngineSession): Place {
  const { engine, version, image, imageDigest, go, kernel, isolation } = place;
  return {
    engine,
    version,
    image,
    imageDigest,
    go,
    kernel,
    isolation: isolation.map((one) => ({ ...one, allowed: [...one.allowed] })),
  };
}

/** What a result depends on in addition to the trees. */
function placeKey({ engine, imageDigest, go, kernel, isolation }: Place | EnginePlace): string {
  return JSON.stringify([engine, imageDigest, go, kernel, isolation]);
}

function prefixed(store: TextStore, prefix: string): TextStore {
  return {
    get: (key) => store.get(`${prefix} ${key}`),
    set: (key, text) => store.set(`${prefix} ${key}`, text),
  };
}

/** Builds a program, and makes it available to the commands of a session. */
async function showTool(
  { installProgram }: VerifyWorkshop,
  session: EngineSession,
  work: string,
  program: Pick<GoProgram, "package" | "version">,
): Promise<InstalledProgram> {
  const installed = await installProgram({ ...program, inContainer: session.place.engine !== "host" });
  if ("reason" in installed) return installed;
  const name = installed.path.slice(installed.path.lastIndexOf("/") + 1);
  await copyFileTo(installed.path, join(work, "tools", name));
  return { path: `${session.work}/tools/${name}` };
}

async function makesDummies(session: EngineSession): Promise<boolean> {
  const { status } = await session.run({
    command: ["ip", "link", "add", "patchkit", "type", "dummy"],
    cwd: session.tree,
    privileges: "network",
    timeoutMs: 60_000,
  });
  return status === 0;
}

async function verifySubject(
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

/** One check of one series, or of one commit of it, about to be run. */
interface CheckRun {
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

async function runCheck(run: CheckRun): Promise<CheckResult> {
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
  const { templates: own } = proposalOf(workshop, subject);
  const about = [
    programDigest,
    check.id,
    subject.sha,
    subject.tree,
    subject.digest,
    subject.promise,
    subject.patches.map(({ name }) => name),
    commit,
    check.dependsOn?.({ via, templates: own }) ?? null,
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
    const { proposal, templates, variant } = proposalOf(workshop, subject);
    const profile = await stage.profile(proposal.survey);
    const name = `${subject.variant}-${subject.digest.slice(0, 12)}${commit === null ? "" : `-${commit}`}`;
    const texts = new Map(files.map(({ path, after }) => [path, after]));
    const engineInput: EngineCheckInput = {
      ...input,
      ...engine,
      patched: await openState(engine.bench, name, texts),
      checkout: stage.checkout,
      profile,
      values: valuesOf(allFacts(profile)),
      proposal,
      templates,
      trials: await proposal.trials(),
      variant,
      parser,
      formatter,
      now: workshop.now,
      via,
    };
    return await check.run(engineInput);
  } catch (error) {
    if (isTrouble(error)) return couldNotRun(wordsOf(error));
    // Files of the base parsed when the series was rendered, or this run reads a series from elsewhere.
    if (error instanceof PatchkitError && error.code === "golang/syntax-error")
      return { outcome: "fail", reason: error.message, log: "", details: null };
    throw error;
  }
}
