import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { emitValue } from "../../src/cli/emit-value.ts";
import { imageValue } from "../../src/cli/image-value.ts";
import { makeOrigin, type Origin } from "../helpers/clone.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";
import { serveGit } from "../helpers/git-http.ts";

const builder = process.env["PATCHKIT_BUILDER_IMAGE"];
const client = process.env["PATCHKIT_DOCKER"] ?? "docker";
const isThere = spawnSync(client, ["info"]).status === 0 && builder !== undefined;
const has = (program: string) => !spawnSync(program, ["--help"]).error;
/** Go programs that a remote builder on loopback is made of; scripts/ and .ci/run do not install them. */
const hasRemote = isThere && ["buildx", "buildkitd", "crane", "runc"].every(has);
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

/** Starts a server that ends with the test, and waits until a command succeeds. */
async function serve(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  isUp: () => boolean,
): Promise<void> {
  const [program = "", ...args] = command;
  const server = spawn(program, args, { env: { ...process.env, ...env }, stdio: "ignore" });
  onTestFinished(() => {
    server.kill();
  });
  for (let tries = 0; tries < 300 && !isUp(); tries++) await setTimeout(200);
}

describe.skipIf(!hasRemote)("--emit bake (skipped without Docker, buildx, buildkitd, crane and runc)", () => {
  it("is built by a remote BuildKit on loopback, two targets from git and a registry", async () => {
    const [registry, port] = [`127.0.0.1:${await freePort()}`, await freePort()];
    await serve(
      ["crane", "registry", "serve", "--address", registry],
      {},
      () => spawnSync("crane", ["catalog", registry]).status === 0,
    );
    for (const [from, to] of [
      [builder ?? "", `${registry}/go:1`],
      [base, `${registry}/base:1`],
    ] as const) {
      docker("tag", from, to);
      docker("push", "--quiet", to);
      docker("image", "rm", to);
    }
    const config = join(temp, "buildkitd.toml");
    writeFileSync(config, `[registry."${registry}"]\n  http = true\n[worker.oci]\n  networkMode = "host"\n`);
    const address = `tcp://127.0.0.1:${port}`;
    const env = { HOME: temp, DOCKER_CONFIG: join(temp, "config"), BUILDX_CONFIG: join(temp, "buildx") };
    const buildx = (args: readonly string[], cwd = temp) =>
      spawnSync("buildx", args, { cwd, encoding: "utf8", env: { ...process.env, ...env } });
    buildx(["create", "--name", "loopback", "--driver", "remote", address]);
    await serve(
      [
        "buildkitd",
        "--config",
        config,
        "--addr",
        address,
        "--root",
        join(temp, "buildkit"),
        "--containerd-worker=false",
      ],
      env,
      () => /Status:\s+running/.test(buildx(["inspect", "loopback"]).stdout),
    );
    const source = (await serveGit(temp, "user", "word")).replace("//", "//user:word@");
    const out = join(temp, "series");
    const emitted = await patchkit([
      ...["image", "-C", origin.dir, "--ref", "v1.10.12", "--variant", "flag-gate,cidr-validation", "--json"],
      ...["--thin", "--emit", "bake", "--out", out, "--source", `${source}/origin.git`, "--attest", "none"],
      "--unverified",
      ...[
        "--base-image",
        `${registry}/base:1`,
        "--builder-image",
        `${registry}/go:1`,
        "--tag",
        `${registry}/agent`,
      ],
    ]);
    expect(parseOutput(emitted, emitValue).cells).toHaveLength(2);
    const bake = buildx(
      ["bake", "--builder", "loopback", "--file", "docker-bake.json", "--push", "--progress", "plain"],
      out,
    );
    expect(bake.status, bake.stderr).toBe(0);
    const labels = (variant: string) =>
      JSON.parse(
        execFileSync("crane", ["config", `${registry}/agent:v1.10.12-${variant}`], { encoding: "utf8" }),
      ).config.Labels;
    expect(labels("cidr-validation")["io.cilium.patchkit.variant"]).toBe("cidr-validation");
    docker("pull", "--quiet", `${registry}/agent:v1.10.12-flag-gate`);
    expect(agentHelp(`${registry}/agent:v1.10.12-flag-gate`)).toContain("--enable-remote-node-route");
    docker("image", "rm", `${registry}/agent:v1.10.12-flag-gate`);
  });
});
