import { resolve } from "node:path";
import { type ChosenCells, chooseCells } from "../publish/index.ts";
import type { CellFlags, Settled } from "./cell-flags.ts";
import type { CommandContext } from "./flags.ts";
import { assertSeriesFolder, readReportTexts } from "./report-texts.ts";

/**
 * The chosen series, their evidence without paths of this machine, and the absolute path of their folder. With
 * `--verify` they are rendered and verified first, and exactly those are chosen: call it after all that is cheap to check.
 */
export async function readChosen(
  context: CommandContext,
  flags: Settled<CellFlags>,
): Promise<{ readonly out: string; readonly chosen: ChosenCells }> {
  const { session } = context;
  const named = { refs: flags.ref ?? [], variants: flags.variant ?? [] };
  const choice = (await verified(context, flags)) ?? named;
  const out = resolve(session.cwd, flags.out);
  await assertSeriesFolder(out);
  const texts = await readReportTexts(session, out, flags.templates);
  return { out, chosen: await chooseCells(out, { ...choice, unverified: flags.unverified === true }, texts) };
}

async function verified(context: CommandContext, { verify: engine, rendered, ...flags }: Settled<CellFlags>) {
  if (engine === undefined) return undefined;
  const { verifyFirst } = await import("./verify-first.ts");
  const { out, templates, identity, repo } = flags;
  const series = { refs: flags.ref ?? [], variants: rendered?.variants ?? [], set: flags.set ?? [] };
  return verifyFirst(context, {
    ...series,
    presets: rendered?.presets,
    out,
    templates,
    identity,
    repo,
    engine,
  });
}
