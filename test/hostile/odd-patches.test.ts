import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { verifyValue } from "../../src/cli/values.ts";
import { cacheFolder } from "../helpers/cache-folder.ts";
import { makeOrigin, type Origin } from "../helpers/clone.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";
import { plantedSeries } from "../helpers/planted-series.ts";

const temp = temporaryFolder();
const cache = cacheFolder(temp);
let origin: Origin;

beforeAll(async () => {
  origin = await makeOrigin(temp);
});

/** Verifies a series with these files in addition, and gives outcome and reason of each check. */
async function verify(
  name: string,
  files: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const [[path, text] = ["", ""], ...more] = Object.entries(files);
  const added = Object.fromEntries(more);
  const out = await plantedSeries(origin, join(temp, name), "v1.10.12", path, () => text, added);
  const args = ["verify", "-C", origin.dir, "--patches", out, "--engine", "host", "--trust-tree", "--json"];
  const checks = ["--cache", cache, "--checks", "fmt,vet,build,unit"];
  const run = await patchkit([...args, ...checks], {
    env: { GOPROXY: process.env["GOPROXY"] ?? "off" },
  });
  const { evidence } = parseOutput(run, verifyValue);
  return Object.fromEntries(
    evidence.flatMap((one) =>
      one.checks.map(({ check, outcome, reason }) => [check, `${outcome} ${reason ?? ""}`.trim()]),
    ),
  );
}

const ownFileTest = `package odd

import (
	"os"
	"testing"
)

func TestOwnFolder(t *testing.T) {
	if _, err := os.ReadFile("odd_test.go"); err != nil {
		t.Fatal(err)
	}
}
`;

describe("a series with Go files in odd places", () => {
  it("passes where go takes them: the root, a new package, another system, a folder that go ignores", async () => {
    const found = await verify("fine", {
      "tools.go": "package tools\n",
      "pkg/odd/odd_test.go": ownFileTest,
      "pkg/oddsystem/odd_windows.go": "package oddsystem\n",
      "pkg/datapath/linux/testdata/odd.go": 'package odd\n\nimport _ "no/such/package"\n',
      "pkg/datapath/linux/odd_test.go":
        'package linux_test\n\nimport "testing"\n\nfunc TestOdd(t *testing.T) {}\n',
    });
    expect(found).toEqual({ fmt: "pass", vet: "pass", build: "pass", unit: "pass" });
  });

  it("fails where they are wrong, also in a package that the base does not have", async () => {
    const found = await verify("wrong", {
      "pkg/odd/odd.go": 'package odd\n\nvar count int = "one"\n',
      "pkg/datapath/linux/testdata/odd.go": "package odd\n\nfunc (\n",
    });
    expect(found).toEqual({
      fmt: "fail gofmt cannot read pkg/datapath/linux/testdata/odd.go:3:8: expected ')', found 'EOF'",
      vet: expect.stringMatching(/^fail pkg\/odd: pkg\/odd\/odd\.go: cannot use/),
      build: expect.stringMatching(/^fail pkg\/odd: pkg\/odd\/odd\.go:3:\d+: cannot use/),
      unit: expect.stringMatching(/^fail pkg\/odd: pkg\/odd\/odd\.go:3:\d+: cannot use/),
    });
  });
});
