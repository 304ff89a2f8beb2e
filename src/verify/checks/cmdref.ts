import { createTwoFilesPatch } from "diff";
import { z } from "zod";
import { buildPaths, hasReferenceCommand } from "../../profile/index.ts";
import { readBaseText } from "../base-tree.ts";
import { buildPackage } from "../baseline.ts";
import type { Check, EngineCheckInput } from "../check.ts";
import { couldNotRun, notNeeded } from "../finding.ts";
import { tail } from "../go-command.ts";
import { endedWords } from "../go-tests.ts";
import { agentBinary } from "./build.ts";

const cmdrefTimeoutMs = 120_000;

const details = z.strictObject({
  path: z.string(),
  /** Unified diff from the committed command reference to the agent's own output; "" if they are equal. */
  diff: z.string(),
});

/** The command reference printed by the built agent equals the committed one, byte for byte. */
export const cmdrefCheck: Check<typeof details> = {
  id: "cmdref",
  words: "command reference",
  details,
  needs: "engine",
  async run(input) {
    const { files, bench } = input;
    const path = buildPaths.commandReference;
    const committed =
      files.find((file) => file.path === path)?.after ?? (await readBaseText(bench.base, path));
    if (committed === undefined) return notNeeded(`this tree has no ${path}`);
    const built = await buildPackage(input.patched, buildPaths.agentProgram, agentBinary(input));
    if (!built.ok)
      return couldNotRun("the agent does not compile, so it cannot print its flags", built.output);
    const printed = await printReference(input);
    if ("reason" in printed) return couldNotRun(printed.reason, printed.log);
    const equal = printed.text === committed;
    const diff = equal ? "" : createTwoFilesPatch(path, "cilium-agent's own", committed, printed.text);
    return {
      outcome: equal ? "pass" : "fail",
      reason: equal ? null : `the agent's own output differs from ${path}`,
      log: diff.slice(0, 4000),
      details: { path, diff },
    };
  },
  problems({ path, diff }) {
    return diff === "" ? [] : [{ what: `the agent's own output differs from ${path}`, output: diff }];
  },
};

/** Runs the agent with its hidden flag or command. */
async function printReference(
  input: EngineCheckInput,
): Promise<{ text: string } | { reason: string; log: string }> {
  const { session } = input.bench;
  const agent = agentBinary(input);
  const folder = `${session.scratch}/${input.patched.name}/cmdref`;
  const page = `${folder}/${buildPaths.commandReference.slice(buildPaths.commandReference.lastIndexOf("/") + 1)}`;
  const isCommand = await hasReferenceCommand(input.checkout);
  const direct = isCommand ? '"$0" cmdref "$1"' : '"$0" --cmdref "$1"';
  const result = await session.run({
    command: ["sh", "-c", `mkdir -p "$1" && ${direct} >&2 </dev/null; cat "$2"`, agent, folder, page],
    cwd: session.tree,
    // Its library for debugging writes to the home folder of the user database, which a sandbox does not have.
    env: { GOPS_CONFIG_DIR: folder },
    privileges: "user",
    timeoutMs: cmdrefTimeoutMs,
  });
  if (result.ended !== "exited") return { reason: endedWords(result.ended), log: tail(result.stderr, 20) };
  if (result.status !== 0 || result.stdout === "")
    return { reason: "the agent printed no command reference", log: tail(result.stderr, 20) };
  return { text: result.stdout };
}
