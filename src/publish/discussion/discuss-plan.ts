import { z } from "zod";
import { plannedBranch, plannedName, plannedSha } from "../plan-shapes.ts";

/** Version of the format of a plan. */
export const discussPlanSchemaVersion = 1;

/** Stand in a text for the URLs of the gist's page and of its repository, which are not known before it is made. */
export const gistPlaceholder = "{{gist}}";
export const gistClonePlaceholder = "{{gist.git}}";

const thread = z.strictObject({
  kind: z.enum(["issue", "discussion"]),
  repository: plannedName,
  number: z.number().int().positive(),
});

const files = z.record(z.string(), z.string());

/** A gist: found again by its description. */
const gistCarrier = z.strictObject({ kind: z.literal("gist"), description: z.string(), files });

/** A branch of a fork, with one commit that has no parent and these files, by path. */
const branchCarrier = z.strictObject({
  kind: z.literal("branch"),
  /** The fork that is made first; null where it is there. */
  fork: z.strictObject({ of: plannedName, name: z.string() }).nullable(),
  repository: plannedName,
  branch: plannedBranch,
  /** The commit, which follows from files and message. */
  sha: plannedSha,
  /** Where the branch has to be; null if it must not be there. */
  expected: plannedSha.nullable(),
  message: z.string(),
  files,
});

/** What `discuss` is going to do: plain data, which `--dry-run` prints and `--plan` carries out. */
export const discussPlanSchema = z.strictObject({
  schema: z.literal(discussPlanSchemaVersion),
  kind: z.literal("discuss"),
  apiUrl: z.string(),
  login: z.string(),
  thread,
  /** Title of the thread. */
  title: z.string(),
  /** What holds the patches. */
  carrier: z.discriminatedUnion("kind", [gistCarrier, branchCarrier]),
  /** The comment; `{{gist}}` and `{{gist.git}}` are replaced by the gist's URLs. */
  text: z.string(),
  /** What was left out of the text. */
  cut: z.array(z.string()),
});

export type DiscussPlan = z.infer<typeof discussPlanSchema>;
export type BranchCarrier = Extract<DiscussPlan["carrier"], { kind: "branch" }>;
export type GistCarrier = Extract<DiscussPlan["carrier"], { kind: "gist" }>;
