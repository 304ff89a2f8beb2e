import { type GitHubClient, once } from "./github-client.ts";

/** A gist without its texts. */
export interface GistFound {
  readonly id: string;
  readonly url: string;
  /** Of its repository, which everyone may clone. */
  readonly cloneUrl: string;
  readonly description: string;
  readonly files: readonly string[];
}

/** The account's gists. */
export interface Gists {
  listGists(): Promise<GistFound[]>;
  /** Its texts by name; of a long one only what the answer holds. */
  readGistTexts(id: string): Promise<ReadonlyMap<string, string>>;
  /** Makes one that everyone can read; sent once. */
  createGist(description: string, files: ReadonlyMap<string, string>): Promise<GistFound>;
  /** Replaces its files; a file of null is removed. */
  updateGist(id: string, files: ReadonlyMap<string, string | null>): Promise<GistFound>;
}

export function makeGists(client: GitHubClient): Gists {
  return {
    async listGists() {
      const listed = await client.ask("list the account's gists", (octokit) =>
        octokit.paginate(octokit.gists.list, { per_page: 100 }),
      );
      return listed.map(described);
    },
    async readGistTexts(id) {
      const { data } = await client.ask(`read gist ${id}`, ({ gists }) => gists.get({ gist_id: id }));
      return new Map(Object.entries(data.files ?? {}).map(([name, file]) => [name, file?.content ?? ""]));
    },
    async createGist(description, files) {
      const { data } = await client.ask("make a gist", ({ gists }) =>
        gists.create({ description, public: true, files: contents(files), ...once }),
      );
      return described(data);
    },
    async updateGist(id, files) {
      const { data } = await client.ask(`update gist ${id}`, ({ gists }) =>
        // The client's types do not know that null removes a file.
        gists.update({ gist_id: id, files: contents(files) as Record<string, { content: string }> }),
      );
      return described(data);
    },
  };
}

function contents<T extends string | null>(files: ReadonlyMap<string, T>) {
  const entries = [...files].map(([name, content]): [string, { content: T } | null] => [
    name,
    content === null ? null : { content },
  ]);
  return Object.fromEntries(entries) as Record<string, { content: T & string }>;
}

interface GistData {
  readonly id?: string | undefined;
  readonly html_url?: string | undefined;
  readonly git_pull_url?: string | undefined;
  readonly description?: string | null | undefined;
  readonly files?: Readonly<Record<string, unknown>> | undefined;
}

function described({ id, html_url, git_pull_url, description, files }: GistData): GistFound {
  return {
    id: id ?? "",
    url: html_url ?? "",
    cloneUrl: git_pull_url ?? "",
    description: description ?? "",
    files: Object.keys(files ?? {}),
  };
}
