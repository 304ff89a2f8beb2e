import { z } from "zod";
import { outcomes } from "../verify/index.ts";
import { schemaVersion } from "./schema-version.ts";

/** `report --json`. */
export const reportValue = z.strictObject({
  schema: z.literal(schemaVersion),
  /** The output folder that was read and now contains the reports. */
  out: z.string(),
  /** Paths of the two reports. */
  markdown: z.string(),
  html: z.string(),
  series: z.array(
    z.strictObject({
      /** Below `out`. */
      folder: z.string(),
      variant: z.string(),
      ref: z.string(),
      sha: z.string(),
      /** `outdated`: verified, but with patches other than the current ones. */
      standing: z.enum(["verified", "outdated", "not-verified"]),
      /** By check, the worst of its results; checks that did not run are left out. */
      outcomes: z.record(z.string(), z.enum(outcomes)),
    }),
  ),
});

export type ReportValue = z.infer<typeof reportValue>;
