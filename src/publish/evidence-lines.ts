import { checksOf, outcomeOf, placesOf } from "../report/index.ts";
import type { Cell } from "./choose-cells.ts";

/**
 * The evidence of a cell in three lines of plain text: how its checks ended, where they ran, and of which patches.
 * A cell that does not count as verified begins with that.
 */
export function evidenceLines({ series, shown, doubts }: Cell): readonly [string, string, string] {
  const { file, digest } = series;
  const doubt = doubts.length === 0 ? "" : `Not verified: ${doubts.join(", ")}. `;
  return [
    shown.standing === "not-verified"
      ? "Not verified: no check was run on these patches."
      : `${doubt}${outcomeWords(shown)}`,
    placeWords(shown),
    `Base ${file.base}, patched tree ${file.tree}, sha256 of the patches ${digest}.`,
  ];
}

/** `7 checks pass: apply, fmt; 1 fails: unit; not run: lint.` */
function outcomeWords(shown: Cell["shown"]): string {
  if (shown.evidence === null) return "No check was run on these patches.";
  const ids = checksOf([shown]).map(({ id }) => id);
  const of = (outcome: string) => ids.filter((id) => outcomeOf(shown, id) === outcome);
  const said = (found: readonly string[], one: string, more: string) =>
    found.length === 0 ? [] : [`${found.length} ${found.length === 1 ? one : more}: ${found.join(", ")}`];
  const parts = [
    ...said(of("fail"), "check fails", "checks fail"),
    ...said(of("pass"), "check passes", "checks pass"),
    ...said(of("could-not-run"), "could not run", "could not run"),
    ...said(of("not-run"), "was not run", "were not run"),
  ];
  return `${parts.join("; ")}.`;
}

function placeWords(shown: Cell["shown"]): string {
  if (shown.evidence === null) return "No engine was used.";
  const [place] = placesOf({ series: [shown] });
  if (place === undefined) return "Run without an engine: these checks need none.";
  const host = /^host (.*)$/s.exec(place)?.[1];
  return host === undefined
    ? `Run with ${place}.`
    : `Run on the machine itself, not in a container: ${host}.`;
}
