import { Argument, type Command } from "commander";
import { type Shell, shells } from "./completion-scripts.ts";
import { type CommonFlags, makeCommand, type Runner } from "./flags.ts";

/** `completion`: prints a script for a shell. */
export function completionCommand(version: string, run: Runner): Command {
  const command = makeCommand(
    "completion",
    "prints a script with which a shell completes commands, flags, variants and checks",
    { version, readsClone: false },
  );
  return command
    .addArgument(new Argument("<shell>", "the shell").choices(shells))
    .action((shell: Shell, flags: CommonFlags, own: Command) =>
      run(async ({ printer }) => {
        const { runCompletion } = await import("./completion.ts");
        return runCompletion(printer, own.parent ?? own, shell);
      })(flags, own),
    );
}
