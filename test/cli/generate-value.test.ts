import { describe, expect, it } from "vitest";
import {
  cellLine,
  keptRow,
  type Row,
  refusalLines,
  rowOf,
  toValue,
  untestedWords,
  words,
} from "../../src/cli/generate-value.ts";
import { PatchkitError } from "../../src/errors.ts";
import type { Cell, Workshop } from "../../src/matrix/index.ts";
import { parseSeriesFile, seriesFiles } from "../../src/series/index.ts";
import { silentPrinter } from "../helpers/printer.ts";
import { makeSeries } from "../helpers/series.ts";

const series = makeSeries();
const shown = { diff: false, dryRun: false, check: false };
const workshop = { repository: { dir: "/clone" } } as Workshop;

function cellOf(outcome: Cell["outcome"], changed: Partial<Cell> = {}): Cell {
  const { slug, variant, params, release, base } = series;
  return { ref: slug, sha: base, release, slug, variant, params, outcome, ...changed } as Cell;
}

const generated = cellOf({ status: "generated", series } as Cell["outcome"]);
const refused = (variant: string, ref = "v1") =>
  cellOf(
    {
      status: "refused",
      error: new PatchkitError("golang/anchor-mismatch", "expected one, found none", { hint: "Look." }),
    } as Cell["outcome"],
    { variant, ref },
  );

function said(rows: readonly Row[], { out = "/out", options = shown } = {}): string {
  return words(toValue(workshop, out, rows, options.check), rows, options, silentPrinter().printer);
}

const rowsOf = (...cells: readonly Cell[]) => cells.map((cell) => rowOf(cell, shown, []));

describe("words", () => {
  it("ends with a line that a shell runs as it is, wherever the folder is", () => {
    expect(said(rowsOf(generated))).toMatch(/\ntry git am \/out\/v1\.10\.12\/flag-gate\/\*\.patch$/);
    expect(said(rowsOf(generated), { out: "/my series" })).toMatch(
      /\ntry git am '\/my series\/v1\.10\.12\/flag-gate\/'\*\.patch$/,
    );
  });

  it("names no folder where nothing was written", () => {
    for (const options of [
      { ...shown, dryRun: true },
      { ...shown, check: true },
    ])
      expect(said(rowsOf(generated), { options })).not.toContain("git am");
    expect(said(rowsOf(refused("a")))).not.toContain("git am");
  });

  it("shows the patches where that is asked for", () => {
    const row = rowOf(generated, { ...shown, diff: true }, []);
    expect(said([row], { options: { ...shown, diff: true } })).toContain("patch 1\n\npatch 2\n");
  });

  it("says once what all variants of a ref are refused for, and apart what only some are", () => {
    const all = said(rowsOf(refused("a"), refused("b"), refused("a", "v2"), generated));
    expect(all.match(/expected one, found none\. Look\./g)).toHaveLength(2);
    expect(all).toMatch(/^v1 .*all variants/m);
    expect(said(rowsOf(refused("a", "v1.10.12"), generated))).not.toContain("all variants");
  });
});

it("names each refusal in the lines of --quiet", () => {
  const value = toValue(workshop, "/out", rowsOf(refused("a"), generated), false);
  expect(refusalLines(value)).toEqual(["v1  a: golang/anchor-mismatch: expected one, found none. Look."]);
});

it("gives a series that is there already the row of one that was rendered, but for the mark", () => {
  const versions = { tool: "0.1.0", templates: "e".repeat(64) };
  const file = parseSeriesFile(seriesFiles(series, versions).get("series.json") ?? "", "series.json");
  const [rendered] = rowsOf(generated);
  const { check: _, diff: __, ...row } = rendered ?? ({} as Row);
  expect(keptRow(generated, series.folder, file)).toEqual({ ...row, kept: true });
});

it("tells a check's result with its series, and none where nothing was checked", () => {
  const files = [{ path: "v1.10.12/flag-gate/0001-subject-1.patch", state: "stale" }] as const;
  const checked = rowOf(generated, shown, [{ folder: series.folder, files }]);
  expect(cellLine("/out", checked)).toMatchObject({ out: "/out", check: files });
  expect(toValue(workshop, "/out", [checked], true).check).toEqual([{ folder: series.folder, files }]);
  expect(toValue(workshop, "/out", [checked], false).check).toBeNull();
});

it("says why a series has no tests of its own", () => {
  expect([untestedWords(""), untestedWords("no suite")]).toEqual([null, "no tests of its own: no suite"]);
});
