import { describe, expect, it } from "vitest";
import { nodeRoutesSections, reportTree } from "../../src/report/index.ts";
import { pictureFiles } from "../../src/report/picture-files.ts";
import { makeReport } from "../helpers/evidence.ts";

const files = () => {
  const report = makeReport();
  return pictureFiles(reportTree(report, nodeRoutesSections(report), "patches"));
};

describe("pictureFiles", () => {
  it("names each picture of packets, and the routes of each ref, once", () => {
    const names = files().map(({ name }) => name);
    expect(names[0]).toBe("packets-1");
    expect(names).toContain("routes-to-cilium_host-before-and-after-v1.10.12-09e4ab450fd1");
    expect(new Set(names).size).toBe(names.length);
  });

  it("makes SVGs that stand alone: a size, a ground, no variable, nothing from elsewhere", () => {
    for (const { svg } of files()) {
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="\d+" height="\d+" viewBox/);
      expect(svg).toContain('<rect width="100%" height="100%" fill="#fff"/>');
      expect(svg).not.toMatch(/var\(|href|url\(|<script/);
    }
  });

  it("says above a picture which cases it is of, and what came of them", () => {
    const [first] = files();
    expect(first?.svg).toContain(">the unpatched handler</text>");
    expect(first?.svg).toMatch(/>rp_filter 0: ✗ /);
  });
});
