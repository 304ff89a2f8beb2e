import { expect, it } from "vitest";
import { readRevision } from "../../src/report/read-revision.ts";
import type { SeriesFile } from "../../src/series/index.ts";
import { makeFolder } from "../helpers/folder.ts";

const [first, second] = ["a".repeat(40), "b".repeat(40)];
const series = {
  folder: "v1/flag-gate",
  file: { commits: [{ sha: first }, { sha: second }] } as SeriesFile,
};
const pairs = (sha: string) =>
  `1:  1111111 = 1:  ${first.slice(0, 7)} datapath: Allow it\n2:  2222222 ! 2:  ${sha.slice(0, 7)} option: Add a flag\n    @@ option.go\n    -+1:  0000000 = 1:  0000000 no pair\n`;

function revisions(...texts: (string | undefined)[]): Promise<string> {
  const files = texts.flatMap((text, index) => {
    const folder = `.revisions/v1/flag-gate/v${index + 1}`;
    return [
      [`${folder}/series.json`, "{}"],
      ...(text === undefined ? [] : [[`${folder}/range-diff.txt`, text]]),
    ];
  });
  return makeFolder(Object.fromEntries(files));
}

it("is the last one that was kept, if it is compared with these commits", async () => {
  const out = await revisions("older", pairs(second));
  expect(await readRevision(out, series)).toEqual({ number: 2, rangeDiff: pairs(second) });
});

it.each([
  ["no former revision", []],
  ["one that could not be compared", [undefined]],
  ["a comparison with other commits", [pairs("c".repeat(40))]],
  ["a comparison with fewer commits", [pairs(second).split("\n")[0]]],
])("is none with %s", async (_, texts) => {
  expect(await readRevision(await revisions(...texts), series)).toBeNull();
});
