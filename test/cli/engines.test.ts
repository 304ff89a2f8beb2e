import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { assertEngineOptions, builderFor, type EngineOptions, makeEngineFor } from "../../src/cli/engines.ts";
import { agentPackages } from "../../src/host/builder-image.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

const needs = {
  goVersion: "1.99.0",
  upstreamImage: async () => "quay.io/cilium/cilium-builder:x",
  runsAgents: false,
};

const refusal = (options: Partial<EngineOptions>, runsAgents = false) =>
  failureOf(() => assertEngineOptions({ engine: "auto", ...options }, runsAgents));

describe("flags of an engine", () => {
  it.each<[Partial<EngineOptions>, string]>([
    [{ memory: "6x" }, '--memory: expected a size such as 6g, found "6x"'],
    [{ memory: "" }, '--memory: expected a size such as 6g, found ""'],
    [{ cpus: "0" }, '--cpus: expected a number such as 2, found "0"'],
    [{ cpus: "two" }, '--cpus: expected a number such as 2, found "two"'],
    [{ timeLimit: "-1" }, '--time-limit: expected a number of minutes such as 45, found "-1"'],
    [{ engine: "host", builderImage: "x" }, "--builder-image has no effect with --engine host"],
    [{ engine: "host", memory: "6g" }, "--memory has no effect with --engine host"],
    [{ engine: "host", cpus: "1" }, "--cpus has no effect with --engine host"],
    [{ engine: "docker", trustTree: true }, "--trust-tree has no effect with --engine docker"],
    [{ goRoot: "/go", builderImage: "x" }, "--go-root has no effect with --builder-image"],
  ])("are refused where they mean nothing: %j", async (options, message) => {
    expect(await refusal(options)).toMatchObject({ code: "usage/bad-argument", message });
  });

  it.each<[Partial<EngineOptions>, boolean]>([
    [{ memory: "1.5G", cpus: "0.5", timeLimit: "90" }, false],
    [{ memory: "512mb" }, false],
    [{ engine: "host", goRoot: "/go", trustTree: true }, false],
    [{ engine: "docker", trustTree: true }, true],
    [{ engine: "docker", trustTree: "if-needed" }, false],
  ])("are taken: %j", (options, runsAgents) => {
    expect(() => assertEngineOptions({ engine: "auto", ...options }, runsAgents)).not.toThrow();
  });
});

describe("the image of a builder", () => {
  const go = { goVersion: "1.22.0" };

  it("is made of Go's own, else of this machine, with more packages where whole agents run", async () => {
    const sources = [
      { kind: "image", base: "docker.io/library/golang:1.22" },
      { kind: "machine", goVersion: "1.22.0" },
    ];
    expect(await builderFor({}, "1.22", go, needs)).toEqual({ sources });
    expect(await builderFor({}, "1.22", go, { ...needs, runsAgents: true })).toEqual({
      sources: sources.map((source) => ({ ...source, packages: agentPackages })),
    });
  });

  it("is that of the user's choice, with the tree's Go in its name", async () => {
    const chosen = { builderImage: "{go}/golang:{go}-x" };
    expect(await builderFor(chosen, "1.22", go, needs)).toEqual({ given: "1.22/golang:1.22-x" });
  });

  it("is that of the tree's Dockerfile, where it names one", async () => {
    const upstream = { builderImage: "upstream" };
    expect(await builderFor(upstream, "1.22", go, needs)).toEqual({
      sources: [{ kind: "image", base: "quay.io/cilium/cilium-builder:x" }],
    });
    const without = { ...needs, upstreamImage: async () => undefined };
    expect((await failureOf(() => builderFor(upstream, "1.22", go, without))).code).toBe(
      "environment/engine-missing",
    );
  });
});

describe("the engine that is opened", () => {
  /** Opens an engine twice, on a machine whose only programs are these. */
  async function openTwice(options: EngineOptions, programs: Readonly<Record<string, string>> = {}) {
    const bin = await makeFolder(programs);
    for (const name of Object.keys(programs)) await chmod(join(bin, name), 0o755);
    const notes: string[] = [];
    const engineFor = makeEngineFor(options, {
      session: { env: { PATH: bin }, cwd: bin, signal: new AbortController().signal },
      cacheDir: await makeFolder(),
      memory: { get: async () => undefined, set: async () => {} },
      note: (text) => notes.push(text),
      makesImages: false,
    });
    const open = async () => (await engineFor(needs)).open({ tree: bin, work: await makeFolder() });
    const failures = [await failureOf(open), await failureOf(open)];
    return { notes, failures };
  }

  it("is docker or podman unless one is named, and what is wrong with each is told once", async () => {
    const { notes, failures } = await openTwice({ engine: "auto" });
    expect(notes.map((note) => note.split(":")[0])).toEqual(["skipping docker", "skipping podman"]);
    expect(failures.map(({ code }) => code)).toEqual(Array(2).fill("environment/engine-missing"));
    expect(failures[1]?.message).toMatch(/^docker: .*; podman: /);
  });

  it.each(["docker", "podman", "host"] as const)("is %s alone where it is named", async (engine) => {
    const { notes, failures } = await openTwice({ engine });
    expect(notes).toEqual([]);
    expect(failures[0]?.message).not.toMatch(/; podman: /);
    expect(failures[0]?.code).toBe("environment/engine-missing");
  });

  it("is not set up with flags that cannot be read", async () => {
    expect((await failureOf(() => openTwice({ engine: "auto", timeLimit: "soon" }))).code).toBe(
      "usage/bad-argument",
    );
  });
});
