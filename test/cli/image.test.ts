import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { imageValue } from "../../src/cli/image-value.ts";
import { makeOrigin, type Origin } from "../helpers/clone.ts";
import { parseOutput, patchkit, type Run, temporaryFolder } from "../helpers/clone-program.ts";
import { makeEvidence } from "../helpers/evidence.ts";
import { type FakeDocker, fakeDocker } from "../helpers/fake-docker.ts";

const temp = temporaryFolder();
let origin: Origin;

beforeAll(async () => {
  origin = await makeOrigin(temp);
});

function dockerIn(name: string, answers: Readonly<Record<string, string>> = {}): FakeDocker {
  mkdirSync(join(temp, name));
  return fakeDocker(join(temp, name), answers);
}

function image({ program }: FakeDocker, args: readonly string[]): Promise<Run> {
  const common = ["image", "-C", origin.dir, "--cache", join(temp, "cache"), "--json"];
  return patchkit([...common, ...args], { env: { PATCHKIT_DOCKER: program } });
}

const thin = ["--ref", "v1.10.12", "--variant", "flag-gate", "--thin", "--unverified"];
const thinWithGo = [...thin, "--builder-image", "golang:1.19"];

describe("image", () => {
  it("plans without building, and carries the plan out later, byte for byte", async () => {
    const docker = dockerIn("plan");
    const planned = await image(docker, [...thinWithGo, "--dry-run"]);
    const { plan, status, commands } = parseOutput(planned, imageValue);
    expect(status).toBe("planned");
    expect(plan?.baseImage).toBe("docker.io/cilium/cilium:v1.10.12");
    expect(plan?.use.switchOn.agentFlag).toBe("--enable-remote-node-route=false");
    expect(docker.calls().filter((call) => call.startsWith("build "))).toEqual([]);

    writeFileSync(join(temp, "plan.json"), planned.stdout);
    const built = parseOutput(await image(docker, ["--plan", join(temp, "plan.json")]), imageValue);
    expect(built).toMatchObject({ status: "built", plan, image: { id: "sha256:feed", digest: null } });
    const [call = ""] = docker.calls().filter((one) => one.startsWith("build "));
    expect(call.replace(/--iidfile \S+/, "--iidfile ID-FILE")).toBe(commands[0]?.slice(1).join(" "));
    const file = (path: string) => execFileSync("tar", ["-xOf", docker.context, path]).toString();
    expect(file("pkg/datapath/linux/node.go")).toContain("SkipRemoteNodeRoute");
    expect(file("patchkit.Dockerfile")).toBe(plan?.dockerfile.text);
  });

  it("makes no builder image for a dry run, and says what would be made; the plan makes it", async () => {
    const docker = dockerIn("no-builder", {
      image: `[ -e '${join(temp, "no-builder", "context.tar")}' ] && echo sha256:1 amd64`,
    });
    const planned = await image(docker, [...thin, "--dry-run"]);
    const { plan, status } = parseOutput(planned, imageValue);
    expect(status).toBe("planned");
    expect(docker.calls().filter((call) => /^(build|pull|push) /.test(call))).toEqual([]);
    expect(plan?.builderImage).toMatch(/^cilium-patchkit-builder:[0-9a-f]{12}$/);
    expect(plan?.builderImageSources[0]).toEqual({ kind: "image", base: "docker.io/library/golang:1.19" });

    writeFileSync(join(temp, "no-builder.json"), planned.stdout);
    const built = await image(docker, ["--plan", join(temp, "no-builder.json")]);
    expect(parseOutput(built, imageValue)).toMatchObject({ status: "built", plan });
    expect(built.stderr).toContain(
      `making the builder image ${plan?.builderImage} from docker.io/library/golang:1.19`,
    );
    const builds = docker.calls().filter((call) => call.startsWith("build "));
    expect(builds.map((call) => call.includes(`--tag ${plan?.builderImage} `))).toEqual([true, false]);
  });

  it("takes a series that was verified, and others only with --unverified, as its labels then say", async () => {
    const docker = dockerIn("verified");
    const out = join(temp, "verified", "out");
    const series = join(out, "v1.10.12", "flag-gate");
    const args = [...thinWithGo.filter((flag) => flag !== "--unverified"), "--out", out, "--dry-run"];
    const refused = await image(docker, args);
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stdout).error).toMatchObject({
      code: "publish/unverified",
      message: "expected verified series, found v1.10.12/flag-gate: it was not verified",
    });
    const doubtful = parseOutput(await image(docker, [...args, "--unverified"]), imageValue).plan;
    expect(doubtful?.doubts).toEqual(["it was not verified"]);
    expect(doubtful?.labels["io.cilium.patchkit.unverified"]).toBe("it was not verified");

    mkdirSync(series, { recursive: true });
    const evidence = (digest: string) =>
      writeFileSync(
        join(series, "evidence.json"),
        JSON.stringify(makeEvidence({ digest, sha: doubtful?.sha ?? "" })),
      );
    evidence("0".repeat(64));
    expect(JSON.parse((await image(docker, args)).stdout).error.message).toMatch(
      /its evidence is of other patches$/,
    );
    evidence(doubtful?.digest ?? "");
    const { plan } = parseOutput(await image(docker, args), imageValue);
    expect(plan?.doubts).toEqual([]);
    expect(Object.keys(plan?.labels ?? {})).not.toContain("io.cilium.patchkit.unverified");
  });

  it("says what a failed build printed, and ends with 1", async () => {
    const run = await image(dockerIn("failing", { build: "echo no space >&2; exit 1" }), thinWithGo);
    expect(run.code).toBe(1);
    expect(parseOutput(run, imageValue)).toMatchObject({
      status: "failed",
      reason: "the build failed:\nno space",
    });
  });

  it("pushes, and gives the digest", async () => {
    const run = await image(dockerIn("pushing"), [
      ...thinWithGo,
      "--push",
      "--tag",
      "127.0.0.1:5000/agent:1",
    ]);
    const { image: made } = parseOutput(run, imageValue);
    expect(made).toEqual({
      tag: "127.0.0.1:5000/agent:1",
      id: "sha256:feed",
      digest: `sha256:${"e".repeat(64)}`,
    });
  });

  it("refuses a plan whose series this clone gives otherwise", async () => {
    const docker = dockerIn("tampered");
    const { plan } = parseOutput(await image(docker, [...thinWithGo, "--dry-run"]), imageValue);
    writeFileSync(join(temp, "tampered.json"), JSON.stringify({ ...plan, digest: "0".repeat(64) }));
    const run = await image(docker, ["--plan", join(temp, "tampered.json")]);
    expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: "series/out-of-date" } });
    expect(docker.calls().filter((call) => call.startsWith("build "))).toEqual([]);
  });

  it("says what a tree or an engine lacks", async () => {
    const own = await image(
      dockerIn("own"),
      thin.filter((flag) => flag !== "--thin"),
    );
    expect(JSON.parse(own.stdout).error.message).toMatch(/^expected a Dockerfile of the agent in the tree/);
    const dev = await image(dockerIn("dev"), ["--ref", "v1.19.0-dev", ...thinWithGo.slice(2)]);
    expect(JSON.parse(dev.stdout).error.message).toMatch(/was not published$/);
    const none = await image(dockerIn("none", { version: "echo Cannot connect >&2; exit 1" }), thinWithGo);
    expect(JSON.parse(none.stdout).error.code).toBe("environment/engine-missing");
    expect(none.code).toBe(2);
  });
});
