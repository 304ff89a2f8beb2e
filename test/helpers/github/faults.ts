/** What goes wrong with a request. */
export type Fault =
  /** An answer of that status, without the effect. */
  | { readonly kind: "status"; readonly status: number }
  /** The connection ends before the effect, or after it. */
  | { readonly kind: "drop-before" | "drop-after" }
  /** The hour's requests are used up. */
  | { readonly kind: "primary-limit"; readonly resetInSec: number }
  /** Too much at once. */
  | { readonly kind: "secondary-limit"; readonly retryAfterSec: number }
  /** The token is not one any more. */
  | { readonly kind: "expired" };

export interface PlannedFault {
  /** Of `METHOD path`, as the log has it. */
  readonly on: Pick<RegExp, "test">;
  readonly fault: Fault;
  /** How many times it happens. */
  times: number;
}

/** The fault that is due for a request, which is then one fewer. */
export function takeFault(planned: readonly PlannedFault[], request: string): Fault | undefined {
  const found = planned.find(({ on, times }) => times > 0 && on.test(request));
  if (!found) return undefined;
  found.times -= 1;
  return found.fault;
}

/**
 * Breaks the first request of a run that was never broken before, and all that follow it. Run after run, each request
 * has its turn, until a run meets none that is new.
 *
 * @param broken requests that had their turn, by name and place among those of the same name.
 */
export function breakNext(broken: Set<string>, fault: Fault): PlannedFault {
  const seen = new Map<string, number>();
  let isDown = false;
  const isNew = (name: string) => {
    const place = (seen.get(name) ?? 0) + 1;
    seen.set(name, place);
    const isKnown = broken.has(`${place} ${name}`);
    broken.add(`${place} ${name}`);
    return !isKnown;
  };
  return {
    on: {
      test(name) {
        isDown ||= isNew(name);
        return isDown;
      },
    },
    fault,
    times: Number.POSITIVE_INFINITY,
  };
}

/** The answer that a fault is, if it is one (docs.github.com, "Rate limits for the REST API"). */
export function faultAnswer(
  fault: Fault,
): { status: number; headers: Record<string, string>; body: { message: string } } | undefined {
  switch (fault.kind) {
    case "status":
      return { status: fault.status, headers: {}, body: { message: "Server Error" } };
    case "primary-limit": {
      const reset = String(Math.ceil(Date.now() / 1000) + fault.resetInSec);
      const headers = {
        "x-ratelimit-limit": "5000",
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": reset,
      };
      return { status: 403, headers, body: { message: "API rate limit exceeded for user ID 1." } };
    }
    case "secondary-limit": {
      const headers = { "retry-after": String(fault.retryAfterSec) };
      return {
        status: 429,
        headers,
        body: { message: "You have exceeded a secondary rate limit. Please wait." },
      };
    }
    case "expired": {
      const headers = { "WWW-Authenticate": 'Basic realm="GitHub"' };
      return { status: 401, headers, body: { message: "Bad credentials" } };
    }
    default:
      return undefined;
  }
}

/** What may go wrong for a while, with the code of the error that tells it. */
export const lastingFaults: readonly (readonly [string, Fault, string])[] = [
  ["the server is down", { kind: "status", status: 502 }, "environment/github-unreachable"],
  ["connections end", { kind: "drop-before" }, "environment/github-unreachable"],
  ["answers are lost", { kind: "drop-after" }, "environment/github-unreachable"],
  ["there were too many", { kind: "secondary-limit", retryAfterSec: 300 }, "environment/rate-limited"],
  ["the token has expired", { kind: "expired" }, "environment/token-refused"],
];
