import { changedPaths, openCheckout, type ResolvedRef, recordReads, resolveRefs } from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import { type DriftCommit, type Look, traceDrift, type Workshop } from "../matrix/index.ts";
import { releaseFiles } from "../profile/index.ts";
import { type Break, breaksOf, stopsFitting } from "./drift-breaks.ts";
import type { DriftValue } from "./drift-value.ts";
import { inspectCheckout, plannersOf } from "./inspect.ts";
import type { Printer } from "./printer.ts";
import { makeRunProgress } from "./run-progress.ts";
import { schemaVersion } from "./schema-version.ts";
import { type Session, type WorkshopOptions, withWorkshop } from "./workshop.ts";

/** Flags of `inspect --drift`. */
export interface DriftOptions extends WorkshopOptions {
  /** Whose facts and variants are followed; undefined for the first proposal. */
  readonly proposal?: string | undefined;
  readonly since: string;
  readonly until: string;
}

/**
 * `inspect --drift`: the commits at which facts changed, or whether variants fit. Exit code 1 if a variant that fitted
 * does not fit at the end of the range: what a later commit mended needs no port.
 */
export async function runDrift(session: Session, printer: Printer, options: DriftOptions): Promise<number> {
  const value = await withWorkshop(session, options, async (workshop): Promise<DriftValue> => {
    const [since, until] = await endsOf(workshop, options);
    const commits = await changedPaths(workshop.repository, { from: since.sha, to: until.sha });
    const progress = makeRunProgress(printer, commits.length, () => performance.now());
    const found = await traceDrift(since.sha, commits, makeLook(workshop, options.proposal), (done) =>
      progress(done, commits[done - 1]?.sha.slice(0, 12) ?? ""),
    );
    return {
      schema: schemaVersion,
      repo: workshop.repository.dir,
      since: { ref: since.ref, sha: since.sha },
      until: { ref: until.ref, sha: until.sha },
      examined: commits.length,
      ...describe(found),
    };
  });
  printer.result(
    value,
    () => words(value, printer),
    () => value.broken.map(({ id, by, reason }) => `${by.slice(0, 12)}: ${id}: ${shown(reason)}`),
  );
  return value.broken.length > 0 ? 1 : 0;
}

/** @throws PatchkitError for a ref that is none, and `usage/bad-argument` where `until` does not come after `since`. */
async function endsOf(
  { repository }: Workshop,
  { since, until }: DriftOptions,
): Promise<readonly [ResolvedRef, ResolvedRef]> {
  const [from, to] = (await resolveRefs(repository, [since, until])).map((result) => {
    if ("error" in result) throw result.error;
    return result;
  });
  if (!from || !to) throw new Error("fewer results than refs");
  const asked = ["merge-base", "--is-ancestor", from.sha, to.sha];
  const { status } = await repository.git.attempt(asked, { env: { GIT_DIR: repository.store.gitDir } });
  if (status === 0) return [from, to];
  throw new PatchkitError(
    "usage/bad-argument",
    `--drift: expected --until ${until} to come after --since ${since} on one branch, found that it does not contain it`,
    {
      hint: "Name two commits of one branch; releases of different lines are compared by `cilium-patchkit inspect`.",
    },
  );
}

const factPrefix = "fact ";
const variantPrefix = "variant ";

function makeLook(workshop: Workshop, proposal: string | undefined): (sha: string) => Promise<Look> {
  const planners = plannersOf(workshop, proposal);
  return async (sha) => {
    const opened = await openCheckout(workshop.repository, { ref: sha, sha, slug: sha.slice(0, 12) });
    const { checkout, reads } = recordReads(opened);
    const { facts, variants, code, reason } = await inspectCheckout(workshop, planners, checkout);
    const known: Record<string, string> = {};
    // A reason names the commit, which would make it another one at each.
    const unnamed = (text: string) => text.replaceAll(sha.slice(0, 12), "the commit");
    for (const fact of facts) {
      // Each release has another version, which by itself means nothing.
      if ("value" in fact && fact.path !== releaseFiles.version)
        known[factPrefix + fact.name] = JSON.stringify(fact.value);
    }
    for (const { id, status, reason: why } of variants)
      known[variantPrefix + id] = why === null ? status : `${status}: ${unnamed(why)}`;
    if (code !== null) known[`${factPrefix}tree`] = `${code}: ${unnamed(reason ?? "")}`;
    return { known, reads };
  };
}

function describe(found: readonly DriftCommit[]): Pick<DriftValue, "commits" | "broken"> {
  const commits = found.map(asValue);
  const breaks = breaksOf(commits);
  return {
    commits: commits.map((commit) => withMends(commit, breaks)),
    broken: breaks
      .filter(({ mendedBy }) => mendedBy === null)
      .map(({ id, sha, after }) => ({ id, by: sha, reason: after })),
  };
}

type Commit = DriftValue["commits"][number];

function withMends(commit: Commit, breaks: readonly Break[]): Commit {
  const mendOf = (id: string) => breaks.find((one) => one.id === id && one.sha === commit.sha)?.mendedBy;
  return {
    ...commit,
    variants: commit.variants.map((one) => ({ ...one, mendedBy: mendOf(one.id) ?? null })),
  };
}

function asValue({ commit, drifts }: DriftCommit): Commit {
  const named = (prefix: string) =>
    drifts
      .filter(({ name }) => name.startsWith(prefix))
      .map(({ name, before, after }) => ({ name: name.slice(prefix.length), before, after }));
  return {
    sha: commit.sha,
    committedAt: new Date(commit.committedAtSec * 1000).toISOString(),
    subject: commit.subject,
    pull: commit.pull,
    facts: named(factPrefix),
    variants: named(variantPrefix).map(({ name, ...change }) => ({ id: name, ...change, mendedBy: null })),
  };
}

function words(value: DriftValue, { color }: Printer): string {
  const { examined, commits, since, until } = value;
  const blocks = commits.map(({ sha, committedAt, subject, pull, facts, variants }) => {
    const title = `${color.bold(sha.slice(0, 12))}  ${committedAt.slice(0, 10)}  ${subject}`;
    const changes = [
      ...facts.map((fact) => `  ${fact.name}: ${shown(fact.before)} -> ${shown(fact.after)}`),
      ...variants.map((one) => {
        const mended = one.mendedBy === null ? "" : `; mended by ${one.mendedBy.slice(0, 12)}`;
        const paint = stopsFitting(one) && mended === "" ? color.red : color.green;
        return `  ${paint(one.id)}: ${shown(one.before)} -> ${shown(one.after)}${mended}`;
      }),
    ];
    return [pull === null ? title : `${title}  ${color.dim(`pull request ${pull}`)}`, ...changes].join("\n");
  });
  const total = `${commits.length} of ${examined} commits from ${since.ref} to ${until.ref} change what is known of the tree`;
  return [...blocks, total, ...endWords(value)].join("\n");
}

/** What the breaks of the range came to. */
function endWords({ commits, broken, until }: DriftValue): string[] {
  if (broken.length > 0) {
    const list = broken.map(({ id, by }) => `${id}, since ${by.slice(0, 12)}`).join("; ");
    const count = broken.length === 1 ? "1 variant does" : `${broken.length} variants do`;
    return [`${count} not fit at ${until.ref}: ${list}`];
  }
  const isMended = commits.some(({ variants }) => variants.some(stopsFitting));
  return isMended ? ["what broke was mended by a later commit"] : [];
}

function shown(text: string | null): string {
  return text ?? "not found";
}
