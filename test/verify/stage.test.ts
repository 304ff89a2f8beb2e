import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openRepository } from "../../src/checkout/index.ts";
import { PatchkitError } from "../../src/errors.ts";
import type { Engine, EngineSession } from "../../src/host/engine.ts";
import { openGit } from "../../src/host/git.ts";
import { openStage } from "../../src/verify/stage.ts";
import type { VerifyWorkshop } from "../../src/verify/verify-workshop.ts";
import { commonRef, makeOrigin } from "../helpers/clone.ts";
import { leftovers, temporaryFolder } from "../helpers/clone-program.ts";

const temp = temporaryFolder();
const git = openGit({ env: process.env, signal: new AbortController().signal });
const origin = await makeOrigin(join(temp, "origin"));

async function workshopWith(engineFor: VerifyWorkshop["engineFor"], name: string) {
  const tempDir = join(temp, name);
  await mkdir(tempDir);
  const repository = await openRepository({ git, dir: origin.dir, tempDir: temp });
  const workshop = { repository, engineFor, tempDir, cacheDir: join(temp, "cache") };
  return { workshop: workshop as unknown as VerifyWorkshop, tempDir };
}

describe("openStage", () => {
  it("asks for an engine that fits the tree, and says where the checks run", async () => {
    let closed = 0;
    let asked: unknown;
    const place = {
      engine: "host",
      version: "1",
      image: null,
      imageDigest: null,
      go: "go1",
      kernel: "6",
      isolation: [],
    };
    const close = async () => {
      closed += 1;
    };
    const session = { place, close } as unknown as EngineSession;
    const { workshop, tempDir } = await workshopWith(async ({ goVersion, runsAgents }) => {
      asked = { goVersion, runsAgents };
      return { open: async () => session } satisfies Engine;
    }, "opened");
    const stage = await openStage(workshop, commonRef, true);
    expect({ asked, place: stage.place, goVersion: stage.goVersion }).toEqual({
      asked: { goVersion: "1.19", runsAgents: true },
      place,
      goVersion: "1.19",
    });
    await stage.close();
    await workshop.repository.close();
    expect({ closed, left: leftovers(tempDir) }).toEqual({ closed: 1, left: [] });
  });

  it("keeps the reason for which there is no engine, for the checks that need one", async () => {
    const { workshop } = await workshopWith(async () => {
      throw new PatchkitError("environment/engine-missing", "no docker", { hint: "Install it." });
    }, "refused");
    const stage = await openStage(workshop, commonRef, false);
    expect(stage.place).toBeNull();
    expect(await stage.engine()).toEqual({ reason: "no docker. Install it." });
    await stage.close();
    await workshop.repository.close();
  });
});
