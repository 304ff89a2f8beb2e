import { createHash } from "node:crypto";
import type { Base, Repository } from "../checkout/index.ts";
import type { Plan, PlannedCommit } from "../plan/index.ts";
import { coverFooter } from "./cover-footer.ts";
import { formatPatch, patchName } from "./format-patch.ts";
import { neutralIdentity } from "./identity.ts";
import type { FileStat, Identity, RecordedEdit, Series, SeriesCommit } from "./series.ts";
import { openCommitWriter, type WrittenCommit } from "./write-commits.ts";

/** A plan for a builder, and the folder of its series. */
export interface SeriesRequest {
  readonly plan: Plan;
  /** Folder name of the commit below the output folder. */
  readonly slug: string;
  /** Folder name of the series below that: its variant, with a suffix for params that are not the default. */
  readonly name: string;
}

/** Settings shared by all series of a builder. */
export interface SeriesOptions {
  readonly identity?: Identity | undefined;
  /** Last line of every patch. */
  readonly signature: string;
  /** Number of the thread that builds: each has its own builders. */
  readonly thread: number;
}

/** Turns plans into series. Writes only to the repository's separate object store. */
export interface SeriesBuilder {
  /** Adds a plan, whose commits are built while others are planned; settles when git has received it. */
  add(plan: Plan, base: Base): Promise<void>;
  /** The series of all added plans, in the order of the requests. */
  build(requests: readonly SeriesRequest[]): Promise<Series[]>;
  /** Ends running processes, also after a failure. */
  close(): Promise<void>;
}

/** Opens a builder for some series of a run. */
export function openSeriesBuilder(repository: Repository, options: SeriesOptions): SeriesBuilder {
  const identity = options.identity ?? neutralIdentity;
  const writer = openCommitWriter(repository, options.thread);
  const added = new Map<Plan, { readonly base: Base; readonly index: number }>();
  return {
    add(plan, base) {
      const request = {
        base: base.sha,
        committedAtSec: base.committedAtSec,
        identity,
        commits: plan.commits,
      };
      added.set(plan, { base, index: added.size });
      return writer.add(request);
    },
    async build(requests) {
      const written = await writer.finish();
      return requests.map((request) => {
        const found = added.get(request.plan);
        if (!found) throw new Error(`the plan of ${request.slug} was not added`);
        return assemble(request, found.base, written[found.index] ?? [], identity, options);
      });
    },
    close: () => writer.close(),
  };
}

function assemble(
  request: SeriesRequest,
  base: Base,
  written: readonly WrittenCommit[],
  identity: Identity,
  options: SeriesOptions,
): Series {
  const { plan } = request;
  const total = written.length;
  const commits = written.map((commit, index): SeriesCommit => {
    const planned = plan.commits[index];
    if (!planned) throw new Error("more commits than were planned");
    const position = { number: index + 1, total };
    return {
      sha: commit.sha,
      tree: commit.tree,
      subject: planned.subject,
      patch: formatPatch(commit, identity, position, options.signature),
      patchName: patchName(planned.subject, position.number),
      edits: planned.files.map(({ path, before, edits }) => ({
        path,
        created: before === undefined,
        edits: edits.map(
          (edit): RecordedEdit => ({ ...edit, replaced: (before ?? "").slice(edit.start, edit.end) }),
        ),
      })),
    };
  });
  const last = commits.at(-1);
  const files = fileStats(plan.commits, written);
  const folder = `${request.slug}/${request.name}`;
  return {
    variant: plan.variant,
    params: plan.params,
    identity: options.identity ?? null,
    base: base.sha,
    release: plan.release,
    slug: request.slug,
    folder,
    facts: plan.facts,
    commits,
    head: last?.sha ?? base.sha,
    tree: last?.tree ?? base.tree,
    files,
    untested: plan.untested,
    answers: plan.answers,
    coverLetter: `${plan.coverLetter}\n${coverFooter({
      author: identity.name,
      subjects: plan.commits.map(({ subject }) => subject),
      files,
      base: base.sha,
      folder,
    })}`,
    digest: digestOf(commits.map(({ patch }) => patch)),
  };
}

/** sha256 of patches' bytes in order, 64 hex digits. */
export function digestOf(patches: readonly string[]): string {
  const hash = createHash("sha256");
  for (const patch of patches) hash.update(patch);
  return hash.digest("hex");
}

/** Lines added and removed per file, summed over the commits, in order of path. */
function fileStats(planned: readonly PlannedCommit[], written: readonly WrittenCommit[]): FileStat[] {
  const stats = new Map<string, { added: number; removed: number }>();
  for (const path of planned.flatMap(({ files }) => files.map((file) => file.path)))
    stats.set(path, { added: 0, removed: 0 });
  for (const { diff } of written) {
    for (const part of diff.split(/^diff --git /m).slice(1)) {
      const path = /^a\/.* b\/(.*)$/m.exec(part)?.[1] ?? "";
      const stat = stats.get(path);
      const hunks = part.slice(part.search(/^@@/m));
      if (!stat) throw new Error(`the diff changes ${path}, which was not planned`);
      stat.added += hunks.match(/^\+/gm)?.length ?? 0;
      stat.removed += hunks.match(/^-/gm)?.length ?? 0;
    }
  }
  return [...stats].map(([path, stat]) => ({ path, ...stat })).sort((a, b) => (a.path < b.path ? -1 : 1));
}
