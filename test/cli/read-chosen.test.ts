import { describe, expect, it } from "vitest";
import { readChosen } from "../../src/cli/read-chosen.ts";
import { makeEvidence, makeResult, outputFiles } from "../helpers/evidence.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import { silentPrinter } from "../helpers/printer.ts";

const flags = { color: true, out: "patches" };

function contextIn(cwd: string) {
  return {
    session: { signal: new AbortController().signal, env: {}, cwd },
    printer: silentPrinter().printer,
  };
}

describe("readChosen", () => {
  it("reads the folder that is named from the current one, and hides where it is", async () => {
    const files = outputFiles({}, (digest) =>
      makeEvidence({ digest, sha: "0".repeat(40) }, [makeResult("vet", { log: "in CWD" })]),
    );
    const cwd = await makeFolder(
      Object.fromEntries(Object.entries(files).map(([path, text]) => [`patches/${path}`, text])),
    );
    const { out, chosen } = await readChosen(contextIn(cwd), flags);
    expect(out).toBe(`${cwd}/patches`);
    expect(chosen.cells.map(({ shown }) => shown.folder)).toEqual(["v1.10.12/flag-gate"]);
  });

  it("refuses a folder that is not there", async () => {
    const cwd = await makeFolder();
    expect(await failureOf(() => readChosen(contextIn(cwd), flags))).toMatchObject({
      code: "usage/bad-argument",
      message: `--out: expected a folder of series, found none at ${cwd}/patches`,
    });
  });
});
