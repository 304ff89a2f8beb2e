import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { assertChecksums, checksumsName, formatChecksums } from "../../src/publish/checksums.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

const texts = { "b.txt": "b\n", "a/c d.txt": "c\n" };
const files = new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]));

describe("checksums", () => {
  it("are read by sha256sum", async () => {
    const sums = formatChecksums(files);
    const folder = await makeFolder({ ...texts, [checksumsName]: sums });
    const said = execFileSync("sha256sum", ["-c", checksumsName], { cwd: folder, encoding: "utf8" });
    expect(said).toBe("a/c d.txt: OK\nb.txt: OK\n");
    assertChecksums(new Map([...files, [checksumsName, Buffer.from(sums)]]), sums, "x.zip");
  });

  it.each([
    ["a changed file", new Map([...files, ["b.txt", Buffer.from("B\n")]]), "b.txt was changed"],
    ["a file too many", new Map([...files, ["d", Buffer.from("")]]), "d is not listed"],
    ["a file too few", new Map([...files].slice(0, 1)), "a/c d.txt is missing"],
  ])("find %s", async (_, found, problem) => {
    expect(await failureOf(() => assertChecksums(found, formatChecksums(files), "x.zip"))).toEqual({
      code: "publish/digest-mismatch",
      message: `x.zip: expected the files that SHA256SUMS lists, found that ${problem}`,
      hint: "Nothing was written. Get the bundle again from whoever made it.",
    });
  });
});
