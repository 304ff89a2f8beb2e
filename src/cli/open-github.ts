import { readToolVersion } from "../host/assets.ts";
import { type GitHub, openGitHub } from "../host/github.ts";
import { type GitHubHost, parseGitHubHost } from "../host/github-host.ts";
import { readToken } from "../host/github-token.ts";
import type { Secret } from "../host/secret.ts";
import type { Printer } from "./printer.ts";
import type { Session } from "./workshop.ts";

/** A GitHub, and the token for it. */
export interface OpenedGitHub {
  readonly github: GitHub;
  readonly host: GitHubHost;
  readonly token: Secret;
}

/** Opens GitHub with the token of the environment or of `gh`. */
export async function openOwnGitHub(
  session: Session,
  printer: Printer,
  apiUrl: string,
): Promise<OpenedGitHub> {
  const host = parseGitHubHost(apiUrl);
  const token = await readToken(host, session);
  const github = openGitHub({
    host,
    token,
    signal: session.signal,
    userAgent: `cilium-patchkit/${await readToolVersion()}`,
    onWait: (seconds, why) => printer.note(`${why}: waiting ${seconds} seconds, as GitHub asks`),
  });
  return { github, host, token };
}
