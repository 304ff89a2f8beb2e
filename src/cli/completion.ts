import type { Command } from "commander";
import { checkIds } from "../verify/index.ts";
import { completionScript, type Shell } from "./completion-scripts.ts";
import type { CompletionValue } from "./completion-value.ts";
import { completedCommands } from "./completion-words.ts";
import { loadOwnTemplates } from "./own-templates.ts";
import type { Printer } from "./printer.ts";
import { schemaVersion } from "./schema-version.ts";

/** `completion`: prints the script of a shell, which knows variants and checks too. */
export async function runCompletion(printer: Printer, program: Command, shell: Shell): Promise<number> {
  const { variants } = await loadOwnTemplates();
  const known = { "--variant": variants.map(({ spec }) => spec.id), "--checks": checkIds };
  const script = completionScript(shell, completedCommands(program, known));
  const value: CompletionValue = { schema: schemaVersion, shell, script };
  printer.result(value, () => script);
  return 0;
}
