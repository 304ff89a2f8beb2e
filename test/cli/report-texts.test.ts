import { describe, expect, it } from "vitest";
import { assertSeriesFolder, readReportTexts, treeOf } from "../../src/cli/report-texts.ts";
import { makeReport } from "../helpers/evidence.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

describe("readReportTexts", () => {
  it("describes the variants of the templates, and hides the folders of this machine", async () => {
    const session = { signal: new AbortController().signal, env: { CILIUM_REPO: "/srv/c" }, cwd: "/srv/w" };
    const { about, hide } = await readReportTexts(session, "/srv/out");
    expect(about["flag-gate"]?.fixes).not.toBe("");
    expect(hide("/srv/c/a /srv/out/b /srv/w/c")).toBe("CILIUM_REPO/a OUT/b CWD/c");
  });
});

describe("treeOf", () => {
  it("has the table to decide by, and a section per ref", () => {
    const ids = treeOf(makeReport(), "patches").sections.map(({ id }) => id);
    expect(ids).toContain("decision");
    expect(ids.filter((id) => id?.startsWith("ref-"))).toHaveLength(3);
  });
});

describe("assertSeriesFolder", () => {
  it("refuses a path without a folder", async () => {
    const out = await makeFolder({ file: "" });
    await assertSeriesFolder(out);
    expect((await failureOf(() => assertSeriesFolder(`${out}/file`))).code).toBe("usage/bad-argument");
  });
});
