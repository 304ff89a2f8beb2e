import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  agentPackages,
  type BuilderImage,
  derivedImage,
  findBuilderImage,
  type ImageRecipe,
} from "../../src/host/builder-image.ts";
import type { ContainerClient } from "../../src/host/container-client.ts";
import { temporaryFolder } from "../helpers/clone-program.ts";
import { failureOf } from "../helpers/failure.ts";

const temp = temporaryFolder();

/** An engine whose images are files of a folder; `build` ends with a status, `pull` finds nothing. */
function engineWith(
  name: string,
  buildStatus: number,
  architecture = "",
): ContainerClient & { images: string } {
  const folder = join(temp, name);
  const images = join(folder, "images");
  mkdirSync(images, { recursive: true });
  const program = join(folder, "docker");
  const script = [
    "#!/bin/sh",
    `cd ${images}`,
    "for last; do :; done",
    'case "$1" in',
    `image) [ -e "$last" ] && echo "sha256:$last ${architecture}" ;;`,
    `build) cat >"$3"; if [ ${buildStatus} -ne 0 ]; then rm "$3"; echo 'no route to the registry' >&2; exit ${buildStatus}; fi ;;`,
    "pull) echo 'no such image' >&2; exit 1 ;;",
    "esac",
  ];
  writeFileSync(program, script.join("\n"));
  chmodSync(program, 0o755);
  const env = { PATH: process.env["PATH"] };
  return { kind: "docker", client: program, env, signal: new AbortController().signal, images };
}

/** A way to make an image that works without a registry, or says why it does not. */
function local(images: string, works: boolean): ImageRecipe {
  const result = { ended: "exited" as const, stdout: "", stderr: works ? "" : "a package is missing\n" };
  return {
    from: "this machine",
    prepare: async () => ({
      name: "local",
      make: async () => {
        if (works) writeFileSync(join(images, "local"), "");
        return { ...result, status: works ? 0 : 1 };
      },
    }),
  };
}

async function find(engine: ContainerClient, image: BuilderImage, isAllowed = true) {
  const notes: string[] = [];
  const found = await findBuilderImage(engine, image, { isAllowed, note: (text) => notes.push(text) });
  return { found, notes };
}

describe("an image that the program makes", () => {
  it("is derived from the registry's, with ip, and made once", async () => {
    const engine = engineWith("derived", 0);
    const image = { made: [derivedImage("docker.io/library/golang:1.24"), local(engine.images, true)] };
    const first = await find(engine, image);
    expect(first.notes).toEqual([
      `making the builder image ${first.found.name} from docker.io/library/golang:1.24`,
    ]);
    const text = readFileSync(join(engine.images, first.found.name), "utf8");
    expect(text).toMatch(/^FROM docker\.io\/library\/golang:1\.24\nRUN apt-get update .*\n.*iproute2/);
    expect(await find(engine, image)).toEqual({ found: first.found, notes: [] });
    const agents = await find(engine, {
      made: [derivedImage("docker.io/library/golang:1.24", agentPackages)],
    });
    expect(agents.found.name).not.toBe(first.found.name);
    expect(readFileSync(join(engine.images, agents.found.name), "utf8")).toMatch(
      / iproute2 .*clang-19.*etcd/,
    );
    expect(existsSync(join(engine.images, "local"))).toBe(false);
  });

  it("comes from this machine where no registry is reached, and is found again without asking it", async () => {
    const engine = engineWith("local", 1);
    const image = { made: [derivedImage("docker.io/library/golang:1.24"), local(engine.images, true)] };
    const first = await find(engine, image);
    expect(first.found).toEqual({ name: "local", digest: "sha256:local" });
    expect(first.notes).toHaveLength(2);
    expect((await find(engine, image)).notes).toEqual([]);
  });

  it("is missing with every reason where none can be made", async () => {
    const engine = engineWith("none", 1);
    const image = { made: [derivedImage("docker.io/library/golang:1.24"), local(engine.images, false)] };
    const failure = await failureOf(() => find(engine, image));
    expect(failure.code).toBe("environment/engine-missing");
    expect(failure.message).toMatch(
      /\(from docker\.io\/library\/golang:1\.24: no route to the registry; from this machine: a package is missing\)$/,
    );
  });

  it("is not made where the caller only asks", async () => {
    const engine = engineWith("asks", 0);
    const failure = await failureOf(() => find(engine, { made: [local(engine.images, true)] }, false));
    expect(failure.hint).toBe("`verify` makes one from this machine.");
    expect(existsSync(join(engine.images, "local"))).toBe(false);
  });
});

describe("an image of the user's choice", () => {
  it("has to be there or in a registry, and for this machine's processor", async () => {
    const engine = engineWith("given", 0, "s390x");
    expect((await failureOf(() => find(engine, { given: "golang:1.24" }))).message).toMatch(
      /found it neither locally nor in a registry \(no such image\)$/,
    );
    writeFileSync(join(engine.images, "golang:1.24"), "");
    expect((await failureOf(() => find(engine, { given: "golang:1.24" }))).message).toMatch(/for s390x$/);
  });
});
