import { mkdir, rm, rmdir, stat, utimes } from "node:fs";
import { lock } from "proper-lockfile";
import { PatchkitError } from "../errors.ts";
import { codeOf } from "./error-code.ts";

/** A lock that this run holds. */
export interface HeldLock {
  /** @throws PatchkitError `environment/busy` if another run took the lock, as after a long sleep of the machine. */
  assertHeld(): void;
  release(): Promise<void>;
}

/** How a lock is waited for. */
export interface LockOptions {
  readonly waitMs: number;
  /** What the lock is for, as in `expected ... to be free`, and what to do if it is not. */
  readonly what: string;
  readonly hint: string;
  readonly signal?: AbortSignal | undefined;
}

/** A lock whose holder has not renewed it for so long was left by a killed run. */
export const staleMs = 10_000;
const renewMs = 2_000;
const pauseMs = 100;

/**
 * What the lock needs of the file system. Removing also removes a file: earlier builds locked with one.
 */
const fs = {
  mkdir,
  stat,
  utimes,
  rmdir: (path: string, done: (error: NodeJS.ErrnoException | null) => void) =>
    rmdir(path, (error) => (error?.code === "ENOTDIR" ? rm(path, { force: true }, done) : done(error))),
};

/**
 * Takes a lock, a folder at `path`. The holder renews its time while it lives, so that a lock left by a killed
 * run is recognised by its age. Ids of processes would tell less: in another container they are others.
 *
 * @throws PatchkitError `environment/busy` if it is not free in time, `environment/interrupted`.
 */
export async function takeLock(path: string, options: LockOptions): Promise<HeldLock> {
  const { waitMs, what, hint, signal } = options;
  const lost = () =>
    new PatchkitError("environment/busy", `expected ${what} to be locked by this run, found another run`, {
      hint,
    });
  let isLost = false;
  for (const startMs = performance.now(); performance.now() - startMs < waitMs; ) {
    if (signal?.aborted) throw new PatchkitError("environment/interrupted", "interrupted while waiting");
    const release = await tryLock(path, () => {
      isLost = true;
    });
    if (!release) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      continue;
    }
    return {
      assertHeld() {
        if (isLost) throw lost();
      },
      async release() {
        if (!isLost) await release();
      },
    };
  }
  const name = path.slice(path.lastIndexOf("/") + 1);
  throw new PatchkitError(
    "environment/busy",
    `expected ${what} to be free, found ${name} held by another run for ${waitMs / 1000} seconds`,
    { hint },
  );
}

async function tryLock(path: string, onCompromised: () => void): Promise<(() => Promise<void>) | undefined> {
  try {
    return await lock(path, {
      lockfilePath: path,
      realpath: false,
      stale: staleMs,
      update: renewMs,
      fs,
      onCompromised,
    });
  } catch (reason) {
    const code = codeOf(reason);
    // Another run may take or give back the lock between two steps of ours.
    if (code === "ELOCKED" || code === "ENOTEMPTY") return undefined;
    throw reason;
  }
}
