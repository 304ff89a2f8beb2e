import { PatchkitError } from "../../errors.ts";
import type { GitHub } from "../../host/github.ts";
import type { ThreadName } from "../../host/github-threads.ts";
import type { Section } from "../../report/index.ts";
import type { ChosenCells } from "../choose-cells.ts";
import { flatName } from "../flat-name.ts";
import { postLimit, postText } from "../post-text.ts";
import { type DiscussPlan, discussPlanSchemaVersion, gistPlaceholder } from "./discuss-plan.ts";

/** What a comment is made from. */
export interface DiscussWish {
  readonly thread: ThreadName;
  readonly chosen: ChosenCells;
  /** The report on the chosen cells. */
  readonly tree: Section;
  /** Each series' files by folder and name. */
  readonly seriesTexts: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** Scopes of a classic token: of each list, one. */
const discussScopes: readonly (readonly string[])[] = [["public_repo", "repo"], ["gist"]];

/** Room for the gist's URL in the place of its placeholder, and for the comment's own record. */
const roomForRest = 1_500;

/**
 * Decides the comment and the gist; reads the account and the thread, and changes nothing.
 *
 * @throws PatchkitError `publish/thread-locked`.
 */
export async function decideDiscuss(
  github: Pick<GitHub, "readAccount" | "readThread" | "webUrl">,
  { thread, chosen, tree, seriesTexts }: DiscussWish,
  apiUrl: string,
): Promise<DiscussPlan> {
  const { login } = await github.readAccount(discussScopes);
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
  const post = postText({
    chosen,
    tree,
    // A folder for each: the lines are run one after another in one checkout.
    applyLine: ({ shown }) => {
      const into = flatName(shown.folder, "series");
      return `git clone -q ${gistPlaceholder} ${into} && git am ${into}/${flatName(shown.folder, "*.patch")}`;
    },
    fetchLine: () => `npx cilium-patchkit fetch ${gistPlaceholder}`,
    rest: gistPlaceholder,
    showsPatches: false,
    limit: postLimit - roomForRest,
  });
  const files = [...seriesTexts].flatMap(([folder, texts]) =>
    [...texts]
      .filter(([, text]) => text !== "")
      .map(([name, text]): [string, string] => [flatName(folder, name), text]),
  );
  return {
    schema: discussPlanSchemaVersion,
    kind: "discuss",
    apiUrl,
    login,
    thread: { ...thread },
    title,
    gist: { description: `cilium-patchkit: patch series for ${url}`, files: Object.fromEntries(files) },
    text: post.text,
    cut: post.cut.map((one) => one.title),
  };
}
