import { basename } from "node:path";
import { z } from "zod";
import { PatchkitError } from "../errors.ts";
import { kindAt } from "../host/file-kind.ts";
import type { GitHubHost } from "../host/github-host.ts";
import { type DownloadRequest, download } from "../host/http-download.ts";
import { readBytes, readTree } from "../host/read-tree.ts";
import type { Secret } from "../host/secret.ts";
import { findSource, type Source } from "./find-source.ts";
import { pathOfFlatName } from "./flat-name.ts";
import { type ParsedPost, parsePost } from "./parse-post.ts";
import type { PostedSeries } from "./post-marker.ts";
import { readZip } from "./read-zip.ts";
import { type TakenSeries, takePosted, takeSeries } from "./take-series.ts";

/** What reading needs of the world. */
export interface SourceSetting {
  readonly host: GitHubHost;
  /** Undefined if there is none; discussions need one. */
  readonly token: Secret | undefined;
  readonly signal: AbortSignal;
  readonly tempDir: string;
}

const mostBytes = 64 * 1024 ** 2;
const timeoutMs = 120_000;

/** Hosts that GitHub's attachments and gists are kept on; links to them lead there. */
const keptOn = /^([\w-]+\.)*githubusercontent\.com$|^github-production-[\w-]+\.s3\.amazonaws\.com$/;

/**
 * The series at a source, their digests checked. Of a post, those of the zip that is attached to it, else of the gist or
 * the commit that it names for its files, else those whose patches stand in it.
 *
 * @throws PatchkitError `environment/network`, `publish/not-a-bundle`, `publish/digest-mismatch`, `series/...`.
 */
export async function readSource(source: Source, setting: SourceSetting): Promise<TakenSeries[]> {
  switch (source.kind) {
    case "path":
      return readPath(source.path, setting);
    case "file":
      return readFile(await get(source.url, setting), new URL(source.url).pathname, setting);
    case "gist":
      return readGist(source, setting);
    case "tree":
      return readRepositoryTree(source, setting);
    case "issue":
    case "discussion": {
      const { host } = setting;
      const where = `${source.repository}#${source.number}`;
      const body =
        source.kind === "issue" ? await issueText(source, setting) : await discussionText(source, setting);
      const post = parsePost(body);
      const zips = post.zips.filter((url) => new URL(url).origin === new URL(host.webUrl).origin);
      return readPost({ ...post, zips }, where, setting);
    }
  }
}

async function readPath(path: string, setting: SourceSetting): Promise<TakenSeries[]> {
  const kind = await kindAt(path);
  if (kind === "a folder") return takeSeries(await readTree(path, 8 * mostBytes), path, [], setting.tempDir);
  if (kind === "a file") return readFile(await readBytes(path, mostBytes), path, setting);
  throw new PatchkitError(
    "usage/bad-argument",
    `expected a file, a folder or a URL, found ${kind ?? "none"} at ${path}`,
    {
      hint: "Give the zip or the folder of a bundle, or the link to a post or a gist.",
    },
  );
}

/** A zip by its first bytes; any other file is a post. */
async function readFile(bytes: Buffer, path: string, setting: SourceSetting): Promise<TakenSeries[]> {
  const where = basename(path);
  if (bytes.subarray(0, 2).toString("latin1") === "PK")
    return takeSeries(await readZip(bytes, where), where, [], setting.tempDir);
  return readPost({ ...parsePost(bytes.toString()), zips: [], files: [] }, where, setting);
}

async function readPost(post: ParsedPost, where: string, setting: SourceSetting): Promise<TakenSeries[]> {
  for (const url of post.zips) {
    const bytes = await get(url, setting);
    return takeSeries(await readZip(bytes, basename(url)), basename(url), post.series, setting.tempDir);
  }
  for (const url of post.files) {
    const source = findSource(url, setting.host);
    if (source.kind === "gist") return readGist(source, setting, post.series);
    if (source.kind === "tree") return readRepositoryTree(source, setting, post.series);
  }
  const taken = takePosted(post.series, post.patches, where);
  if (taken.length > 0) return taken;
  throw new PatchkitError(
    "publish/not-a-bundle",
    `${where}: expected a bundle's zip attached, a gist or a commit named for the files, or patches in the text, found none of them`,
    { hint: "Give the link to the comment that has them, with its part after #, or download the zip." },
  );
}

const gist = z.object({
  files: z.record(
    z.string(),
    z.object({ raw_url: z.string(), truncated: z.boolean().optional(), content: z.string().optional() }),
  ),
  description: z.string().nullable().optional(),
});

async function readGist(
  { id, revision }: Extract<Source, { kind: "gist" }>,
  setting: SourceSetting,
  said: readonly PostedSeries[] = [],
): Promise<TakenSeries[]> {
  const { files } = await ask(`/gists/${id}${revision === undefined ? "" : `/${revision}`}`, gist, setting);
  const found = new Map<string, Uint8Array>();
  for (const [name, { raw_url, truncated, content }] of Object.entries(files)) {
    const whole = truncated || content === undefined ? await get(raw_url, setting) : Buffer.from(content);
    found.set(pathOfFlatName(name), whole);
  }
  return takeSeries(found, `gist ${id}`, [...said, ...saidIn(found)], setting.tempDir);
}

/** The files of a commit, as the zip that GitHub makes of them, all below one folder. */
async function readRepositoryTree(
  { repository, ref }: Extract<Source, { kind: "tree" }>,
  setting: SourceSetting,
  said: readonly PostedSeries[] = [],
): Promise<TakenSeries[]> {
  const { host, token } = setting;
  const { origin } = new URL(host.apiUrl);
  // Archives are kept on a host of their own, or below a path of an enterprise server's.
  const kept = `codeload.${new URL(host.webUrl).hostname}`;
  const bytes = await download(`${host.apiUrl}/repos/${repository}/zipball/${encodeURI(ref)}`, {
    ...limitsOf(setting),
    isAllowed: (to) => to.origin === origin || (to.protocol === "https:" && to.hostname === kept),
    token: token && { secret: token, origin },
  });
  const where = `${repository} at ${ref.slice(0, 40)}`;
  return takeSeries(await readZip(bytes, where), where, said, setting.tempDir);
}

/** A gist may have a text of its own that names the series. */
function saidIn(files: ReadonlyMap<string, Uint8Array>): readonly PostedSeries[] {
  return [...files].flatMap(([path, bytes]) =>
    path.endsWith(".md") && !path.includes("/") ? parsePost(Buffer.from(bytes).toString()).series : [],
  );
}

const issue = z.object({ body: z.string().nullable().optional() });

async function issueText(
  { repository, number, comment }: Extract<Source, { kind: "issue" }>,
  setting: SourceSetting,
): Promise<string> {
  const path = comment === undefined ? `issues/${number}` : `issues/comments/${comment}`;
  return (await ask(`/repos/${repository}/${path}`, issue, setting)).body ?? "";
}

const node = z.object({ databaseId: z.number().nullable(), body: z.string() });
const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const discussion = z.object({
  data: z.object({
    repository: z.object({
      discussion: z.object({
        body: z.string(),
        comments: z.object({
          nodes: z.array(node.extend({ replies: z.object({ nodes: z.array(node) }) })),
          pageInfo,
        }),
      }),
    }),
  }),
});

const query = `query($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) { discussion(number: $number) { body comments(first: 50, after: $after) {
    nodes { databaseId body replies(first: 100) { nodes { databaseId body } } } pageInfo { hasNextPage endCursor }
  } } }
}`;

/** Discussions are reached through GraphQL alone, which needs a token. */
async function discussionText(
  { repository, number, comment }: Extract<Source, { kind: "discussion" }>,
  setting: SourceSetting,
): Promise<string> {
  const [owner, name] = repository.split("/");
  for (let after: string | null = null; ; ) {
    const variables = { owner, name, number, after };
    const answer: z.infer<typeof discussion> = await ask("/graphql", discussion, setting, {
      query,
      variables,
    });
    const found = answer.data.repository.discussion;
    if (comment === undefined) return found.body;
    const all = found.comments.nodes.flatMap((one) => [one, ...one.replies.nodes]);
    const wanted = all.find(({ databaseId }) => String(databaseId) === comment);
    if (wanted) return wanted.body;
    after = found.comments.pageInfo.endCursor;
    if (!found.comments.pageInfo.hasNextPage) return "";
  }
}

/** Asks GitHub's API for JSON. */
async function ask<T>(path: string, shape: z.ZodType<T>, setting: SourceSetting, body?: unknown): Promise<T> {
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

/** A file: no token is sent, and it leads to its own host or those that GitHub keeps files on. */
function get(url: string, setting: SourceSetting): Promise<Buffer> {
  const { origin } = new URL(url);
  const isKept = ({ protocol, hostname }: URL) => protocol === "https:" && keptOn.test(hostname);
  return download(url, { ...limitsOf(setting), isAllowed: (to) => to.origin === origin || isKept(to) });
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
