import { expect, it } from "vitest";
import { flatName, pathOfFlatName } from "../../src/publish/flat-name.ts";

it("names a series' file without folders, and back", () => {
  expect(flatName("v1.10.12/flag-gate+1a", "0001-a--b.patch")).toBe("v1.10.12~flag-gate+1a~0001-a--b.patch");
  expect(pathOfFlatName("v1.10.12~flag-gate+1a~0001-a--b.patch")).toBe(
    "v1.10.12/flag-gate+1a/0001-a--b.patch",
  );
  expect(pathOfFlatName("post.md")).toBe("post.md");
  expect(pathOfFlatName("a~b~c~d")).toBe("a~b~c~d");
});
