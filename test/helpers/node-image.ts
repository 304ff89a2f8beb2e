import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { programFolder } from "./clone-program.ts";

/** What images are made with. */
export interface ImageMaker {
  /** Name of the client, such as `docker`. */
  readonly client: string;
  /** Image under it: one with git and a shell, or `scratch`. */
  readonly base: string;
  /** Folder for what goes into the images. */
  readonly folder: string;
}

/** Builds an image with BuildKit, without a network. @param args of `docker build`, the context last. */
export function buildImage(client: string, args: readonly string[]): void {
  execFileSync(client, ["build", "--quiet", "--network", "none", ...args], {
    env: { ...process.env, DOCKER_BUILDKIT: "1" },
    stdio: ["ignore", "ignore", "pipe"],
  });
}

/**
 * Makes an image with this machine's Node and npm, which stand below /usr/local as they do in the official images.
 *
 * @param npmrc npm's settings in it.
 */
export function makeNodeImage(maker: ImageMaker, tag: string, npmrc = ""): void {
  const context = join(maker.folder, basename(tag));
  const local = join(context, "local");
  for (const folder of ["bin", "etc", "lib/node_modules"])
    mkdirSync(join(local, folder), { recursive: true });
  cpSync(process.execPath, join(local, "bin/node"));
  const modules = execFileSync("npm", ["root", "--global"], { encoding: "utf8" }).trim();
  cpSync(realpathSync(join(modules, "npm")), join(local, "lib/node_modules/npm"), { recursive: true });
  for (const name of ["npm", "npx"])
    symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(local, "bin", name));
  for (const path of librariesOf(process.execPath))
    cpSync(path, join(local, "lib", basename(path)), { dereference: true });
  writeFileSync(join(local, "etc/npmrc"), npmrc);
  const lines = [`FROM ${maker.base}`, "COPY local /usr/local", "ENV LD_LIBRARY_PATH=/usr/local/lib", ""];
  writeFileSync(join(context, "Dockerfile"), lines.join("\n"));
  buildImage(maker.client, ["--tag", tag, context]);
}

/** The C++ library and its like, which an image need not have, as the dynamic linker finds them here. */
function librariesOf(program: string): string[] {
  const listed = execFileSync("ldd", [program], { encoding: "utf8" });
  return [...listed.matchAll(/=> (\S*\/lib(?:stdc\+\+|gcc_s|atomic)\.\S+)/g)].map(([, path = ""]) => path);
}

/** Dependencies that only tests and contributors use, and that are large. */
const unused = ["@octokit/openapi", "@octokit/graphql-schema", "@biomejs", "playwright-core", ".cache"];

/** Makes an image that has the dependencies that are here in /build. @param node image with Node. */
export function makeDependenciesImage({ client, folder }: ImageMaker, tag: string, node: string): void {
  const file = join(folder, `${basename(tag)}.Dockerfile`);
  writeFileSync(file, `FROM ${node}\nCOPY node_modules /build/node_modules\n`);
  const ignored = ["*", "!node_modules", ...unused.map((name) => `node_modules/${name}`), ""];
  writeFileSync(`${file}.dockerignore`, ignored.join("\n"));
  // It may be a link, which a context does not follow.
  const parent = dirname(realpathSync(join(programFolder, "node_modules")));
  buildImage(client, ["--tag", tag, "--file", file, parent]);
}
