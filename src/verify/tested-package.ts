import { z } from "zod";

/** Test results of one package, compared with the unpatched base. */
export const testedPackage = z.strictObject({
  name: z.string(),
  /** `privileged`: as root in separate network and mount namespaces. */
  kind: z.enum(["unit", "privileged"]),
  status: z.enum(["pass", "fail", "base-broken"]),
  /** Names of tests that pass with the series. */
  passing: z.array(z.string()),
  /** Number of tests that pass without the series. */
  passingBefore: z.number(),
  /** Tests that passed on the base and no longer do, and tests that only fail with the series. */
  regressions: z.array(
    z.strictObject({ name: z.string(), before: z.string(), now: z.string(), output: z.string() }),
  ),
  /** Tests that fail with the series and without it. */
  stillFailing: z.array(z.string()),
  /** Tests that failed first and passed in a second run of the package. */
  flaky: z.array(z.string()),
  output: z.string(),
});

/** A test function that the series adds. */
export const addedTest = z.strictObject({
  path: z.string(),
  name: z.string(),
  unit: z.string(),
  privileged: z.string(),
});

export type TestedPackage = z.infer<typeof testedPackage>;
export type AddedTest = z.infer<typeof addedTest>;
