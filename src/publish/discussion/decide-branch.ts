import { PatchkitError } from "../../errors.ts";
import type { GitHub } from "../../host/github.ts";
import type { ThreadName } from "../../host/github-threads.ts";
import { readComment } from "../comment-record.ts";
import { findFork, nameOfFork } from "../fork/find-fork.ts";
import { parsePost } from "../parse-post.ts";
import type { BranchCarrier } from "./discuss-plan.ts";

/** What the user asked for, and how a commit is made of files. */
export interface BranchWish {
  readonly kind: "branch";
  /** Full name of a fork. */
  readonly fork: string | undefined;
  readonly branch: string | undefined;
  /** `manifest.json` of the chosen series. */
  readonly manifest: string;
  /** Makes a commit without a parent, and gives its sha: the same for the same files and message. */
  commit(files: ReadonlyMap<string, string>, message: string): Promise<string>;
}

/** The thread that is posted to, and by whom. */
export interface BranchPost {
  readonly thread: ThreadName;
  /** Of the thread. */
  readonly url: string;
  readonly login: string;
  /** Each series' files by folder and name. */
  readonly seriesTexts: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

type Asked = Pick<GitHub, "findRepository" | "listOwnForks" | "findBranch" | "listComments" | "webUrl">;

/**
 * Decides the branch of a fork that gets the series' files; changes nothing on GitHub.
 *
 * @throws PatchkitError `publish/not-a-fork`; `publish/branch-moved` where the branch has a commit that no comment of
 *   this account on the thread names.
 */
export async function decideBranch(
  github: Asked,
  post: BranchPost,
  wish: BranchWish,
): Promise<BranchCarrier> {
  const { thread, url, login } = post;
  const files = filesOf(post, wish);
  const message = `Add the patch series of ${url}`;
  const sha = await wish.commit(files, message);
  const place = await placeOf(github, thread.repository, login, wish.fork);
  const branch = wish.branch ?? `patchkit/series/${thread.repository.replace("/", "-")}-${thread.number}`;
  const tip = place.fork === null ? await github.findBranch(place.repository, branch) : undefined;
  if (tip !== undefined && tip !== sha && !(await postedShas(github, thread, login)).includes(tip))
    throw moved(place.repository, branch, tip);
  return {
    kind: "branch",
    ...place,
    branch,
    sha,
    expected: tip ?? null,
    message,
    files: Object.fromEntries(files),
  };
}

function filesOf({ seriesTexts }: BranchPost, { manifest }: BranchWish): Map<string, string> {
  const files = [...seriesTexts].flatMap(([folder, texts]) =>
    [...texts].map(([name, text]): [string, string] => [`${folder}/${name}`, text]),
  );
  return new Map([...files, ["manifest.json", manifest]]);
}

/** The fork, or the repository itself where it is the account's own. */
async function placeOf(
  github: Asked,
  repository: string,
  login: string,
  wanted: string | undefined,
): Promise<Pick<BranchCarrier, "fork" | "repository">> {
  const upstream = (await github.findRepository(repository))?.fullName ?? repository;
  const isOwn = upstream.toLowerCase().startsWith(`${login.toLowerCase()}/`);
  if (isOwn && wanted === undefined) return { fork: null, repository: upstream };
  const found = await findFork(github, { upstream, login, wanted });
  const fullName = nameOfFork(found);
  const fork = found.kind === "there" ? null : { of: upstream, name: fullName.split("/")[1] ?? "" };
  return { fork, repository: fullName };
}

/** Commits that comments of earlier runs name. */
async function postedShas(
  github: Pick<GitHub, "listComments" | "webUrl">,
  thread: ThreadName,
  login: string,
): Promise<string[]> {
  const comments = await github.listComments(thread);
  return comments
    .filter(({ author, body }) => author === login && readComment(body, "comment") !== undefined)
    .flatMap(({ body }) => parsePost(body).files)
    .flatMap((url) => (url.startsWith(`${github.webUrl}/`) ? [url.split("/").at(-1) ?? ""] : []));
}

function moved(repository: string, branch: string, tip: string): PatchkitError {
  return new PatchkitError(
    "publish/branch-moved",
    `expected branch ${branch} of ${repository} to be absent, or where an earlier comment of yours says, found it at ${tip.slice(0, 12)}`,
    {
      hint: "It is left alone. Choose another name with --branch NAME, or delete that branch.",
    },
  );
}
