import { describe, expect, it } from "vitest";
import { assertSize, buildBundle, bundleName } from "../../src/publish/build-bundle.ts";
import { assertChecksums } from "../../src/publish/checksums.ts";
import { nodeRoutesSections, reportTree } from "../../src/report/index.ts";
import { makeCell, makeChosen } from "../helpers/cells.ts";
import { failureOf } from "../helpers/failure.ts";

function bundleOf(png = new Uint8Array([1])) {
  const chosen = makeChosen([
    makeCell(),
    makeCell({ variant: "ipam-mode", standing: "not-verified", evidence: null }),
  ]);
  return buildBundle({
    name: "patchkit-v1.10.12",
    chosen,
    tree: reportTree(chosen.report, nodeRoutesSections(chosen.report), "patchkit-v1.10.12"),
    seriesTexts: new Map(
      chosen.cells.map(({ shown }) => [shown.folder, new Map([["series", "0001-a.patch\n"]])]),
    ),
    manifest: "{}\n",
    pictures: [{ name: "packets-1", title: "x", svg: "<svg/>", png }],
    diffStyle: "",
  });
}

describe("buildBundle", () => {
  it("has post, tables, report, pictures and each series with its evidence, and sums of all", () => {
    const { files, post } = bundleOf();
    expect([...files.keys()]).toEqual([
      "post.md",
      "decision.md",
      "report.md",
      "report.html",
      "pictures/packets-1.svg",
      "pictures/packets-1.png",
      "v1.10.12/flag-gate/series",
      "v1.10.12/flag-gate/evidence.json",
      "v1.10.12/ipam-mode/series",
      "manifest.json",
      "SHA256SUMS",
    ]);
    assertChecksums(files, Buffer.from(files.get("SHA256SUMS") ?? "").toString(), "x");
    expect(post.text).toContain(
      "unzip -qn patchkit-v1.10.12.zip && git am patchkit-v1.10.12/v1.10.12/flag-gate/*.patch",
    );
  });

  it("refuses a file that GitHub would not take, and says which limit", async () => {
    const found = await failureOf(() => bundleOf(new Uint8Array(10 * 1024 ** 2 + 1)));
    expect(found).toMatchObject({
      code: "publish/too-large",
      message:
        "pictures/packets-1.png: expected at most 10 MB, which GitHub takes as an attachment, found 10.0 MB",
    });
    expect((await failureOf(() => assertSize("x.zip", 26 * 1024 ** 2))).message).toContain("at most 25 MB");
  });
});

describe("bundleName", () => {
  it("is of the ref, or of the first and how many more", () => {
    const cell = makeCell();
    expect(bundleName(makeChosen([cell]))).toBe("patchkit-v1.10.12");
    const others = ["v1.11.0", "v1.12.0"].map((slug, index) =>
      makeCell({ slug, release: slug.slice(0, 5), sha: `${index}`.repeat(40) }),
    );
    expect(bundleName(makeChosen([cell, ...others]))).toBe("patchkit-v1.10.12-and-2-more");
  });
});
