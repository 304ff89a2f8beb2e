import { PatchkitError } from "../../errors.ts";
import type { GitHub } from "../../host/github.ts";
import type { PullRequest } from "../../host/github-pulls.ts";
import type { Account, Comparison, HostedRepository } from "../../host/github-repositories.ts";
import { type ForkFound, findFork, nameOfFork } from "../fork/find-fork.ts";
import type { FormerRevision } from "./change-text.ts";
import type { PullText } from "./pull-text.ts";

/** A series that is to become a pull request. */
export interface PullSeries {
  /** `<slug>/<variant>`. */
  readonly folder: string;
  readonly variant: string;
  readonly base: string;
  /** Its last commit. */
  readonly head: string;
  readonly digest: string;
  readonly author: { readonly name: string; readonly mail: string; readonly signsOff: boolean } | null;
  /** Branch that it is pushed to. */
  readonly branch: string;
  readonly text: PullText;
  /** Labels that the project sorts such changes by. */
  readonly labels: readonly string[];
  /** What the series was before, the oldest first. */
  readonly revisions: readonly FormerRevision[];
}

/** What the user asked for. */
export interface PullRequestWish {
  readonly upstream: string;
  /** Full name of a fork. */
  readonly fork: string | undefined;
  /** A branch of the fork that the pull requests are for; undefined for the upstream's development branch. */
  readonly base: string | undefined;
  readonly identity: { readonly name: string; readonly mail: string };
  /** All of one base. */
  readonly series: readonly PullSeries[];
}

/** What GitHub says. */
export interface Gathered {
  readonly account: Account;
  readonly upstream: HostedRepository;
  readonly fork: ForkFound;
  /** Where pull requests are opened: the upstream, or the fork. */
  readonly repository: string;
  /** Its branch, and that branch's commit; undefined where there is none. */
  readonly target: { readonly branch: string; readonly tip: string | undefined };
  /** How the target branch stands to the series' base: `ahead` and `identical` have it. */
  readonly standing: Comparison | undefined;
  readonly heads: ReadonlyMap<
    string,
    { readonly tip: string | undefined; readonly pulls: readonly PullRequest[] }
  >;
}

/** Scopes of a classic token: of each list, one. */
export const pullScopes: readonly (readonly string[])[] = [["public_repo", "repo"]];

/** Reads all that the plan depends on; changes nothing. */
export async function gatherPulls(github: GitHub, wish: PullRequestWish): Promise<Gathered> {
  const account = await github.readAccount(pullScopes);
  const upstream = await github.findRepository(wish.upstream);
  if (!upstream) throw noUpstream(wish.upstream);
  const fork = await findFork(github, {
    upstream: upstream.fullName,
    login: account.login,
    wanted: wish.fork,
  });
  const forkName = nameOfFork(fork);
  const repository = wish.base === undefined ? upstream.fullName : forkName;
  const branch = wish.base ?? upstream.defaultBranch;
  const isThere = wish.base === undefined || fork.kind === "there";
  const tip = isThere ? await github.findBranch(repository, branch) : undefined;
  const base = wish.series[0]?.base ?? "";
  const standing = tip === undefined ? undefined : await github.compare(repository, base, tip);
  const heads = new Map<string, { tip: string | undefined; pulls: PullRequest[] }>();
  for (const series of wish.series) {
    const tipOfHead = fork.kind === "there" ? await github.findBranch(forkName, series.branch) : undefined;
    const head = `${forkName.split("/")[0]}:${series.branch}`;
    heads.set(series.folder, {
      tip: tipOfHead,
      pulls: isThere ? await github.listPulls(repository, head) : [],
    });
  }
  return { account, upstream, fork, repository, target: { branch, tip }, standing, heads };
}

function noUpstream(fullName: string): PatchkitError {
  return new PatchkitError(
    "environment/github-refused",
    `expected the repository ${fullName}, found none that the token may see`,
    {
      hint: "Name another one with --upstream OWNER/NAME.",
    },
  );
}
