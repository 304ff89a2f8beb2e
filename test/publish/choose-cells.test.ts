import { describe, expect, it } from "vitest";
import { type Choice, chooseCells } from "../../src/publish/index.ts";
import { makeEvidence, makeResult, outputFiles } from "../helpers/evidence.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

const all: Choice = { refs: [], variants: [], unverified: false };

/** Files of a series on a ref, verified unless told otherwise. */
function seriesOn(slug: string, variant: string, base = "3", evidence = {}): Record<string, string> {
  const folder = `${slug}/${variant}`;
  const sha = base.repeat(40);
  return outputFiles({ slug, variant: variant.split("+")[0] ?? "", base: sha, folder }, (digest) =>
    makeEvidence({ digest, slug, variant: variant.split("+")[0] ?? "", folder, sha, ...evidence }),
  );
}

/** Three series of two refs. */
const someSeries = () =>
  makeFolder({
    ...seriesOn("v1.10.12", "flag-gate"),
    ...seriesOn("v1.10.12", "ipam-mode+1a2b3c4d"),
    ...seriesOn("main", "flag-gate", "a"),
  });

describe("chooseCells", () => {
  it("takes every series, with patches, record and evidence, in the order of the report", async () => {
    const { cells, report } = await chooseCells(await someSeries(), all);
    expect(cells.map(({ series, shown }) => [series.folder, shown.folder, shown.standing])).toEqual([
      ["main/flag-gate", "main/flag-gate", "verified"],
      ["v1.10.12/flag-gate", "v1.10.12/flag-gate", "verified"],
      ["v1.10.12/ipam-mode+1a2b3c4d", "v1.10.12/ipam-mode+1a2b3c4d", "verified"],
    ]);
    expect(report.refs.map(({ slug }) => slug)).toEqual(["main", "v1.10.12"]);
    expect(cells[0]?.series.patches[0]?.text).toBe("patch 1\n");
    expect(cells.every(({ doubts }) => doubts.length === 0)).toBe(true);
  });

  it.each([
    ["a slug", { refs: ["main"] }, ["main/flag-gate"]],
    ["a pattern", { refs: ["v1.1?.*"] }, ["v1.10.12/flag-gate", "v1.10.12/ipam-mode+1a2b3c4d"]],
    ["a short sha", { refs: ["aaaaaaa"] }, ["main/flag-gate"]],
    ["a variant's id", { variants: ["ipam-mode"] }, ["v1.10.12/ipam-mode+1a2b3c4d"]],
    ["a variant's name", { variants: ["ipam-mode+1a2b3c4d"] }, ["v1.10.12/ipam-mode+1a2b3c4d"]],
    [
      "both",
      { refs: ["main", "v1.10.12"], variants: ["flag-gate"] },
      ["main/flag-gate", "v1.10.12/flag-gate"],
    ],
  ])("chooses by %s", async (_, choice, expected) => {
    const { cells } = await chooseCells(await someSeries(), { ...all, ...choice });
    expect(cells.map(({ series }) => series.folder)).toEqual(expected);
  });

  it("reads no patch of a series that is not chosen", async () => {
    const files = { ...seriesOn("v1.10.12", "flag-gate"), ...seriesOn("main", "flag-gate", "a") };
    const out = await makeFolder({ ...files, "main/flag-gate/0001-subject-1.patch": "edited\n" });
    expect((await chooseCells(out, { ...all, refs: ["v1.10.12"] })).cells).toHaveLength(1);
    expect((await failureOf(() => chooseCells(out, all))).code).toBe("series/digest-mismatch");
  });

  it.each([
    [
      { refs: ["v1.10.2"] },
      '--ref: expected a ref that the folder has a series of (main, v1.10.12), found "v1.10.2"',
      'Did you mean "v1.10.12"?',
    ],
    [
      { variants: ["flag"] },
      '--variant: expected a variant that the folder has a series of (flag-gate, ipam-mode+1a2b3c4d), found "flag"',
      "Render it with",
    ],
    [
      { refs: ["main"], variants: ["ipam-mode"] },
      "expected a series of ipam-mode on main, found none: there are main/flag-gate, v1.10.12/flag-gate",
      "Name a ref and a variant",
    ],
  ])("refuses %j, and says what there is", async (choice, message, hint) => {
    const found = await failureOf(async () => chooseCells(await someSeries(), { ...all, ...choice }));
    expect(found.code).toBe("usage/bad-argument");
    expect(found.message).toContain(message);
    expect(found.hint).toContain(hint);
  });

  it("refuses what is not verified, and takes it with --unverified, its doubts stated", async () => {
    const failing = makeEvidence({}, [makeResult("vet", { outcome: "fail", reason: "no" })]).checks;
    const out = await makeFolder({
      ...outputFiles({}),
      ...seriesOn("v1.11.0", "flag-gate", "4", { digest: "f".repeat(64) }),
      ...seriesOn("v1.12.0", "flag-gate", "5", { checks: failing }),
      ...seriesOn("v1.13.0", "flag-gate", "6"),
    });
    expect(await failureOf(() => chooseCells(out, all))).toEqual({
      code: "publish/unverified",
      message:
        "expected verified series, found v1.10.12/flag-gate: it was not verified; v1.11.0/flag-gate: its evidence is of other patches; v1.12.0/flag-gate: its check vet failed",
      hint: "Run `cilium-patchkit verify` on them, choose others with --ref and --variant, or hand them over with --unverified, which every text then says.",
    });
    const { cells } = await chooseCells(out, { ...all, unverified: true });
    expect(cells.map(({ doubts }) => doubts)).toEqual([
      ["it was not verified"],
      ["its evidence is of other patches"],
      ["its check vet failed"],
      [],
    ]);
    expect(cells[1]?.shown.evidence).toBeNull();
  });
});
