import { describe, expect, it } from "vitest";
import { draftFact, specifier } from "../../src/author/draft-fact.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

const room = "src/proposals/one";
const files = {
  [`${room}/facts/facts.ts`]: "export interface OneFacts {\n  readonly version: string;\n}\n",
  [`${room}/survey.ts`]: 'import { x } from "./x.ts";\n\nconst probes = {\n  ...x,\n};\n',
};

describe("draftFact", () => {
  it("has the probe beside the others, and registers its type and itself", async () => {
    const draft = await draftFact(await makeFolder(files), "routeMetric", "one");
    expect([...draft.files.keys()]).toEqual([
      `${room}/facts/route-metric.ts`,
      "test/proposals/one/facts/route-metric.test.ts",
    ]);
    expect(draft.changed.get(`${room}/facts/facts.ts`)).toContain("\n  readonly routeMetric: string;\n}\n");
    expect(draft.changed.get(`${room}/survey.ts`)).toBe(
      'import { routeMetric } from "./facts/route-metric.ts";\nimport { x } from "./x.ts";\n\nconst probes = {\n  ...x,\n  routeMetric,\n};\n',
    );
  });

  it("refuses a fact that there is, a proposal that there is not, and one without probes", async () => {
    const root = await makeFolder({ ...files, "src/proposals/two/index.ts": "" });
    const message = async (name: string, proposal: string) =>
      (await failureOf(() => draftFact(root, name, proposal))).message;
    expect(await message("version", "one")).toBe(
      `${room}/facts/facts.ts: expected no fact version, found one`,
    );
    expect(await message("more", "none")).toBe(
      "src/proposals/none: expected the folder of a proposal, found none",
    );
    expect(await message("more", "two")).toBe("src/proposals/two: expected facts and probes, found none");
    expect(await message("Bad-name", "one")).toContain("expected a name for a fact");
  });
});

it("specifier leads from one file to another", () => {
  expect(specifier("src/a/b.ts", "src/a/c.ts")).toBe("./c.ts");
  expect(specifier("src/a/b.ts", "src/a/d/c.ts")).toBe("./d/c.ts");
  expect(specifier("test/a/b.test.ts", "src/a/b.ts")).toBe("../../src/a/b.ts");
});
