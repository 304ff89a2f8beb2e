import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openCheckout, type Repository } from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import { openPusher } from "../host/git-push.ts";
import { findStack, type ReleaseNote, releaseNoteOfStack } from "../plan/index.ts";
import {
  type Cell,
  decidePulls,
  evidenceLines,
  gatherPulls,
  makeCommits,
  type PullPlan,
  type PullSeries,
  performPulls,
  pullPlanSchema,
  readCoverLetter,
  readRevisions,
  readTemplate,
  supportedBoxes,
} from "../publish/index.ts";
import { branchOf, parseIdentity } from "../series/index.ts";
import { exitOnRefusal, type Settled } from "./cell-flags.ts";
import { assertConfirmed } from "./confirm.ts";
import { type OpenedGitHub, openOwnGitHub } from "./open-github.ts";
import { loadOwnTemplates } from "./own-templates.ts";
import type { PrFlags } from "./pr-flags.ts";
import type { PrValue } from "./pr-value.ts";
import { planWords, prWords } from "./pr-words.ts";
import type { Printer } from "./printer.ts";
import { readChosen } from "./read-chosen.ts";
import { readPlan } from "./read-plan.ts";
import { schemaVersion } from "./schema-version.ts";
import { type Session, withRepository } from "./workshop.ts";

/** `pr`: draft pull requests of the chosen series. */
export async function runPr(session: Session, printer: Printer, flags: Settled<PrFlags>): Promise<number> {
  return exitOnRefusal(printer, async () => {
    const opened = await openOwnGitHub(session, printer, flags.apiUrl);
    const { chosen } = await readChosen({ session, printer }, flags);
    assertChoice(flags, chosen.cells);
    const planned =
      flags.plan === undefined
        ? undefined
        : await readPlan({ of: "pr", schema: pullPlanSchema }, resolve(session.cwd, flags.plan));
    const cells = planned ? cellsOf(planned, chosen.cells) : chosen.cells;
    const plan = planned ?? (await makePlan(session, flags, cells, opened));
    if (flags.dryRun === true || plan.steps.length === 0) {
      const value: PrValue = { ...nothingDone, dryRun: flags.dryRun === true, plan };
      printer.result(value, () => planWords(plan, printer));
      return plan.refused.length > 0 ? 1 : 0;
    }
    printer.note(planWords(plan, printer));
    const isTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true;
    await assertConfirmed(session, `Do this as ${plan.login} on ${opened.host.hostname}?`, {
      isTerminal,
      yes: flags.yes === true,
    });
    return withRepository(session, flags.repo, (repository) =>
      carryOut(session, printer, { plan, cells, opened, repository }),
    );
  });
}

const nothingDone = {
  schema: schemaVersion as typeof schemaVersion,
  dryRun: false,
  done: [],
  left: 0,
  failure: null,
};

/** One variant, or each on its own; all on one base, as they are alternatives to each other. */
function assertChoice({ draftEach, branch, plan }: PrFlags, cells: readonly Cell[]): void {
  if (plan !== undefined) return;
  const folders = cells.map(({ shown }) => shown.folder).join(", ");
  if (new Set(cells.map(({ series }) => series.file.base)).size > 1) {
    throw new PatchkitError("usage/bad-argument", `expected series of one base, found ${folders}`, {
      hint: "Choose one with --ref.",
    });
  }
  if (cells.length > 1 && draftEach !== true) {
    throw new PatchkitError("usage/bad-argument", `expected one series, found ${folders}`, {
      hint: "Choose one with --variant, or open a draft of each with --draft-each.",
    });
  }
  if (cells.length > 1 && branch !== undefined) {
    throw new PatchkitError("usage/bad-argument", `--branch: expected one series, found ${folders}`, {
      hint: "Choose one with --variant, or leave --branch out.",
    });
  }
}

/** The series of a plan, as they are on disk. @throws PatchkitError `series/digest-mismatch`. */
function cellsOf({ series }: PullPlan, cells: readonly Cell[]): Cell[] {
  return series.map(({ folder, digest }) => {
    const found = cells.find((cell) => cell.series.folder === folder);
    if (found?.series.digest === digest) return found;
    throw new PatchkitError(
      "series/digest-mismatch",
      `--plan: expected the series ${folder} with the digest ${digest.slice(0, 12)}, found ${found ? found.series.digest.slice(0, 12) : "none"}`,
      { hint: "The plan is of other patches: make it again." },
    );
  });
}

async function makePlan(
  session: Session,
  flags: Settled<PrFlags>,
  cells: readonly Cell[],
  { github, host }: OpenedGitHub,
): Promise<PullPlan> {
  if (flags.identity === undefined) {
    throw new PatchkitError("usage/bad-argument", "expected --identity 'Name <mail>', found none", {
      hint: "It is who signs off, and has to be the author of the series.",
    });
  }
  const { text: template, choices } = await readTargetTemplate(session, flags, cells);
  const templates = await loadOwnTemplates(flags.templates);
  const out = resolve(session.cwd, flags.out);
  const former = await Promise.all(cells.map(({ series }) => readRevisions(out, series.folder)));
  const wish = {
    upstream: flags.upstream,
    fork: flags.fork,
    base: flags.base,
    identity: parseIdentity(flags.identity),
    series: cells.map((cell, index) => {
      const stack = findStack(templates, cell.series.file.variant);
      const release = stack && releaseNoteOfStack(stack, cell.series.file.params);
      return pullSeriesOf(cell, {
        branch: flags.branch,
        template,
        release,
        revisions: former[index] ?? [],
      });
    }),
  };
  const plan = decidePulls(wish, await gatherPulls(github, wish), host.apiUrl);
  const several = `the base has several pull request templates (${choices.join(", ")}), and none was used: name one with --template`;
  return choices.length === 0 ? plan : { ...plan, notes: [...plan.notes, several] };
}

/** The template of the commit that all series are on. */
async function readTargetTemplate(session: Session, { repo, template }: PrFlags, [cell]: readonly Cell[]) {
  if (!cell) return { text: null, choices: [] };
  const { sha, slug } = cell.shown;
  return withRepository(session, repo, async (repository) =>
    readTemplate(await openCheckout(repository, { ref: sha, sha, slug }), template),
  );
}

interface PullExtras {
  readonly branch: string | undefined;
  readonly template: string | null;
  readonly release: ReleaseNote | undefined;
  readonly revisions: PullSeries["revisions"];
}

function pullSeriesOf(cell: Cell, { branch, template, release, revisions }: PullExtras): PullSeries {
  const { series, shown } = cell;
  const { folder, file, digest } = series;
  const { title, description } = readCoverLetter(shown.coverLetter);
  const { variant, base, head, identity: author } = file;
  return {
    folder,
    variant,
    base,
    head,
    digest,
    author,
    branch: branch ?? branchOf(shown.name, shown.slug),
    text: {
      title: title || (file.commits[0]?.subject ?? variant),
      description,
      evidence: evidenceLines(cell),
      template,
      releaseNote: release?.note ?? null,
      supports: supportedBoxes(cell, release !== undefined),
    },
    labels: release?.labels ?? [],
    revisions,
  };
}

interface Work {
  readonly plan: PullPlan;
  readonly cells: readonly Cell[];
  readonly opened: OpenedGitHub;
  readonly repository: Repository;
}

async function carryOut(
  session: Session,
  printer: Printer,
  { plan, cells, opened, repository }: Work,
): Promise<number> {
  const { github, host, token } = opened;
  await assertPlanFits(plan, opened);
  for (const cell of cells) await makeCommits(repository, cell.series, tmpdir());
  const pusher = openPusher({
    gitDir: repository.store.gitDir,
    host,
    token,
    env: session.env,
    signal: session.signal,
  });
  const world = { github, pusher, sleep: (ms: number) => sleep(ms, undefined, { signal: session.signal }) };
  const { done, left, failure } = await performPulls(plan, world, ({ kind }) => printer.progress(kind));
  if (failure !== undefined && !(failure instanceof PatchkitError)) throw failure;
  const value: PrValue = {
    ...nothingDone,
    plan,
    done: [...done],
    left: left.length,
    failure: failure ? { code: failure.code, message: failure.message, hint: failure.hint ?? null } : null,
  };
  printer.result(
    value,
    () => prWords(value, printer),
    () => (failure ? [`${failure.code}: ${failure.message}`] : []),
  );
  if (failure) return failure.stopsTheRun ? 2 : 1;
  return plan.refused.length > 0 || done.some(({ outcome }) => outcome === "kept") ? 1 : 0;
}

/** A plan is for one account of one GitHub. */
async function assertPlanFits({ login, apiUrl }: PullPlan, { github, host }: OpenedGitHub): Promise<void> {
  const found = await github.readAccount([]);
  if (found.login === login && apiUrl === host.apiUrl) return;
  throw new PatchkitError(
    "usage/bad-argument",
    `expected the account ${login} of ${apiUrl} that the plan is for, found ${found.login} of ${host.apiUrl}`,
    {
      hint: "Make the plan again with this token and --api-url.",
    },
  );
}
