import type { Checkout } from "../checkout/index.ts";
import { importsOf } from "../golang/index.ts";
import { ciliumModule } from "./build-paths.ts";
import { atFile, type Found } from "./probe.ts";
import { type FileSet, releaseFiles, type Sources } from "./sources.ts";

const { version: versionPath, goMod: goModPath } = releaseFiles;

/** The facts of every survey. */
export const releaseProbes = { version, goVersion } as const;

/** Content of VERSION. */
function version(sources: Sources): Found<string> {
  const text = sources.text(versionPath);
  return text === undefined ? { missing: `${versionPath} does not exist` } : atFile(text.trim(), versionPath);
}

/** `go` line of go.mod; trees before v1.7 are built from GOPATH and have none. */
function goVersion(sources: Sources): Found<string> {
  const { value, line } = goLineOf(sources.text(goModPath));
  return { value, at: { path: goModPath, line } };
}

/** The `go` line of a commit's go.mod, such as `1.16`; "" if it has none. */
export async function readGoVersion(checkout: Checkout): Promise<string> {
  return goLineOf(await checkout.readText(goModPath)).value;
}

function goLineOf(text: string | undefined): { value: string; line: number } {
  const lines = text?.split("\n") ?? [];
  const index = lines.findIndex((line) => line.startsWith("go "));
  const [statement = ""] = lines[index]?.split("//") ?? [];
  return { value: statement.slice("go ".length).trim(), line: Math.max(index, 0) + 1 };
}

/** Why the tree is not Cilium's with the file that a survey is about; undefined if it is. */
export function whyNotCilium(sources: Sources, { main, since }: FileSet): string | undefined {
  const module = /^module\s+"?([^\s"]+)/m.exec(sources.text(goModPath) ?? "")?.[1];
  if (module !== undefined && module !== ciliumModule)
    return `expected module ${ciliumModule} in ${goModPath}, found ${module}`;
  const file = sources.go(main);
  if (!file) return `expected ${main}, which exists since ${since}, found no such file`;
  const own = importsOf(file).some(({ path }) => path.startsWith(`${ciliumModule}/`));
  return own ? undefined : `expected ${main} to import ${ciliumModule}, found none of its packages`;
}

/** `v1.10` for 1.10.12, and the line under development for its pre-releases: `v1.13` for 1.12.90. */
export function releaseOf(sources: Sources): string {
  const label = sources.text(versionPath)?.trim() ?? "";
  const [, major, minor, patch] = /^v?(\d+)\.(\d+)\.(\d+)/.exec(label) ?? [];
  if (major === undefined || minor === undefined) return "unknown";
  return `v${major}.${patch === "90" ? Number(minor) + 1 : minor}`;
}
