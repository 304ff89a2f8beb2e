import { describe, expect, it } from "vitest";
import { patchPieces, resultPieces, seriesHead } from "../../src/publish/series-pieces.ts";
import { seriesSection } from "../../src/report/series-section.ts";
import { makeCell } from "../helpers/cells.ts";
import { makeResult } from "../helpers/evidence.ts";

describe("seriesHead", () => {
  it("has evidence in three lines, the two commands, the subjects, and a mark that the program reads", () => {
    const cell = makeCell({ params: { flag: "enable-x", default: false } });
    const { text } = seriesHead(cell, {
      applyLine: () => "git am x/*.patch",
      fetchLine: () => "fetch x.zip",
    });
    expect(text.split("\n")).toMatchObject({
      0: "### flag-gate on v1.10.12 (09e4ab450fd1)",
      2: `<!-- patchkit:series {"folder":"v1.10.12/flag-gate","base":"${cell.shown.sha}","digest":"${cell.series.digest}"} -->`,
      4: "1 patch, 1 file, +2 -1. With `flag=enable-x, default=false`.",
    });
    expect(text.match(/^- /gm)).toHaveLength(3);
    expect(text).toContain("git am x/*.patch\n");
    expect(text).toContain("fetch x.zip\n```");
    expect(text).toMatch(/1\. datapath: Allow skipping the routes to remote nodes$/);
  });

  it("names the base by its tag and sha, or by its sha alone", () => {
    const lines = { applyLine: () => "git am", fetchLine: () => "fetch" };
    const { shown } = makeCell();
    const short = shown.sha.slice(0, 12);
    expect(seriesHead(makeCell(), lines).text).toContain(`# on a clean checkout of v1.10.12 (${short}):\n`);
    expect(seriesHead(makeCell({ slug: short }), lines).text).toContain(
      `# on a clean checkout of ${short}:\n`,
    );
  });
});

describe("patchPieces", () => {
  it("leaves a series out if one of its patches cannot be read back from a text", () => {
    const patch = { name: "0001-a.patch", subject: "a", text: "a\n" };
    const odd = { name: "0002-b.patch", subject: "b", text: "b\r\n" };
    expect(patchPieces(makeCell({ patches: [patch] }))).toHaveLength(1);
    expect(patchPieces(makeCell({ patches: [patch, odd] }))).toEqual([]);
  });
});

describe("resultPieces", () => {
  it("folds findings before results, and leaves out what is empty", () => {
    const cell = makeCell({}, [makeResult("vet", { outcome: "fail", reason: "it failed" })]);
    const [findings, results] = resultPieces(seriesSection(cell.shown, "x"), cell);
    expect(findings).toMatchObject({ title: "findings on v1.10.12/flag-gate", rank: 3 });
    expect(findings?.text).toContain("it failed");
    expect(results?.text).toMatch(/^<details>/);
    const clean = makeCell();
    expect(resultPieces(seriesSection(clean.shown, "x"), clean)[0]?.text).toBe("");
  });
});
