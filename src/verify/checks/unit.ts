import { z } from "zod";
import { buildPaths } from "../../profile/index.ts";
import { findAddedTests, statusOf } from "../added-tests.ts";
import { worstOf } from "../baseline.ts";
import { folderOf, goPackages } from "../changed-files.ts";
import type { Check, EngineCheckInput } from "../check.ts";
import { comparePackage } from "../compare-tests.ts";
import type { FoundTable } from "../finding.ts";
import { couldNotRun } from "../finding.ts";
import { firstTelling } from "../go-command.ts";
import { lackOf, runTests, type TestKind } from "../go-tests.ts";
import type { PackageTests } from "../test-results.ts";
import { type AddedTest, addedTest, type TestedPackage, testedPackage } from "../tested-package.ts";

const kinds: readonly TestKind[] = ["unit", "privileged"];

const details = z.strictObject({ packages: z.array(testedPackage), added: z.array(addedTest) });

/**
 * Runs the tests of the touched packages, upstream's own included, as an ordinary user and as root in network
 * and mount namespaces: tests that pass on the base must pass with the series, and so must the tests that the
 * series adds.
 */
export const unitCheck: Check<typeof details> = {
  id: "unit",
  words: "upstream's and added tests",
  details,
  needs: "engine",
  waits: true,
  perCommit: true,
  async run(input) {
    const { files, parser, baseline } = input;
    const added = findAddedTests(files, parser);
    const packages: TestedPackage[] = [];
    const results = new Map<string, PackageTests>();
    const unbuilt = new Map<string, string>();
    for (const name of testedPackages(input)) {
      for (const kind of kinds) {
        const then = await baseline.tests(name, kind);
        const now = await testState(input, name, kind, then);
        for (const one of [now, then])
          if (one.status === "could-not-run") return couldNotRun(`${kind} tests of ${name}: ${one.output}`);
        results.set(`${kind} ${name}`, now);
        if (then.leftOut !== "") unbuilt.set(name, then.leftOut);
        packages.push(withLack(comparePackage(name, kind, now, then), input));
      }
    }
    const judged = added.map(({ path, name }): AddedTest => {
      const folder = folderOf(path);
      const [unit = "", privileged = ""] = kinds.map((kind) =>
        statusOf({ name }, results.get(`${kind} ${folder}`)?.tests ?? {}),
      );
      return { path, name, unit, privileged };
    });
    return { ...verdict(packages, judged, unbuilt), details: { packages, added: judged } };
  },
  problems({ packages: tested }) {
    return tested.flatMap(({ name: tests, kind, status, regressions, output }) => {
      if (status === "fail" && regressions.length === 0)
        return [{ what: `the tests of ${tests} (${kind}) fail`, output }];
      return regressions.map((one) => ({
        what: `regression: ${one.name} in ${tests} (${kind}), now ${one.now}`,
        output: one.output,
      }));
    });
  },
  tables: unitTables,
};

/** Of tests that do not run on the base either, the output begins with what the engine does not give them. */
function withLack(tested: TestedPackage, { patched }: EngineCheckInput): TestedPackage {
  const lack = lackOf(tested.kind, patched.go.tree.session.place);
  if (tested.status !== "base-broken" || lack === undefined) return tested;
  return { ...tested, output: `${lack}; they say: ${firstTelling(tested.output)}\n${tested.output}` };
}

/** Packages whose tests run; tests of the agent itself need services of a cluster. */
function testedPackages({ files }: EngineCheckInput): string[] {
  const agent: readonly string[] = buildPaths.agent;
  return goPackages(files).filter((name) => !agent.includes(name));
}

async function testState(
  { patched }: EngineCheckInput,
  name: string,
  kind: TestKind,
  then: PackageTests,
): Promise<PackageTests> {
  const go = kind === "privileged" ? await patched.privileged(name) : patched.go;
  return runTests(go, name, kind, then);
}

/** @param unbuilt by package, what the compiler says of tests of the base that do not build. */
function verdict(
  packages: readonly TestedPackage[],
  added: readonly AddedTest[],
  unbuilt: ReadonlyMap<string, string>,
) {
  const log = packages
    .map(({ output }) => output)
    .join("\n")
    .trim();
  const missed = added.find(
    ({ unit, privileged }) => ![unit, privileged].includes("pass") || [unit, privileged].includes("fail"),
  );
  const worst = worstOf(packages.map((one) => ({ ...one, output: wordsOf(one) })));
  if (worst.outcome === "fail" || !missed) return { ...worst, log };
  const folder = folderOf(missed.path);
  const said = unbuilt.get(folder);
  if (said !== undefined) {
    const reason = `tests of the unpatched base in ${folder} do not build, so ${missed.name} cannot run: ${firstTelling(said)}`;
    return { outcome: "could-not-run" as const, reason, log: said };
  }
  // If the base's privileged tests do not compile, the added ones cannot run either.
  const brokenBase = packages.some(({ status }) => status === "base-broken");
  const reason = `${missed.name} ended with ${missed.unit} as a user and ${missed.privileged} as root`;
  return brokenBase ? { ...worst, log } : { outcome: "fail" as const, reason, log };
}

function wordsOf({ regressions, output }: TestedPackage): string {
  const [first] = regressions;
  if (!first) return output;
  return `${first.name} ended with ${first.before} on the base and is now: ${first.now}`;
}

function unitTables({ packages, added }: z.infer<typeof details>): FoundTable[] {
  const before = packages.reduce((sum, { passingBefore }) => sum + passingBefore, 0);
  const now = packages.reduce((sum, { passing }) => sum + passing.length, 0);
  const tables = [
    {
      title: `Tests that pass: ${before} on the unpatched tree, ${now} with the series`,
      head: ["package", "run as", "unpatched", "patched", "fail in both", "flaky"],
      rows: packages.map((one) => [
        one.name,
        one.kind,
        `${one.passingBefore}`,
        `${one.passing.length}`,
        `${one.stillFailing.length}`,
        flakyWords(one),
      ]),
    },
    {
      title: `Tests that the series adds: ${added.length}`,
      head: ["test", "file", "as a unit test", "privileged"],
      rows: added.map(({ name, path, unit, privileged }) => [name, path, unit, privileged]),
    },
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

function flakyWords({ flaky }: TestedPackage): string {
  return flaky.length === 0 ? "0" : `${flaky.length}: ${flaky.join(", ")}`;
}
