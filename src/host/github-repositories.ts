import type { GitHubClient } from "./github-client.ts";
import { scopeError, statusOf } from "./github-errors.ts";

/** Whose token it is. */
export interface Account {
  readonly login: string;
  readonly id: number;
  /** As on the profile; null if there is none. */
  readonly name: string | null;
  /** Public address; null if it is kept private. */
  readonly mail: string | null;
}

/** A repository by its full name, `owner/name`. */
export interface HostedRepository {
  readonly fullName: string;
  readonly defaultBranch: string;
  /** Full names of what it was forked from, directly and in the first place; null if it is no fork. */
  readonly parent: string | null;
  readonly source: string | null;
  /** Where git reaches it. */
  readonly cloneUrl: string;
  /** Whether the account may set labels of its issues and pull requests. */
  readonly maySetLabels: boolean;
}

/** How a commit stands to another: `ahead` has it in its history. */
export type Comparison = "identical" | "ahead" | "behind" | "diverged";

/** Repositories, accounts and branches. */
export interface Repositories {
  /**
   * The account of the token.
   *
   * @param scopes of each list one is needed; a fine-grained token does not tell what it may do.
   * @throws PatchkitError `environment/missing-scope`, `environment/token-refused`.
   */
  readAccount(scopes: readonly (readonly string[])[]): Promise<Account>;
  findRepository(fullName: string): Promise<HostedRepository | undefined>;
  /** Full names of the account's own repositories that are forks of something. */
  listOwnForks(): Promise<string[]>;
  /** Asks for a fork in the account, or gives the one that is there; its branches may come later. */
  createFork(fullName: string, name: string): Promise<HostedRepository>;
  /** The commit of a branch; undefined where there is none. */
  findBranch(fullName: string, branch: string): Promise<string | undefined>;
  /** How `head` stands to `base`; undefined where the repository does not have one of them. */
  compare(fullName: string, base: string, head: string): Promise<Comparison | undefined>;
}

export function makeRepositories(client: GitHubClient): Repositories {
  const { host, token } = client;
  return {
    async readAccount(scopes) {
      const doing = "read the token's account";
      const { data, headers } = await client.ask(doing, ({ users }) => users.getAuthenticated());
      const owned = headers["x-oauth-scopes"];
      const lacking = owned === undefined ? undefined : scopes.find((some) => !hasOneOf(owned, some));
      if (lacking)
        throw scopeError(
          `${host.hostname}: expected a token that may do what is planned`,
          token,
          lacking.join(" or "),
        );
      return { login: data.login, id: data.id, name: data.name, mail: data.email };
    },
    async findRepository(fullName) {
      const found = await client.find(`read ${fullName}`, ({ repos }) => repos.get(parts(fullName)));
      return found && described(found.data);
    },
    async listOwnForks() {
      const listed = await client.ask("list the account's repositories", (octokit) =>
        octokit.paginate(octokit.repos.listForAuthenticatedUser, { affiliation: "owner", per_page: 100 }),
      );
      return listed.filter(({ fork }) => fork).map(({ full_name }) => full_name);
    },
    async createFork(fullName, name) {
      const { data } = await client.ask(`fork ${fullName}`, ({ repos }) =>
        repos.createFork({ ...parts(fullName), name, default_branch_only: true }),
      );
      return described(data);
    },
    async findBranch(fullName, branch) {
      const ref = `heads/${branch}`;
      // 409: "Git Repository is empty", as a fork that is still being made.
      const found = await client.find(`read branch ${branch} of ${fullName}`, ({ git }) =>
        git.getRef({ ...parts(fullName), ref }).catch((cause: unknown) => {
          if (statusOf(cause) === 409) return undefined;
          throw cause;
        }),
      );
      return found?.data.object.sha;
    },
    async compare(fullName, base, head) {
      const found = await client.find(
        `compare ${base.slice(0, 12)} with ${head.slice(0, 12)} in ${fullName}`,
        ({ repos }) =>
          repos.compareCommitsWithBasehead({
            ...parts(fullName),
            basehead: `${base}...${head}`,
            per_page: 1,
          }),
      );
      return found?.data.status;
    },
  };
}

function hasOneOf(owned: string, wanted: readonly string[]): boolean {
  const scopes = owned.split(",").map((one) => one.trim());
  return wanted.some((one) => scopes.includes(one));
}

/** Owner and name of `owner/name`. */
export function parts(fullName: string): { readonly owner: string; readonly repo: string } {
  const [owner = "", repo = ""] = fullName.split("/");
  return { owner, repo };
}

interface RepositoryData {
  readonly full_name: string;
  readonly default_branch: string;
  readonly clone_url: string;
  readonly parent?: { readonly full_name: string };
  readonly source?: { readonly full_name: string };
  readonly permissions?: { readonly triage?: boolean; readonly push?: boolean };
}

function described({
  full_name,
  default_branch,
  clone_url,
  parent,
  source,
  permissions,
}: RepositoryData): HostedRepository {
  return {
    fullName: full_name,
    defaultBranch: default_branch,
    parent: parent?.full_name ?? null,
    source: source?.full_name ?? null,
    cloneUrl: clone_url,
    maySetLabels: permissions?.triage === true || permissions?.push === true,
  };
}
