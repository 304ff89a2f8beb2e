import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { findGoRoot } from "../../src/host/go-root.ts";

it("takes the folder that the user named, for any line", async () => {
  expect(await findGoRoot("/opt/go", "1.19")).toEqual({ goRoot: "/opt/go" });
});

it("names the release to download: lines before 1.21 have no third number", async () => {
  const versions = ["1.2", "1.20", "1.21", "1.99"].filter((line) => !existsSync(`/usr/lib/go-${line}`));
  const expected: Readonly<Record<string, string>> = {
    "1.2": "1.2",
    "1.20": "1.20",
    "1.21": "1.21.0",
    "1.99": "1.99.0",
  };
  expect(versions).toContain("1.99");
  for (const line of versions)
    expect(await findGoRoot(undefined, line)).toEqual({ goVersion: expected[line] });
});
