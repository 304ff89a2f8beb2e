import { tmpdir } from "node:os";
import { type GitHubHost, parseGitHubHost } from "../../src/host/github-host.ts";
import { makeSecret } from "../../src/host/secret.ts";
import { formatMarker } from "../../src/publish/post-marker.ts";
import type { SourceSetting } from "../../src/publish/source-downloads.ts";
import { digestOf } from "../../src/series/index.ts";
import { outputFiles } from "./evidence.ts";
import { serveWeb, type WebAnswer } from "./web.ts";

/** The series of {@link seriesBytes}, and what a post says of it. */
export const postedSeries = {
  folder: "v1.10.12/flag-gate",
  base: "0".repeat(40),
  digest: digestOf(["patch 1\n", "patch 2\n"]),
};
export const postedMarker = formatMarker(postedSeries);

/** The files of one series, by path. */
export function seriesBytes(): Map<string, Buffer> {
  return new Map(Object.entries(outputFiles({})).map(([path, text]) => [path, Buffer.from(text)]));
}

/** A GitHub that answers these paths, and what reading from it needs; a text may name its own origin as ORIGIN. */
export async function serveSources(answers: Readonly<Record<string, string | Buffer | WebAnswer>>): Promise<{
  readonly web: Awaited<ReturnType<typeof serveWeb>>;
  readonly host: GitHubHost;
  readonly setting: SourceSetting;
}> {
  const web = await serveWeb((path) => {
    const found = answers[path];
    if (found === undefined) return { status: 404 };
    if (typeof found === "string") return { body: found.replaceAll("ORIGIN", web.origin) };
    return Buffer.isBuffer(found) ? { body: found } : found;
  });
  const host = parseGitHubHost(`${web.origin}/api/v3`);
  const signal = new AbortController().signal;
  return {
    web,
    host,
    setting: { host, token: makeSecret("ghp_secret", "GH_TOKEN"), signal, tempDir: tmpdir() },
  };
}
