import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkVariantsValue } from "../../src/cli/check-variants-value.ts";
import { packageRoot } from "../../src/host/assets.ts";
import { shapes } from "../helpers/clone.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";
import { makeFolder } from "../helpers/folder.ts";

const temp = temporaryFolder();
const fixture = join(packageRoot, "test/fixtures/templates-outside");
const id = "startup-summary";

/** A templates folder with one variant of one edit. */
function variantWith(header: string, text: string): Record<string, string> {
  const spec = { id: "mine", purpose: "p", fixes: "f", doesNotFix: "d", params: [] };
  const folder = "node-routes/mine";
  return {
    [`${folder}/variant.json`]: JSON.stringify(spec),
    [`${folder}/cover-letter.hbs`]: "Cover\n",
    [`${folder}/10-first/commit.hbs`]: "a: Do it\n",
    [`${folder}/10-first/edit.txt.hbs`]: `---\n${header}\n---\n${text}`,
  };
}

describe("variants --check", () => {
  it("says of each sample tree that a variant holds there", async () => {
    const run = await patchkit(["variants", "--check", fixture, "--json"]);
    expect(run.code).toBe(0);
    const { results } = parseOutput(run, checkVariantsValue);
    expect(results.map(({ variant, shape, status }) => [variant, shape, status])).toEqual(
      shapes.map((shape) => [id, shape, "generated"]),
    );
  });

  it("names the anchor where it does not hold, and ends with 1 where it holds nowhere", async () => {
    const edit = "// more\n";
    const some = await makeFolder(
      variantWith(
        "file: pkg/datapath/linux/node.go\nat: func linuxNodeHandler.createNodeRoute\nplace: before",
        edit,
      ),
    );
    const held = await patchkit(["variants", "--check", some]);
    expect(held.code).toBe(0);
    expect(held.stdout).toMatch(/^mine +v1\.9\.0 +holds +pkg\/datapath\/linux\/node\.go$/m);
    expect(held.stdout).toMatch(
      /^mine +v1\.19\.0-dev +refused +golang\/anchor-mismatch: .*"func linuxNodeHandler\.createNodeRoute"/m,
    );
    const none = await makeFolder(variantWith("file: pkg/none.go\nat: func x\nplace: before", edit));
    const nowhere = await patchkit(["variants", "--check", none]);
    expect(nowhere.code).toBe(1);
    expect(nowhere.stdout).toContain("mine holds on no sample tree");
    expect((await patchkit(["variants", "--check", none, "--quiet"])).stderr).toContain("mine: holds on no");
  });

  it("refuses a folder that is none, with what was expected", async () => {
    const run = await patchkit(["variants", "--check", join(temp, "none")]);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/expected a folder for a proposal .*, found none/);
  });
});
