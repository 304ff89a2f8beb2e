import { openPusher, type Pusher } from "../../../src/host/git-push.ts";
import { type GitHub, openGitHub } from "../../../src/host/github.ts";
import type { ClientSetting } from "../../../src/host/github-client.ts";
import { parseGitHubHost } from "../../../src/host/github-host.ts";
import { makeSecret } from "../../../src/host/secret.ts";
import type { GitHubStandIn } from "./serve-github.ts";
import type { Account } from "./state.ts";

function settingOf({ apiUrl }: GitHubStandIn, { token }: Account): ClientSetting {
  return {
    host: parseGitHubHost(apiUrl),
    token: makeSecret(token, "GH_TOKEN"),
    signal: new AbortController().signal,
    userAgent: "tests",
  };
}

/** A stand-in as the program sees it, with somebody's token. */
export function gitHubOf(standIn: GitHubStandIn, account: Account): GitHub {
  return openGitHub(settingOf(standIn, account));
}

/** Pushes from a repository to a stand-in. */
export function pusherOf(standIn: GitHubStandIn, account: Account, gitDir: string): Pusher {
  return openPusher({ ...settingOf(standIn, account), gitDir, env: process.env });
}
