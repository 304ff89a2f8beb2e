/** Somebody who has a token, or had one. */
export interface Account {
  readonly login: string;
  readonly id: number;
  readonly name: string;
  /** The public address; null where it is kept private. */
  readonly mail: string | null;
  readonly token: string;
  /** Scopes of a classic token; undefined for a fine-grained one. */
  scopes: readonly string[] | undefined;
  expired: boolean;
}

/** A repository; its commits are in a bare repository of the same name. */
export interface Repository {
  readonly id: number;
  owner: string;
  name: string;
  defaultBranch: string;
  /** Full name of the repository that it was forked from. */
  parent: string | undefined;
  /** Names that it had before; GitHub redirects from them. */
  readonly formerNames: string[];
  /** Requests for its refs that still find nothing: a fork is made in the background. */
  pendingReads: number;
  /** Who may set labels, besides the owner. */
  readonly triagers?: readonly string[];
}

export interface Pull {
  readonly number: number;
  readonly author: string;
  title: string;
  body: string;
  readonly draft: boolean;
  readonly headOwner: string;
  readonly headRepository: string;
  readonly headBranch: string;
  base: string;
  state: "open" | "closed";
  readonly labels: string[];
  /** As every issue, a pull request has comments. */
  readonly comments: Comment[];
  locked: boolean;
  merged: boolean;
}

export interface Comment {
  readonly id: number;
  readonly nodeId: string;
  readonly author: string;
  body: string;
}

export interface Thread {
  readonly number: number;
  readonly kind: "issue" | "discussion";
  readonly title: string;
  readonly comments: Comment[];
  readonly labels: string[];
  locked: boolean;
}

export interface Gist {
  readonly id: string;
  readonly owner: string;
  description: string;
  readonly isPublic: boolean;
  files: Map<string, string>;
}

/** What a repository has besides its commits. */
export interface Talk {
  readonly pulls: Pull[];
  readonly threads: Thread[];
}

/** All that the stand-in knows; it is kept from call to call, and tests may look at it and change it. */
export interface State {
  readonly accounts: Account[];
  readonly repositories: Repository[];
  /** By the id of the repository. */
  readonly talks: Map<string, Talk>;
  readonly gists: Gist[];
  nextId: number;
}

export function makeState(): State {
  return { accounts: [], repositories: [], talks: new Map(), gists: [], nextId: 1000 };
}

export function fullName({ owner, name }: Pick<Repository, "owner" | "name">): string {
  return `${owner}/${name}`;
}

/** By its name, or one that it had. */
export function findRepository(state: State, owner: string, name: string): Repository | undefined {
  const wanted = `${owner}/${name}`.toLowerCase();
  const has = (names: readonly string[]) => names.some((one) => one.toLowerCase() === wanted);
  return (
    state.repositories.find((one) => has([fullName(one)])) ??
    state.repositories.find((one) => has(one.formerNames))
  );
}

export function talkOf(state: State, repository: Repository): Talk {
  const key = String(repository.id);
  const found = state.talks.get(key) ?? { pulls: [], threads: [] };
  state.talks.set(key, found);
  return found;
}

/** Issues, discussions and pull requests of a repository share their numbers. */
export function nextNumber(state: State, repository: Repository): number {
  const { pulls, threads } = talkOf(state, repository);
  return Math.max(0, ...[...pulls, ...threads].map(({ number }) => number)) + 1;
}
