import { PatchkitError } from "../errors.ts";
import type { GitHubHost } from "./github-host.ts";
import type { Secret } from "./secret.ts";

/** What an error of @octokit/request tells; the class differs between copies of that package. */
interface RequestFailure {
  readonly status: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  /** Messages of a refusal. */
  readonly reasons: readonly string[];
}

function asRequestFailure(cause: unknown): RequestFailure | undefined {
  if (!(cause instanceof Error) || !("status" in cause) || typeof cause.status !== "number") return undefined;
  const response = "response" in cause ? (cause.response as FailureResponse | undefined) : undefined;
  const listed = response?.data?.errors;
  const reasons = (Array.isArray(listed) ? listed : []).map((one) =>
    typeof one === "string"
      ? one
      : (one.message ?? [one.resource, one.field, one.code].filter(Boolean).join(" ")),
  );
  return { status: cause.status, message: cause.message, headers: response?.headers ?? {}, reasons };
}

interface FailureResponse {
  readonly headers?: Readonly<Record<string, string | number | undefined>>;
  readonly data?: {
    readonly errors?: readonly (
      | string
      | {
          readonly message?: string;
          readonly resource?: string;
          readonly field?: string;
          readonly code?: string;
        }
    )[];
  };
}

/** HTTP status of a failed request; undefined for other errors. */
export function statusOf(cause: unknown): number | undefined {
  return asRequestFailure(cause)?.status;
}

/** Whether an effect may have come about although the request failed: the answer was lost, or the server broke down. */
export function isUncertain(cause: unknown): boolean {
  return cause instanceof PatchkitError && cause.code === "environment/github-unreachable";
}

/** What an error needs to be told. */
export interface ErrorSetting {
  readonly host: GitHubHost;
  readonly token: Secret;
  /** What was being done, as in "open a pull request". */
  readonly doing: string;
}

/** An error of octokit in our words, without the token; other errors as they are. */
export function asGitHubError(cause: unknown, { host, token, doing }: ErrorSetting): unknown {
  const failure = asRequestFailure(cause);
  if (!failure) return asGraphQLError(cause, { host, token, doing });
  const { status, headers } = failure;
  const said = token
    .scrub([failure.message.split(" - http")[0], ...failure.reasons].join("; "))
    .slice(0, 400);
  const place = `${host.hostname}: expected to ${doing}`;
  if (status === 401) {
    return new PatchkitError(
      "environment/token-refused",
      `${place}, found that the token of ${token.source} is refused`,
      {
        hint: "It has expired or was revoked, or is of another host: make a new one, or run `gh auth refresh`.",
      },
    );
  }
  if (isLimit(failure)) return limitError(place, failure);
  if (status === 403 || status === 404) {
    const lacking = missingScope(headers);
    if (lacking !== undefined) return scopeError(place, token, lacking);
  }
  if (status >= 500) {
    return new PatchkitError("environment/github-unreachable", `${place}, found no answer: ${said}`, {
      hint: "Run the same command again: it goes on from what is there, and makes nothing twice.",
    });
  }
  return new PatchkitError("environment/github-refused", `${place}, found a refusal (${status}): ${said}`, {
    hint: "Nothing was changed by this request; run the command again when the reason is gone.",
  });
}

function isLimit({ status, headers, message }: RequestFailure): boolean {
  if (status !== 403 && status !== 429) return false;
  return (
    headers["x-ratelimit-remaining"] === "0" ||
    headers["retry-after"] !== undefined ||
    /rate limit/i.test(message)
  );
}

function limitError(place: string, { headers }: RequestFailure): PatchkitError {
  const reset = Number(headers["x-ratelimit-reset"]);
  const after = Number(headers["retry-after"]);
  const isPrimary = headers["x-ratelimit-remaining"] === "0";
  const until =
    isPrimary && reset > 0
      ? ` until ${new Date(reset * 1000).toISOString()}`
      : after > 0
        ? ` for ${after} seconds`
        : "";
  return new PatchkitError(
    "environment/rate-limited",
    `${place}, found the ${isPrimary ? "hourly limit of requests" : "limit on requests in a short time"} reached${until}`,
    { hint: "Run the same command again after that time: it goes on from what is there." },
  );
}

/** The scopes of which the token has none, or the permissions of a fine-grained one; undefined if that is not the reason. */
function missingScope(headers: RequestFailure["headers"]): string | undefined {
  const list = (name: string) =>
    String(headers[name] ?? "")
      .split(",")
      .map((one) => one.trim())
      .filter(Boolean);
  const permission = headers["x-accepted-github-permissions"];
  if (permission !== undefined) return String(permission);
  if (headers["x-oauth-scopes"] === undefined) return undefined;
  const accepted = list("x-accepted-oauth-scopes");
  const owned = list("x-oauth-scopes");
  const lacks = accepted.length > 0 && !accepted.some((scope) => owned.includes(scope));
  return lacks ? accepted.join(" or ") : undefined;
}

export function scopeError(place: string, token: Secret, lacking: string): PatchkitError {
  return new PatchkitError(
    "environment/missing-scope",
    `${place}, found that the token of ${token.source} lacks the scope ${lacking}`,
    {
      hint: `Add it: \`gh auth refresh --scopes ${lacking.split(" or ")[0]}\`, or in the token's settings on the web site.`,
    },
  );
}

function asGraphQLError(cause: unknown, { host, token, doing }: ErrorSetting): unknown {
  if (!(cause instanceof Error) || cause.name !== "GraphqlResponseError" || !("errors" in cause))
    return cause;
  const [first] = cause.errors as readonly { readonly type?: string; readonly message: string }[];
  const place = `${host.hostname}: expected to ${doing}`;
  const said = token.scrub(first?.message ?? "").slice(0, 400);
  if (first?.type === "INSUFFICIENT_SCOPES") {
    const scopes = [...said.matchAll(/'([\w:]+)'/g)].map(([, scope = ""]) => scope).slice(1);
    return scopeError(place, token, scopes.join(" or "));
  }
  return new PatchkitError("environment/github-refused", `${place}, found a refusal: ${said}`, {
    hint: "Look at the page in a browser: it may be locked, moved, or not visible to this account.",
  });
}
