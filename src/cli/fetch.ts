import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { PatchkitError } from "../errors.ts";
import { needsIgnoreFile } from "../folder/index.ts";
import { openGit } from "../host/git.ts";
import { type GitHubHost, parseGitHubHost } from "../host/github-host.ts";
import { readToken } from "../host/github-token.ts";
import type { Secret } from "../host/secret.ts";
import { findSource, keepSeries, readSource, type TakenSeries } from "../publish/index.ts";
import { shellWords } from "../text/index.ts";
import type { FetchValue } from "./fetch-value.ts";
import type { Printer } from "./printer.ts";
import { schemaVersion } from "./schema-version.ts";
import type { Session } from "./workshop.ts";

/** `fetch`: writes the series of a bundle or a post into an output folder. */
export async function runFetch(
  session: Session,
  printer: Printer,
  flags: { readonly from: string; readonly to: string; readonly apiUrl: string },
): Promise<number> {
  const host = parseGitHubHost(flags.apiUrl);
  const source = findSource(flags.from, host);
  const asksGitHub = ["gist", "tree", "issue", "discussion"].includes(source.kind);
  const series = await readSource(
    source.kind === "path" ? { ...source, path: resolve(session.cwd, source.path) } : source,
    {
      host,
      token: asksGitHub ? await tokenFor(host, session, source.kind === "discussion") : undefined,
      signal: session.signal,
      tempDir: tmpdir(),
    },
  );
  const to = resolve(session.cwd, flags.to);
  const kept = await keepSeries(to, series, await needsIgnoreFile(openGit(session), to));
  const value: FetchValue = {
    schema: schemaVersion,
    from: flags.from,
    to,
    series: series.map((one) => ({ ...described(one, to), state: kept.get(one.folder) ?? "written" })),
  };
  printer.result(value, () => words(value, printer));
  return 0;
}

/** Public posts and gists can be read without a token, within a limit of requests. */
async function tokenFor(host: GitHubHost, session: Session, isNeeded: boolean): Promise<Secret | undefined> {
  try {
    return await readToken(host, session);
  } catch (error) {
    const isMissing = error instanceof PatchkitError && error.code === "environment/no-token";
    if (isMissing && !isNeeded) return undefined;
    throw error;
  }
}

function described(
  { folder, base, digest, isWhole, files }: TakenSeries,
  to: string,
): Omit<FetchValue["series"][number], "state"> {
  const patches = [...files.keys()].filter((name) => name.endsWith(".patch"));
  return {
    folder,
    base,
    digest,
    whole: isWhole,
    patches,
    apply: `git am ${shellWords([`${join(to, folder)}/`])}*.patch`,
  };
}

function words({ to, series }: FetchValue, { color }: Printer): string {
  const lines = series.flatMap(({ folder, base, digest, state, whole, patches, apply }) => [
    `${color.bold(folder)}: ${patches.length} ${patches.length === 1 ? "patch" : "patches"}, digest ${digest} checked${state === "unchanged" ? ", already there" : ""}`,
    ...(whole
      ? []
      : [color.dim("  from the text of a post: without series.json, evidence and cover letter")]),
    `  ${color.dim(`on a clean checkout of ${base.slice(0, 12)}:`)} ${apply}`,
  ]);
  return [`${series.length} series in ${to}`, ...lines].join("\n");
}
