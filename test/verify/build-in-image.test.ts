import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openRepository } from "../../src/checkout/index.ts";
import type { BuildContext } from "../../src/host/engine.ts";
import { openGit } from "../../src/host/git.ts";
import { buildInImage } from "../../src/verify/build-in-image.ts";
import type { EngineCheckInput } from "../../src/verify/check.ts";
import { makeFolder } from "../helpers/folder.ts";

/** Builds a small tree with a variant on an engine that unpacks what it gets, and succeeds. */
async function build(variant: string, image: string | null, hasBuilder = true) {
  const dir = await makeFolder({ "daemon/main.go": "package main\n", ".dockerignore": "daemon\n" });
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@localhost", ...args], { cwd: dir })
      .toString()
      .trim();
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "one");
  const [sha, tree] = [git("rev-parse", "HEAD"), git("rev-parse", "HEAD^{tree}")];
  const [work, context] = [await makeFolder(), await makeFolder()];
  const repository = await openRepository({
    git: openGit({ env: process.env, signal: new AbortController().signal }),
    dir,
    tempDir: work,
  });
  let dockerfile = "";
  const session = {
    place: { image },
    ...(hasBuilder && {
      build: async (request: BuildContext) => {
        dockerfile = request.dockerfile;
        execFileSync("tar", ["-C", context, "-xf", request.tarFile]);
        return { ended: "exited", status: 0, stdout: "", stderr: "" };
      },
    }),
  };
  const input = {
    bench: {
      session,
      repository,
      base: { sha, root: dir, absent: [], restored: [] },
      folders: { work },
      tree: { hasModule: true, wantsC: false },
      generated: new Map([
        ["daemon/made.go", "package main // made\n"],
        ["daemon/gone.go", undefined],
      ]),
    },
    subject: { sha, variant },
    applied: { commits: [{ tree }] },
    patched: { name: "patched" },
  } as unknown as EngineCheckInput;
  try {
    const result = await buildInImage(input);
    return {
      result,
      read: (path = dockerfile) => execFileSync("cat", [join(context, path)]).toString(),
      sha,
    };
  } finally {
    await repository.close();
  }
}

it.each(["flag-gate", "assigned-only"])(
  "hands the builder the patched tree of %s with a Dockerfile, whatever the tree ignores",
  async (variant) => {
    const { result, read, sha } = await build(variant, "golang:1.19");
    expect(result?.status).toBe(0);
    expect(read()).toContain(
      `# Builds the agent of ${sha} with ${variant} on it.\nFROM golang:1.19 AS build\n`,
    );
    expect(read("patchkit.Dockerfile.dockerignore")).toBe("");
    expect(read("daemon/main.go")).toBe("package main\n");
    expect(read("daemon/made.go")).toBe("package main // made\n");
  },
);

it("builds nothing on an engine without a builder, or without an image with Go", async () => {
  expect((await build("flag-gate", "golang:1.19", false)).result).toBeUndefined();
  expect((await build("flag-gate", null)).result).toBeUndefined();
});
