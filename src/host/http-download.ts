import { PatchkitError } from "../errors.ts";
import type { Secret } from "./secret.ts";

/** How something is downloaded. */
export interface DownloadRequest {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Larger answers are refused while they arrive. */
  readonly mostBytes: number;
  /** Whether a URL may be asked: the first one, and each that it leads to. */
  readonly isAllowed: (url: URL) => boolean;
  /** Sent to this origin alone, and to nobody that it leads to. */
  readonly token?: { readonly secret: Secret; readonly origin: string } | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON by POST. */
  readonly body?: unknown;
}

const mostRedirects = 5;

/**
 * The bytes behind a URL; cookies, credentials in URLs and what the machine knows of other hosts are not used.
 *
 * @throws PatchkitError `environment/network` for any other answer than success, a redirect that is not allowed, one too
 *   many, or an answer that is too large or too late.
 */
export async function download(start: string, request: DownloadRequest): Promise<Buffer> {
  const limit = AbortSignal.timeout(request.timeoutMs);
  const signal = AbortSignal.any([request.signal, limit]);
  let url = new URL(start);
  try {
    for (let hops = 0; hops <= mostRedirects; hops++) {
      if (!isSafe(url) || !request.isAllowed(url)) throw failed(start, `${shown(url)}, which is not asked`);
      const answer = await fetch(url, { ...sent(url, request), redirect: "manual", signal });
      const location = answer.status >= 300 && answer.status < 400 ? answer.headers.get("location") : null;
      if (location === null) return await readBody(answer, start, request.mostBytes);
      await answer.body?.cancel();
      url = new URL(location, url);
    }
  } catch (cause) {
    request.signal.throwIfAborted();
    if (cause instanceof PatchkitError) throw cause;
    if (limit.aborted) throw failed(start, `no end within ${request.timeoutMs / 1000} seconds`, cause);
    const reason =
      cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause);
    throw failed(start, reason, cause);
  }
  throw failed(start, `more than ${mostRedirects} redirects`);
}

/** Over TLS, or on this machine; without a password in it. */
function isSafe({ protocol, hostname, username, password }: URL): boolean {
  const isLocal = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  return (protocol === "https:" || (protocol === "http:" && isLocal)) && username === "" && password === "";
}

function sent(url: URL, { token, headers, body }: DownloadRequest): RequestInit {
  const auth = token?.origin === url.origin ? { authorization: `Bearer ${token.secret.reveal()}` } : {};
  const all = { "user-agent": "cilium-patchkit", ...headers, ...auth };
  if (body === undefined) return { headers: all };
  return {
    method: "POST",
    headers: { ...all, "content-type": "application/json" },
    body: JSON.stringify(body),
  };
}

async function readBody(answer: Response, start: string, mostBytes: number): Promise<Buffer> {
  if (!answer.ok) {
    await answer.body?.cancel();
    throw failed(start, `HTTP status ${answer.status}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > mostBytes) throw failed(start, `more than ${Math.round(mostBytes / 1024 ** 2)} MB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function failed(start: string, found: string, cause?: unknown): PatchkitError {
  return new PatchkitError(
    "environment/network",
    `expected to download ${shown(new URL(start))}, found ${found}`,
    {
      cause,
      hint: "Check the link in a browser; nothing was written. A thread that is not public needs a token in GH_TOKEN.",
    },
  );
}

/** Queries of attachments' URLs are keys to them. */
function shown({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}
