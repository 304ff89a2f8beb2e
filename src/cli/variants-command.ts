import type { Command } from "commander";
import {
  type CommonFlags,
  configFlag,
  makeCommand,
  type Runner,
  type SourceFlags,
  templatesFlag,
} from "./flags.ts";

/** `variants` and its flags. */
export function variantsCommand(version: string, run: Runner): Command {
  return makeCommand("variants", "lists the variants, their params and the facts they need", {
    version,
    readsClone: false,
  })
    .addOption(templatesFlag())
    .addOption(configFlag())
    .option(
      "--check <dir>",
      "render the variants of this folder onto the bundled sample trees, and say where each holds",
    )
    .action(
      run(async ({ session, printer }, flags: CommonFlags & SourceFlags & { readonly check?: string }) => {
        const { settleFlags } = await import("./settle-flags.ts");
        const { templates } = await settleFlags(session, printer.note, flags, false);
        if (flags.check !== undefined) {
          const { runCheckVariants } = await import("./check-variants.ts");
          return runCheckVariants(session, printer, { dir: flags.check, templates });
        }
        const { runVariants } = await import("./variants.ts");
        return runVariants(printer, templates);
      }),
    );
}
