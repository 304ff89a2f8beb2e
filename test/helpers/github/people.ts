import type { GitHubStandIn } from "./serve-github.ts";
import { type Account, nextNumber, type Repository, type Thread, talkOf } from "./state.ts";

/** Somebody with a classic token that may do everything that is needed. */
export function addAccount({ state }: GitHubStandIn, login: string, changes: Partial<Account> = {}): Account {
  const account: Account = {
    login,
    id: state.nextId++,
    name: `${login} of the tests`,
    mail: `${login}@example.org`,
    token: `ghp_${login}${"0123456789".repeat(3)}`,
    scopes: ["public_repo", "gist"],
    expired: false,
    ...changes,
  };
  state.accounts.push(account);
  return account;
}

/** A repository with the commits of a folder. @param from folder of a repository, or undefined for a fork's own pushes. */
export function addRepository(
  { state, bare }: GitHubStandIn,
  fullName: string,
  from: string,
  changes: Partial<Repository> = {},
): Repository {
  const [owner = "", name = ""] = fullName.split("/");
  const repository: Repository = {
    id: state.nextId++,
    owner,
    name,
    defaultBranch: "main",
    parent: undefined,
    formerNames: [],
    pendingReads: 0,
    ...changes,
  };
  bare.copy(from, fullName);
  state.repositories.push(repository);
  return repository;
}

export function addThread(
  { state }: GitHubStandIn,
  repository: Repository,
  kind: Thread["kind"],
  title: string,
): Thread {
  const thread: Thread = {
    number: nextNumber(state, repository),
    kind,
    title,
    comments: [],
    labels: [],
    locked: false,
  };
  talkOf(state, repository).threads.push(thread);
  return thread;
}
