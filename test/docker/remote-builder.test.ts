import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { emitValue } from "../../src/cli/emit-value.ts";
import { evidenceSchema } from "../../src/verify/evidence.ts";
import { makeOrigin, type Origin } from "../helpers/clone.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";
import { serveGit } from "../helpers/git-http.ts";
import { makeNodeImage } from "../helpers/node-image.ts";
import { serveNpm } from "../helpers/npm-registry.ts";
import { hasRemoteBuilder, type RemoteBuilder, startRemoteBuilder } from "../helpers/remote-builder.ts";

const builder = process.env["PATCHKIT_BUILDER_IMAGE"];
const client = process.env["PATCHKIT_DOCKER"] ?? "docker";
const isThere = hasRemoteBuilder && builder !== undefined && spawnSync(client, ["info"]).status === 0;
const temp = temporaryFolder();
const chosen = ["flag-gate", "cidr-validation"] as const;
let origin: Origin;

beforeAll(async () => {
  origin = await makeOrigin(temp);
});

function docker(...args: string[]): string {
  return execFileSync(client, args, { encoding: "utf8" });
}

/** Moves an image of the engine into the registry. */
function push(name: string): string {
  docker("push", "--quiet", name);
  docker("image", "rm", name);
  return name;
}

/** Puts an image into the registry that has nothing but another agent. */
function pushBase(name: string): string {
  mkdirSync(join(temp, "root/usr/bin"), { recursive: true });
  writeFileSync(join(temp, "root/usr/bin/cilium-agent"), "the release's own\n");
  execFileSync("tar", ["-C", join(temp, "root"), "-cf", join(temp, "root.tar"), "."]);
  docker("import", join(temp, "root.tar"), name);
  return push(name);
}

/** Writes a bake file of two variants into an output folder, and has the builder carry it out. */
async function bake(
  { buildx }: RemoteBuilder,
  command: readonly string[],
  options: readonly string[] = [],
): Promise<string> {
  const out = join(temp, "series");
  const source = (await serveGit(temp, "user", "word")).replace("//", "//user:word@");
  const common = ["-C", origin.dir, "--ref", "v1.10.12", "--variant", chosen.join(","), "--out", out];
  const args = [...command, ...common, "--emit", "bake", "--source", `${source}/origin.git`, "--json"];
  expect(parseOutput(await patchkit(args), emitValue).cells).toHaveLength(chosen.length);
  const run = await buildx(["bake", "--file", "docker-bake.json", "--progress", "plain", ...options], out);
  expect(run.status, run.stderr).toBe(0);
  return out;
}

describe.skipIf(!isThere)(
  "--emit bake (skipped without root, Docker, PATCHKIT_BUILDER_IMAGE, buildx, buildkitd, crane and runc)",
  () => {
    it("has two series verified by a remote BuildKit, and images made of what was verified", async () => {
      const remote = await startRemoteBuilder();
      const { registry } = remote;
      const [go, node] = [`${registry}/go:1`, `${registry}/library/node:20-bullseye-slim`];
      const npmrc = `registry=${await serveNpm()}\n`;
      makeNodeImage({ client, base: builder ?? "", folder: temp }, go);
      makeNodeImage({ client, base: "scratch", folder: temp }, node, npmrc);
      for (const name of [go, node]) push(name);

      const out = await bake(remote, ["verify", "--checks", "apply,fmt,build", "--builder-image", go]);
      for (const variant of chosen) {
        const text = readFileSync(join(out, "v1.10.12", variant, "evidence.json"), "utf8");
        const { checks, place } = evidenceSchema.parse(JSON.parse(text));
        expect(checks.map(({ check, outcome }) => `${check} ${outcome}`)).toEqual([
          "apply pass",
          "fmt pass",
          "build pass",
        ]);
        expect(place?.engine).toBe("host");
      }

      const images = [
        "--base-image",
        pushBase(`${registry}/base:1`),
        "--builder-image",
        go,
        "--tag",
        `${registry}/agent`,
      ];
      await bake(remote, ["image", "--thin", "--attest", "none", ...images], ["--push"]);
      for (const variant of chosen) {
        const shown = await remote.crane("config", `${registry}/agent:v1.10.12-${variant}`);
        const { config } = JSON.parse(shown.stdout);
        expect(config.Labels).toMatchObject({ "io.cilium.patchkit.variant": variant });
        expect(config.Labels).not.toHaveProperty(["io.cilium.patchkit.unverified"]);
      }
      const flagged = `${registry}/agent:v1.10.12-flag-gate`;
      docker("pull", "--quiet", flagged);
      const help = [
        "run",
        "--rm",
        "--network",
        "none",
        "--entrypoint",
        "/usr/bin/cilium-agent",
        flagged,
        "--help",
      ];
      const { stdout, stderr } = spawnSync(client, help, { encoding: "utf8" });
      docker("image", "rm", flagged);
      expect(`${stdout}${stderr}`).toContain("--enable-remote-node-route");
    }, 1_800_000);
  },
);
