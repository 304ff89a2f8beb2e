import { expect, it } from "vitest";
import { cellNames } from "../../../src/publish/emit/emitted-cell.ts";

it("gives each cell a name of its own, of characters that all builders take", () => {
  const folders = ["v1.10.12/flag-gate", "v1-10-12/flag-gate", "a${b}/c+1f", "/"];
  expect(cellNames(folders.map((folder) => ({ folder })))).toEqual([
    "v1-10-12-flag-gate",
    "v1-10-12-flag-gate-2",
    "a-b-c-1f",
    "cell",
  ]);
});
