import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { Octokit } from "@octokit/rest";
import { asGitHubError, statusOf } from "./github-errors.ts";
import type { GitHubHost } from "./github-host.ts";
import type { Secret } from "./secret.ts";

/** How a client reaches GitHub. */
export interface ClientSetting {
  readonly host: GitHubHost;
  readonly token: Secret;
  readonly signal: AbortSignal;
  /** Name and release of this program. */
  readonly userAgent: string;
  /** Told when GitHub asks to wait. */
  readonly onWait?: (seconds: number, why: string) => void;
}

/** A client whose requests fail in our words. */
export interface GitHubClient extends ClientSetting {
  readonly octokit: Octokit;
  /** Does something that may be done twice, as reading is. @param doing as in "read the account". */
  ask<T>(doing: string, work: (octokit: Octokit) => Promise<T>): Promise<T>;
  /** The same, undefined where GitHub says that there is no such thing. */
  find<T>(doing: string, work: (octokit: Octokit) => Promise<T>): Promise<T | undefined>;
}

/** Longest time that a run waits for a limit to pass; a longer one is told instead. */
const longestWaitSec = 90;

/** Keeps a request from being sent twice: what it makes would be there twice. */
export const once = { request: { retries: 0 } } as const;

type Queues = NonNullable<NonNullable<ConstructorParameters<typeof Client>[0]>["throttle"]>["write"];

/** In the place of a queue in which one write waits a second, or three, for the next. */
const noQueue = {
  key: () => ({ schedule: (_: unknown, work: () => Promise<unknown>) => work() }),
} as unknown as NonNullable<Queues>;

const Client = Octokit.plugin(retry, throttling);

/** Opens a client; nothing is sent yet. */
export function openClient(setting: ClientSetting): GitHubClient {
  const { host, token, signal, userAgent, onWait } = setting;
  // A GitHub on this machine is shared with nobody: waiting protects nobody's limits.
  const secondMs = host.isLocal ? 10 : 1000;
  const wait = (why: string) => (seconds: number, _: unknown, __: unknown, retryCount: number) => {
    if (seconds > longestWaitSec || retryCount >= 2) return false;
    onWait?.(seconds, why);
    return true;
  };
  const octokit = new Client({
    auth: token.reveal(),
    baseUrl: host.apiUrl,
    userAgent,
    log: { debug() {}, info() {}, warn() {}, error() {} },
    request: { signal },
    // Limits are the other plugin's matter.
    retry: { retryAfterBaseValue: secondMs, doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451] },
    throttle: {
      enabled: true,
      ...(host.isLocal ? { write: noQueue, notifications: noQueue } : {}),
      retryAfterBaseValue: secondMs,
      onRateLimit: wait("the hourly limit of requests is reached"),
      onSecondaryRateLimit: wait("too many requests in a short time"),
    },
  });
  const ask: GitHubClient["ask"] = async (doing, work) => {
    try {
      return await work(octokit);
    } catch (cause) {
      signal.throwIfAborted();
      throw asGitHubError(cause, { host, token, doing });
    }
  };
  return {
    ...setting,
    octokit,
    ask,
    find: (doing, work) =>
      ask(doing, (client) =>
        work(client).catch((cause: unknown) => {
          if (statusOf(cause) === 404) return undefined;
          throw cause;
        }),
      ),
  };
}
