import { PatchkitError } from "../../errors.ts";
import type { GitHub } from "../../host/github.ts";
import type { HostedRepository } from "../../host/github-repositories.ts";

/** The fork to push to, or the name of the one to make. */
export type ForkFound =
  | { readonly kind: "there"; readonly fork: HostedRepository }
  | { readonly kind: "to-make"; readonly fullName: string };

export function nameOfFork(fork: ForkFound): string {
  return fork.kind === "there" ? fork.fork.fullName : fork.fullName;
}

/**
 * Finds the account's fork: by the repository's name, else, as forks may be renamed, among all of its forks by what
 * they were forked from. A repository of the same name that is something else is left alone.
 *
 * @param wanted full name that the user gave.
 * @throws PatchkitError `publish/not-a-fork` where that is none of it.
 */
export async function findFork(
  github: Pick<GitHub, "findRepository" | "listOwnForks">,
  {
    upstream,
    login,
    wanted,
  }: { readonly upstream: string; readonly login: string; readonly wanted: string | undefined },
): Promise<ForkFound> {
  const name = upstream.split("/")[1] ?? "";
  const first = await github.findRepository(wanted ?? `${login}/${name}`);
  if (first && isForkOf(first, upstream)) return { kind: "there", fork: first };
  if (wanted !== undefined) throw notAFork(wanted, upstream, first);
  for (const fullName of await github.listOwnForks()) {
    const found = await github.findRepository(fullName);
    if (found && isForkOf(found, upstream)) return { kind: "there", fork: found };
  }
  return { kind: "to-make", fullName: `${login}/${first ? `${name}-fork` : name}` };
}

/** Whether it is of the upstream's network; GitHub opens pull requests within one only. */
export function isForkOf({ parent, source, fullName }: HostedRepository, upstream: string): boolean {
  const isSame = (one: string | null) => one?.toLowerCase() === upstream.toLowerCase();
  return !isSame(fullName) && (isSame(parent) || isSame(source));
}

function notAFork(wanted: string, upstream: string, found: HostedRepository | undefined): PatchkitError {
  const what = !found
    ? "no such repository"
    : found.parent === null
      ? "no fork"
      : `a fork of ${found.parent}`;
  return new PatchkitError(
    "publish/not-a-fork",
    `--fork: expected ${wanted} to be a fork of ${upstream}, found ${what}`,
    {
      hint: "Name a fork of it, or leave --fork out: yours is found, or made.",
    },
  );
}
