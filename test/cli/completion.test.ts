import { expect, it } from "vitest";
import { completionValue } from "../../src/cli/completion-value.ts";
import { checkIds } from "../../src/verify/index.ts";
import { variants } from "../helpers/clone.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";

temporaryFolder();

it("prints a script that knows every command, variant and check", async () => {
  const run = await patchkit(["completion", "fish"]);
  expect(run).toMatchObject({ code: 0, stderr: "" });
  for (const word of ["generate", "image", ...variants, ...checkIds]) expect(run.stdout).toContain(word);
  const value = parseOutput(await patchkit(["completion", "fish", "--json"]), completionValue);
  expect(value).toEqual({ schema: 1, shell: "fish", script: run.stdout });
});
