import { PatchkitError } from "../errors.ts";

/** A GitHub: the public one, or one of an enterprise. */
export interface GitHubHost {
  /** Root of the REST API, without a slash at its end. */
  readonly apiUrl: string;
  /** Root of the web site, and of repositories. */
  readonly webUrl: string;
  /** As `gh auth token --hostname` takes it, with a port where there is one. */
  readonly hostname: string;
  /** github.com, or a tenant of ghe.com: `gh` reads other variables for servers of an enterprise. */
  readonly isCloud: boolean;
  /** Whether it runs on this machine. */
  readonly isLocal: boolean;
}

export const publicApiUrl = "https://api.github.com";

/**
 * Which GitHub an API's URL belongs to (docs.github.com, "Getting started with the REST API": `api.github.com`,
 * `api.SUBDOMAIN.ghe.com`, `HOST/api/v3`).
 *
 * @throws PatchkitError `usage/bad-argument` for anything else, and without TLS to another machine.
 */
export function parseGitHubHost(apiUrl: string): GitHubHost {
  const url = asUrl(apiUrl);
  const isLocal = url !== undefined && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLocal);
  if (!url || !isSafe || url.username !== "" || url.search !== "") throw notAnApi(apiUrl);
  const path = url.pathname.replace(/\/+$/, "");
  const isCloud = /^api\.(github\.com|[\w-]+\.ghe\.com)$/.test(url.hostname);
  if (path !== (isCloud ? "" : "/api/v3")) throw notAnApi(apiUrl);
  const hostname = isCloud ? url.host.replace(/^api\./, "") : url.host;
  return {
    apiUrl: `${url.origin}${path}`,
    webUrl: `${url.protocol}//${hostname}`,
    hostname,
    isCloud,
    isLocal,
  };
}

function asUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function notAnApi(found: string): PatchkitError {
  return new PatchkitError(
    "usage/bad-argument",
    `--api-url: expected the root of a GitHub API over https, found ${JSON.stringify(found.slice(0, 200))}`,
    {
      hint: `It is ${publicApiUrl}, https://api.NAME.ghe.com, or https://HOST/api/v3 of an enterprise server.`,
    },
  );
}
