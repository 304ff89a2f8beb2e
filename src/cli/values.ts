import { z } from "zod";
import { checkIds, evidenceSchema, outcomes } from "../verify/index.ts";
import { schemaVersion } from "./schema-version.ts";

const schema = z.literal(schemaVersion);
const param = z.union([z.string(), z.boolean(), z.array(z.string())]);
const sha = z.string().regex(/^[0-9a-f]{40}$/);

const generateResult = z.strictObject({
  ref: z.string(),
  sha: sha.nullable(),
  release: z.string().nullable(),
  slug: z.string().nullable(),
  variant: z.string(),
  params: z.record(z.string(), param),
  status: z.enum(["generated", "already-applied", "not-applicable", "refused"]),
  /** Whether an earlier run wrote the series, and this one did not render it again. */
  kept: z.boolean(),
  /** Paths below `out`. */
  patches: z.array(z.string()),
  files: z.array(z.strictObject({ path: z.string(), added: z.number(), removed: z.number() })),
  tree: sha.nullable(),
  digest: z.string().nullable(),
  code: z.string().nullable(),
  reason: z.string().nullable(),
});

const checkedFiles = z.array(
  z.strictObject({ path: z.string(), state: z.enum(["stale", "edited", "missing", "extra"]) }),
);

/** `generate --json`. */
export const generateValue = z.strictObject({
  schema,
  repo: z.string(),
  out: z.string(),
  results: z.array(generateResult),
  /** With `--check`: the rendered series and their patches in `out` that differ; null without. */
  check: z.array(z.strictObject({ folder: z.string(), files: checkedFiles })).nullable(),
});

/** A line of `generate --json-lines`: one ref and variant, in the order in which they are done. */
export const generateCell = z.strictObject({
  schema,
  out: z.string(),
  ...generateResult.shape,
  /** With `--check`, the patches of the series in `out` that differ; null without, and without a series. */
  check: checkedFiles.nullable(),
});

const fact = z.union([
  /** `line` is null if there is no such file, which is what the fact was told from. */
  z.strictObject({ name: z.string(), value: z.unknown(), path: z.string(), line: z.number().nullable() }),
  z.strictObject({ name: z.string(), missing: z.string() }),
]);

/** `inspect --json`. */
export const inspectValue = z.strictObject({
  schema,
  repo: z.string(),
  results: z.array(
    z.strictObject({
      ref: z.string(),
      sha: sha.nullable(),
      slug: z.string().nullable(),
      release: z.string().nullable(),
      facts: z.array(fact),
      variants: z.array(
        z.strictObject({
          id: z.string(),
          fits: z.boolean(),
          status: z.enum(["fits", "already-applied", "not-applicable", "refused"]),
          reason: z.string().nullable(),
        }),
      ),
      code: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
});

/** `variants --json`. */
export const variantsValue = z.strictObject({
  schema,
  /** In the order of output; the first one is meant where no other is named. */
  proposals: z.array(z.strictObject({ id: z.string(), about: z.string() })),
  variants: z.array(
    z.strictObject({
      id: z.string(),
      proposal: z.string(),
      purpose: z.string(),
      fixes: z.string(),
      doesNotFix: z.string(),
      params: z.array(
        z.strictObject({
          name: z.string(),
          type: z.string(),
          default: param,
          choices: z.array(z.string()).optional(),
          meaning: z.string(),
        }),
      ),
    }),
  ),
});

/** `apply --json`. */
export const applyValue = z.strictObject({
  schema,
  repo: z.string(),
  ref: z.string(),
  sha,
  variant: z.string(),
  status: z.enum(["applied", "undone", "already-applied", "not-applicable", "refused"]),
  /** Whether nothing was written: `state` is then what would be. */
  dryRun: z.boolean(),
  branch: z.string().nullable(),
  /** The branch's commit; after `--undo` the one it was at. */
  head: sha.nullable(),
  state: z.enum(["created", "updated", "unchanged", "removed", "absent"]).nullable(),
  /** Where `--force` moved the branch from. */
  previous: sha.nullable(),
  worktree: z.string().nullable(),
  code: z.string().nullable(),
  reason: z.string().nullable(),
  /** What to do next. */
  hint: z.string().nullable(),
});

/** `demo --json`. */
export const demoValue = z.strictObject({
  schema,
  repo: z.string(),
  out: z.string(),
  /** The HTML report. */
  report: z.string(),
  results: z.array(
    z.strictObject({
      ref: z.string(),
      variant: z.string(),
      status: z.string(),
      /** Checks that this machine can run. */
      checks: z.array(
        z.strictObject({
          check: z.enum(checkIds),
          outcome: z.enum(outcomes),
          /** Why it did not pass. */
          reason: z.string().nullable(),
        }),
      ),
    }),
  ),
});

/** `verify --json`. */
export const verifyValue = z.strictObject({
  schema,
  repo: z.string(),
  /** Folder of the series; each has its own evidence.json. */
  out: z.string(),
  /** Refs and variants without a series to verify. */
  skipped: z.array(
    z.strictObject({
      ref: z.string(),
      variant: z.string(),
      status: z.enum(["already-applied", "not-applicable", "refused"]),
      reason: z.string().nullable(),
    }),
  ),
  evidence: z.array(evidenceSchema),
});

/** `doctor --json`. */
export const doctorValue = z.strictObject({
  schema,
  findings: z.array(
    z.strictObject({
      name: z.string(),
      ok: z.boolean(),
      found: z.string(),
      /** What does not work without it; null if it is available. */
      lack: z.string().nullable(),
      hint: z.string().nullable(),
    }),
  ),
});

/** What a failed command prints with `--json`. */
export const errorValue = z.strictObject({
  schema,
  error: z.strictObject({ code: z.string(), message: z.string(), hint: z.string().nullable() }),
});

export type GenerateCell = z.infer<typeof generateCell>;
export type GenerateValue = z.infer<typeof generateValue>;
export type InspectValue = z.infer<typeof inspectValue>;
export type VariantsValue = z.infer<typeof variantsValue>;
export type ApplyValue = z.infer<typeof applyValue>;
export type DoctorValue = z.infer<typeof doctorValue>;
export type VerifyValue = z.infer<typeof verifyValue>;
export type DemoValue = z.infer<typeof demoValue>;
