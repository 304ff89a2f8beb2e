import { resolve } from "node:path";
import { type ChosenCells, chooseCells } from "../publish/index.ts";
import type { CellFlags, Settled } from "./cell-flags.ts";
import { assertSeriesFolder, readReportTexts } from "./report-texts.ts";
import type { Session } from "./workshop.ts";

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
