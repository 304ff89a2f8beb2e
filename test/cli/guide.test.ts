import { describe, expect, it } from "vitest";
import { type Asker, commandLine, guide } from "../../src/cli/guide.ts";
import { variants } from "../helpers/clone.ts";
import { patchkit, patchkitOnTerminal } from "../helpers/clone-program.ts";

type Given = string | readonly string[] | undefined;

/** Gives those answers one after another, and fails on a question too many. */
function answering(...answers: Given[]): Asker & { readonly asked: string[] } {
  const asked: string[] = [];
  const next = (message: string) => {
    asked.push(message);
    if (answers.length === 0) throw new Error(`expected no more questions, found ${message}`);
    return answers.shift();
  };
  return {
    asked,
    choose: async (message) => next(message) as string | undefined,
    chooseSome: async (message) => next(message) as readonly string[] | undefined,
    write: async (message) => next(message) as string | undefined,
  };
}

const session = { signal: new AbortController().signal, env: {}, cwd: "/" };

describe("the guided choice", () => {
  it.each<{ answers: Given[]; args: string[] | undefined }>([
    { answers: ["demo"], args: ["demo"] },
    { answers: ["doctor"], args: ["doctor"] },
    { answers: ["advise", " routes.txt  config.yaml "], args: ["advise", "routes.txt", "config.yaml"] },
    { answers: ["advise", "-"], args: ["advise", "-"] },
    { answers: ["advise", undefined], args: undefined },
    { answers: ["report", " ./patches "], args: ["report", "--out", "./patches"] },
    {
      answers: ["inspect", "../cilium", "v1.9.0  v1.10.12"],
      args: ["inspect", "-C", "../cilium", "--ref", "v1.9.0", "--ref", "v1.10.12"],
    },
    {
      answers: ["generate", ".", "HEAD", "node-routes", ["ipam-mode"]],
      args: ["generate", "-C", ".", "--ref", "HEAD", "--variant", "ipam-mode"],
    },
    {
      answers: ["verify", ".", "HEAD", "node-routes", variants],
      args: ["verify", "-C", ".", "--ref", "HEAD"],
    },
    {
      answers: ["generate", ".", "HEAD", "announced-cidrs", ["assigned-only"]],
      args: ["generate", "-C", ".", "--ref", "HEAD", "--proposal", "announced-cidrs"],
    },
    { answers: [undefined], args: undefined },
    { answers: ["report", undefined], args: undefined },
    { answers: ["verify", ".", "HEAD", undefined], args: undefined },
    { answers: ["verify", ".", "HEAD", "node-routes", undefined], args: undefined },
  ])("makes $args of $answers", async ({ answers, args }) => {
    const ask = answering(...answers);
    const count = answers.length;
    expect(await guide(session, ask)).toEqual(args);
    expect(ask.asked).toHaveLength(count);
  });

  it("writes a command as it can be typed", () => {
    expect(commandLine(["inspect", "-C", "it's here", "--ref", "v1.9.0~1"])).toBe(
      "cilium-patchkit inspect -C 'it'\\''s here' --ref v1.9.0~1",
    );
  });
});

describe("the program without arguments", () => {
  it("shows the help and ends with 2 where there is no terminal", async () => {
    const run = await patchkit([]);
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toContain("Usage: cilium-patchkit");
    expect(run.stderr).not.toContain("outputHelp");
  });

  it("asks on a terminal, and ends with 130 when that is cancelled", () => {
    const { shown, code } = patchkitOnTerminal([], { keys: { typed: "\u0003", after: "What would" } });
    expect(shown).toContain("What would you like to do?");
    expect(code).toBe(130);
  });
});
