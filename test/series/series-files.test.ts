import { describe, expect, it } from "vitest";
import {
  manifestSchema,
  parseManifest,
  seriesFileSchema,
  seriesFiles,
  updateManifest,
} from "../../src/series/series-files.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeSeries } from "../helpers/series.ts";

const versions = { tool: "0.1.0", templates: "e".repeat(64) };

describe("seriesFiles", () => {
  it("gives the patches, the cover letter, the order of the patches for quilt, and series.json", () => {
    const files = seriesFiles(makeSeries(), versions);
    expect([...files.keys()]).toEqual([
      "0001-subject-1.patch",
      "0002-subject-2.patch",
      "cover-letter.txt",
      "series",
      "series.json",
    ]);
    expect(files.get("0001-subject-1.patch")).toBe("patch 1\n");
    expect(files.get("cover-letter.txt")).toBe("Subject: x\n\ntext\n");
    expect(files.get("series")).toBe("0001-subject-1.patch\n0002-subject-2.patch\n");
  });

  it("has answers to reviewers where there are some", () => {
    const files = seriesFiles(makeSeries({ answers: "# Why?\n" }), versions);
    expect(files.get("answers.md")).toBe("# Why?\n");
  });

  it("writes into series.json everything but the patches' text", () => {
    const identity = { name: "Jürgen", mail: "j@example.org", signsOff: true };
    const series = makeSeries({ identity });
    const text = seriesFiles(series, versions).get("series.json") ?? "";
    const { slug: _, folder: __, coverLetter: ___, answers: ____, commits, ...rest } = series;
    expect(JSON.parse(text)).toEqual({
      ...rest,
      schema: 1,
      ...versions,
      commits: commits.map(({ patchName, patch: _____, ...commit }) => ({ ...commit, patch: patchName })),
    });
    expect(text.endsWith("}\n")).toBe(true);
  });

  it("writes what its own schema takes", () => {
    const text = seriesFiles(makeSeries(), versions).get("series.json") ?? "";
    expect(seriesFileSchema.parse(JSON.parse(text))).toEqual(JSON.parse(text));
  });

  it("gives the same bytes for the same series", () => {
    expect([...seriesFiles(makeSeries(), versions)]).toEqual([...seriesFiles(makeSeries(), versions)]);
  });
});

describe("updateManifest", () => {
  const entry = {
    base: "0".repeat(40),
    variant: "ipam-mode",
    release: "v1.9",
    tree: "1".repeat(40),
    digest: "2".repeat(64),
  };
  const old = `${JSON.stringify({ schema: 1, series: { "v1.9.0/ipam-mode": entry } }, null, 2)}\n`;

  it("starts a manifest where there is none", () => {
    const { base, variant, release, tree, digest } = makeSeries();
    expect(JSON.parse(updateManifest(undefined, [makeSeries()]))).toEqual({
      schema: 1,
      series: { "v1.10.12/flag-gate": { base, variant, release, tree, digest } },
    });
  });

  it("keeps the entries of other series, in order of folder", () => {
    const again = updateManifest(old, [makeSeries(), makeSeries({ folder: "main/flag-gate", slug: "main" })]);
    const { series } = parseManifest(again);
    expect(Object.keys(series)).toEqual(["main/flag-gate", "v1.10.12/flag-gate", "v1.9.0/ipam-mode"]);
    expect(series["v1.9.0/ipam-mode"]).toEqual(entry);
  });

  it("replaces the entry of the same folder", () => {
    const series = makeSeries({ folder: "v1.9.0/ipam-mode", variant: "ipam-mode" });
    const { digest } = parseManifest(updateManifest(old, [series])).series["v1.9.0/ipam-mode"] ?? {};
    expect(digest).toBe("d".repeat(64));
  });

  it("gives a manifest back to the byte where nothing is new", () => {
    expect(updateManifest(old, [])).toBe(old);
  });

  it("does not depend on the order of the series", () => {
    const [a, b] = [makeSeries(), makeSeries({ folder: "v1.9.0/flag-gate" })];
    expect(updateManifest(old, [a, b])).toBe(updateManifest(old, [b, a]));
  });

  it.each([
    ["is empty", ""],
    ["is no JSON", "{ not json"],
    ["is cut off", old.slice(0, -20)],
    ["is a list", "[]"],
    ["belongs to a web page", '{"name":"app","icons":[]}'],
    ["is of a later form", '{"schema":2,"series":{}}'],
    ["has entries of another form", '{"schema":1,"series":{"v1/a":{"base":1}}}'],
  ])("refuses a manifest that %s, and says what to do", async (_, text) => {
    expect(await failureOf(() => updateManifest(text, [makeSeries()]))).toEqual({
      code: "series/not-a-series",
      message: expect.stringMatching(
        /^manifest.json: expected the format of cilium-patchkit, found something else at \S/,
      ),
      hint: "Move the folder away, or choose another one with --out DIR.",
    });
  });

  it("writes what its own schema takes", () => {
    const text = updateManifest(old, [makeSeries()]);
    expect(manifestSchema.parse(JSON.parse(text))).toEqual(JSON.parse(text));
  });
});
