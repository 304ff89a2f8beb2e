import { describe, expect, it } from "vitest";
import { goPackages, isGoSource } from "../../src/verify/changed-files.ts";
import { hasNoGoFiles } from "../../src/verify/go-command.ts";

describe("goPackages", () => {
  it("names each folder once, and the repository's root", () => {
    const paths = ["pkg/b/x.go", "tools.go", "pkg/a/y.go", "pkg/b/x_test.go", "docs/x.md"];
    expect(goPackages(paths.map((path) => ({ path })))).toEqual([".", "pkg/a", "pkg/b"]);
  });
});

describe("isGoSource", () => {
  it.each([
    "pkg/testdata/x.go",
    "testdata/x.go",
    "_pkg/x.go",
    "pkg/.x/y.go",
    "pkg/_x.go",
    "pkg/.x.go",
    "x.txt",
  ])("is false for %s, which go ignores", (path) => {
    expect(isGoSource(path)).toBe(false);
  });

  it.each(["x.go", "pkg/a_b/x.go", "pkg/mytestdata/x.go", "vendor/x.y/z.go"])("is true for %s", (path) => {
    expect(isGoSource(path)).toBe(true);
  });
});

// As go1.19 and go1.26 print them.
describe("hasNoGoFiles", () => {
  it.each([
    "package example.com/m/win: build constraints exclude all Go files in /m/win",
    "go build example.com/m/tests: no non-test Go files in /m/tests",
    "example.com/m/tests: no non-test Go files in /m/tests",
    "no Go files in /m/empty",
  ])("sees %s", (line) => {
    expect(hasNoGoFiles(`${line}\n`)).toBe(true);
  });

  it("does not take an imported package for the package itself", () => {
    const output =
      "package example.com/m\n\timports example.com/m/win: build constraints exclude all Go files in /m/win";
    expect(hasNoGoFiles(output)).toBe(false);
  });
});
