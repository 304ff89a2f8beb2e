import { PatchkitError } from "../../errors.ts";
import { findFork } from "./find-fork.ts";
import type { Brought, ForkWorld } from "./fork-world.ts";

/** A fork to be made in an account. */
export interface ForkWish {
  /** Full name of what is forked. */
  readonly of: string;
  /** Name of the fork, without its owner. */
  readonly name: string;
  readonly login: string;
}

const readyWaitsMs = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000, 60_000, 60_000];

/**
 * Makes a fork, or finds the one that an earlier run asked for. GitHub makes forks in the background: one is there when
 * its development branch is.
 *
 * @throws PatchkitError `publish/not-a-fork` where the account's fork has another name; `environment/github-unreachable`
 *   where it is not ready after some minutes.
 */
export async function makeFork(
  { of, name, login }: ForkWish,
  { github, sleep }: Pick<ForkWorld, "github" | "sleep">,
): Promise<{ readonly outcome: Brought; readonly url: string }> {
  const found = await findFork(github, { upstream: of, login, wanted: undefined });
  const { fullName, defaultBranch } = found.kind === "there" ? found.fork : await github.createFork(of, name);
  if (fullName.toLowerCase() !== `${login}/${name}`.toLowerCase()) {
    throw new PatchkitError(
      "publish/not-a-fork",
      `expected to fork ${of} as ${login}/${name}, found the fork ${fullName}`,
      {
        hint: "Make the plan again: it then uses that fork.",
      },
    );
  }
  for (const waitMs of [...readyWaitsMs, 0]) {
    const tip = await github.findBranch(fullName, defaultBranch);
    if (tip !== undefined) {
      const outcome = found.kind === "there" ? "already" : "done";
      return { outcome, url: `${github.webUrl}/${fullName}` };
    }
    await sleep(waitMs);
  }
  throw new PatchkitError(
    "environment/github-unreachable",
    `expected the fork ${fullName} to be ready, found it still without a branch`,
    {
      hint: "Run the same command again in some minutes: it goes on from what is there.",
    },
  );
}
