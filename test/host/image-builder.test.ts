import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildImage, findBuilder, type ImageOrder } from "../../src/host/image-builder.ts";
import { failureOf } from "../helpers/failure.ts";
import { fakeDocker } from "../helpers/fake-docker.ts";
import { makeFolder } from "../helpers/folder.ts";

async function clientOf(answers: Readonly<Record<string, string>>, kind: "docker" | "podman" = "docker") {
  const folder = await makeFolder();
  writeFileSync(join(folder, "in.tar"), "context");
  const { program } = fakeDocker(folder, answers);
  const env = { PATH: process.env["PATH"] };
  return { folder, client: { kind, client: program, env, signal: new AbortController().signal } };
}

function order(folder: string, changed: Partial<ImageOrder> = {}): ImageOrder {
  return {
    tarFile: join(folder, "in.tar"),
    env: {},
    build: ({ idFile, metadataFile }) => ["build", "--iidfile", idFile, "--metadata-file", metadataFile, "-"],
    push: () => undefined,
    isPushed: false,
    ...changed,
  };
}

describe("findBuilder", () => {
  it("takes buildx where Docker has it, and says whose images it sees", async () => {
    const shared = await clientOf({ buildx: 'echo "Driver: docker"' });
    expect(await findBuilder(shared.client)).toEqual({ builder: "buildx", seesEngine: true });
    const remote = await clientOf({
      buildx: 'printf "Name: x\\nDriver:        remote\\n"',
      version: "exit 1",
    });
    expect(await findBuilder(remote.client)).toEqual({ builder: "buildx", seesEngine: false });
  });

  it("else the client itself", async () => {
    const docker = await clientOf({});
    expect(await findBuilder(docker.client)).toEqual({ builder: "docker", seesEngine: true });
    const podman = await clientOf({ buildx: "exit 0" }, "podman");
    expect(await findBuilder(podman.client)).toEqual({ builder: "podman", seesEngine: true });
  });

  it("says that there is no engine", async () => {
    const { client } = await clientOf({ version: "echo Cannot connect to the Docker daemon >&2; exit 1" });
    expect((await failureOf(() => findBuilder(client))).code).toBe("environment/engine-missing");
  });
});

describe("buildImage", () => {
  it("gives the image's id, and after a push its digest", async () => {
    const { client, folder } = await clientOf({});
    expect(await buildImage(client, order(folder), folder)).toEqual({ id: "sha256:feed", digest: null });
    const pushed = await buildImage(
      client,
      order(folder, { push: () => ["push", "a"], isPushed: true }),
      folder,
    );
    expect(pushed).toEqual({ id: "sha256:feed", digest: `sha256:${"e".repeat(64)}` });
  });

  it("reads the digest of a builder that pushes by itself", async () => {
    const digest = `sha256:${"a".repeat(64)}`;
    const { client, folder } = await clientOf({
      build: `printf '{"containerimage.digest": "${digest}"}' >"$5"`,
    });
    expect(await buildImage(client, order(folder, { isPushed: true }), folder)).toEqual({ id: null, digest });
  });

  it("tells a build that failed from a push that failed", async () => {
    const build = await clientOf({ build: "echo broken >&2; exit 1" });
    expect(await buildImage(build.client, order(build.folder), build.folder)).toEqual({
      failed: "build",
      output: "broken",
    });
    const push = await clientOf({ push: "echo denied >&2; exit 1" });
    const refused = await buildImage(push.client, order(push.folder, { push: () => ["push"] }), push.folder);
    expect(refused).toEqual({ failed: "push", output: "denied" });
  });

  it("blames a client without a builder, not the image", async () => {
    const { client, folder } = await clientOf({
      build: "echo 'ERROR: BuildKit is enabled but the buildx component is missing or broken.' >&2; exit 1",
    });
    expect((await failureOf(() => buildImage(client, order(folder), folder))).code).toBe(
      "environment/engine-failed",
    );
  });
});
