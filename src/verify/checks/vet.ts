import { z } from "zod";
import {
  type Baseline,
  type PackageOutcome,
  surplus,
  vetFindings,
  vetNewPackage,
  vetPackage,
  worstOf,
} from "../baseline.ts";
import { goPackages } from "../changed-files.ts";
import type { Check } from "../check.ts";
import { couldNotRun } from "../finding.ts";
import { type PackageResult, packageProblems, packageResult, packageTables } from "../package-result.ts";

const details = z.strictObject({ packages: z.array(packageResult) });

/** `go vet` finds nothing new in the touched packages, compared with the base. */
export const vetCheck: Check<typeof details> = {
  id: "vet",
  words: "go vet",
  details,
  needs: "engine",
  perCommit: true,
  async run({ files, bench, patched, baseline }) {
    const packages: PackageResult[] = [];
    for (const name of goPackages(files)) {
      const isNew = !(await bench.tree.baseHas(name));
      const now = isNew ? await vetNewPackage(bench, patched, name) : await vetPackage(patched, name);
      const then = await baseline.vet(name);
      if (now.cutShort || then.cutShort)
        return couldNotRun(`go vet of ${name}: ${now.output || then.output}`);
      if (await isBroken(baseline, name, then)) {
        packages.push({ name, status: "base-broken", output: then.output });
        continue;
      }
      const fresh = surplus(vetFindings(now.output), vetFindings(then.output));
      packages.push({ name, status: fresh.length === 0 ? "pass" : "fail", output: fresh.join("\n") });
    }
    const log = packages
      .map(({ output }) => output)
      .join("\n")
      .trim();
    return { ...worstOf(packages), log, details: { packages } };
  },
  problems: ({ packages }) => packageProblems(packages),
  tables: ({ packages }) => packageTables(packages),
};

/** Whether vet could not check the base at all: errors of a package that does not compile are not findings. */
async function isBroken(baseline: Baseline, name: string, { ok, output }: PackageOutcome): Promise<boolean> {
  if (ok) return false;
  return /^vet: /m.test(output) || !(await baseline.build(name)).ok;
}
