import { expect, it } from "vitest";
import type { HostedRepository } from "../../../src/host/github-repositories.ts";
import { findFork } from "../../../src/publish/fork/find-fork.ts";

function hosted(fullName: string, parent: string | null): HostedRepository {
  return {
    fullName,
    defaultBranch: "main",
    parent,
    source: parent,
    cloneUrl: `https://host/${fullName}.git`,
    maySetLabels: false,
  };
}

/** An account with these repositories. */
function accountWith(...all: readonly HostedRepository[]) {
  return {
    findRepository: async (fullName: string) => all.find((one) => one.fullName === fullName),
    listOwnForks: async () => all.filter(({ parent }) => parent !== null).map(({ fullName }) => fullName),
  };
}

const ask = { upstream: "project/tool", login: "jane", wanted: undefined };

it("takes the fork of that name, else a renamed one, and tells a namesake from it", async () => {
  const fork = hosted("jane/tool", "project/tool");
  expect(await findFork(accountWith(fork), ask)).toEqual({ kind: "there", fork });
  const renamed = hosted("jane/other", "Project/Tool");
  const namesake = hosted("jane/tool", "somebody/tool");
  expect(await findFork(accountWith(namesake, renamed), ask)).toEqual({ kind: "there", fork: renamed });
  expect(await findFork(accountWith(namesake), ask)).toEqual({ kind: "to-make", fullName: "jane/tool-fork" });
  expect(await findFork(accountWith(), ask)).toEqual({ kind: "to-make", fullName: "jane/tool" });
});

it("refuses a named repository that is no fork, or of another parent", async () => {
  const github = accountWith(hosted("org/tool", "somebody/tool"));
  await expect(findFork(github, { ...ask, wanted: "org/tool" })).rejects.toThrow(
    "found a fork of somebody/tool",
  );
  await expect(findFork(github, { ...ask, wanted: "org/gone" })).rejects.toThrow("found no such repository");
});
