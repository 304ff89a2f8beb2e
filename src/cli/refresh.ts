import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { openCheckout, type RefResult, resolveRefs, resolveSlugs } from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import { archiveSeries, type OutputFolder } from "../folder/index.ts";
import { generate, type Outcome, type Workshop } from "../matrix/index.ts";
import { findStack } from "../plan/index.ts";
import {
  assertKept,
  type Identity,
  parseIdentity,
  type RangeDiff,
  rangeDiff,
  readEachSeriesBelow,
  type Series,
  type SeriesOnDisk,
} from "../series/index.ts";
import { suggestion } from "../text/index.ts";
import { applyPatches, subjectOnDisk } from "../verify/index.ts";
import { exit } from "./failure.ts";
import { assertOwnDefault, openOutput } from "./generate.ts";
import type { Printer } from "./printer.ts";
import { recordedParams } from "./recorded-params.ts";
import { refreshedResult, refreshWords, refusedResult } from "./refresh-result.ts";
import type { RefreshResult, RefreshValue } from "./refresh-value.ts";
import { schemaVersion } from "./schema-version.ts";
import { type Session, type WorkshopOptions, withWorkshop } from "./workshop.ts";

/** Flags of `refresh`. */
export interface RefreshOptions extends WorkshopOptions {
  /** New base of all series; undefined for what the ref of each is now. */
  readonly onto?: string | undefined;
  /** Folders of refs; empty means all. */
  readonly slugs: readonly string[];
  /** Ids; empty means all. */
  readonly variants: readonly string[];
  readonly set: readonly string[];
  readonly identity?: string | undefined;
  readonly out: string;
  readonly diff: boolean;
  readonly dryRun: boolean;
}

/** A series as it stands, and the ref it is rendered for now. */
interface Renewal {
  readonly former: SeriesOnDisk;
  readonly onto: RefResult;
}

/** `refresh`: renders the series of an output folder again; the former revisions are kept. */
export async function runRefresh(
  session: Session,
  printer: Printer,
  options: RefreshOptions,
): Promise<number> {
  const out = resolve(session.cwd, options.out);
  await assertOwnDefault(options.out, out);
  const texts: string[] = [];
  const value = await withWorkshop(session, options, async (workshop): Promise<RefreshValue> => {
    const identity = await identityOf(workshop, options.identity);
    const found = await readEachSeriesBelow(out);
    const chosen = choose(found, options);
    const results: RefreshResult[] = chosen.flatMap((one) =>
      "error" in one ? [refusedResult(one, one.error)] : [],
    );
    const readable = chosen.flatMap((one) => ("error" in one ? [] : [one]));
    const folder = await openOutput(workshop, out);
    for (const renewal of await renewalsOf(workshop, readable, options.onto)) {
      printer.progress(`rendering ${renewal.former.folder}`);
      const { result, diff } = await renew(workshop, folder, found, renewal, { ...options, identity });
      results.push(result);
      if (diff) texts.push(diff.text);
    }
    results.sort((a, b) => (a.former < b.former ? -1 : 1));
    return { schema: schemaVersion, repo: workshop.repository.dir, out, dryRun: options.dryRun, results };
  });
  const refused = value.results.filter(({ status }) => status === "refused");
  printer.result(
    value,
    () => [refreshWords(value, printer), ...(options.diff ? texts : [])].join("\n"),
    () => refused.map(({ former, code, reason }) => `${former}: ${code}: ${reason}`),
  );
  if (refused.some(({ code }) => code?.startsWith("checkout/unknown-ref"))) return exit.environment;
  return refused.length > 0 ? 1 : 0;
}

async function identityOf(workshop: Workshop, text: string | undefined): Promise<Identity | undefined> {
  if (text === undefined) return undefined;
  const identity = parseIdentity(text);
  await assertKept(workshop.repository.git, identity);
  return identity;
}

type Found = Awaited<ReturnType<typeof readEachSeriesBelow>>[number];

/** @throws PatchkitError `usage/unknown-series` for a folder or variant that no series has. */
function choose(found: readonly Found[], { slugs, variants }: RefreshOptions): Found[] {
  const slugOf = ({ folder }: Found) => folder.slice(0, folder.indexOf("/"));
  const variantOf = (one: Found) =>
    "error" in one
      ? one.folder.slice(one.folder.indexOf("/") + 1).replace(/\+[0-9a-f]{8}$/, "")
      : one.file.variant;
  assertKnown("--ref", slugs, found.map(slugOf));
  assertKnown("--variant", variants, found.map(variantOf));
  return found.filter(
    (one) =>
      (slugs.length === 0 || slugs.includes(slugOf(one))) &&
      (variants.length === 0 || variants.includes(variantOf(one))),
  );
}

function assertKnown(flag: string, names: readonly string[], all: readonly string[]): void {
  const known = [...new Set(all)];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new PatchkitError(
    "usage/bad-argument",
    `${flag}: expected one of ${known.join(", ")}, of which the output folder has series, found ${JSON.stringify(unknown)}`,
    { hint: suggestion(unknown, known, "`cilium-patchkit generate` renders series that are not there yet.") },
  );
}

/**
 * What each series is rendered for. Onto one ref, series that would get the same folder come from one of them, the
 * one of the newest release.
 */
async function renewalsOf(
  { repository }: Workshop,
  found: readonly SeriesOnDisk[],
  onto: string | undefined,
): Promise<Renewal[]> {
  if (onto === undefined) {
    const slugs = [...new Set(found.map(({ folder }) => folder.slice(0, folder.indexOf("/"))))];
    const refs = await resolveSlugs(repository, slugs);
    return found.flatMap((former) => {
      const ref = refs.get(former.folder.slice(0, former.folder.indexOf("/")));
      return ref ? [{ former, onto: ref }] : [];
    });
  }
  const [ref] = await resolveRefs(repository, [onto]);
  if (!ref) throw new Error("no result for the one ref");
  if ("error" in ref) throw ref.error;
  const byRelease = new Intl.Collator("en", { numeric: true });
  const newest = new Map<string, SeriesOnDisk>();
  for (const one of [...found].sort((a, b) => byRelease.compare(a.file.release, b.file.release)))
    newest.set(one.folder.slice(one.folder.indexOf("/")), one);
  return [...newest.values()].map((former) => ({ former, onto: ref }));
}

interface RenewOptions {
  readonly set: readonly string[];
  readonly identity: Identity | undefined;
  readonly dryRun: boolean;
}

/** Renders one series, and writes it if it differs from what stands there. */
async function renew(
  workshop: Workshop,
  folder: OutputFolder,
  found: readonly Found[],
  renewal: Renewal,
  options: RenewOptions,
): Promise<{ readonly result: RefreshResult; readonly diff?: RangeDiff | undefined }> {
  const { former, onto } = renewal;
  try {
    if ("error" in onto) throw onto.error;
    const outcome = await renderAgain(workshop, former, onto, options);
    if (outcome.status === "refused") throw outcome.error;
    if (outcome.status !== "generated")
      return { result: refreshedResult(former, onto, { status: outcome.status, ...reasonOf(outcome) }) };
    const { series } = outcome;
    const standing = found.find((one) => one.folder === series.folder);
    if (standing && "error" in standing) throw standing.error;
    if (standing?.digest === series.digest && standing.file.head === series.head)
      return { result: refreshedResult(former, onto, { status: "unchanged", series }) };
    const before = standing ?? former;
    const diff = await compare(workshop, before, series);
    const revision = options.dryRun
      ? null
      : await archiveSeries(folder, { series, former: before.folder, diff });
    return { result: refreshedResult(former, onto, { status: "refreshed", series, diff, revision }), diff };
  } catch (error) {
    if (!(error instanceof PatchkitError) || error.stopsTheRun) throw error;
    return { result: refusedResult(former, error) };
  }
}

function reasonOf(outcome: Outcome): { readonly reason?: string } {
  return outcome.status === "not-applicable" ? { reason: outcome.reason } : {};
}

/** The series with the params and the identity it had, unless flags say otherwise. */
async function renderAgain(
  workshop: Workshop,
  { file, folder }: SeriesOnDisk,
  onto: RefResult,
  { set, identity }: RenewOptions,
): Promise<Outcome> {
  const stack = findStack(workshop.templates, file.variant);
  if (!stack) {
    throw new PatchkitError(
      "usage/unknown-variant",
      `${folder}: expected a series of a variant that this version has, found ${JSON.stringify(file.variant)}`,
      { hint: "`cilium-patchkit variants` lists them; the folder was left as it is." },
    );
  }
  const [cell] = await generate(workshop, {
    refs: [onto],
    stacks: [stack],
    params: recordedParams(stack, file.params, set),
    identity: identity ?? file.identity ?? undefined,
  });
  if (!cell) throw new Error("no result for the one ref and variant");
  return cell.outcome;
}

/** How a series differs from its former revision; undefined where that one's base is not in the clone. */
async function compare(
  { repository }: Workshop,
  former: SeriesOnDisk,
  series: Series,
): Promise<RangeDiff | undefined> {
  const subject = subjectOnDisk(former);
  if ((await repository.readObject(subject.sha))?.type !== "commit") return undefined;
  const ref = { ref: subject.ref, sha: subject.sha, slug: subject.slug };
  const checkout = await openCheckout(repository, ref);
  const { taken, commits } = await applyPatches(repository, checkout, subject, tmpdir());
  const head = commits.at(-1)?.sha;
  if (!taken || head === undefined) return undefined;
  return rangeDiff(repository, { base: subject.sha, head }, { base: series.base, head: series.head });
}
