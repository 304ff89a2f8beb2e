import type { Pusher } from "../../host/git-push.ts";
import type { GitHub } from "../../host/github.ts";

/** The outside world of what is pushed to a fork. */
export interface ForkWorld {
  readonly github: GitHub;
  readonly pusher: Pusher;
  /** Waits; rejected when the run is interrupted. */
  sleep(ms: number): Promise<void>;
}

/** A step's outcome; `already`: it was so before. */
export type Brought = "done" | "already";
