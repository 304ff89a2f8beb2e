import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../src/host/assets.ts";
import { makeFolder } from "../helpers/folder.ts";

const script = join(packageRoot, "scripts/reference.mjs");

async function reference(...args: readonly string[]): Promise<{ code: number; stderr: string }> {
  try {
    const { stderr } = await promisify(execFile)(process.execPath, [script, ...args]);
    return { code: 0, stderr };
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string };
    return { code, stderr };
  }
}

describe("scripts/reference.mjs", () => {
  it("would write the committed pages; `node scripts/reference.mjs` writes them", async () => {
    expect(await reference("--check")).toEqual({ code: 0, stderr: "" });
  });

  it("names a page that is stale, and one that is missing", async () => {
    const committed = await readFile(join(packageRoot, "templates/names.json"), "utf8");
    const folder = await makeFolder({ "names.json": committed, "README.md": "old\n" });
    const stale = await reference("--check", "--out", folder);
    expect(stale.code).toBe(1);
    expect(stale.stderr).toBe(
      `${folder}/README.md: is not what the docstrings say; run node scripts/reference.mjs\n`,
    );
    await writeFile(join(folder, "names.json"), committed.replace("release", "releases"));
    expect((await reference("--check", "--out", folder)).stderr).toContain(`${folder}/names.json: `);
  });
});
