import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { imageValue } from "../../src/cli/image-value.ts";
import { makeOrigin, type Origin } from "../helpers/clone.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";

const builder = process.env["PATCHKIT_BUILDER_IMAGE"];
const client = process.env["PATCHKIT_DOCKER"] ?? "docker";
const isThere = spawnSync(client, ["info"]).status === 0 && builder !== undefined;
const temp = temporaryFolder();
const base = "patchkit-base.invalid/agent/base:1";
let origin: Origin;

function docker(...args: string[]): string {
  return execFileSync(client, args, { encoding: "utf8" });
}

function agentHelp(image: string): string {
  const run = ["run", "--rm", "--network", "none", "--entrypoint", "/usr/bin/cilium-agent", image, "--help"];
  const { stdout, stderr } = spawnSync(client, run, { encoding: "utf8" });
  return `${stdout}${stderr}`;
}

beforeAll(async () => {
  if (!isThere) return;
  origin = await makeOrigin(temp);
  mkdirSync(join(temp, "root/usr/bin"), { recursive: true });
  writeFileSync(join(temp, "root/usr/bin/cilium-agent"), "the release's own\n");
  execFileSync("sh", ["-c", `tar -C "$1" -c . | "$2" import - "$3"`, "sh", join(temp, "root"), client, base]);
});

describe.skipIf(!isThere)("image (skipped without Docker and PATCHKIT_BUILDER_IMAGE)", () => {
  it("builds a thin image whose agent runs and knows the flag", async () => {
    const tag = "patchkit-test/agent:flag-gate";
    const args = [
      "--ref",
      "v1.10.12",
      "--variant",
      "flag-gate",
      "--thin",
      "--base-image",
      base,
      "--tag",
      tag,
    ];
    const run = await patchkit(
      [
        "image",
        "-C",
        origin.dir,
        "--builder-image",
        builder ?? "",
        "--cache",
        join(temp, "cache"),
        "--json",
        "--unverified",
        ...args,
      ],
      { env: { PATCHKIT_DOCKER: client } },
    );
    const { plan, image, status } = parseOutput(run, imageValue);
    expect(status).toBe("built");
    expect(agentHelp(tag)).toContain("--enable-remote-node-route");
    const [{ Id: id, Config: config }] = JSON.parse(docker("image", "inspect", tag));
    expect(id).toBe(image?.id);
    expect(config.Labels).toMatchObject(plan?.labels ?? {});
    docker("image", "rm", tag);
  });
});
