import { Command } from "commander";
import { makeCommands } from "./commands.ts";
import { type Runner, withCommonFlags } from "./flags.ts";

/** What the program's own help says after its flags and commands. */
export const helpAfter = `
Without a command, on a terminal, it asks what to do. The flags above may stand before or after the command.

Exit codes: 0 success; 1 findings (a variant was refused, --check found a difference);
2 usage or environment, such as an unknown ref; 3 a bug; 130 interrupted.

  cilium-patchkit demo                                  run all steps on the bundled sample tree
  cilium-patchkit inspect -C ~/cilium --ref v1.10.12    show the facts about a release's code
  cilium-patchkit generate -C ~/cilium --ref v1.10.12   render the three variants as patch series`;

/** The whole command tree: help, completion and manual page are made of it. */
export function makeProgram(version: string, run: Runner): Command {
  const program = new Command("cilium-patchkit")
    .description(
      "Propose, prove and publish Go changes to cilium-agent: patch series for any Cilium release.",
    )
    .enablePositionalOptions()
    .addHelpText("after", helpAfter);
  withCommonFlags(program, version, true);
  for (const command of makeCommands(version, run)) program.addCommand(command);
  return program;
}
