import { z } from "zod";
import { findAddedTests } from "../added-tests.ts";
import type { Check } from "../check.ts";
import { couldNotRun, type FoundTable } from "../finding.ts";
import { mutant } from "../mutant.ts";
import { planMutants } from "../mutate.ts";
import { byPackage, type PackageTestNames } from "../package-test-names.ts";
import { runMutants } from "../run-mutants.ts";
import { compileOnBase, runOnBase, type TestsOnBase } from "../tests-on-base.ts";

const details = z.strictObject({
  mutants: z.array(mutant),
  /** Rendered tests that pass on the base with only the configuration of the series; each is a finding. */
  greenOnBase: z.array(z.string()),
  /** Number of rendered tests that fail there. */
  redOnBase: z.number(),
});

/**
 * The rendered tests fail when any one condition or early return of the series is removed or inverted, and
 * each of them fails on the base with only the configuration of the series.
 */
export const biteCheck: Check<typeof details> = {
  id: "bite",
  words: "tests fail without each guard",
  details,
  needs: "engine",
  waits: true,
  async run(input) {
    const { files, parser } = input;
    const packages = byPackage(findAddedTests(files, parser), files);
    if (packages.length === 0) return couldNotRun("the series adds no tests");
    const onBase = new Map<PackageTestNames, TestsOnBase>();
    for (const one of packages) {
      const compiled = await compileOnBase(input, one);
      if (compiled && "trouble" in compiled) return couldNotRun(compiled.trouble, compiled.log);
      if (compiled) onBase.set(one, compiled);
    }
    const mutated = await runMutants(input, planMutants(files, parser), packages);
    if ("trouble" in mutated) return couldNotRun(mutated.trouble, mutated.log);
    const green: string[] = [];
    for (const [one, compiled] of onBase) {
      const ran = await runOnBase(compiled, one, mutated.ranWith.get(one) ?? "user");
      if ("trouble" in ran) return couldNotRun(ran.trouble, ran.log);
      green.push(...ran.green);
    }
    const survivors = mutated.mutants.filter(({ outcome }) => outcome === "survived");
    const findings = [
      ...survivors.map(
        (one) => `${one.path}:${one.line}: no test fails with ${JSON.stringify(one.text)} ${one.change}`,
      ),
      ...green.map((name) => `${name} passes on the base`),
    ];
    const count = packages.reduce((sum, { tests }) => sum + tests.length, 0);
    return {
      outcome: findings.length === 0 ? "pass" : "fail",
      reason: findings[0] ?? null,
      log: findings.join("\n"),
      details: {
        mutants: mutated.mutants,
        greenOnBase: green,
        redOnBase: count - green.length,
      },
    };
  },
  problems({ mutants, greenOnBase }) {
    const survivors = mutants.filter(({ outcome }) => outcome === "survived");
    return [
      ...survivors.map(({ path, line, function: name, change, text }) => ({
        what: `survived: ${change} in ${name}, ${path}:${line}`,
        output: text,
      })),
      ...greenOnBase.map((name) => ({ what: `passes on the base as well: ${name}`, output: "" })),
    ];
  },
  tables: biteTables,
};

function biteTables({ mutants, redOnBase, greenOnBase }: z.infer<typeof details>): FoundTable[] {
  const caught = mutants.filter(({ outcome }) => outcome === "caught").length;
  const base = `on the unpatched tree ${redOnBase} of ${redOnBase + greenOnBase.length} added tests fail`;
  return [
    {
      title: `Changed conditions: ${caught} of ${mutants.length} caught by the added tests; ${base}`,
      head: ["where", "function", "change", "result", "caught by"],
      rows: mutants.map(({ path, line, function: name, change, text, outcome, by }) => [
        `${path}:${line}`,
        name,
        `${change}: ${text}`,
        outcome.replaceAll("-", " "),
        withoutSuites(by).join(", "),
      ]),
    },
  ];
}

/** Names of tests without their suite, each once: several suites may run the same test. */
function withoutSuites(tests: readonly string[]): string[] {
  return [...new Set(tests.map((name) => name.replace(/^\w+\.(?=Test)/, "")))];
}
