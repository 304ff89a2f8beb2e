import { describe, expect, it } from "vitest";
import { evidenceLines } from "../../src/publish/evidence-lines.ts";
import { makeCell } from "../helpers/cells.ts";
import { makeEvidence, makeResult } from "../helpers/evidence.ts";

describe("evidenceLines", () => {
  it("says how checks ended, where they ran, and of which patches", () => {
    const checks = [
      makeResult("apply"),
      makeResult("fmt"),
      makeResult("unit", { outcome: "fail", reason: "no" }),
      makeResult("vet", { outcome: "could-not-run", reason: "no" }),
    ];
    const cell = makeCell({ evidence: makeEvidence({ checks }) }, [], ["its check unit failed"]);
    expect(evidenceLines(cell)).toEqual([
      "Not verified: its check unit failed. 1 check fails: unit; 2 checks pass: apply, fmt; 1 could not run: vet; 7 were not run: build, cmdref, helm, lint, scenario, traffic, bite.",
      `Run with docker 27.3.1, image golang:1.16, sha256:${"a".repeat(12)}, go1.16.15, kernel 6.1.0-28-amd64.`,
      `Base ${cell.shown.sha}, patched tree ${"4".repeat(40)}, sha256 of the patches ${cell.series.digest}.`,
    ]);
  });

  it("says so where no container was between", () => {
    const place = {
      engine: "host",
      version: "linux",
      image: null,
      imageDigest: null,
      go: "go1.16.15",
      kernel: "6.1.0",
    } as const;
    const [, line] = evidenceLines(makeCell({ evidence: makeEvidence({ place }) }));
    expect(line).toMatch(/^Run on the machine itself, not in a container: linux, go1\.16\.15, kernel /);
  });

  it("says so where the checks that ran need no engine", () => {
    const evidence = makeEvidence({ place: null, checks: [makeResult("apply")] });
    expect(evidenceLines(makeCell({ evidence }))[1]).toBe("Run without an engine: these checks need none.");
  });

  it("says so where nothing was run", () => {
    const cell = makeCell({ standing: "not-verified", evidence: null }, [], ["it was not verified"]);
    expect(evidenceLines(cell).slice(0, 2)).toEqual([
      "Not verified: no check was run on these patches.",
      "No engine was used.",
    ]);
  });
});
