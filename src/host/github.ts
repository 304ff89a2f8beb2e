import { type ClientSetting, openClient } from "./github-client.ts";
import { type Gists, makeGists } from "./github-gists.ts";
import { makePulls, type Pulls } from "./github-pulls.ts";
import { makeRepositories, type Repositories } from "./github-repositories.ts";
import { makeThreads, type Threads } from "./github-threads.ts";

/** What is asked of GitHub, and no more. Every method throws PatchkitErrors, in which the token is not. */
export interface GitHub extends Repositories, Pulls, Threads, Gists {
  /** Root of the web site. */
  readonly webUrl: string;
}

/** Opens GitHub; nothing is sent yet. */
export function openGitHub(setting: ClientSetting): GitHub {
  const client = openClient(setting);
  return {
    webUrl: setting.host.webUrl,
    ...makeRepositories(client),
    ...makePulls(client),
    ...makeThreads(client),
    ...makeGists(client),
  };
}
