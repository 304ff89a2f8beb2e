import { importsOf } from "../golang/index.ts";
import { ciliumModule, paths } from "./paths.ts";
import { atFile, type Found } from "./probe.ts";
import type { Sources } from "./sources.ts";

/** Content of VERSION. */
export function version(sources: Sources): Found<string> {
  const text = sources.text(paths.version);
  return text === undefined
    ? { missing: `${paths.version} does not exist` }
    : atFile(text.trim(), paths.version);
}

/** `go` line of go.mod; trees before v1.7 are built from GOPATH and have none. */
export function goVersion(sources: Sources): Found<string> {
  const lines = sources.text(paths.goMod)?.split("\n") ?? [];
  const index = lines.findIndex((line) => line.startsWith("go "));
  const value = lines[index]?.slice("go ".length).trim() ?? "";
  return { value, at: { path: paths.goMod, line: Math.max(index, 0) + 1 } };
}

/** Why the tree is not Cilium's with a node handler; undefined if it is. */
export function whyNotCilium(sources: Sources): string | undefined {
  const module = /^module\s+(\S+)/m.exec(sources.text(paths.goMod) ?? "")?.[1];
  if (module !== undefined && module !== ciliumModule)
    return `expected module ${ciliumModule} in ${paths.goMod}, found ${module}`;
  const handler = sources.go(paths.handler);
  if (!handler) return `expected ${paths.handler}, which exists since v1.4, found no such file`;
  const own = importsOf(handler).some(({ path }) => path.startsWith(`${ciliumModule}/`));
  return own ? undefined : `expected ${paths.handler} to import ${ciliumModule}, found none of its packages`;
}
