import type { ParamValues, PlanFact } from "../plan/index.ts";
import type { Edit } from "../text/index.ts";

/** The author of a series. */
export interface Identity {
  readonly name: string;
  readonly mail: string;
  /** Whether commits end with a Signed-off-by line: only if the user set the identity. */
  readonly signsOff: boolean;
}

/** Lines that a series adds to and removes from one file, from its base to its end. */
export interface FileStat {
  readonly path: string;
  readonly added: number;
  readonly removed: number;
}

/** One edit, recorded so that it can be undone. Offsets are UTF-16 code units. */
export interface RecordedEdit extends Edit {
  /** The replaced text. */
  readonly replaced: string;
}

/** One commit of a series. */
export interface SeriesCommit {
  readonly sha: string;
  readonly tree: string;
  readonly subject: string;
  /** The patch as `git format-patch` writes it. */
  readonly patch: string;
  /** File name of the patch. */
  readonly patchName: string;
  readonly edits: readonly {
    readonly path: string;
    readonly created: boolean;
    readonly edits: readonly RecordedEdit[];
  }[];
}

/** A plan turned into commits and patches. The same input gives the same bytes on every machine. */
export interface Series {
  /** Id of the variant; of a stack of several, `a+b`. */
  readonly variant: string;
  /** Of a stack, each with its variant: `a.flag`. */
  readonly params: ParamValues;
  readonly identity: Identity | null;
  /** The base commit. */
  readonly base: string;
  readonly release: string;
  readonly slug: string;
  /** Folder of the series below the output folder: `<slug>/<variant>[+<hash>]`. */
  readonly folder: string;
  readonly facts: readonly PlanFact[];
  readonly commits: readonly SeriesCommit[];
  /** Last commit. */
  readonly head: string;
  /** Tree of the last commit. */
  readonly tree: string;
  readonly files: readonly FileStat[];
  /** Why the series has no tests of its own, "" if it has them. */
  readonly untested: string;
  readonly coverLetter: string;
  /** Answers to what reviewers may object, in Markdown; "" if there are none. Not part of the digest. */
  readonly answers: string;
  /** sha256 of the patches' bytes in order. */
  readonly digest: string;
}
