import { expect, it } from "vitest";
import { assertVerified, readDoubts } from "../../src/publish/read-doubts.ts";
import { makeEvidence } from "../helpers/evidence.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import { makeSeries } from "../helpers/series.ts";

const series = makeSeries();
const { folder, base: sha, digest, variant } = series;

it("reads what an output folder says of a series that need not be there", async () => {
  const evidence = (changed: object) =>
    makeFolder({
      [`${folder}/evidence.json`]: JSON.stringify(makeEvidence({ sha, digest, variant, ...changed })),
    });
  expect(await readDoubts(await makeFolder({}), series)).toEqual(["it was not verified"]);
  expect(await readDoubts(await evidence({ digest: "0".repeat(64) }), series)).toEqual([
    "its evidence is of other patches",
  ]);
  expect(await readDoubts(await evidence({ checks: [] }), series)).toEqual(["none of its checks could run"]);
  expect(await readDoubts(await evidence({}), series)).toEqual([]);
});

it("names each series that does not count as verified, with why and what to do", async () => {
  const some = [
    { folder: "v1/a", doubts: ["it was not verified"] },
    { folder: "v1/b", doubts: [] },
    { folder: "v1/c", doubts: ["its check vet failed"] },
  ];
  expect(await failureOf(() => assertVerified(some, "Verify them."))).toMatchObject({
    code: "publish/unverified",
    message: "expected verified series, found v1/a: it was not verified; v1/c: its check vet failed",
    hint: "Verify them.",
  });
  expect(() => assertVerified(some.slice(1, 2), "")).not.toThrow();
});
