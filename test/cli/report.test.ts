import { readFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { shownFolder, writeReports } from "../../src/cli/report.ts";
import { makeEvidence, makeResult, outputFiles } from "../helpers/evidence.ts";
import { makeFolder } from "../helpers/folder.ts";

describe("writeReports", () => {
  it("writes no path of this machine", async () => {
    const repo = "/srv/clones/cilium";
    const cache = "/srv/caches";
    const places = [tmpdir(), homedir(), repo, cache].map((path) => join(path, "x/node.go"));
    const log = places.join("\n");
    const out = await makeFolder(
      outputFiles({}, (digest) =>
        makeEvidence({ digest }, [
          makeResult("vet", { outcome: "fail", reason: `in ${log}`, log }),
          makeResult("build", {
            outcome: "fail",
            details: { check: "build", via: "run", packages: [{ name: "a", status: "fail", output: log }] },
          }),
        ]),
      ),
    );
    const env = { CILIUM_REPO: repo, XDG_CACHE_HOME: cache };
    const session = { signal: new AbortController().signal, env, cwd: process.cwd() };
    const { html, markdown } = await writeReports(session, out, shownFolder(out));
    for (const text of [await readFile(html, "utf8"), await readFile(markdown, "utf8")]) {
      expect(text).toContain("x/node.go");
      expect(text).toContain("CILIUM_REPO/x/node.go");
      for (const path of [out, tmpdir(), homedir(), repo, cache, process.cwd()])
        expect(text).not.toMatch(new RegExp(`${path.replace(/[.+]/g, "\\$&")}(?![\\w-])`));
    }
  });
});

describe("shownFolder", () => {
  it.each([
    ["./patches", "patches"],
    ["././a/b//", "a/b"],
    [".", "."],
    ["../out", "../out"],
    ["/srv/clones/out/", "out"],
    ["/", "patches"],
  ])("names %s in commands as %s", (typed, shown) => {
    expect(shownFolder(typed)).toBe(shown);
  });
});
