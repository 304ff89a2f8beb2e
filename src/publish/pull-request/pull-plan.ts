import { z } from "zod";
import { plannedBranch as branch, plannedName as fullName, plannedSha as sha } from "../plan-shapes.ts";
import { boxes } from "./fill-template.ts";

/** Version of the format of a plan. */
export const pullPlanSchemaVersion = 1;

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const text = z.strictObject({
  title: z.string(),
  description: z.string(),
  evidence: z.array(z.string()),
  /** The target's own template; null if it has none. */
  template: z.string().nullable(),
  releaseNote: z.string().nullable(),
  supports: z.array(z.enum(boxes)),
});

/** A series, and how its commits are made again. */
const plannedSeries = z.strictObject({
  folder: z.string(),
  variant: z.string(),
  base: sha,
  head: sha,
  digest,
  /** `owner:branch` of its pull request. */
  pullHead: z.string(),
});

const step = z.discriminatedUnion("kind", [
  /** Asks for a fork, and waits until it has its branches. */
  z.strictObject({ kind: z.literal("create-fork"), of: fullName, name: z.string() }),
  /** Puts the base commit on a branch of the fork, for pull requests within it. */
  z.strictObject({ kind: z.literal("push-base"), repository: fullName, branch, sha }),
  /** Pushes the commits with a lease: the branch has to be at `expected`, null if it must not be there. */
  z.strictObject({
    kind: z.literal("push-branch"),
    folder: z.string(),
    repository: fullName,
    branch,
    sha,
    expected: sha.nullable(),
  }),
  z.strictObject({
    kind: z.literal("open-draft"),
    folder: z.string(),
    repository: fullName,
    /** `owner:branch`. */
    head: z.string(),
    base: branch,
    text,
    /** Folders of the series that it links to. */
    siblings: z.array(z.string()),
  }),
  /** Writes the text again, with links to what was opened in the meantime; where a person edited it, the record alone. */
  z.strictObject({
    kind: z.literal("update-text"),
    folder: z.string(),
    repository: fullName,
    head: z.string(),
    text,
    siblings: z.array(z.string()),
  }),
  /** Says on a pull request what changed since the last push, in one comment. */
  z.strictObject({
    kind: z.literal("comment-change"),
    folder: z.string(),
    repository: fullName,
    head: z.string(),
    comment: z.string(),
  }),
  /** Sets labels where the pull request has none yet. */
  z.strictObject({
    kind: z.literal("set-labels"),
    folder: z.string(),
    repository: fullName,
    head: z.string(),
    labels: z.array(z.string()),
  }),
]);

/** What `pr` is going to do: plain data, which `--dry-run` prints and `--plan` carries out. */
export const pullPlanSchema = z.strictObject({
  schema: z.literal(pullPlanSchemaVersion),
  kind: z.literal("pull-requests"),
  apiUrl: z.string(),
  /** Whose token it was made with. */
  login: z.string(),
  series: z.array(plannedSeries),
  steps: z.array(step),
  /** Series that are left out, and why. */
  refused: z.array(
    z.strictObject({ folder: z.string(), code: z.string(), reason: z.string(), hint: z.string().nullable() }),
  ),
  /** What a person should know before it is carried out. */
  notes: z.array(z.string()),
});

export type PullPlan = z.infer<typeof pullPlanSchema>;
export type PullStep = PullPlan["steps"][number];
export type StepOf<Kind extends PullStep["kind"]> = Extract<PullStep, { kind: Kind }>;
