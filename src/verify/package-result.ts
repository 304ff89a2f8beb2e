import { z } from "zod";
import type { FoundTable, Problem } from "./finding.ts";

/** The result of `vet` or `build` for one package. */
export const packageResult = z.strictObject({
  /** Folder from the repository root. */
  name: z.string(),
  /** `base-broken`: the unpatched package fails as well. */
  status: z.enum(["pass", "fail", "base-broken"]),
  /** The compiler's output, or the findings that the base does not have; "" if there are none. */
  output: z.string(),
});

export type PackageResult = z.infer<typeof packageResult>;

export function packageProblems(packages: readonly PackageResult[]): Problem[] {
  return packages
    .filter(({ status }) => status === "fail")
    .map(({ name, output }) => ({ what: `fails in ${name}`, output }));
}

/** None if no package was looked at. */
export function packageTables(packages: readonly PackageResult[]): FoundTable[] {
  if (packages.length === 0) return [];
  return [
    {
      title: `Packages: ${packages.length}`,
      head: ["package", "result"],
      rows: packages.map(({ name, status }) => [name, status]),
    },
  ];
}
