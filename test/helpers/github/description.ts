import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** A JSON value of GitHub's description. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

/** The operations that the stand-in serves, by method and path as the description names them. */
export const served = [
  "get /user",
  "get /user/repos",
  "get /repos/{owner}/{repo}",
  "post /repos/{owner}/{repo}/forks",
  "get /repos/{owner}/{repo}/git/ref/{ref}",
  "get /repos/{owner}/{repo}/compare/{basehead}",
  "get /repos/{owner}/{repo}/zipball/{ref}",
  "get /repos/{owner}/{repo}/pulls",
  "post /repos/{owner}/{repo}/pulls",
  "get /repos/{owner}/{repo}/pulls/{pull_number}",
  "patch /repos/{owner}/{repo}/pulls/{pull_number}",
  "get /repos/{owner}/{repo}/issues/{issue_number}",
  "get /repos/{owner}/{repo}/issues/{issue_number}/comments",
  "post /repos/{owner}/{repo}/issues/{issue_number}/comments",
  "post /repos/{owner}/{repo}/issues/{issue_number}/labels",
  "get /repos/{owner}/{repo}/issues/comments/{comment_id}",
  "patch /repos/{owner}/{repo}/issues/comments/{comment_id}",
  "get /gists",
  "post /gists",
  "get /gists/{gist_id}",
  "patch /gists/{gist_id}",
] as const;

/** One of {@link served}. */
export type OperationName = (typeof served)[number];

/** GitHub's published OpenAPI description, cut to what the stand-in serves. */
export interface Description {
  readonly paths: JsonObject;
  readonly components: JsonObject;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a JSON pointer such as `#/components/schemas/gist`. */
export function valueAt(document: Json, pointer: string): Json {
  let found: Json | undefined = document;
  for (const part of pointer.slice(2).split("/")) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    found = isObject(found) ? found[name] : undefined;
  }
  if (found === undefined) throw new Error(`expected ${pointer} in GitHub's description, found nothing`);
  return found;
}

/** Everything that is referred to, itself replaced by it, one level deep. */
export function resolved(document: Json, value: Json | undefined): Json | undefined {
  const pointer = isObject(value) ? value["$ref"] : undefined;
  return typeof pointer === "string" ? valueAt(document, pointer) : value;
}

let read: Description | undefined;

/** Reads the description once per process: it has 13 MB, of which the operations served need a hundredth. */
export function readDescription(): Description {
  if (read) return read;
  const require = createRequire(import.meta.url);
  const path = require.resolve("@octokit/openapi/generated/api.github.com.json");
  const whole: JsonObject = JSON.parse(readFileSync(path, "utf8"));
  const paths: Record<string, Record<string, Json>> = {};
  for (const name of served) {
    const [method = "", route = ""] = name.split(" ");
    const operation = valueAt(whole, `#/paths/${route.replaceAll("/", "~1")}/${method}`);
    paths[route] = { ...paths[route], [method]: operation };
  }
  read = { paths, components: reachable(whole, paths) };
  return read;
}

/** The components that paths refer to, directly or through others. */
function reachable(whole: JsonObject, paths: JsonObject): JsonObject {
  const components: Record<string, Record<string, Json>> = {};
  const visit = (value: Json): void => {
    if (Array.isArray(value)) for (const one of value) visit(one);
    if (!isObject(value)) return;
    for (const [name, one] of Object.entries(value)) {
      if (name === "$ref" && typeof one === "string") add(one);
      else visit(one);
    }
  };
  const add = (pointer: string): void => {
    const [, , kind = "", name = ""] = pointer.split("/");
    if (components[kind]?.[name] !== undefined) return;
    const found = valueAt(whole, pointer);
    components[kind] = { ...components[kind], [name]: found };
    visit(found);
  };
  visit(paths);
  return components;
}
