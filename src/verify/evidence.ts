import { z } from "zod";
import type { Check } from "./check.ts";
import { checks } from "./checks/index.ts";
import { outcomes } from "./finding.ts";
import { place } from "./place.ts";

/** Version of the format of evidence.json. */
export const evidenceSchemaVersion = 1;

/** Ids of the checks, in the order they run. */
export const checkIds: readonly CheckId[] = checks.map(({ id }) => id);

/** The default checks. */
export const standardChecks: readonly CheckId[] = checks
  .filter(({ onRequest }) => !onRequest)
  .map(({ id }) => id);

/** Whether one of these checks starts whole agents. */
export function runsAgents(ids: readonly CheckId[]): boolean {
  return checks.some((check) => check.runsAgents && ids.includes(check.id));
}

/** `evidence.json`, next to its series, with the details of these checks. */
export function evidenceSchemaOf(checks: readonly Check[]) {
  /** Result of one check on one series. */
  const result = z.strictObject({
    check: z.enum(checks.map(({ id }) => id)),
    /** The checked commit, counted from 1; null for the whole series. */
    commit: z.number().nullable(),
    outcome: z.enum(outcomes),
    /** One sentence: why it failed or could not run, or a remark on a pass. */
    reason: z.string().nullable(),
    /** Duration of the check; for a cached result, in the earlier run. */
    timeMs: z.number(),
    /** Whether the result is from an earlier run: same trees, same check, same image. */
    cached: z.boolean(),
    /** End of the programs' output, truncated. */
    log: z.string(),
    details: detailsSchema(checks).nullable(),
  });

  return z.strictObject({
    schema: z.literal(evidenceSchemaVersion),
    tool: z.string(),
    ref: z.string(),
    /** The base commit. */
    sha: z.string(),
    release: z.string(),
    slug: z.string(),
    variant: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())])),
    /** Folder of the series below the output folder. */
    folder: z.string(),
    tree: z.string(),
    /** sha256 of the patches' bytes in order. */
    digest: z.string(),
    place: place.nullable(),
    checks: z.array(result),
  });
}

/** What a check found, in its own shape, and its id; `detailsOf` gives it that check's type. */
export type CheckDetails = { readonly check: CheckId } & Readonly<Record<string, unknown>>;

/** The details of one check, told apart by its id. */
function detailsSchema(checks: readonly Check[]): z.ZodType<CheckDetails> {
  const [first, ...rest] = checks.map(({ id, details }) =>
    z.strictObject({ check: z.literal(id), ...details.shape }),
  );
  if (!first) throw new Error("there is no check");
  return z.discriminatedUnion("check", [first, ...rest]);
}

/** `evidence.json` with the details of the checks that there are. */
export const evidenceSchema = evidenceSchemaOf(checks);

/** One of {@link checkIds}. */
export type CheckId = string;
export type Evidence = z.infer<typeof evidenceSchema>;
export type CheckResult = Evidence["checks"][number];
