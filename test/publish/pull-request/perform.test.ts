import { join } from "node:path";
import { expect, it } from "vitest";
import { PatchkitError } from "../../../src/errors.ts";
import { decidePulls } from "../../../src/publish/pull-request/decide.ts";
import { gatherPulls } from "../../../src/publish/pull-request/gather.ts";
import { type PullsPerformed, performPulls } from "../../../src/publish/pull-request/perform.ts";
import { makeFolder } from "../../helpers/folder.ts";
import { breakNext, type Fault, lastingFaults } from "../../helpers/github/faults.ts";
import { gitHubOf, pusherOf } from "../../helpers/github/open-stand-in.ts";
import { addAccount, addRepository } from "../../helpers/github/people.ts";
import { serveGitHub } from "../../helpers/github/serve-github.ts";
import { talkOf } from "../../helpers/github/state.ts";
import { makeWish } from "../../helpers/pull-wish.ts";

/** GitHub without a fork, and `pr` without its command line: a run that fails before its first step has none. */
async function serve() {
  const { dir, gitDir, wish } = makeWish(await makeFolder());
  const github = await serveGitHub(join(await makeFolder(), "served"));
  const account = addAccount(github, "jane", { name: "Jane Doe" });
  const upstream = addRepository(github, "project/tool", dir, { triagers: ["jane"] });
  const run = async (): Promise<PullsPerformed> => {
    const world = {
      github: gitHubOf(github, account),
      pusher: pusherOf(github, account, gitDir),
      sleep: async () => {},
    };
    try {
      const found = await gatherPulls(world.github, wish);
      return await performPulls(decidePulls(wish, found, github.apiUrl), world);
    } catch (failure) {
      return { done: [], left: [], failure };
    }
  };
  const state = () => ({
    pulls: talkOf(github.state, upstream).pulls.map(({ body, labels }) => ({ body, labels })),
    repositories: github.state.repositories.length,
    branches: github.bare.branches("jane/tool"),
  });
  return { github, run, state };
}

it.each(lastingFaults)(
  "goes on to one pull request, whichever request fails because %s, and says how far it came",
  async (_, fault: Fault, code) => {
    const clean = await serve();
    expect(await clean.run()).toMatchObject({ left: [], failure: undefined });
    const expected = clean.state();
    expect(expected.pulls).toMatchObject([{ labels: ["release-note/minor"] }]);
    expect(expected).toMatchObject({ repositories: 2, branches: ["main", "patchkit/flag-gate/v1"] });

    const { github, run, state } = await serve();
    const broken = new Set<string>();
    for (;;) {
      const before = broken.size;
      github.faults.splice(0, 1, breakNext(broken, fault));
      const { done, left, failure } = await run();
      if (broken.size === before) break;
      const [last] = [...broken].slice(-1);
      expect([last, failure instanceof PatchkitError && failure.code]).toEqual([last, code]);
      if (left.length > 0) expect([...done, ...left].at(-1)?.kind).toBe("set-labels");
    }
    const written = ["forks", "pulls", "issues/1/labels"].map((name) => `1 POST /repos/project/tool/${name}`);
    expect([...broken]).toEqual(expect.arrayContaining(written));
    expect(broken.size).toBeGreaterThan(14);
    github.faults.length = 0;
    expect(await run()).toMatchObject({ left: [], failure: undefined });
    expect(state()).toEqual(expected);
  },
);
