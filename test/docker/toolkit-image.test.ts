import { execFileSync, spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inspectValue } from "../../src/cli/values.ts";
import { makeOrigin, plain } from "../helpers/clone.ts";
import { parseOutput, patchkit, programFolder, type Run, temporaryFolder } from "../helpers/clone-program.ts";
import { buildImage, makeDependenciesImage, makeNodeImage } from "../helpers/node-image.ts";

const builder = process.env["PATCHKIT_BUILDER_IMAGE"];
const client = process.env["PATCHKIT_DOCKER"] ?? "docker";
const isThere = spawnSync(client, ["info"]).status === 0 && builder !== undefined;
const temp = temporaryFolder();
const clone = join(temp, "clone");
const images = {
  node: "patchkit-test/node",
  dependencies: "patchkit-test/dependencies",
  toolkit: "patchkit-test/toolkit",
};
/** Neither the user of the image nor one that it knows. */
const user = process.getuid?.() === 0 ? 4242 : (process.getuid?.() ?? 0);

beforeAll(async () => {
  if (!isThere) return;
  plain(await makeOrigin(temp), clone);
  execFileSync("chown", ["-R", `${user}:${user}`, clone]);
  const maker = { client, base: builder ?? "", folder: temp };
  makeNodeImage(maker, images.node);
  makeDependenciesImage(maker, images.dependencies, images.node);
  const bases = [`NODE_IMAGE=${images.node}`, `DEPENDENCIES=${images.dependencies}`, "VERSION=1.2.3"];
  const args = bases.flatMap((base) => ["--build-arg", base]);
  buildImage(client, ["--tag", images.toolkit, ...args, programFolder]);
});

afterAll(() => {
  if (isThere) spawnSync(client, ["image", "rm", ...Object.values(images).reverse()]);
});

/** Runs the image without a network. @param options of `docker run`. */
function inImage(options: readonly string[], args: readonly string[]): Run {
  const run = ["run", "--rm", "--network", "none", ...options, images.toolkit, ...args];
  const { status, stdout, stderr } = spawnSync(client, run, { encoding: "utf8" });
  return { code: status, stdout, stderr };
}

describe.skipIf(!isThere)(
  "the program's own image (skipped without Docker and PATCHKIT_BUILDER_IMAGE)",
  () => {
    it("renders the bytes that the program renders here, and they belong to whoever called it", async () => {
      const render = ["generate", "--ref", "v1.10.12"];
      const run = inImage(["--user", `${user}:${user}`, "--volume", `${clone}:/repo`], render);
      expect(run.code, run.stderr).toBe(0);
      const here = await patchkit([...render, "-C", clone, "--out", join(temp, "here")]);
      expect(here.code, here.stderr).toBe(0);
      // Only a folder in a clone gets this file.
      const args = ["-r", "--exclude=.gitignore", join(clone, "patches"), join(temp, "here")];
      expect(spawnSync("diff", args, { encoding: "utf8" })).toMatchObject({ status: 0, stdout: "" });
      expect(statSync(join(clone, "patches/v1.10.12/flag-gate/series.json"))).toMatchObject({
        uid: user,
        gid: user,
      });
    });

    it("reads a clone that it may not write to and that is another user's", async () => {
      const inspect = ["inspect", "--ref", "v1.9.0", "--json"];
      const run = inImage(["--volume", `${clone}:/repo:ro`], inspect);
      const here = parseOutput(await patchkit([...inspect, "-C", clone]), inspectValue);
      expect(parseOutput(run, inspectValue)).toEqual({ ...here, repo: "/repo" });
    });

    it("runs as nobody in particular, and says what it is", () => {
      expect(inImage([], []).stdout).toMatch(/^Usage: cilium-patchkit /);
      const [{ Config: config }] = JSON.parse(
        execFileSync(client, ["image", "inspect", images.toolkit], { encoding: "utf8" }),
      );
      expect(config.User).toBe("1000:1000");
      expect(config.Labels).toMatchObject({
        "org.opencontainers.image.title": "cilium-patchkit",
        "org.opencontainers.image.version": "1.2.3",
      });
    });
  },
);
