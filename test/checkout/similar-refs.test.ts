import { expect, it } from "vitest";
import type { Repository } from "../../src/checkout/repository.ts";
import { unknownRefHint } from "../../src/checkout/similar-refs.ts";

/** A repository with refs of these names. */
function repositoryOf(...names: readonly string[]): Repository {
  const lines = names.map((name) => `${"1".repeat(40)} ${name}\n`);
  return { git: { run: async () => lines.join("") }, gitDir: "/clone" } as unknown as Repository;
}

it("names the ref that was probably meant, by its short name", async () => {
  const repository = repositoryOf("refs/tags/v1.10.12", "refs/remotes/origin/v1.12", "refs/heads/main");
  expect(await unknownRefHint(repository, "v1.10.21")).toContain("v1.10.12");
  expect(await unknownRefHint(repository, "v1.1")).not.toContain("refs/");
});

it("names one of the same release, where one of another is as alike", async () => {
  const repository = repositoryOf("refs/tags/v1.10.9", "refs/tags/v1.11.6");
  expect(await unknownRefHint(repository, "v1.11.99")).toContain("v1.11.6");
});

it("says how to list refs where none is alike", async () => {
  const hint = await unknownRefHint(repositoryOf("refs/heads/main"), "release-of-next-year");
  expect(hint).toContain("`git tag`");
  expect(hint).not.toContain("main");
});
