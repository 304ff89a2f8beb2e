import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type VerifyValue, verifyValue } from "../../src/cli/values.ts";
import { detailsOf } from "../../src/verify/check.ts";
import { type LintDetails, lintCheck } from "../../src/verify/checks/lint.ts";
import type { CheckResult } from "../../src/verify/evidence.ts";
import { cacheFolder } from "../helpers/cache-folder.ts";
import { handlerPath, makeOrigin, type Origin } from "../helpers/clone.ts";
import { type Content, commitOn, git, textAt } from "../helpers/clone-git.ts";
import { leftovers, parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";
import { hasGo } from "../helpers/machine.ts";
import { moduleProxy } from "../helpers/module-proxy.ts";
import { plantedSeries } from "../helpers/planted-series.ts";

// A program of ours stands in for golangci-lint: building the real one takes minutes and a module proxy.
const temp = temporaryFolder();
const ownCache = cacheFolder(temp);
const tempDir = join(temp, "tmp");
const handlerFolder = "pkg/datapath/linux";
let origin: Origin;
let proxy: Record<string, string>;

const config = `linters:
  disable-all: true
  enable:
    - reminder
    - gone
`;

/** Scripts of a tree: one passes, one fails on the base as well, one is no reader, one looks for a word. */
const scripts = {
  "contrib/scripts/check-fine.sh": "#!/usr/bin/env bash\nset -e\ntest -d vendor\n",
  "contrib/scripts/check-generated.sh": "#!/bin/sh\nmake generate\n",
  "contrib/scripts/check-old.sh": '#!/bin/sh\necho "$0 is never content"\nexit 1\n',
  "contrib/scripts/look.sh":
    '#!/bin/bash\nif grep -rn --include=*.go --exclude-dir=vendor forbidden .; then\n  echo "Found a word."\n  exit 1\nfi\n',
  Makefile:
    "precheck:\n\t@$(ECHO_CHECK) contrib/scripts/look.sh\n\t$(QUIET) contrib/scripts/look.sh\n\t$(QUIET) ineffassign .\n",
};

beforeAll(async () => {
  mkdirSync(tempDir);
  origin = await makeOrigin(temp);
  const source = readFileSync(join(import.meta.dirname, "../fixtures/stand-in-linter/main.go"), "utf8");
  proxy = moduleProxy(temp, "github.com/golangci/golangci-lint", "v1.64.8", {
    "cmd/golangci-lint/main.go": source,
  });
});

/** A tree like the sample's with more files, and a reminder at the end of the handler. */
function commitTree(name: string, files: Readonly<Record<string, Content>>): void {
  const handler = textAt(origin.dir, "v1.10.12", handlerPath);
  const sha = commitOn(origin.dir, "v1.10.12", `${name}-branch`, {
    [handlerPath]: `${handler}\n// Remember the milk.\n`,
    ...files,
  });
  git(origin.dir, ["tag", name, sha]);
}

/** The result of the check on the flag-gate series of a ref, with something added to a file of the series. */
async function lint(
  ref: string,
  added: string,
  { env = proxy, cache = ownCache }: { env?: Record<string, string>; cache?: string } = {},
): Promise<CheckResult & { readonly lint: LintDetails }> {
  const out = join(temp, `out-${readdirSync(temp).length}`);
  const args = ["-C", origin.dir, "--engine", "host", "--cache", cache, "--json", "--checks", "lint"];
  const source =
    added === ""
      ? ["--ref", ref, "--variant", "flag-gate", "--out", out]
      : ["--patches", await plantedSeries(origin, out, ref, handlerPath, (text) => `${text}${added}`)];
  const run = await patchkit(["verify", ...args, ...source], {
    env: { TMPDIR: tempDir, ...env },
  });
  const value: VerifyValue = parseOutput(run, verifyValue);
  const result = value.evidence[0]?.checks[0];
  const lint = detailsOf(lintCheck, result?.details ?? null);
  if (!result || !lint) throw new Error(`expected details of lint, found ${run.stdout}`);
  return { ...result, lint };
}

describe.skipIf(!hasGo)("the check lint (skipped without Go)", () => {
  it("runs the tree's own configuration and scripts, and counts nothing that the base has as well", async () => {
    commitTree("linted", { ".golangci.yaml": config, ...scripts });
    const { outcome, reason, lint: found } = await lint("linted", "");
    expect({ outcome, reason }).toEqual({
      outcome: "pass",
      reason: "golangci-lint v1.64.8 no longer has gone",
    });
    expect(found.golangci).toMatchObject({
      config: ".golangci.yaml",
      version: "v1.64.8",
      linters: ["reminder"],
      dropped: ["gone"],
      broken: [],
      findingsBefore: 1,
      findings: [],
    });
    expect(found.golangci?.packages).toContain(handlerFolder);
    expect(found.scripts.map(({ command, status, reason }) => [command, status, reason])).toEqual([
      ["contrib/scripts/check-fine.sh", "pass", null],
      ["contrib/scripts/check-generated.sh", "not-run", "it runs make"],
      ["contrib/scripts/check-old.sh", "base-fails", null],
      ["contrib/scripts/look.sh", "pass", null],
      ["ineffassign .", "not-run", "it runs ineffassign"],
    ]);
    expect(leftovers(tempDir)).toEqual([]);
  });

  it("finds what a series adds, in the words of linter and script", async () => {
    commitTree("adding", { ".golangci.yaml": config, ...scripts });
    const added = "\n// Remember the milk.\n// Remember the bread; forbidden.\n";
    const { outcome, reason, log, lint: found } = await lint("adding", added);
    expect(outcome).toBe("fail");
    expect(reason).toMatch(
      /^pkg\/datapath\/linux\/node\.go:\d+: \/\/ Remember the milk\. \(reminder\); contrib\/scripts\/look\.sh fails$/,
    );
    expect(found.golangci?.findings.map(({ text }) => text)).toEqual([
      "// Remember the milk.",
      "// Remember the bread; forbidden.",
    ]);
    const look = found.scripts.find(({ command }) => command.endsWith("look.sh"));
    expect(look?.status).toBe("fail");
    expect(look?.output).toMatch(/node\.go:\d+:\/\/ Remember the bread; forbidden\.\nFound a word\.$/);
    expect(log).toContain("// Remember the bread; forbidden. (reminder)");
  });

  it("leaves a package out that does not compile on the base, and then calls it no pass", async () => {
    commitTree("broken", {
      ".golangci.yaml": config,
      [`${handlerFolder}/wrong.go`]: "package linux\n\n// Does not compile.\n",
    });
    const { outcome, reason, lint: found } = await lint("broken", "");
    expect(outcome).toBe("could-not-run");
    expect(reason).toContain(`does not compile in ${handlerFolder}`);
    expect(found.golangci?.broken).toEqual([handlerFolder]);
    expect(found.golangci?.packages).not.toContain(handlerFolder);
    expect(found.golangci?.packages.length).toBeGreaterThan(0);
  });

  it("runs the scripts alone where there is no configuration", async () => {
    commitTree("old", scripts);
    const none = { GOPROXY: "off", GOMODCACHE: join(temp, "none") };
    const { outcome, lint: found } = await lint("old", "\n// forbidden\n", { env: none });
    expect(outcome).toBe("fail");
    expect(found.golangci).toBeNull();
    expect(found.scripts.filter(({ status }) => status === "fail")).toHaveLength(1);
  });

  it("says what to run where golangci-lint is not to be had, and runs the scripts all the same", async () => {
    commitTree("unbuilt", { ".golangci.yaml": config, ...scripts });
    const options = { env: { GOPROXY: "off", GOMODCACHE: join(temp, "none") }, cache: join(temp, "fresh") };
    const { outcome, reason, lint: found } = await lint("unbuilt", "", options);
    expect(outcome).toBe("could-not-run");
    expect(reason).toMatch(
      /^golangci-lint could not be built \(.*\): run `go install github\.com\/golangci\/golangci-lint\/cmd\/golangci-lint@v1\.64\.8` where/,
    );
    expect(found.golangci).toBeNull();
    expect(found.scripts.map(({ status }) => status)).toContain("pass");
    expect(readdirSync(join(temp, "fresh", "tools"))).toEqual([]);
  });

  it("has nothing to say of a tree without either", async () => {
    const { outcome, reason } = await lint("v1.10.12", "");
    expect(outcome).toBe("could-not-run");
    expect(reason).toBe("this tree has neither a golangci configuration nor check scripts");
  });
});

// Building it takes minutes, and asks the Go module proxy.
describe.skipIf(!hasGo || process.env["PATCHKIT_GOLANGCI"] !== "1")(
  "the check lint with golangci-lint itself (skipped unless PATCHKIT_GOLANGCI is 1)",
  () => {
    const first =
      "issues:\n  exclude-rules:\n    - linters: [goerr113]\n      text: 'do not '\nlinters:\n  disable-all: true\n  enable: [goerr113, misspell, varcheck]\n";
    const second =
      'version: "2"\nlinters:\n  default: none\n  enable:\n    - misspell\n    - modernize\n    - nosuch\nformatters:\n  enable: [gofmt]\n';

    it.each([
      {
        name: "first",
        config: first,
        version: "v1.64.8",
        linters: ["err113", "misspell"],
        dropped: ["varcheck"],
      },
      {
        name: "second",
        config: second,
        version: "v2.12.2",
        linters: ["gofmt", "misspell", "modernize"],
        dropped: ["nosuch"],
      },
    ])(
      "reads configurations of the $name form",
      async ({ name, config: text, version, linters, dropped }) => {
        commitTree(name, { ".golangci.yaml": text });
        const env = Object.fromEntries(
          execFileSync("go", ["env", "GOPROXY", "GOMODCACHE", "GOCACHE", "GOSUMDB"])
            .toString()
            .split("\n")
            .map((value, index) => [["GOPROXY", "GOMODCACHE", "GOCACHE", "GOSUMDB"][index] ?? "", value]),
        );
        const { outcome, lint: found } = await lint(name, "\n// The langauge of routes.\n", { env });
        expect(outcome).toBe("fail");
        expect(found.golangci).toMatchObject({
          version,
          linters,
          dropped,
          findings: [
            { path: handlerPath, linter: "misspell", text: "`langauge` is a misspelling of `language`" },
          ],
        });
      },
      900_000,
    );
  },
);
