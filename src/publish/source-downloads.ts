import type { z } from "zod";
import { PatchkitError } from "../errors.ts";
import type { GitHubHost } from "../host/github-host.ts";
import { type DownloadRequest, download } from "../host/http-download.ts";
import type { Secret } from "../host/secret.ts";

/** What reading needs of the world. */
export interface SourceSetting {
  readonly host: GitHubHost;
  /** Undefined if there is none; discussions need one. */
  readonly token: Secret | undefined;
  readonly signal: AbortSignal;
  readonly tempDir: string;
}

/** The largest file that is taken. */
export const mostBytes = 64 * 1024 ** 2;
const timeoutMs = 120_000;

/** Hosts that GitHub's attachments and gists are kept on; links to them lead there. */
const keptOn = /^([\w-]+\.)*githubusercontent\.com$|^github-production-[\w-]+\.s3\.amazonaws\.com$/;

/**
 * Asks GitHub's API for JSON.
 *
 * @param path below the API's root. @param body is sent by POST.
 * @throws PatchkitError `environment/network`.
 */
export async function askGitHub<T>(
  path: string,
  shape: z.ZodType<T>,
  setting: SourceSetting,
  body?: unknown,
): Promise<T> {
  const { host, token } = setting;
  // On an enterprise server, GraphQL is beside the root of REST.
  const root = path === "/graphql" ? host.apiUrl.replace(/\/v3$/, "") : host.apiUrl;
  const { origin } = new URL(root);
  const bytes = await download(`${root}${path}`, {
    ...limitsOf(setting),
    isAllowed: (url) => url.origin === origin,
    token: token && { secret: token, origin },
    headers: { accept: "application/vnd.github+json" },
    body,
  });
  const parsed = shape.safeParse(asJson(bytes.toString()));
  if (parsed.success) return parsed.data;
  throw new PatchkitError(
    "environment/network",
    `expected an answer of GitHub's API from ${root}${path}, found another`,
    {
      cause: parsed.error,
      hint: "Check the link, and that the thread is there for the account of your token.",
    },
  );
}

/**
 * A file: no token is sent, and it leads to its own host or those that GitHub keeps files on.
 *
 * @throws PatchkitError `environment/network`.
 */
export function getFile(url: string, setting: SourceSetting): Promise<Buffer> {
  const { origin } = new URL(url);
  const isKept = ({ protocol, hostname }: URL) => protocol === "https:" && keptOn.test(hostname);
  return download(url, { ...limitsOf(setting), isAllowed: (to) => to.origin === origin || isKept(to) });
}

/**
 * The files of a commit, as the zip that GitHub makes of them.
 *
 * @throws PatchkitError `environment/network`.
 */
export function getArchive(repository: string, ref: string, setting: SourceSetting): Promise<Buffer> {
  const { host, token } = setting;
  const { origin } = new URL(host.apiUrl);
  // Archives are kept on a host of their own, or below a path of an enterprise server's.
  const kept = `codeload.${new URL(host.webUrl).hostname}`;
  return download(`${host.apiUrl}/repos/${repository}/zipball/${encodeURI(ref)}`, {
    ...limitsOf(setting),
    isAllowed: (to) => to.origin === origin || (to.protocol === "https:" && to.hostname === kept),
    token: token && { secret: token, origin },
  });
}

function limitsOf({ signal }: SourceSetting): Pick<DownloadRequest, "signal" | "timeoutMs" | "mostBytes"> {
  return { signal, timeoutMs, mostBytes };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
