import { expect, it } from "vitest";
import type { HostedRepository } from "../../../src/host/github-repositories.ts";
import { makeFork } from "../../../src/publish/fork/make-fork.ts";
import { failureOf } from "../../helpers/failure.ts";

const wish = { of: "project/tool", name: "tool", login: "jane" };

function forkNamed(fullName: string): HostedRepository {
  const of = { parent: "project/tool", source: "project/tool" };
  return { fullName, defaultBranch: "main", ...of, cloneUrl: "c", maySetLabels: false };
}

/** An account with a fork or none, and the answers to what its development branch is at. */
function worldWith(there: HostedRepository | undefined, tips: readonly (string | undefined)[]) {
  const left = [...tips];
  const waited: number[] = [];
  const made: string[] = [];
  const github = {
    webUrl: "https://host",
    findRepository: async () => there,
    listOwnForks: async () => [],
    createFork: async (of: string, name: string) => {
      made.push(`${of} as ${name}`);
      return forkNamed(`Jane/${name}`);
    },
    findBranch: async () => left.shift(),
  };
  const sleep = async (ms: number) => void waited.push(ms);
  return { waited, made, world: { github, sleep } as never };
}

it("makes a fork, and waits longer each time until it has its branch", async () => {
  const { made, waited, world } = worldWith(undefined, [undefined, undefined, "a"]);
  expect(await makeFork(wish, world)).toEqual({ outcome: "done", url: "https://host/Jane/tool" });
  expect([made, waited]).toEqual([["project/tool as tool"], [500, 1_000]]);
});

it("makes none where an earlier run has", async () => {
  const { made, world } = worldWith(forkNamed("jane/tool"), ["a"]);
  expect(await makeFork(wish, world)).toEqual({ outcome: "already", url: "https://host/jane/tool" });
  expect(made).toEqual([]);
});

it("refuses a fork of another name, and one that is never ready", async () => {
  const renamed = worldWith(forkNamed("jane/renamed"), ["a"]);
  expect((await failureOf(() => makeFork(wish, renamed.world))).code).toBe("publish/not-a-fork");
  const slow = worldWith(undefined, []);
  expect((await failureOf(() => makeFork(wish, slow.world))).code).toBe("environment/github-unreachable");
  expect(slow.waited.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(180_000);
});
