import { type Command, Option } from "commander";
import { PatchkitError } from "../errors.ts";
import type { EngineName } from "./engine-names.ts";
import {
  type CommandContext,
  type CommonFlags,
  collect,
  configFlag,
  identityFlag,
  outFlag,
  setFlag,
  variantFlag,
  verifyFlag,
} from "./flags.ts";
import type { Printer } from "./printer.ts";
import type { SettledFlags } from "./settle-flags.ts";

/** Flags of commands that hand over series which are on disk. */
export interface CellFlags extends CommonFlags {
  readonly ref?: string[];
  readonly variant?: string[];
  readonly out?: string;
  readonly config?: string;
  readonly identity?: string;
  readonly unverified?: boolean;
  readonly verify?: EngineName;
  readonly set?: string[];
}

/** The same, completed by {@link settleCellFlags}. */
export type Settled<Flags extends CellFlags> = Flags & {
  readonly out: string;
  /** Absolute paths of folders of templates outside the package. */
  readonly templates?: readonly string[];
  /** What `--verify` renders: variants and params, those of the configuration included. */
  readonly rendered?: Pick<SettledFlags, "variants" | "presets">;
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
    )
    .addOption(verifyFlag().conflicts("plan"))
    .addOption(setFlag())
    .addOption(identityFlag());
}

/**
 * Completes the flags with what a configuration file says of the folder, the templates and the identity. Which of the
 * series on disk are handed over, and their params, is not its to say, unless `--verify` renders them.
 *
 * @param readsClone whether the command reads a clone without `--verify`, too.
 * @throws PatchkitError `usage/bad-config`, `usage/bad-argument` for flags that have no effect.
 */
export async function settleCellFlags<Flags extends CellFlags>(
  { session, printer }: CommandContext,
  flags: Flags,
  { readsClone }: { readonly readsClone: boolean },
): Promise<Settled<Flags>> {
  const { settleFlags } = await import("./settle-flags.ts");
  const verifies = flags.verify !== undefined;
  if (!verifies) assertEffect(flags, readsClone ? ["set"] : ["repo", "set", "identity"]);
  if (verifies && flags.ref === undefined) {
    throw new PatchkitError("usage/bad-argument", "--verify: expected --ref with it, found none", {
      hint: "Name the refs of the clone to render series for.",
    });
  }
  const found = await settleFlags(session, printer.note, flags, readsClone || verifies);
  const { out, templates, identity, variants, presets } = found;
  const settled = { ...flags, out, templates, rendered: { variants, presets } };
  return identity === undefined ? settled : { ...settled, identity };
}

function assertEffect(flags: CellFlags, without: readonly ("repo" | "set" | "identity")[]): void {
  const idle = without.find((name) => flags[name] !== undefined);
  if (idle === undefined) return;
  const flag = idle === "repo" ? "-C" : `--${idle}`;
  throw new PatchkitError("usage/bad-argument", `${flag} has no effect without --verify`, {
    hint: `Add --verify to render and verify the series first, or leave out ${flag}: series on disk are as they are.`,
  });
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
