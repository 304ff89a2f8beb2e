import { PatchkitError } from "../errors.ts";
import type { Engine, EngineResult } from "./engine.ts";
import { isolationFailed } from "./sandbox.ts";

/**
 * Wraps an engine: faults of the machine, such as a full disk, are thrown, so that no check reports them as
 * findings.
 *
 * @param timeLimitMs time limit of one command, instead of the check's own.
 */
export function boundedEngine(engine: Engine, timeLimitMs: number | undefined): Engine {
  return {
    async open(folders) {
      const session = await engine.open(folders);
      const { build } = session;
      const bound = <Task extends { readonly timeoutMs: number }>(task: Task): Task => ({
        ...task,
        timeoutMs: timeLimitMs ?? task.timeoutMs,
      });
      return {
        ...session,
        async run(command) {
          const result = await session.run(bound(command));
          if (command.privileges !== "tool") assertIsolated(result);
          if (command.privileges === "tool" || command.privileges === "user") assertRoom(result);
          return result;
        },
        build:
          build &&
          (async (context) => {
            const result = await build(bound(context));
            assertRoom(result);
            return result;
          }),
      };
    },
  };
}

/**
 * Not used for network tests: there the kernel returns the same error for a full BPF map.
 *
 * @throws PatchkitError `environment/disk-full`.
 */
function assertRoom({ ended, status, stdout, stderr }: EngineResult): void {
  if (ended !== "exited" || status === 0) return;
  const full = /^.*no space left on device.*$/im.exec(`${stderr}\n${stdout}`);
  if (!full) return;
  throw new PatchkitError(
    "environment/disk-full",
    `expected space for the files of the check, found: ${full[0].trim().slice(0, 200)}`,
    { hint: "Free some space, or choose a cache on another disk with --cache." },
  );
}

/** @throws PatchkitError `environment/engine-failed`. */
function assertIsolated(result: EngineResult): void {
  const reason = result.ended === "exited" ? isolationFailed(result) : undefined;
  if (reason === undefined) return;
  throw new PatchkitError("environment/engine-failed", `the tree's code cannot run here: ${reason}`, {
    hint: "It needs a kernel with user and network namespaces and veth devices; try another --engine or machine.",
  });
}
