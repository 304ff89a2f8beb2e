import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished } from "vitest";
import { askGitServer, sendAnswer } from "../git-http.ts";
import { type BareRepositories, openBareRepositories } from "./bare-repositories.ts";
import type { Answer, Context, Handler } from "./context.ts";
import type { Json } from "./description.ts";
import { answerQuery, problemsOfQuery } from "./discussions.ts";
import { faultAnswer, type PlannedFault, takeFault } from "./faults.ts";
import { gistHandlers } from "./gists.ts";
import { findOperation, problemsOfAnswer, problemsOfCall } from "./operation.ts";
import { pullHandlers } from "./pulls.ts";
import { repositoryHandlers } from "./repositories.ts";
import { type Account, findRepository, fullName, makeState, type State } from "./state.ts";
import { threadHandlers } from "./threads.ts";

/** GitHub on loopback, as an enterprise server is reached: the API below `/api/v3` and `/api/graphql`, git at `/`. */
export interface GitHubStandIn {
  readonly url: string;
  readonly apiUrl: string;
  readonly state: State;
  readonly bare: BareRepositories;
  /** `METHOD path` of each request, in order; paths of the API without `/api/v3`. */
  readonly requests: string[];
  /** Wrong requests, and answers of its own that GitHub would not give. The test fails with them, unless it takes them out. */
  readonly problems: string[];
  readonly faults: PlannedFault[];
  /** Called when a request was carried out, before its answer is sent. */
  onCarriedOut: (request: string) => void | Promise<void>;
}

const handlers: Partial<Record<string, Handler>> = {
  ...repositoryHandlers,
  ...pullHandlers,
  ...threadHandlers,
  ...gistHandlers,
};

/** Starts the stand-in for one test. @param folder for its repositories. */
export async function serveGitHub(folder: string): Promise<GitHubStandIn> {
  const standIn = {
    url: "",
    apiUrl: "",
    state: makeState(),
    bare: openBareRepositories(folder),
    requests: [] as string[],
    problems: [] as string[],
    faults: [] as PlannedFault[],
    onCarriedOut: () => {},
  };
  const server = createServer((request, response) => {
    answer(standIn, request, response).catch((error: unknown) => {
      standIn.problems.push(`the stand-in failed: ${error instanceof Error ? error.stack : error}`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  standIn.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  standIn.apiUrl = `${standIn.url}/api/v3`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
    expect(standIn.problems).toEqual([]);
  });
  return standIn;
}

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

async function answer(
  standIn: GitHubStandIn,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", standIn.url);
  const name = `${request.method} ${decodeURIComponent(url.pathname.replace(/^\/api\/v3/, ""))}${url.searchParams.has("service") ? url.search : ""}`;
  standIn.requests.push(name);
  const fault = takeFault(standIn.faults, name);
  if (fault?.kind === "drop-before") {
    response.destroy();
    return;
  }
  const faulty = fault && faultAnswer(fault);
  const reply = faulty
    ? {
        ...faulty,
        body: Buffer.from(JSON.stringify(faulty.body)),
        headers: { ...jsonHeaders, ...faulty.headers },
      }
    : url.pathname.startsWith("/api/")
      ? await answerApi(standIn, request, url)
      : await answerGit(standIn, request, url);
  if (!faulty) await standIn.onCarriedOut(name);
  if (fault?.kind === "drop-after") response.destroy();
  else sendAnswer(response, reply);
}

const jsonHeaders = { "Content-Type": "application/json; charset=utf-8", "x-github-request-id": "0000:0000" };

function jsonReply(status: number, body: Json, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: { ...jsonHeaders, ...headers }, body: Buffer.from(JSON.stringify(body)) };
}

async function answerApi(standIn: GitHubStandIn, request: IncomingMessage, url: URL): Promise<Reply> {
  const token = /^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const text = await readBody(request);
  const body: Json | undefined = text === "" ? undefined : JSON.parse(text);
  const account = accountOf(standIn, token);
  if (!account)
    return jsonReply(401, {
      message: "Bad credentials",
      documentation_url: "https://docs.github.com/rest",
      status: "401",
    });
  const context: Context = { state: standIn.state, bare: standIn.bare, url: standIn.url, account };
  const headers: Record<string, string> =
    account.scopes === undefined ? {} : { "x-oauth-scopes": account.scopes.join(", ") };
  if (url.pathname === "/api/graphql") return answerGraphQL(standIn, body, context, headers);
  return answerRest(standIn, { method: request.method ?? "", url, body }, context, headers);
}

async function answerGraphQL(
  standIn: GitHubStandIn,
  body: Json | undefined,
  context: Context,
  headers: Readonly<Record<string, string>>,
): Promise<Reply> {
  const problems = problemsOfQuery(body);
  standIn.problems.push(...problems);
  if (problems.length > 0)
    return jsonReply(200, { errors: problems.map((message) => ({ message })) }, headers);
  return jsonReply(200, await answerQuery(body, context), headers);
}

function answerRest(
  standIn: GitHubStandIn,
  { method, url, body }: { readonly method: string; readonly url: URL; readonly body: Json | undefined },
  context: Context,
  headers: Readonly<Record<string, string>>,
): Reply {
  const path = url.pathname.replace(/^\/api\/v3/, "");
  const operation = findOperation(method, path);
  const handler = operation && handlers[operation.name];
  if (!operation || !handler) {
    standIn.problems.push(`${method} ${path}: no such operation`);
    return jsonReply(404, { message: "Not Found" }, headers);
  }
  const moved = movedTo(standIn, operation.path, path);
  if (moved !== undefined) {
    const location = `${standIn.apiUrl}${moved}${url.search}`;
    return jsonReply(
      method === "GET" ? 301 : 307,
      { message: "Moved Permanently", url: location },
      { ...headers, location },
    );
  }
  const call = {
    operation: operation.name,
    path: operation.path,
    query: Object.fromEntries(url.searchParams),
    body,
  };
  const problems = problemsOfCall(call).map((problem) => `${operation.name}: ${problem}`);
  standIn.problems.push(...problems);
  if (problems.length > 0) return jsonReply(422, { message: problems.join("; ") }, headers);
  const answer = handler(call, context);
  standIn.problems.push(...problemsOfAnswer(operation.name, answer.status, answer.body));
  const accepted = answer.acceptedScopes && { "x-accepted-oauth-scopes": answer.acceptedScopes.join(", ") };
  const { body: page, link } = pageOf(answer, url, standIn);
  const { status, location } = answer;
  const more = { ...(link === undefined ? {} : { link }), ...(location === undefined ? {} : { location }) };
  return jsonReply(status, page, { ...headers, ...accepted, ...more });
}

/** A list is sent in pages of 30, or as many as were asked for, up to 100. */
function pageOf(
  { body }: Answer,
  url: URL,
  { url: origin }: GitHubStandIn,
): { readonly body: Json; readonly link?: string } {
  if (!Array.isArray(body)) return { body };
  const size = Math.min(100, Number(url.searchParams.get("per_page") ?? 30));
  const page = Number(url.searchParams.get("page") ?? 1);
  const last = Math.max(1, Math.ceil(body.length / size));
  const to = (number: number, rel: string) => {
    const target = new URL(url.pathname + url.search, origin);
    target.searchParams.set("page", String(number));
    return `<${target.href}>; rel="${rel}"`;
  };
  const cut = body.slice((page - 1) * size, page * size);
  return page >= last ? { body: cut } : { body: cut, link: `${to(page + 1, "next")}, ${to(last, "last")}` };
}

/** Where a path leads whose repository was renamed. */
function movedTo(
  { state }: GitHubStandIn,
  { owner, repo }: Readonly<Record<string, string>>,
  path: string,
): string | undefined {
  const found = owner === undefined || repo === undefined ? undefined : findRepository(state, owner, repo);
  if (!found || fullName(found).toLowerCase() === `${owner}/${repo}`.toLowerCase()) return undefined;
  return path.replace(`/repos/${owner}/${repo}`, `/repos/${fullName(found)}`);
}

async function answerGit(standIn: GitHubStandIn, request: IncomingMessage, url: URL): Promise<Reply> {
  const raw = /^\/gist\/[^/]+\/([^/]+)\/raw\/(.+)$/.exec(url.pathname);
  if (raw) {
    const text = standIn.state.gists
      .find(({ id }) => id === raw[1])
      ?.files.get(decodeURIComponent(raw[2] ?? ""));
    return {
      status: text === undefined ? 404 : 200,
      headers: { "Content-Type": "text/plain" },
      body: Buffer.from(text ?? ""),
    };
  }
  const packed = /^\/_codeload\/([^/]+\/[^/]+)\/legacy\.zip\/(.+)$/.exec(decodeURIComponent(url.pathname));
  if (packed) {
    const [, fullName = "", ref = ""] = packed;
    const zip = standIn.bare.archive(fullName, ref);
    const headers = { "Content-Type": "application/zip" };
    return { status: zip ? 200 : 404, headers, body: zip ?? Buffer.from("") };
  }
  const [, gistId] = /^\/gist\/([0-9a-f]+)\.git\//.exec(url.pathname) ?? [];
  const isPush = `${url.pathname}${url.search}`.includes("git-receive-pack");
  if (gistId !== undefined && !isPush) {
    const gist = standIn.state.gists.find(({ id }) => id === gistId);
    if (!gist) return { status: 404, headers: {}, body: Buffer.from("Not Found") };
    if (url.pathname.endsWith("/info/refs")) standIn.bare.write(`gist/${gistId}`, gist.files);
    return askGitServer(request, standIn.bare.folder, "");
  }
  const [, owner, name = ""] = url.pathname.split("/");
  const repository = findRepository(standIn.state, owner ?? "", name.replace(/\.git$/, ""));
  // All repositories are public.
  if (repository && !isPush) return askGitServer(request, standIn.bare.folder, "");
  const [, basic = ""] = (request.headers.authorization ?? "").split(" ");
  const [, token = ""] = Buffer.from(basic, "base64").toString().split(":");
  const account = accountOf(standIn, token);
  const challenge = { "WWW-Authenticate": 'Basic realm="GitHub"' };
  if (!account) return { status: 401, headers: challenge, body: Buffer.from("") };
  if (!repository) return { status: 404, headers: {}, body: Buffer.from("Repository not found.") };
  const mayPush =
    repository.owner === account.login &&
    (account.scopes?.some((one) => one === "repo" || one === "public_repo") ?? true);
  if (mayPush) return askGitServer(request, standIn.bare.folder, account.login);
  return {
    status: 403,
    headers: {},
    body: Buffer.from(`Permission to ${owner}/${name} denied to ${account.login}.`),
  };
}

function accountOf({ state }: GitHubStandIn, token: string | undefined): Account | undefined {
  return state.accounts.find((one) => one.token === token && !one.expired);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
