import type { ChildProcessByStdio } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { PatchkitError } from "../errors.ts";

/** Git processes that serve object requests (`git cat-file --batch`), one after another. */
export interface ObjectReader {
  /**
   * The object's type and bytes; undefined if the repository does not have it.
   *
   * @throws PatchkitError `checkout/damaged-object` if git cannot read it; the reader goes on with others.
   */
  read(name: string): Promise<GitObject | undefined>;
  close(): Promise<void>;
}

export interface GitObject {
  readonly oid: string;
  readonly type: string;
  readonly data: Buffer;
}

/** A process, and its exit status once it has ended. */
export interface BatchProcess {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly ended: Promise<number>;
}

interface Request {
  readonly name: string;
  resolve(value: GitObject | undefined): void;
  reject(reason: unknown): void;
}

/**
 * Opens a reader. Git ends at a damaged object: the request that it could not answer fails, and a new process
 * answers the others.
 *
 * @param start starts a process.
 */
export function openObjectReader(start: () => BatchProcess): ObjectReader {
  let waiting: Request[] = [];
  let current: { send(request: Request): void; end(): Promise<void> } | undefined;
  let failure: unknown;

  function open() {
    const answered = serve(start(), waiting, (reason, isDamage) => {
      current = undefined;
      if (!isDamage) failure = reason;
      const lost = isDamage ? waiting.splice(0, 1) : waiting.splice(0);
      for (const request of lost) request.reject(reason);
      if (waiting.length === 0) return;
      const again = waiting.splice(0);
      current = open();
      for (const request of again) current.send(request);
    });
    return answered;
  }

  return {
    read(name) {
      if (failure) return Promise.reject(failure);
      return new Promise((resolve, reject) => {
        current ??= open();
        current.send({ name, resolve, reject });
      });
    },
    async close() {
      await current?.end();
      waiting = [];
    },
  };
}

/**
 * Serves requests with one process, in order.
 *
 * @param waiting the requests without an answer; answered ones are taken out.
 * @param onEnd called when the process has ended, unless it was closed; damage is an end of git's own.
 */
function serve(
  { child, ended }: BatchProcess,
  waiting: Request[],
  onEnd: (reason: unknown, isDamage: boolean) => void,
) {
  const chunks: Buffer[] = [];
  let buffered = 0;
  let wanted = 0;
  let stderr = "";
  let isClosed = false;
  child.stderr.on("data", (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-2000);
  });
  // The exit status shows that it ended early.
  child.stdin.on("error", () => {});
  const over = ended.then(
    () => {
      if (!isClosed) return onEnd(damaged(waiting[0]?.name, stderr), true);
      for (const { name, reject } of waiting.splice(0)) reject(damaged(name, stderr));
    },
    (reason: unknown) => onEnd(reason, false),
  );
  child.stdout.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    buffered += chunk.length;
    if (buffered < wanted) return;
    const bytes = Buffer.concat(chunks);
    const used = answer(bytes);
    chunks.length = 0;
    if (used < bytes.length) chunks.push(bytes.subarray(used));
    buffered = bytes.length - used;
  });

  /** Resolves every request that `bytes` answers; returns the number of bytes used. */
  function answer(bytes: Buffer): number {
    let used = 0;
    for (;;) {
      const newline = bytes.indexOf(10, used);
      if (newline === -1) break;
      const [oid = "", type = "", size] = bytes.toString("latin1", used, newline).split(" ");
      const start = newline + 1;
      const end = start + (size === undefined ? 0 : Number(size) + 1);
      if (bytes.length < end) {
        wanted = end - used;
        return used;
      }
      const data = size === undefined ? undefined : Buffer.from(bytes.subarray(start, end - 1));
      waiting.shift()?.resolve(data && { oid, type, data });
      used = end;
    }
    wanted = 0;
    return used;
  }

  return {
    send(request: Request) {
      waiting.push(request);
      child.stdin.write(`${request.name}\n`);
    },
    async end() {
      isClosed = true;
      child.stdin.end();
      await over;
    },
  };
}

function damaged(name: string | undefined, stderr: string): PatchkitError {
  const said = stderr.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
  return new PatchkitError(
    "checkout/damaged-object",
    `expected object ${name?.slice(0, 12) ?? ""}, found that git cannot read it: ${said}`,
    { hint: "`git fsck` in the clone shows what is damaged; fetch the commit from another clone." },
  );
}
