import { Ajv, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import {
  isObject,
  type Json,
  type JsonObject,
  type OperationName,
  readDescription,
  resolved,
  served,
} from "./description.ts";

/** A call of an operation, as it came over HTTP. */
export interface Call {
  readonly operation: OperationName;
  /** Values of the path's `{names}`. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Json | undefined;
}

const patterns = served.map((name) => {
  const [method = "", route = ""] = name.split(" ");
  // A ref has slashes in it (`x-multi-segment`).
  const source = route.replace(/\{(\w+)\}/g, (_, part: string) =>
    part === "ref" || part === "basehead" ? `(?<${part}>.+)` : `(?<${part}>[^/]+)`,
  );
  return { name, method, pattern: new RegExp(`^${source}$`) };
});

/** Which operation a request is for; undefined where the stand-in serves none. */
export function findOperation(
  method: string,
  path: string,
): { readonly name: OperationName; readonly path: Readonly<Record<string, string>> } | undefined {
  for (const one of patterns) {
    const found = one.method === method.toLowerCase() ? one.pattern.exec(path) : null;
    if (!found) continue;
    const parts = Object.entries(found.groups ?? {}).map(([name, value]) => [
      name,
      decodeURIComponent(value),
    ]);
    return { name: one.name, path: Object.fromEntries(parts) };
  }
  return undefined;
}

/** The key under which the components are known to a checker. */
const shared = "github";

function makeChecker(coerceTypes: boolean): Ajv {
  const checker = new Ajv({ strict: false, allErrors: true, logger: false, coerceTypes });
  (formats as unknown as (one: Ajv) => void)(checker);
  return checker;
}

const checkers = { query: makeChecker(true), body: makeChecker(false) };
const validators = new Map<string, ValidateFunction>();

function validatorOf(schema: JsonObject, key: string, checker: Ajv): ValidateFunction {
  const known = validators.get(key);
  if (known) return known;
  if (checker.getSchema(shared) === undefined) {
    const { components } = readDescription();
    checker.addSchema({ $id: shared, components: asJsonSchema(components) });
  }
  const made = checker.compile(asJsonSchema(schema) as JsonObject);
  validators.set(key, made);
  return made;
}

/** A schema of OpenAPI 3.0 as JSON Schema: `nullable` may stand without a type there, and references are to the components. */
function asJsonSchema(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(asJsonSchema);
  if (!isObject(schema)) return schema;
  const entries = Object.entries(schema).map(([name, value]): [string, Json] => [
    name,
    name === "$ref" && typeof value === "string" ? `${shared}${value}` : asJsonSchema(value),
  ]);
  const { nullable, ...rest } = Object.fromEntries(entries);
  if (nullable !== true || rest["type"] !== undefined) return Object.fromEntries(entries);
  return { anyOf: [{ type: "null" }, rest] };
}

/** What is wrong with a call, in words; empty where nothing is. Also refuses what the description does not name. */
export function problemsOfCall({ operation, query, body }: Call): string[] {
  return [...problemsOfQuery(operation, query), ...problemsOfBody(operation, body)];
}

function problemsOfQuery(operation: OperationName, query: Call["query"]): string[] {
  const { components } = readDescription();
  const listed = describe(operation)["parameters"];
  const parameters = (Array.isArray(listed) ? listed : [])
    .map((one: Json) => resolved({ components }, one))
    .filter((one): one is JsonObject => isObject(one) && one["in"] === "query");
  const properties = Object.fromEntries(parameters.map((one) => [String(one["name"]), one["schema"] ?? {}]));
  const validate = validatorOf(
    { type: "object", properties, additionalProperties: false },
    `${operation} query`,
    checkers.query,
  );
  return validate({ ...query }) ? [] : words("query", validate);
}

function problemsOfBody(operation: OperationName, body: Json | undefined): string[] {
  const described = describe(operation)["requestBody"];
  if (!isObject(described)) return body === undefined ? [] : ["body: expected none"];
  if (body === undefined) return described["required"] === true ? ["body: expected one"] : [];
  const schema = contentOf(described)["schema"];
  if (!isObject(schema)) return [];
  const wanted = operation === "patch /gists/{gist_id}" ? withRemovableFiles(schema) : schema;
  const validate = validatorOf(closed(wanted) as JsonObject, `${operation} body`, checkers.body);
  return validate(body) ? [] : words("body", validate);
}

/** Its own words and its example `deleteFile` have a file of null, which its schema does not allow. */
function withRemovableFiles(schema: JsonObject): JsonObject {
  const text = JSON.stringify(schema);
  return JSON.parse(text.replace('"additionalProperties":{', '"additionalProperties":{"nullable":true,'));
}

/** What is wrong with an answer of the stand-in's own. */
export function problemsOfAnswer(operation: OperationName, status: number, body: Json | undefined): string[] {
  const answer = answerOf(operation, status);
  if (answer === undefined) return [`${operation}: no answer ${status} is described`];
  const schema = contentOf(answer)["schema"];
  if (!isObject(schema)) return [];
  const validate = validatorOf(schema, `${operation} ${status}`, checkers.body);
  return validate(body) ? [] : words(`${operation} ${status}`, validate);
}

/** The example that GitHub's description gives of an answer. */
export function exampleOf(operation: OperationName, status: number): Json {
  const { components } = readDescription();
  const examples = contentOf(answerOf(operation, status) ?? {})["examples"];
  // The fullest: others show one field alone.
  const values = Object.values(isObject(examples) ? examples : {}).flatMap((one): Json[] => {
    const found = resolved({ components }, one);
    const value = isObject(found) ? resolved({ components }, found["value"]) : undefined;
    // An example may stand as the value of another one.
    const inner = isObject(value) && Object.keys(value).length <= 2 ? (value["value"] ?? value) : value;
    return inner === undefined ? [] : [inner];
  });
  const fieldsOf = (value: Json) => Object.keys((Array.isArray(value) ? value[0] : value) ?? {}).length;
  const [fullest] = values.sort((a, b) => fieldsOf(b) - fieldsOf(a));
  if (fullest === undefined) throw new Error(`${operation} ${status}: no example`);
  return fullest;
}

function describe(operation: OperationName): JsonObject {
  const [method = "", route = ""] = operation.split(" ");
  const path = readDescription().paths[route];
  const found = isObject(path) ? path[method] : undefined;
  if (!isObject(found)) throw new Error(`${operation} is not described`);
  return found;
}

function answerOf(operation: OperationName, status: number): JsonObject | undefined {
  const { components } = readDescription();
  const answers = describe(operation)["responses"];
  const found = resolved({ components }, isObject(answers) ? answers[String(status)] : undefined);
  return isObject(found) ? found : undefined;
}

function contentOf(value: JsonObject): JsonObject {
  const content = value["content"];
  const json = isObject(content) ? content["application/json"] : undefined;
  return isObject(json) ? json : {};
}

/** The schema without room for fields that it does not name: GitHub ignores them, and a misspelt one would go unseen. */
function closed(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(closed);
  if (!isObject(schema)) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  const names = isObject(schema["properties"]) && schema["additionalProperties"] === undefined;
  return names && schema["type"] === "object" ? { ...inner, additionalProperties: false } : inner;
}

function words(where: string, { errors }: ValidateFunction): string[] {
  return (errors ?? []).map(
    ({ instancePath, message, params }) => `${where}${instancePath}: ${message} ${JSON.stringify(params)}`,
  );
}
