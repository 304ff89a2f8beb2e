import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { formatChecksums } from "../../src/publish/checksums.ts";
import { takePosted, takeSeries } from "../../src/publish/take-series.ts";
import { digestOf } from "../../src/series/index.ts";
import { outputFiles } from "../helpers/evidence.ts";
import { failureOf } from "../helpers/failure.ts";

const folder = "v1.10.12/flag-gate";

/** A bundle's files in the folder that its zip has. */
function bundle(changed: Readonly<Record<string, string>> = {}, top = "patchkit-v1.10.12/") {
  const files = new Map(Object.entries(outputFiles({})).map(([path, text]) => [path, Buffer.from(text)]));
  files.set("post.md", Buffer.from("x"));
  files.set("SHA256SUMS", Buffer.from(formatChecksums(files)));
  for (const [path, text] of Object.entries(changed)) files.set(path, Buffer.from(text));
  return new Map([...files].map(([path, bytes]) => [`${top}${path}`, bytes]));
}

describe("takeSeries", () => {
  it.each(["patchkit-v1.10.12/", ""])(
    "takes the files of a series and nothing else, below %j",
    async (top) => {
      const [taken, ...more] = await takeSeries(bundle({}, top), "x.zip", [], tmpdir());
      expect(more).toEqual([]);
      expect(taken).toMatchObject({ folder, base: "0".repeat(40), isWhole: true });
      const expected = outputFiles({});
      expect(
        Object.fromEntries([...(taken?.files ?? [])].map(([name, text]) => [`${folder}/${name}`, text])),
      ).toEqual(expected);
    },
  );

  it("refuses a changed patch by the sums, and by the digest where the sums were made to fit", async () => {
    const patch = `${folder}/0001-subject-1.patch`;
    const byHand = await failureOf(() => takeSeries(bundle({ [patch]: "evil\n" }), "x.zip", [], tmpdir()));
    expect(byHand).toMatchObject({ code: "publish/digest-mismatch" });
    expect(byHand.message).toContain(`${patch} was changed`);
    const files = bundle({ [patch]: "evil\n" }, "");
    files.delete("SHA256SUMS");
    files.set("SHA256SUMS", Buffer.from(formatChecksums(files)));
    expect((await failureOf(() => takeSeries(files, "x.zip", [], tmpdir()))).code).toBe(
      "series/digest-mismatch",
    );
  });

  it("refuses a bundle other than its post says", async () => {
    const said = { folder, base: "0".repeat(40), digest: "f".repeat(64) };
    const { code, message } = await failureOf(() => takeSeries(bundle(), "x.zip", [said], tmpdir()));
    expect(code).toBe("publish/digest-mismatch");
    expect(message).toContain(`expected ${folder} with the digest ffffffffffff that the post says`);
  });

  it.each([
    "../flag-gate",
    "v1.10.12/..",
    "./flag-gate",
    "/flag-gate",
    ".git/hooks",
    "a\\b/flag-gate",
    "a/b/c",
  ])("takes nothing from the folder %j", async (own) => {
    const files = new Map(
      Object.entries(outputFiles({})).map(([path, text]) => [path.replace(folder, own), Buffer.from(text)]),
    );
    expect((await failureOf(() => takeSeries(files, "gist 1", [], tmpdir()))).code).toBe(
      "publish/not-a-bundle",
    );
  });

  it("refuses files without a series", async () => {
    const files = new Map([["a/b.txt", Buffer.from("x")]]);
    expect((await failureOf(() => takeSeries(files, "x.zip", [], tmpdir()))).code).toBe(
      "publish/not-a-bundle",
    );
  });
});

describe("takePosted", () => {
  const said = { folder, base: "0".repeat(40), digest: digestOf(["a\n", "b\n"]) };
  const patches = new Map([
    [`${folder}/0001-a.patch`, "a\n"],
    [`${folder}/0002-b.patch`, "b\n"],
  ]);

  it("takes patches and their order", () => {
    const [taken] = takePosted([said], patches, "a post");
    expect(taken?.isWhole).toBe(false);
    expect([...(taken?.files ?? [])]).toEqual([
      ["0001-a.patch", "a\n"],
      ["0002-b.patch", "b\n"],
      ["series", "0001-a.patch\n0002-b.patch\n"],
    ]);
  });

  it("refuses patches other than the post says, and names that lead elsewhere", async () => {
    const other = new Map([...patches, [`${folder}/0002-b.patch`, "c\n"]]);
    expect((await failureOf(() => takePosted([said], other, "a post"))).code).toBe("publish/digest-mismatch");
    const out = new Map([
      [`${folder}/../x.patch`, "a\n"],
      [`${folder}/0002-b.patch`, "b\n"],
    ]);
    expect((await failureOf(() => takePosted([said], out, "a post"))).code).toBe("publish/digest-mismatch");
    const evil = { ...said, folder: "../flag-gate" };
    expect(takePosted([evil], new Map([["../flag-gate/0001-a.patch", "a\n"]]), "a post")).toEqual([]);
  });
});
