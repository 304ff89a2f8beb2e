import { describe, expect, it } from "vitest";
import {
  checksOf,
  groupSeries,
  noChecks,
  outcomeOf,
  placesOf,
  reportOfSome,
  resultsOf,
  sizeOf,
  tablesOf,
  tallyOf,
} from "../../src/report/report-data.ts";
import type { Place } from "../../src/verify/index.ts";
import { makeEvidence, makeReportSeries, makeResult } from "../helpers/evidence.ts";

const on = (slug: string, release: string, sha: string) => ({ slug, release, sha: sha.repeat(40) });

describe("groupSeries", () => {
  it("orders refs by release and slug, as numbers, and names of series by their bytes", () => {
    const { refs, names } = groupSeries([
      makeReportSeries({ ...on("v1.10.12", "v1.10", "a"), name: "b" }),
      makeReportSeries({ ...on("v1.9.1", "v1.9", "b"), name: "B" }),
      makeReportSeries({ ...on("v1.10.2", "v1.10", "c"), name: "a" }),
      makeReportSeries({ ...on("v1.10.12", "v1.10", "a"), name: "a" }),
    ]);
    expect(refs.map(({ slug, series }) => [slug, series.length])).toEqual([
      ["v1.9.1", 1],
      ["v1.10.2", 1],
      ["v1.10.12", 2],
    ]);
    expect(names).toEqual(["B", "a", "b"]);
  });

  it("keeps two commits of one slug apart", () => {
    const moved = ["a", "b"].map((sha) => makeReportSeries(on("main", "v1.19", sha)));
    expect(groupSeries(moved).refs.map(({ sha }) => sha[0])).toEqual(["a", "b"]);
  });

  it("calls a ref what a verified series of it was asked for as", () => {
    const place = on("main", "v1.19", "a");
    const plain = makeReportSeries({ ...place, ref: "main", standing: "not-verified", evidence: null });
    const verified = makeReportSeries({ ...place, ref: "origin/main" });
    expect(groupSeries([plain, verified]).refs.map(({ ref }) => ref)).toEqual(["origin/main"]);
    expect(groupSeries([plain]).refs.map(({ ref }) => ref)).toEqual(["main"]);
  });
});

it("reportOfSome leaves out refs and names that no wanted series has", () => {
  const about = { x: { proposal: "p", fixes: "", doesNotFix: "" } };
  const all = [
    makeReportSeries({ ...on("v1.9.1", "v1.9", "a"), name: "x" }),
    makeReportSeries({ ...on("v1.10.2", "v1.10", "b"), name: "y" }),
    makeReportSeries({ ...on("v1.10.2", "v1.10", "b"), name: "z" }),
  ];
  const some = reportOfSome(groupSeries(all, about), ({ name }) => name === "z");
  expect(some.refs.map(({ slug, series }) => [slug, ...series.map(({ name }) => name)])).toEqual([
    ["v1.10.2", "z"],
  ]);
  expect([some.names, some.about]).toEqual([["z"], about]);
});

describe("the outcome of a check", () => {
  const ended = (...outcomes: readonly ("pass" | "fail" | "could-not-run" | "not-needed")[]) =>
    makeReportSeries(
      {},
      outcomes.map((outcome, commit) => makeResult("vet", { outcome, commit: commit || null })),
    );

  it.each([
    [["pass", "fail", "could-not-run"], "fail"],
    [["pass", "could-not-run"], "could-not-run"],
    [["not-needed", "pass"], "pass"],
    [["not-needed"], "not-needed"],
  ] as const)("is of results %j the worst: %s", (outcomes, outcome) => {
    expect(outcomeOf(ended(...outcomes), "vet")).toBe(outcome);
    expect(resultsOf(ended(...outcomes), "vet")).toHaveLength(outcomes.length);
  });

  it("is that it did not run, without a result and without evidence", () => {
    expect(outcomeOf(makeReportSeries(), "other")).toBe("not-run");
    expect(outcomeOf({ evidence: null }, "vet")).toBe("not-run");
  });
});

describe("the checks that series are judged by", () => {
  const evidenceOf = (...ids: readonly string[]) => makeEvidence({ checks: ids.map((id) => makeResult(id)) });
  const idsOf = (...evidence: readonly ReturnType<typeof evidenceOf>[]) =>
    checksOf(evidence.map((one) => makeReportSeries({ evidence: one }))).map(({ id }) => id);

  it("are the standard ones, and any other that ran for one of them", () => {
    expect(idsOf(evidenceOf())).not.toContain("cluster");
    expect(idsOf(evidenceOf(), evidenceOf("cluster"))).toContain("cluster");
    expect(idsOf()).toEqual([]);
  });

  it("are counted by how they ended, and not at all without evidence", () => {
    const series = makeReportSeries({ evidence: evidenceOf("fmt", "vet") });
    const tally = tallyOf(series);
    expect([tally.pass, tally.fail]).toEqual([2, 0]);
    // All others that are not only run where they are named.
    expect(tally["not-run"]).toBe(series.checks.filter(({ onRequest }) => !onRequest).length - 2);
    expect(tallyOf(makeReportSeries({ evidence: null }))).toEqual(noChecks);
    expect(noChecks.pass).toBe(0);
  });
});

it("tablesOf asks the check that found the details, and no other", () => {
  const series = makeReportSeries();
  const details = { check: "vet", packages: [{ name: "pkg/a", status: "pass", output: "" }] };
  expect(tablesOf(series, makeResult("vet", { details })).map(({ title }) => title)).toEqual(["Packages: 1"]);
  expect(tablesOf(series, makeResult("vet"))).toEqual([]);
  expect(tablesOf(series, makeResult("unknown", { details }))).toEqual([]);
});

it("sizeOf adds up the lines of all files", () => {
  const files = [
    { path: "a.go", added: 2, removed: 1 },
    { path: "b.go", added: 30, removed: 0 },
  ];
  expect(sizeOf(makeReportSeries({ files }))).toEqual({ added: 32, removed: 1 });
});

describe("placesOf", () => {
  const docker: Place = {
    engine: "docker",
    version: "27.3.1",
    image: "golang:1.16",
    imageDigest: `sha256:${"0123456789ab".repeat(5)}`,
    go: "go1.16.15",
    kernel: "6.1.0",
  };
  const host: Place = { ...docker, engine: "host", version: "", image: null, imageDigest: null };
  const wordsOf = (...places: readonly (Place | null)[]) =>
    placesOf({ series: places.map((place) => makeReportSeries({ evidence: makeEvidence({ place }) })) });

  it("names each place once, without what is not known of it", () => {
    expect(wordsOf(docker, host, null, docker)).toEqual([
      "docker 27.3.1, image golang:1.16, sha256:0123456789ab, go1.16.15, kernel 6.1.0",
      "host, go1.16.15, kernel 6.1.0",
    ]);
  });

  it.each<[NonNullable<Place["isolation"]>, string]>([
    [[{ privileges: "user", allowed: [] }], "the tree's code in a sandbox"],
    [
      [
        { privileges: "user", allowed: ["reach a network"] },
        { privileges: "network", allowed: ["reach a network", "change the tree"] },
      ],
      "the tree's code could reach a network and change the tree",
    ],
    [
      [
        { privileges: "user", allowed: [] },
        { privileges: "cluster", allowed: ["change a kernel setting"] },
      ],
      "the tree's code in a sandbox, whole agents could change a kernel setting",
    ],
  ])("tells what code of the tree could do: %j", (isolation, words) => {
    expect(wordsOf({ ...host, isolation })).toEqual([`host, go1.16.15, kernel 6.1.0, ${words}`]);
  });
});
