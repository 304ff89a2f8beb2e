import { failsAsAWhole, type PackageTests } from "./test-results.ts";
import type { TestedPackage } from "./tested-package.ts";

/**
 * Compares a package's tests with a series and on the unpatched base: tests that passed must not fail or disappear,
 * and there must be no other new failures.
 */
export function comparePackage(
  name: string,
  kind: TestedPackage["kind"],
  after: PackageTests,
  before: PackageTests,
): TestedPackage {
  const passingBefore = passing(before);
  const common = { name, kind, passing: passing(after), passingBefore: passingBefore.length };
  const diesOnBase = before.status === "fail" && passingBefore.length === 0 && common.passing.length === 0;
  if (after.status === "does-not-build" || diesOnBase) {
    return {
      ...common,
      status: before.status === "does-not-build" || diesOnBase ? "base-broken" : "fail",
      regressions: [],
      stillFailing: [],
      flaky: [],
      output: after.output,
    };
  }
  if (after.leftOut !== "" && before.leftOut === "") {
    return { ...common, status: "fail", regressions: [], stillFailing: [], flaky: [], output: after.leftOut };
  }
  if (failsAsAWhole(after) && !failsAsAWhole(before)) {
    const output = `the tests fail as a whole, and none by its name\n${after.output}`;
    return { ...common, status: "fail", regressions: [], stillFailing: [], flaky: [], output };
  }
  const lost = passingBefore.filter((test) => after.tests[test] !== "pass");
  const failing = Object.keys(after.tests).filter((test) => after.tests[test] === "fail");
  const broken = failing.filter((test) => before.tests[test] !== "fail");
  const regressions = [...new Set([...lost, ...broken])];
  return {
    ...common,
    status: regressions.length === 0 ? "pass" : "fail",
    regressions: regressions.map((test) => ({
      name: test,
      before: before.tests[test] ?? "none",
      now: after.tests[test] ?? "gone",
      output: after.failures[test] ?? "",
    })),
    stillFailing: failing.filter((test) => !broken.includes(test)),
    flaky: [...after.flaky],
    output: regressions.length === 0 ? "" : after.output,
  };
}

function passing({ tests }: PackageTests): string[] {
  return Object.keys(tests).filter((name) => tests[name] === "pass");
}
