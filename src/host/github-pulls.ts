import { type GitHubClient, once } from "./github-client.ts";
import { parts } from "./github-repositories.ts";

/** A pull request. */
export interface PullRequest {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  /** "" if there is none. */
  readonly body: string;
  readonly state: "open" | "closed" | "merged";
  readonly isDraft: boolean;
  readonly base: string;
  /** The head branch's commit. */
  readonly headSha: string;
  readonly labels: readonly string[];
}

/** What a new pull request is made of. */
export interface NewPull {
  readonly title: string;
  readonly body: string;
  /** `owner:branch`. */
  readonly head: string;
  readonly base: string;
}

/** Pull requests of a repository. */
export interface Pulls {
  /** All of a head, closed ones included, the newest first. @param head `owner:branch`. */
  listPulls(fullName: string, head: string): Promise<PullRequest[]>;
  readPull(fullName: string, number: number): Promise<PullRequest>;
  /** Opens a draft; sent once. */
  createDraft(fullName: string, pull: NewPull): Promise<PullRequest>;
  updateBody(fullName: string, number: number, body: string): Promise<PullRequest>;
  /** Adds labels; those that are there stay. */
  addLabels(fullName: string, number: number, labels: readonly string[]): Promise<void>;
}

export function makePulls(client: GitHubClient): Pulls {
  return {
    async listPulls(fullName, head) {
      const listed = await client.ask(`list pull requests of ${head} in ${fullName}`, (octokit) =>
        octokit.paginate(octokit.pulls.list, { ...parts(fullName), head, state: "all", per_page: 100 }),
      );
      return listed.map(described);
    },
    async readPull(fullName, number) {
      const { data } = await client.ask(`read pull request ${number} of ${fullName}`, ({ pulls }) =>
        pulls.get({ ...parts(fullName), pull_number: number }),
      );
      return described(data);
    },
    async createDraft(fullName, { title, body, head, base }) {
      const { data } = await client.ask(`open a draft pull request in ${fullName}`, ({ pulls }) =>
        pulls.create({ ...parts(fullName), title, body, head, base, draft: true, ...once }),
      );
      return described(data);
    },
    async updateBody(fullName, number, body) {
      const { data } = await client.ask(`update pull request ${number} of ${fullName}`, ({ pulls }) =>
        pulls.update({ ...parts(fullName), pull_number: number, body }),
      );
      return described(data);
    },
    async addLabels(fullName, number, labels) {
      await client.ask(`set labels of pull request ${number} of ${fullName}`, ({ issues }) =>
        issues.addLabels({ ...parts(fullName), issue_number: number, labels: [...labels] }),
      );
    },
  };
}

interface PullData {
  readonly number: number;
  readonly html_url: string;
  readonly title: string;
  readonly body: string | null;
  readonly state: string;
  readonly draft?: boolean | undefined;
  readonly merged_at: string | null;
  readonly base: { readonly ref: string };
  readonly head: { readonly sha: string };
  readonly labels: readonly { readonly name: string }[];
}

function described(data: PullData): PullRequest {
  return {
    number: data.number,
    url: data.html_url,
    title: data.title,
    body: data.body ?? "",
    state: data.merged_at !== null ? "merged" : data.state === "open" ? "open" : "closed",
    isDraft: data.draft === true,
    base: data.base.ref,
    headSha: data.head.sha,
    labels: data.labels.map(({ name }) => name),
  };
}
