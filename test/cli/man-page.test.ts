import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { manPage } from "../../src/cli/man-page.ts";
import { helpAfter, makeProgram } from "../../src/cli/program.ts";
import { packageRoot } from "../../src/host/assets.ts";
import { makeCommandTree } from "../helpers/command-tree.ts";

const page = manPage(
  makeProgram("", () => async () => {}),
  helpAfter,
);

it("has every command and flag, and no line that roff would take for a request", () => {
  const small = manPage(makeCommandTree(), "\n.first\n  'second' \\n\n");
  expect(small).toContain(".SS completion <shell>\nprints\n<shell>: bash, zsh.\n");
  expect(small).toContain(
    ".TP\n\\fB\\-\\-engine <name>\\fR\nwhere (choices: docker, host; default: docker)\n",
  );
  expect(small).toContain("\n\\&.first\n  'second' \\en\n");
});

it("man/cilium-patchkit.1 is that of the command tree; `npm run golden` writes it", () => {
  expect(readFileSync(join(packageRoot, "man", "cilium-patchkit.1"), "utf8")).toBe(page);
});

it.skipIf(spawnSync("mandoc", ["-V"]).error)(
  "is a manual page without a fault (skipped without mandoc)",
  () => {
    const { stdout } = spawnSync("mandoc", ["-T", "lint", "-W", "warning"], {
      input: page,
      encoding: "utf8",
    });
    // A date would be another one with each change.
    expect(stdout.split("\n").filter((line) => line !== "" && !line.includes("missing date"))).toEqual([]);
  },
);
