import type { BareRepositories } from "./bare-repositories.ts";
import type { Json, JsonObject } from "./description.ts";
import { isObject } from "./description.ts";
import { type Call, exampleOf } from "./operation.ts";
import { type Account, findRepository, type Repository, type State } from "./state.ts";

/** What an operation works with. */
export interface Context {
  readonly state: State;
  readonly bare: BareRepositories;
  /** Of the web site, without a slash at its end. */
  readonly url: string;
  readonly account: Account;
}

/** An answer; a list is cut into pages by who sends it. */
export interface Answer {
  readonly status: number;
  readonly body: Json;
  /** Where else it is to be looked for. */
  readonly location?: string;
  /** Scopes of which one is needed, where it was missing. */
  readonly acceptedScopes?: readonly string[];
}

export type Handler = (call: Call, context: Context) => Answer;

export const ok = (body: Json): Answer => ({ status: 200, body });

export const notFound: Answer = {
  status: 404,
  body: { message: "Not Found", documentation_url: "https://docs.github.com/rest", status: "404" },
};

/** As GitHub refuses values that it cannot take. */
export function invalid(errors: readonly JsonObject[], message = "Validation Failed"): Answer {
  return {
    status: 422,
    body: { message, documentation_url: "https://docs.github.com/rest", errors: [...errors] },
  };
}

/** A classic token without one of the scopes gets what somebody gets who may not see it. */
export function lacksScope({ account }: Context, accepted: readonly string[]): Answer | undefined {
  const { scopes } = account;
  if (scopes === undefined || accepted.some((scope) => scopes.includes(scope))) return undefined;
  return { ...notFound, acceptedScopes: accepted };
}

export function repositoryOf({ path }: Call, { state }: Context): Repository | undefined {
  return findRepository(state, path["owner"] ?? "", path["repo"] ?? "");
}

/** Fields of a call's body. */
export function fieldsOf({ body }: Call): JsonObject {
  return isObject(body) ? body : {};
}

export function textOf(value: Json | undefined, otherwise = ""): string {
  return typeof value === "string" ? value : otherwise;
}

/** GitHub's example of an answer, about something else. */
export function exampleAbout(
  operation: Call["operation"],
  status: number,
  { url }: Context,
  names: Readonly<Record<string, string>>,
): JsonObject {
  let text = JSON.stringify(exampleOf(operation, status));
  for (const [from, to] of Object.entries(names)) text = text.replaceAll(from, to);
  const found: Json = JSON.parse(text.replaceAll("https://api.github.com", `${url}/api/v3`));
  const first = Array.isArray(found) ? found[0] : found;
  if (!isObject(first)) throw new Error(`${operation}: expected an object as example`);
  return first;
}

/** A user as they stand in other answers. */
export function userAnswer(context: Context, login: string): JsonObject {
  const operation = "post /repos/{owner}/{repo}/issues/{issue_number}/comments";
  const { user } = exampleAbout(operation, 201, context, { octocat: login });
  const id = context.state.accounts.find((one) => one.login === login)?.id ?? 1;
  return isObject(user) ? { ...user, id } : {};
}
