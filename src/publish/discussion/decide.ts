import { PatchkitError } from "../../errors.ts";
import type { GitHub } from "../../host/github.ts";
import { publicApiUrl } from "../../host/github-host.ts";
import type { ThreadName } from "../../host/github-threads.ts";
import type { Section } from "../../report/index.ts";
import { shellWords } from "../../text/index.ts";
import type { Cell, ChosenCells } from "../choose-cells.ts";
import { flatName } from "../flat-name.ts";
import { formatFilesMarker } from "../post-marker.ts";
import { postLimit, postText } from "../post-text.ts";
import { type BranchWish, decideBranch } from "./decide-branch.ts";
import {
  type DiscussPlan,
  discussPlanSchemaVersion,
  type GistCarrier,
  gistClonePlaceholder,
  gistPlaceholder,
} from "./discuss-plan.ts";

/** What a comment is made from. */
export interface DiscussWish {
  readonly thread: ThreadName;
  readonly chosen: ChosenCells;
  /** The report on the chosen cells. */
  readonly tree: Section;
  /** Each series' files by folder and name. */
  readonly seriesTexts: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** What is to hold the patches. */
  readonly carrier: { readonly kind: "gist" } | BranchWish;
}

/** Scopes of a classic token: of each list, one. */
const repositoryScopes = ["public_repo", "repo"];
const discussScopes: Readonly<Record<DiscussPlan["carrier"]["kind"], readonly (readonly string[])[]>> = {
  gist: [repositoryScopes, ["gist"]],
  branch: [repositoryScopes],
};

/** Room for the comment's own record, and for the marker of its files. */
const roomForRecord = 500;
/** Most characters of a gist's URL behind the host's: `gist.`, a login of 39, an id of 32 and `.git`. */
const longestGistPath = 85;

type Asked = Pick<
  GitHub,
  "readAccount" | "readThread" | "webUrl" | "findRepository" | "listOwnForks" | "findBranch" | "listComments"
>;

/**
 * Decides the comment, and the gist or the branch; reads the account, the thread and the fork, and changes nothing.
 *
 * @throws PatchkitError `publish/thread-locked`, and all that {@link decideBranch} throws.
 */
export async function decideDiscuss(
  github: Asked,
  { thread, chosen, tree, seriesTexts, carrier: wish }: DiscussWish,
  apiUrl: string,
): Promise<DiscussPlan> {
  const { login } = await github.readAccount(discussScopes[wish.kind]);
  const { title, url, isLocked } = await github.readThread(thread);
  if (isLocked) {
    throw new PatchkitError(
      "publish/thread-locked",
      `expected a thread that takes comments, found ${url} locked`,
      {
        hint: "Nothing was posted. Choose another thread, or make a bundle with `cilium-patchkit bundle`.",
      },
    );
  }
  const carrier =
    wish.kind === "gist"
      ? gistOf(url, seriesTexts)
      : await decideBranch(github, { thread, url, login, seriesTexts }, wish);
  const { filesUrl, applyLine } = linesOf(carrier, github.webUrl);
  // `fetch` asks the public GitHub unless it is told otherwise.
  const host = apiUrl === publicApiUrl ? "" : ` --api-url ${apiUrl}`;
  const post = postText({
    chosen,
    tree,
    applyLine,
    fetchLine: () => `npx cilium-patchkit fetch ${filesUrl}${host}`,
    rest: filesUrl,
    showsPatches: false,
    limit: postLimit - roomForRecord - roomForUrls(carrier, chosen, github.webUrl),
  });
  return {
    schema: discussPlanSchemaVersion,
    kind: "discuss",
    apiUrl,
    login,
    thread: { ...thread },
    title,
    carrier,
    text: `${post.text}\n${formatFilesMarker(filesUrl)}\n`,
    cut: post.cut.map((one) => one.title),
  };
}

/** What a gist's URLs take in the place of their placeholders: two of each series, and those of the text's end. */
function roomForUrls({ kind }: DiscussPlan["carrier"], { cells }: ChosenCells, webUrl: string): number {
  return kind === "gist" ? 2 * (cells.length + 1) * (webUrl.length + longestGistPath) : 0;
}

function gistOf(url: string, seriesTexts: DiscussWish["seriesTexts"]): GistCarrier {
  const files = [...seriesTexts].flatMap(([folder, texts]) =>
    [...texts]
      .filter(([, text]) => text !== "")
      .map(([name, text]): [string, string] => [flatName(folder, name), text]),
  );
  const description = `cilium-patchkit: patch series for ${url}`;
  return { kind: "gist", description, files: Object.fromEntries(files) };
}

interface CarrierLines {
  /** Where readers and `fetch` find the files. */
  readonly filesUrl: string;
  readonly applyLine: (cell: Cell) => string;
}

/**
 * Each line clones into a folder of its own, so that they can be run one after another in one checkout. A tilde is
 * quoted: zsh with `extendedglob` reads a pattern that excludes.
 */
function linesOf(carrier: DiscussPlan["carrier"], webUrl: string): CarrierLines {
  const into = ({ shown }: Cell) => `${shown.folder.replace("/", "-")}-series`;
  if (carrier.kind === "gist")
    return {
      filesUrl: gistPlaceholder,
      applyLine: (cell) =>
        `git clone -q ${gistClonePlaceholder} ${into(cell)} && git am ${into(cell)}/'${flatName(cell.shown.folder, "")}'*.patch`,
    };
  const { repository, branch, sha } = carrier;
  const from = shellWords(["--single-branch", "--branch", branch, `${webUrl}/${repository}.git`]);
  return {
    filesUrl: `${webUrl}/${repository}/tree/${sha}`,
    applyLine: (cell) =>
      `git clone -q ${from} ${into(cell)} && git am ${into(cell)}/${cell.shown.folder}/*.patch`,
  };
}
