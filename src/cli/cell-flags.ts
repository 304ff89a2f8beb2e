import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { PatchkitError } from "../errors.ts";
import { type ChosenCells, chooseCells } from "../publish/index.ts";
import { type CommandContext, type CommonFlags, collect, configFlag, outFlag, variantFlag } from "./flags.ts";
import type { Printer } from "./printer.ts";
import { assertSeriesFolder, readReportTexts } from "./report-texts.ts";
import type { Session } from "./workshop.ts";

/** Flags of commands that hand over series which are on disk. */
export interface CellFlags extends CommonFlags {
  readonly ref?: string[];
  readonly variant?: string[];
  readonly out?: string;
  readonly config?: string;
  readonly identity?: string;
  readonly unverified?: boolean;
}

/** The same, completed by {@link settleCellFlags}. */
export type Settled<Flags extends CellFlags> = Flags & {
  readonly out: string;
  /** Absolute paths of folders of templates outside the package. */
  readonly templates?: readonly string[];
};

/** Adds the flags that choose series of an output folder. */
export function withCellFlags(command: Command): Command {
  return command
    .addOption(configFlag())
    .addOption(outFlag("folder of the series"))
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

/**
 * Completes the flags with what a configuration file says of the folder, the templates and the identity. Which of the
 * series on disk are handed over, and their params, is not its to say: they are as they are.
 *
 * @throws PatchkitError `usage/bad-config`.
 */
export async function settleCellFlags<Flags extends CellFlags>(
  { session, printer }: CommandContext,
  flags: Flags,
  { readsClone }: { readonly readsClone: boolean },
): Promise<Settled<Flags>> {
  const { settleFlags } = await import("./settle-flags.ts");
  const { out, templates, identity } = await settleFlags(session, printer.note, flags, readsClone);
  return { ...flags, out, templates, ...(identity === undefined ? {} : { identity }) };
}

/** The chosen series, their evidence without paths of this machine, and the absolute path of their folder. */
export async function readChosen(
  session: Session,
  flags: Settled<CellFlags>,
): Promise<{ readonly out: string; readonly chosen: ChosenCells }> {
  const out = resolve(session.cwd, flags.out);
  await assertSeriesFolder(out);
  const choice = {
    refs: flags.ref ?? [],
    variants: flags.variant ?? [],
    unverified: flags.unverified === true,
  };
  return {
    out,
    chosen: await chooseCells(out, choice, await readReportTexts(session, out, flags.templates)),
  };
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
