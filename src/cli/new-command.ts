import type { Command } from "commander";
import { type CommonFlags, makeCommand, type Runner } from "./flags.ts";

interface NewFlags extends CommonFlags {
  readonly dir?: string;
  readonly proposal?: string;
}

/** Each kind, with what is made. */
const kinds = [
  ["variant", "a folder of templates, made of the starter, in the package or in a folder of yours"],
  ["fact", "a probe of a proposal and its test, in a checkout of this repository"],
  ["check", "a check of verify and its test, in a checkout of this repository"],
  ["edit", "a kind of edit and its test, in a checkout of this repository"],
  ["proposal", "a proposal with a fact and a variant, in a checkout of this repository"],
] as const;

/** `new KIND NAME`, a command for each kind. */
export function newCommand(version: string, run: Runner): Command {
  const command = makeCommand("new", "makes what contributors add: variant, fact, check, edit or proposal", {
    version,
    readsClone: false,
  });
  for (const [kind, meaning] of kinds) command.addCommand(kindCommand(kind, meaning, version, run));
  return command;
}

function kindCommand(
  kind: (typeof kinds)[number][0],
  meaning: string,
  version: string,
  run: Runner,
): Command {
  const command = makeCommand(kind, meaning, { version, readsClone: false });
  command.argument("<name>", "its name");
  if (kind === "variant")
    command.option("--dir <dir>", "folder of templates (default: ./templates)", "./templates");
  if (kind === "variant" || kind === "fact")
    command.option("--proposal <id>", "the proposal that it belongs to (default: the first one)");
  return command.action((name: string, flags: NewFlags, self: Command) =>
    run(async ({ session, printer }, own: NewFlags) => {
      const { runNew } = await import("./new.ts");
      return runNew(session, printer, { kind, name, dir: own.dir, proposal: own.proposal });
    })(flags, self),
  );
}
