import type { Repository } from "../checkout/index.ts";
import type { GoFormatter, GoParser } from "../golang/index.ts";
import type { Engine } from "../host/engine.ts";
import type { GoProgram, InstalledProgram } from "../host/install-go-program.ts";
import type { TemplateSet } from "../plan/index.ts";
import type { ModuleFetcher } from "./base-tree.ts";
import type { TextStore } from "./baseline.ts";
import type { CheckId, Evidence } from "./evidence.ts";
import type { Subject } from "./subject.ts";
import type { TriedProposal } from "./trials.ts";

/** What an engine is chosen by. */
export interface EngineNeeds {
  /** The `go` line of the tree's go.mod, such as `1.16`; "" if it has none. */
  readonly goVersion: string;
  /** The image that the tree's own Dockerfile builds the agent in; undefined if it names none. */
  readonly upstreamImage: () => Promise<string | undefined>;
  /** Whether whole agents are to run in it. */
  readonly runsAgents: boolean;
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
  /** Called with what there is of a series' evidence after each of its checks, one call after another. */
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
  /** Series, those of one base together; the next ones are asked for when those before them are verified. */
  readonly groups: Iterable<readonly Subject[]> | AsyncIterable<readonly Subject[]>;
  readonly checks: readonly CheckId[];
  readonly perCommit: boolean;
  readonly via: "run" | "build";
  /** Whether checks that mostly wait run in parallel, which needs more memory. */
  readonly concurrent: boolean;
}
