import { expect, it } from "vitest";
import { type RefResult, resolveRefs } from "../../src/checkout/resolve-refs.ts";
import { git } from "../helpers/clone-git.ts";
import { makeRefClone } from "../helpers/ref-clone.ts";

/** A result in short: its commit and folder, or the code of its error. */
function shortOf(result: RefResult | undefined): string {
  if (!result) return "none";
  return "error" in result ? result.error.code : `${result.sha} ${result.slug}`;
}

it("names the folder for the tag or branch that was typed, and for the commit of anything else", async () => {
  const { repository, one, two } = await makeRefClone({ "refs/tags/v1": "one", "refs/heads/a/b": "two" });
  const refs = ["v1", "a/b", "refs/tags/v1", "main~1", two, two.slice(0, 10), "HEAD"];
  expect((await resolveRefs(repository, refs)).map(shortOf)).toEqual([
    `${one} v1`,
    `${two} a-b`,
    `${one} v1`,
    `${one} ${one.slice(0, 12)}`,
    `${two} ${two.slice(0, 12)}`,
    `${two} ${two.slice(0, 12)}`,
    `${two} ${two.slice(0, 12)}`,
  ]);
});

it("never lets a ref that is wrong stop the others, and says what it is", async () => {
  const { repository, one } = await makeRefClone({ "refs/tags/v1": "one" });
  const tree = git(repository.dir, ["rev-parse", "main^{tree}"]).trim();
  const refs = ["gone", "v1", "-rf", "", "a\nb", tree];
  const results = await resolveRefs(repository, refs);
  expect(results.map(shortOf)).toEqual([
    "checkout/unknown-ref",
    `${one} v1`,
    "checkout/bad-ref",
    "checkout/bad-ref",
    "checkout/bad-ref",
    "checkout/unknown-ref",
  ]);
  const last = results.at(-1);
  expect(last && "error" in last && last.error.message).toMatch(/, found (a folder|none)$/);
});

it("refuses a name of two commits, and takes one of two refs on the same", async () => {
  const apart = await makeRefClone({ "refs/tags/x": "one", "refs/heads/x": "two" });
  const [result] = await resolveRefs(apart.repository, ["x"]);
  expect(shortOf(result)).toBe("checkout/ambiguous-ref");
  if (result && "error" in result)
    for (const name of ["refs/tags/x", "refs/heads/x"]) expect(result.error.message).toContain(name);
  const same = await makeRefClone({ "refs/tags/x": "one", "refs/heads/x": "one" });
  expect(shortOf((await resolveRefs(same.repository, ["x"]))[0])).toContain(same.one);
});

it("takes a branch that only a remote has, and says so", async () => {
  const { repository, one } = await makeRefClone({ "refs/remotes/origin/v1.12": "one" });
  const [result] = await resolveRefs(repository, ["v1.12"]);
  expect(shortOf(result)).toContain(one);
  expect(result).toMatchObject({ note: expect.stringContaining("using origin/v1.12") as string });
});
