import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { PatchkitError } from "../errors.ts";
import { type ChosenCells, chooseCells } from "../publish/index.ts";
import { type CommonFlags, collect, variantFlag } from "./flags.ts";
import type { Printer } from "./printer.ts";
import { assertSeriesFolder, readReportTexts } from "./report-texts.ts";
import type { Session } from "./workshop.ts";

/** Flags of commands that hand over series which are on disk. */
export interface CellFlags extends CommonFlags {
  readonly ref?: string[];
  readonly variant?: string[];
  readonly out: string;
  readonly unverified?: boolean;
}

/** Adds the flags that choose series of an output folder. */
export function withCellFlags(command: Command): Command {
  return command
    .option("--out <dir>", "folder of the series", "./patches")
    .addOption(
      new Option(
        "--ref <ref>",
        "series of this ref alone: a folder's name, a pattern of them, or a commit's sha; may be given more than once (default: all)",
      ).argParser(collect),
    )
    .addOption(variantFlag())
    .option(
      "--unverified",
      "also take series without evidence of their own, or whose checks fail; the texts say so",
    );
}

/** The chosen series, their evidence without paths of this machine, and the absolute path of their folder. */
export async function readChosen(
  session: Session,
  flags: CellFlags,
): Promise<{ readonly out: string; readonly chosen: ChosenCells }> {
  const out = resolve(session.cwd, flags.out);
  await assertSeriesFolder(out);
  const choice = {
    refs: flags.ref ?? [],
    variants: flags.variant ?? [],
    unverified: flags.unverified === true,
  };
  return { out, chosen: await chooseCells(out, choice, await readReportTexts(session, out)) };
}

/**
 * The exit code of work that hands series over or takes them in: a refusal of what was found is told, and gives 1.
 *
 * @throws PatchkitError of usage and environment, and any other error.
 */
export async function exitOnRefusal(printer: Printer, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PatchkitError) || error.stopsTheRun) throw error;
    printer.error(error);
    return 1;
  }
}
