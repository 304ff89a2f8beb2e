import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { refreshValue } from "../../src/cli/refresh-value.ts";
import { handlerPath, makeOrigin, type Origin } from "../helpers/clone.ts";
import { commitOn, git, objectId, textAt } from "../helpers/clone-git.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";
import { makeFolder } from "../helpers/folder.ts";

const temp = temporaryFolder();
let origin: Origin;

beforeAll(async () => {
  origin = await makeOrigin(temp);
});

/** Series of a branch of that name, which is v1.10.12. */
async function rendered(branch: string, ...args: string[]): Promise<string> {
  const out = await makeFolder({});
  git(origin.dir, ["branch", "--force", branch, "v1.10.12^{commit}"]);
  const generate = ["generate", "-C", origin.dir, "--ref", branch, "--out", out, ...args];
  expect(await patchkit(generate)).toMatchObject({ code: 0 });
  return out;
}

/** Moves a branch to a commit that changes the handler next to what the series edit. */
function moveOn(branch: string): string {
  const text = textAt(origin.dir, branch, handlerPath).replace(/^func /m, "// A remark of a fork.\nfunc ");
  return commitOn(origin.dir, branch, branch, { [handlerPath]: text });
}

async function refresh(out: string, ...args: string[]) {
  const run = await patchkit(["refresh", "-C", origin.dir, "--out", out, "--json", ...args]);
  return { code: run.code, ...parseOutput(run, refreshValue) };
}

function patchesIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith(".patch"));
}

describe("refresh", () => {
  it("leaves series alone whose refs have not moved", async () => {
    const out = await rendered("still");
    const { code, results } = await refresh(out);
    expect(code).toBe(0);
    expect(results.map(({ status, revision }) => [status, revision])).toEqual(
      results.map(() => ["unchanged", null]),
    );
    expect(readdirSync(out)).not.toContain(".revisions");
  });

  it("renders a branch that moved as generate does, and keeps each former revision", async () => {
    const out = await rendered("moving", "--variant", "flag-gate", "--set", "flag=enable-host-pod-routes");
    const [folder = ""] = readdirSync(join(out, "moving"));
    const series = join(out, "moving", folder);
    const first = readFileSync(join(series, "series.json"), "utf8");
    const sha = moveOn("moving");
    const { code, results } = await refresh(out);
    expect(code).toBe(0);
    expect(results).toMatchObject([
      { former: `moving/${folder}`, folder: `moving/${folder}`, sha, status: "refreshed", revision: 1 },
    ]);
    expect(results[0]?.commits?.map(({ change }) => change)).toEqual(["same", "same"]);
    const kept = join(out, ".revisions", "moving", folder);
    expect(readFileSync(join(kept, "v1", "series.json"), "utf8")).toBe(first);
    expect(patchesIn(join(kept, "v1"))).toEqual(patchesIn(series));
    expect(readFileSync(join(kept, "v1", "range-diff.txt"), "utf8")).toMatch(/^1: /);
    expect((await patchkit(["report", "--out", out])).code).toBe(0);
    const compared = readFileSync(join(kept, "v1", "range-diff.txt"), "utf8").trimEnd();
    expect(readFileSync(join(out, "report.md"), "utf8")).toContain(compared);
    const check = ["generate", "-C", origin.dir, "--ref", "moving", "--out", out, "--check"];
    const same = [...check, "--variant", "flag-gate", "--set", "flag=enable-host-pod-routes"];
    expect((await patchkit(same)).code).toBe(0);
    moveOn("moving");
    expect((await refresh(out)).results).toMatchObject([{ status: "refreshed", revision: 2 }]);
    expect(readdirSync(kept)).toEqual(["v1", "v2"]);
  });

  it("renders onto another base with the params and the identity that the series has", async () => {
    const identity = "Jane Doe <jane@example.org>";
    const out = await rendered("from", "--variant", "flag-gate", "--identity", identity);
    const { code, results } = await refresh(out, "--onto", "v1.9.0", "--set", "default=false");
    expect(code).toBe(0);
    const [result] = results;
    expect(result).toMatchObject({
      former: "from/flag-gate",
      ref: "v1.9.0",
      sha: objectId(origin.dir, "v1.9.0^{commit}"),
      status: "refreshed",
    });
    const record = JSON.parse(readFileSync(join(out, result?.folder ?? "", "series.json"), "utf8"));
    expect(record).toMatchObject({ identity: { name: "Jane Doe" }, params: { default: false } });
    // The series of the other ref stays.
    expect(patchesIn(join(out, "from", "flag-gate")).length).toBeGreaterThan(0);
  });

  it("writes nothing with --dry-run, and says what it would do", async () => {
    const out = await rendered("dry", "--variant", "ipam-mode");
    moveOn("dry");
    const args = ["refresh", "-C", origin.dir, "--out", out, "--dry-run"];
    const { code, stdout } = await patchkit(args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/dry\/ipam-mode {2}would be refreshed .*commits: 2 same\nnothing was written/);
    expect(readdirSync(out)).not.toContain(".revisions");
  });

  it("refuses a series whose patches somebody edited, and goes on with the others", async () => {
    const out = await rendered("edited");
    moveOn("edited");
    const folder = join(out, "edited", "flag-gate");
    const [patch = ""] = patchesIn(folder);
    appendFileSync(join(folder, patch), "by hand\n");
    const { code, results } = await refresh(out);
    expect(code).toBe(1);
    expect(results.map(({ former, status, code: reason }) => [former, status, reason])).toEqual([
      ["edited/cidr-validation", "refreshed", null],
      ["edited/flag-gate", "refused", "series/digest-mismatch"],
      ["edited/ipam-mode", "refreshed", null],
    ]);
    expect(readFileSync(join(folder, patch), "utf8")).toMatch(/by hand\n$/);
  });

  it("compares nothing where the former base is gone, and says so", async () => {
    const out = await rendered("lost", "--variant", "flag-gate");
    const path = join(out, "lost", "flag-gate", "series.json");
    const record = readFileSync(path, "utf8");
    const base = objectId(origin.dir, "v1.10.12^{commit}");
    writeFileSync(path, record.replaceAll(base, "1".repeat(40)));
    moveOn("lost");
    const { code, results } = await refresh(out);
    expect(code).toBe(0);
    expect(results).toMatchObject([
      { status: "refreshed", commits: null, reason: "the former base 111111111111 is not in the clone" },
    ]);
  });

  it("explains a folder, a variant, a base and a ref that are not there", async () => {
    const out = await rendered("known", "--variant", "flag-gate");
    const say = (...args: string[]) => patchkit(["refresh", "-C", origin.dir, "--out", out, ...args]);
    expect(await say("--ref", "knwon")).toMatchObject({ code: 2, stderr: expect.stringContaining("known") });
    expect(await say("--variant", "flag")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("flag-gate"),
    });
    expect((await say("--onto", "nowhere")).code).toBe(2);
    git(origin.dir, ["branch", "-D", "known"]);
    const { code, stdout } = await say();
    expect(code).toBe(2);
    expect(stdout).toContain("checkout/unknown-ref");
  });
});
