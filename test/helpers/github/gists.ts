import { createHash } from "node:crypto";
import {
  type Context,
  exampleAbout,
  fieldsOf,
  type Handler,
  invalid,
  lacksScope,
  notFound,
  ok,
  textOf,
  userAnswer,
} from "./context.ts";
import { isObject, type JsonObject, type OperationName } from "./description.ts";
import type { Call } from "./operation.ts";
import type { Gist } from "./state.ts";

/** Characters of a file after which an answer holds its beginning only. */
const longestContent = 1_000_000;

export const gistHandlers: Partial<Record<OperationName, Handler>> = {
  "get /gists": (_, context) => {
    const own = context.state.gists.filter(({ owner }) => owner === context.account.login).reverse();
    return ok(own.map((gist) => gistAnswer(gist, context, "get /gists")));
  },
  "post /gists": (call, context) => {
    const lacking = lacksScope(context, ["gist"]);
    if (lacking) return lacking;
    const { description, public: isPublic } = fieldsOf(call);
    const id = createHash("sha256")
      .update(String(context.state.nextId++))
      .digest("hex")
      .slice(0, 20);
    const { login } = context.account;
    const gist: Gist = {
      id,
      owner: login,
      description: textOf(description),
      isPublic: isPublic === true,
      files: new Map(),
    };
    const problem = takeFiles(gist, call);
    if (problem) return problem;
    context.state.gists.push(gist);
    return { status: 201, body: gistAnswer(gist, context, call.operation) };
  },
  "get /gists/{gist_id}": (call, context) => {
    const gist = gistOf(call, context);
    return gist ? ok(gistAnswer(gist, context, call.operation)) : notFound;
  },
  "patch /gists/{gist_id}": (call, context) => {
    const gist = gistOf(call, context);
    if (!gist || gist.owner !== context.account.login) return notFound;
    const lacking = lacksScope(context, ["gist"]);
    if (lacking) return lacking;
    const { description } = fieldsOf(call);
    if (description !== undefined) gist.description = textOf(description);
    return takeFiles(gist, call) ?? ok(gistAnswer(gist, context, call.operation));
  },
};

function gistOf({ path }: Call, { state }: Context): Gist | undefined {
  return state.gists.find(({ id }) => id === path["gist_id"]);
}

/** Writes the files of a call; a file of null is removed. */
function takeFiles(gist: Gist, call: Call) {
  const { files } = fieldsOf(call);
  for (const [name, file] of Object.entries(isObject(files) ? files : {})) {
    if (name.includes("/"))
      return invalid([
        { resource: "Gist", field: "files", code: "custom", message: "filename cannot contain /" },
      ]);
    if (!isObject(file)) gist.files.delete(name);
    else if (file["content"] !== undefined) {
      const content = textOf(file["content"]);
      if (content === "") return invalid([{ resource: "Gist", code: "missing_field", field: "files" }]);
      gist.files.set(name, content);
    }
  }
  return undefined;
}

function gistAnswer(gist: Gist, context: Context, operation: OperationName): JsonObject {
  const status = operation.startsWith("post") ? 201 : 200;
  const example = exampleAbout(operation, status, context, { octocat: gist.owner });
  const isListed = operation === "get /gists";
  const files = [...gist.files].map(([filename, content]): [string, JsonObject] => [
    filename,
    {
      filename,
      type: "text/plain",
      language: "Diff",
      raw_url: `${context.url}/gist/${gist.owner}/${gist.id}/raw/${encodeURIComponent(filename)}`,
      size: Buffer.byteLength(content),
      // A list does not have the texts.
      ...(isListed
        ? {}
        : { truncated: content.length > longestContent, content: content.slice(0, longestContent) }),
    },
  ]);
  const { forks: _, history: __, fork_of: ___, ...rest } = example;
  return {
    ...rest,
    id: gist.id,
    url: `${context.url}/api/v3/gists/${gist.id}`,
    html_url: `${context.url}/gist/${gist.owner}/${gist.id}`,
    git_pull_url: `${context.url}/gist/${gist.id}.git`,
    git_push_url: `${context.url}/gist/${gist.id}.git`,
    public: gist.isPublic,
    description: gist.description,
    files: Object.fromEntries(files),
    owner: userAnswer(context, gist.owner),
  };
}
