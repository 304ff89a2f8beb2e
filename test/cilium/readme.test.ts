import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { patchkit, programFolder, temporaryFolder } from "../helpers/clone-program.ts";

const repo = process.env["CILIUM_REPO"] ?? "";
const temp = temporaryFolder();

describe.skipIf(repo === "")("README (skipped without CILIUM_REPO)", () => {
  it("shows what generate prints", async () => {
    const readme = readFileSync(join(programFolder, "README.md"), "utf8");
    const [, command = "", shown = ""] =
      /^```console\n\$ cilium-patchkit (.*)\n([\s\S]*?)```/m.exec(readme) ?? [];
    const out = join(temp, "series");
    const args = command.replace("~/src/cilium", repo).replace("~/series", out).split(" ");
    expect(args[0]).toBe("generate");
    const { stdout } = await patchkit(args);
    expect(stdout.replaceAll(out, "~/series")).toBe(shown);
  });
});
