import { accessSync, constants, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { askpassPath, grammarPath, packageRoot, readGofmt, readToolVersion } from "../../src/host/assets.ts";

describe("the files of the package", () => {
  it("are the grammar and gofmt, as WebAssembly", async () => {
    for (const bytes of [readFileSync(grammarPath()), await readGofmt()])
      expect(bytes.subarray(0, 4).toString("latin1")).toBe("\0asm");
  });

  it("give the version of package.json", async () => {
    const { version } = JSON.parse(readFileSync(`${packageRoot}package.json`, "utf8"));
    expect(await readToolVersion()).toBe(version);
  });

  it("have the program that git asks for a password, and it can be run", () => {
    expect(() => accessSync(askpassPath, constants.X_OK)).not.toThrow();
  });
});
