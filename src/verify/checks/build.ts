import { z } from "zod";
import { buildPaths } from "../../profile/index.ts";
import { buildPackage, worstOf } from "../baseline.ts";
import { buildInImage } from "../build-in-image.ts";
import { goPackages } from "../changed-files.ts";
import type { Check, EngineCheckInput } from "../check.ts";
import { couldNotRun } from "../finding.ts";
import { tail } from "../go-command.ts";
import { endedWords } from "../go-tests.ts";
import { type PackageResult, packageProblems, packageResult, packageTables } from "../package-result.ts";

const details = z.strictObject({ via: z.enum(["run", "build"]), packages: z.array(packageResult) });

/** The touched packages and the agent compile, and the agent links. */
export const buildCheck: Check<typeof details> = {
  id: "build",
  words: "packages and agent compile",
  details,
  needs: "engine",
  perCommit: true,
  dependsOn: ({ via }) => via,
  async run(input) {
    const { files, patched, baseline } = input;
    const packages: PackageResult[] = [];
    for (const name of [...new Set([...goPackages(files), buildPaths.agentProgram])]) {
      const isAgent = name === buildPaths.agentProgram;
      if (isAgent && input.via === "build") {
        const built = await buildInImage(input);
        if (built === undefined) return couldNotRun("this engine cannot build images; use --via run");
        if (built.ended !== "exited") return couldNotRun(`the image build: ${endedWords(built.ended)}`);
        const output = built.status === 0 ? "" : tail(`${built.stdout}\n${built.stderr}`, 40);
        const isBroken = output !== "" && !(await baseline.build(name)).ok;
        packages.push({ name, status: output === "" ? "pass" : isBroken ? "base-broken" : "fail", output });
        continue;
      }
      const now = await buildPackage(patched, name, isAgent ? agentBinary(input) : undefined);
      if (now.cutShort) return couldNotRun(`go build of ${name}: ${now.output}`);
      if (now.ok) {
        packages.push({ name, status: "pass", output: "" });
        continue;
      }
      const then = await baseline.build(name);
      packages.push({ name, status: then.ok ? "fail" : "base-broken", output: now.output });
    }
    const log = packages
      .map(({ output }) => output)
      .join("\n")
      .trim();
    const worst = worstOf(packages);
    const [absent] = input.bench.base.absent;
    const lack = absent && worst.outcome === "could-not-run" ? `${absent} is missing from the clone; ` : "";
    const reason = worst.reason === null ? null : `${lack}${worst.reason}`;
    return { outcome: worst.outcome, reason, log, details: { via: input.via, packages } };
  },
  problems: ({ packages }) => packageProblems(packages),
  tables: ({ packages }) => packageTables(packages),
};

/** Path of the linked agent of a state; it needs this name. */
export function agentBinary({ bench, patched }: EngineCheckInput): string {
  return `${bench.session.scratch}/${patched.name}/${buildPaths.agentName}`;
}
