import { PatchkitError } from "../errors.ts";
import { type Engine, type EngineResult, isolationFailed } from "./engine.ts";

/**
 * An engine whose commands say what they have to say, or nothing: what only the machine is to blame for
 * is thrown, so that no check takes it for a finding.
 *
 * @param timeLimitMs most time of one command, instead of the one its check gives it.
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
        run: async (command) => judge(await session.run(bound(command))),
        build: build && (async (context) => judge(await build(bound(context)))),
      };
    },
  };
}

/** @throws PatchkitError `environment/disk-full`, `environment/engine-failed`. */
function judge(result: EngineResult): EngineResult {
  if (result.ended !== "exited" || result.status === 0) return result;
  const said = `${result.stderr}\n${result.stdout}`;
  const full = /^.*no space left on device.*$/im.exec(said);
  if (full) {
    throw new PatchkitError(
      "environment/disk-full",
      `expected room for what the check writes, found: ${full[0].trim().slice(0, 200)}`,
      { hint: "Free some space, or name a cache on another disk with --cache." },
    );
  }
  const reason = isolationFailed(result);
  if (reason === undefined) return result;
  throw new PatchkitError("environment/engine-failed", `network tests cannot run here: ${reason}`, {
    hint: "They need a kernel with network namespaces, veth devices and the BPF file system; try another --engine or machine.",
  });
}
