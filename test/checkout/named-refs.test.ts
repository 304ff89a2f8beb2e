import { describe, expect, it } from "vitest";
import { folderNameOf, listRefs, shortNames } from "../../src/checkout/named-refs.ts";
import type { Repository } from "../../src/checkout/repository.ts";

const [one, two, three] = ["1", "2", "3"].map((digit) => digit.repeat(40)) as [string, string, string];

/** A repository whose refs are these, each `name` of an object; all objects are commits but those of `tags`. */
function repositoryOf(refs: Readonly<Record<string, string>>, tags: Readonly<Record<string, string>> = {}) {
  const lines = Object.entries(refs).map(([name, oid]) => `${oid} ${name}\n`);
  const readObject = async (oid: string) => {
    const target = tags[oid];
    return target === undefined
      ? { type: "commit", data: Buffer.from("") }
      : { type: "tag", data: Buffer.from(`object ${target}\ntype commit\n`) };
  };
  return { git: { run: async () => lines.join("") }, gitDir: "/clone", readObject } as unknown as Repository;
}

/** Name of the folder of a ref among others. */
async function folderName(
  name: string,
  refs: Readonly<Record<string, string>>,
  tags: Readonly<Record<string, string>> = {},
): Promise<string> {
  const repository = repositoryOf(refs, tags);
  const all = await listRefs(repository);
  const ref = all.find(({ fullName }) => fullName === name);
  if (!ref) throw new Error(`expected ${name}`);
  return folderNameOf(repository, ref, tags[ref.oid] ?? ref.oid, all);
}

describe("listRefs", () => {
  it("gives every ref with its object and slug, without a remote's HEAD", async () => {
    const refs = {
      "refs/tags/v1.10.12": one,
      "refs/remotes/origin/HEAD": two,
      "refs/remotes/origin/v1.12": two,
    };
    expect(await listRefs(repositoryOf(refs))).toEqual([
      { fullName: "refs/tags/v1.10.12", oid: one, slug: "v1.10.12" },
      { fullName: "refs/remotes/origin/v1.12", oid: two, slug: "v1.12" },
    ]);
  });

  it.each([
    ["refs/heads/pr/me/fix", "pr-me-fix"],
    ["refs/heads/a b$c;d", "a-b-c-d"],
    ["refs/heads/-rf", "_rf"],
    ["refs/heads/..hidden", "_hidden"],
    ["refs/heads/größe", "größe"],
    ["refs/heads/gro\u0308ße", "größe"],
    [`refs/heads/${"ß".repeat(80)}`, "ß".repeat(50)],
  ])("makes a folder name of %s", async (fullName, slug) => {
    expect((await listRefs(repositoryOf({ [fullName]: one })))[0]?.slug).toBe(slug);
  });
});

describe("shortNames", () => {
  it.each([
    ["refs/tags/v1.10.12", ["refs/tags/v1.10.12", "v1.10.12"]],
    ["refs/heads/pr/fix", ["refs/heads/pr/fix", "pr/fix"]],
    ["refs/remotes/origin/pr/fix", ["refs/remotes/origin/pr/fix", "origin/pr/fix", "pr/fix"]],
  ])("of %s are all that a user may type", (fullName, expected) => {
    expect(shortNames(fullName)).toEqual(expected);
  });
});

describe("folderNameOf", () => {
  it("is the slug where no other ref has it", async () => {
    expect(await folderName("refs/heads/a", { "refs/heads/a": one, "refs/heads/b": two })).toBe("a");
  });

  it("is the tag's where a branch of the same name leads elsewhere", async () => {
    const refs = { "refs/tags/a": one, "refs/heads/a": two, "refs/remotes/origin/a": three };
    expect(await folderName("refs/tags/a", refs)).toBe("a");
    expect(await folderName("refs/heads/a", refs)).toBe("a-222222222222");
    expect(await folderName("refs/remotes/origin/a", refs)).toBe("a-333333333333");
  });

  it("tells names apart that some file systems do not", async () => {
    const refs = { "refs/heads/Fix": one, "refs/heads/fix": two };
    expect(await folderName("refs/heads/fix", refs)).toBe("fix-222222222222");
    const sharp = { "refs/heads/STRASSE": one, "refs/heads/straße": two };
    expect(await folderName("refs/heads/straße", sharp)).toBe("straße-222222222222");
  });

  it("is the same one for refs of one commit that differ in case", async () => {
    const refs = { "refs/heads/V1": one, "refs/heads/a": one, "refs/heads/v1": one, "refs/tags/v1": one };
    for (const name of ["refs/heads/V1", "refs/heads/v1", "refs/tags/v1"])
      expect(await folderName(name, refs)).toBe("v1");
    const branches = {
      "refs/heads/V1": one,
      "refs/heads/v1": one,
      "refs/heads/vA": two,
      "refs/heads/Va": one,
    };
    expect(await folderName("refs/heads/v1", branches)).toBe("V1");
    const clashing = { ...branches, "refs/tags/v1": two };
    for (const name of ["refs/heads/V1", "refs/heads/v1"])
      expect(await folderName(name, clashing)).toBe("V1-111111111111");
  });

  it("is the slug where all lead to one commit, also through a tag object", async () => {
    const refs = { "refs/tags/a": three, "refs/heads/a": one };
    expect(await folderName("refs/heads/a", refs, { [three]: one })).toBe("a");
    expect(await folderName("refs/heads/a", refs, { [three]: two })).toBe("a-111111111111");
  });
});
