import { PatchkitError } from "../errors.ts";
import type { GitHubHost } from "../host/github-host.ts";

/** Where a bundle is taken from. */
export type Source =
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "gist"; readonly id: string; readonly revision: string | undefined }
  /** The files of a commit or a branch. */
  | { readonly kind: "tree"; readonly repository: string; readonly ref: string }
  /** A post of a thread: the thread's own text, or a comment. */
  | {
      readonly kind: "issue";
      readonly repository: string;
      readonly number: number;
      readonly comment: string | undefined;
    }
  | {
      readonly kind: "discussion";
      readonly repository: string;
      readonly number: number;
      readonly comment: string | undefined;
    }
  | { readonly kind: "file"; readonly url: string };

/**
 * What a user named: a path, or a URL of a gist, of a post or a tree on that GitHub, or of any file.
 *
 * @throws PatchkitError `usage/bad-argument` for a URL without TLS to another machine.
 */
export function findSource(given: string, { webUrl, isLocal }: GitHubHost): Source {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(given)) return { kind: "path", path: given };
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const isOurs = url?.origin === new URL(webUrl).origin;
  const isPlain = url?.protocol === "http:" && !(isLocal && isOurs);
  if (!url || isPlain || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") {
    throw new PatchkitError(
      "usage/bad-argument",
      `expected a file, a folder or a URL with https, found ${JSON.stringify(given.slice(0, 200))}`,
      { hint: "Give the link to a post, a gist or a bundle's zip; download it yourself from elsewhere." },
    );
  }
  return (
    (isOurs ? (findPost(url) ?? findTree(url)) : undefined) ??
    findGist(url, webUrl) ?? { kind: "file", url: url.href }
  );
}

function findPost({ pathname, hash }: URL): Source | undefined {
  const [, repository = "", kind = "", number = ""] =
    /^\/([\w.-]+\/[\w.-]+)\/(issues|pull|discussions)\/(\d+)\/?$/.exec(pathname) ?? [];
  if (number === "") return undefined;
  const [, comment] = /^#(?:issuecomment|discussioncomment)-(\d+)$/.exec(hash) ?? [];
  const post = { repository, number: Number(number), comment };
  return { kind: kind === "discussions" ? "discussion" : "issue", ...post };
}

/** `OWNER/NAME/tree/REF`, the whole of it and not a folder: a branch has slashes in its name. */
function findTree({ pathname }: URL): Source | undefined {
  const [, repository = "", ref = ""] =
    /^\/([\w.-]+\/[\w.-]+)\/tree\/([\w+@][\w.+@/-]*?)\/?$/.exec(pathname) ?? [];
  return ref === "" || ref.includes("..") ? undefined : { kind: "tree", repository, ref };
}

/** `gist.github.com/USER/ID[/REVISION]`, or `/ID.git` of its repository; on an enterprise server `HOST/gist/USER/ID`. */
function findGist({ origin, pathname }: URL, webUrl: string): Source | undefined {
  const web = new URL(webUrl);
  const path =
    origin === `${web.protocol}//gist.${web.host}`
      ? pathname
      : origin === web.origin && pathname.startsWith("/gist/")
        ? pathname.slice("/gist".length)
        : "";
  const [, id, revision] =
    /^\/(?:[\w-]+\/)?([0-9a-f]{20,40})(?:\.git|\/([0-9a-f]{40}))?\/?$/.exec(path) ?? [];
  return id === undefined ? undefined : { kind: "gist", id, revision };
}
