import { z } from "zod";

/** One condition or early return of the series, changed. */
export const mutant = z.strictObject({
  path: z.string(),
  line: z.number(),
  /** Surrounding function, such as `linuxNodeHandler.nodeUpdate`. */
  function: z.string(),
  change: z.enum(["inverted", "dropped"]),
  /** Source text of the condition or statement. */
  text: z.string(),
  outcome: z.enum(["caught", "survived", "does-not-compile"]),
  /** The tests that failed, if it was caught. */
  by: z.array(z.string()),
});

export type Mutant = z.infer<typeof mutant>;
