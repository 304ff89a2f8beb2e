import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { commitAll, git, gitBytes } from "./clone-git.ts";

/**
 * A Go module proxy in a folder, with one version of one module (go.dev/ref/mod, "GOPROXY protocol").
 *
 * @param dir a folder that is not there yet.
 * @param files of the module by path; go.mod is made.
 * @returns variables by which Go takes modules from there and nowhere else, into a module cache of its own.
 */
export function moduleProxy(
  dir: string,
  module: string,
  version: string,
  files: Readonly<Record<string, string>>,
): Record<string, string> {
  const served = join(dir, "proxy", module, "@v");
  const goMod = `module ${module}\n\ngo 1.19\n`;
  mkdirSync(served, { recursive: true });
  const repository = join(dir, "module.git");
  git(dir, ["init", "--quiet", "--bare", repository]);
  git(repository, ["fast-import", "--quiet"], {
    input: "commit refs/heads/empty\ncommitter Test <test@example.invalid> 1700000000 +0000\ndata 0\n\n",
  });
  commitAll(repository, "empty", new Map([["module", { "go.mod": goMod, ...files }]]));
  const zip = ["archive", "--format=zip", `--prefix=${module}@${version}/`, "module"];
  writeFileSync(join(served, `${version}.zip`), gitBytes(repository, zip));
  writeFileSync(join(served, `${version}.mod`), goMod);
  writeFileSync(join(served, `${version}.info`), JSON.stringify({ Version: version }));
  writeFileSync(join(served, "list"), `${version}\n`);
  return {
    GOPROXY: pathToFileURL(join(dir, "proxy")).href,
    GOSUMDB: "off",
    GOMODCACHE: join(dir, "modules"),
  };
}
