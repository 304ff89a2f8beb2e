import { expect, it } from "vitest";
import { parseSeriesFile, seriesFiles } from "../../src/series/index.ts";
import { subjectOf, subjectOnDisk } from "../../src/verify/subject.ts";
import { makeSeries } from "../helpers/series.ts";

const identity = { name: "Ann", mail: "ann@example.org", signsOff: true };
const series = makeSeries({ identity, folder: "v1.10.12/flag-gate+1a2b3c" });
const written = seriesFiles(series, { tool: "0.1.0", templates: "e".repeat(64) }).get("series.json") ?? "";
const onDisk = {
  folder: series.folder,
  file: parseSeriesFile(written, "series.json"),
  patches: series.commits.map(({ patchName, patch }) => ({ name: patchName, text: patch })),
  digest: series.digest,
};

it("is the same for a series that was rendered and for its files, but for the ref as it was typed", () => {
  expect(subjectOf("refs/tags/v1.10.12", series).ref).toBe("refs/tags/v1.10.12");
  expect(subjectOnDisk(onDisk)).toEqual(subjectOf("v1.10.12", series));
});

it("promises of each commit no more than its id, tree and subject, and who made it on which base", () => {
  expect(subjectOf("v1.10.12", series).promise).toEqual({
    base: "0".repeat(40),
    identity,
    commits: [
      { sha: "1".repeat(40), tree: "3".repeat(40), subject: "subject 1" },
      { sha: "2".repeat(40), tree: "4".repeat(40), subject: "subject 2" },
    ],
  });
});

it("holds the patches that are there to what series.json records", () => {
  const patches = [{ name: "0001-other.patch", text: "other\n" }];
  const subject = subjectOnDisk({ ...onDisk, patches, digest: "f".repeat(64) });
  expect(subject.patches).toEqual(patches);
  expect([subject.digest, subject.tree]).toEqual(["f".repeat(64), "4".repeat(40)]);
  expect(subject.promise.commits).toHaveLength(2);
});
