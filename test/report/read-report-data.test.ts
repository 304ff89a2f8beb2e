import { describe, expect, it } from "vitest";
import { readReportData } from "../../src/report/read-report-data.ts";
import { checkIds } from "../../src/verify/evidence.ts";
import { makeEvidence, makeResult, outputFiles } from "../helpers/evidence.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

describe("readReportData", () => {
  it("reads a series with its patches, cover letter and evidence", async () => {
    const out = await makeFolder(outputFiles({}, (digest) => makeEvidence({ digest, ref: "v1.10.12^0" })));
    const report = await readReportData(out);
    const [ref] = report.refs;
    const [series] = ref?.series ?? [];
    expect(report.names).toEqual(["flag-gate"]);
    expect(ref).toMatchObject({ ref: "v1.10.12^0", slug: "v1.10.12", sha: "0".repeat(40), release: "v1.10" });
    expect(series).toMatchObject({
      folder: "v1.10.12/flag-gate",
      standing: "verified",
      coverLetter: "Subject: x\n\ntext\n",
      patches: [
        { name: "0001-subject-1.patch", subject: "subject 1", text: "patch 1\n" },
        { name: "0002-subject-2.patch", subject: "subject 2", text: "patch 2\n" },
      ],
    });
    expect(series?.evidence?.checks).toHaveLength(checkIds.length);
  });

  it("says of a series without evidence that it is not verified", async () => {
    const report = await readReportData(await makeFolder(outputFiles()));
    expect(report.refs[0]?.series[0]).toMatchObject({
      standing: "not-verified",
      evidence: null,
      ref: "v1.10.12",
    });
  });

  it("takes no evidence for patches that have changed since", async () => {
    const out = await makeFolder(outputFiles({}, () => makeEvidence({ digest: "f".repeat(64) })));
    const report = await readReportData(out);
    expect(report.refs[0]?.series[0]).toMatchObject({ standing: "outdated", evidence: null });
  });

  it("groups by base commit, in order of release", async () => {
    const at = (slug: string, release: string, base: string, variant = "flag-gate") =>
      outputFiles({ slug, release, base: base.repeat(40), variant, folder: `${slug}/${variant}` });
    const out = await makeFolder({
      ...at("main", "v1.19", "1"),
      ...at("main", "v1.19", "2", "ipam-mode"),
      ...at("v1.10.12", "v1.10", "3"),
      ...at("v1.9.0", "v1.9", "4"),
      ...at("v1.9.0", "v1.9", "4", "cidr-validation"),
    });
    const report = await readReportData(out);
    expect(
      report.refs.map(({ slug, sha, series }) => [slug, sha[0], series.map(({ name }) => name)]),
    ).toEqual([
      ["v1.9.0", "4", ["cidr-validation", "flag-gate"]],
      ["v1.10.12", "3", ["flag-gate"]],
      ["main", "1", ["flag-gate"]],
      ["main", "2", ["ipam-mode"]],
    ]);
    expect(report.names).toEqual(["cidr-validation", "flag-gate", "ipam-mode"]);
  });

  it.each([
    [
      "is of another form",
      (digest: string) => ({ ...makeEvidence({ digest }), checks: [{ check: "vet" }] }),
      "checks.0.commit",
    ],
    ["has a field too many", (digest: string) => ({ ...makeEvidence({ digest }), more: 1 }), "its beginning"],
    ["is no JSON object", () => "text", "its beginning"],
  ])("refuses evidence that %s, and says where", async (_, evidence, where) => {
    const out = await makeFolder(outputFiles({}, evidence));
    expect(await failureOf(() => readReportData(out))).toEqual({
      code: "series/not-a-series",
      message: `v1.10.12/flag-gate/evidence.json: expected the format of cilium-patchkit verify, found something else at ${where}`,
      hint: "Run `cilium-patchkit verify` again, or remove the file.",
    });
  });

  it("refuses a result of a check that there is no more, and names it", async () => {
    const old = (digest: string) => ({
      ...makeEvidence({ digest }),
      checks: [{ ...makeResult("apply"), check: "kustomize" }],
    });
    const { message } = await failureOf(async () => readReportData(await makeFolder(outputFiles({}, old))));
    expect(message).toContain("found a result of kustomize, which is no check");
  });

  it("refuses evidence that is cut short", async () => {
    const files = outputFiles();
    const out = await makeFolder({ ...files, "v1.10.12/flag-gate/evidence.json": '{"schema": 1,' });
    expect((await failureOf(() => readReportData(out))).code).toBe("series/not-a-series");
  });

  it("refuses a folder without series", async () => {
    const out = await makeFolder({ "notes.txt": "x" });
    expect((await failureOf(() => readReportData(out))).code).toBe("series/not-a-series");
  });
});
