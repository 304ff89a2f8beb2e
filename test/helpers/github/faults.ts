/** What goes wrong with a request. */
export type Fault =
  /** An answer of that status, without the effect. */
  | { readonly kind: "status"; readonly status: number }
  /** The connection ends before the effect, or after it. */
  | { readonly kind: "drop-before" | "drop-after" }
  /** The hour's requests are used up. */
  | { readonly kind: "primary-limit"; readonly resetInSec: number }
  /** Too much at once. */
  | { readonly kind: "secondary-limit"; readonly retryAfterSec: number };

export interface PlannedFault {
  /** Of `METHOD path`, as the log has it. */
  readonly on: RegExp;
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
    default:
      return undefined;
  }
}
