import { describe, expect, it } from "vitest";
import { PatchkitError } from "../../src/errors.ts";
import { firstThatWorks, goLineFor } from "../../src/host/choose-engine.ts";
import type { Engine, EngineSession } from "../../src/host/engine.ts";
import { parseProbe } from "../../src/host/engine.ts";
import { failureOf } from "../helpers/failure.ts";

describe("goLineFor", () => {
  it.each([
    ["", "1.19"],
    ["1.12", "1.19"],
    ["1.18", "1.19"],
    ["1.19", "1.19"],
    ["1.20", "1.20"],
    ["1.25.0", "1.25"],
  ])("a tree that asks for %j is built with %s", (asked, line) => {
    expect(goLineFor(asked)).toBe(line);
  });
});

describe("parseProbe", () => {
  it("reads version, kernel and programs", () => {
    expect(parseProbe("go version go1.19.8 linux/amd64\n6.1.0\ngcc\nip\n")).toEqual({
      go: "go1.19.8 linux/amd64",
      kernel: "6.1.0",
      programs: ["gcc", "ip"],
    });
  });
});

describe("firstThatWorks", () => {
  const folders = { tree: "/tree", work: "/work" };
  const missing = (words: string): Engine => ({
    open: async () => {
      throw new PatchkitError("environment/engine-missing", words);
    },
  });
  const session = {} as EngineSession;
  const working: Engine = { open: async () => session };

  it("passes over what does not work, and says why", async () => {
    const said: string[] = [];
    const engine = firstThatWorks(
      [
        { name: "docker", engine: missing("no daemon") },
        { name: "host", engine: working },
      ],
      (name, reason) => said.push(`${name}: ${reason}`),
    );
    expect(await engine.open(folders)).toBe(session);
    expect(said).toEqual(["docker: no daemon"]);
  });

  it("gives all reasons where nothing works", async () => {
    const engine = firstThatWorks(
      [
        { name: "docker", engine: missing("no daemon") },
        { name: "host", engine: missing("no Go") },
      ],
      () => {},
    );
    const failure = await failureOf(() => engine.open(folders));
    expect(failure.code).toBe("environment/engine-missing");
    expect(failure.message).toBe("docker: no daemon; host: no Go");
  });

  it("lets other failures pass", async () => {
    const broken: Engine = {
      open: async () => {
        throw new PatchkitError("environment/interrupted", "interrupted");
      },
    };
    const engine = firstThatWorks(
      [
        { name: "docker", engine: broken },
        { name: "host", engine: working },
      ],
      () => {},
    );
    expect((await failureOf(() => engine.open(folders))).code).toBe("environment/interrupted");
  });
});
