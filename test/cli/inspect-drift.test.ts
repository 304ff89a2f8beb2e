import { beforeAll, describe, expect, it } from "vitest";
import { driftValue } from "../../src/cli/drift-value.ts";
import { handlerPath, makeOrigin, type Origin } from "../helpers/clone.ts";
import { commitOn, git, textAt } from "../helpers/clone-git.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";

const temp = temporaryFolder();
let origin: Origin;
let renamed: string;
let restored: string;

beforeAll(async () => {
  origin = await makeOrigin(temp);
  const { dir } = origin;
  const text = textAt(dir, "v1.10.12", handlerPath);
  git(dir, ["branch", "line", "v1.10.12^{commit}"]);
  commitOn(dir, "line", "line", { "README.md": "nothing that matters\n" });
  renamed = commitOn(dir, "line", "line", { [handlerPath]: text.replaceAll("updateNodeRoute", "renamed") });
  commitOn(dir, "line", "line", { VERSION: "1.10.13\n" });
  restored = commitOn(dir, "line", "line", { [handlerPath]: text });
});

const drift = (since: string, until: string, ...args: string[]) =>
  patchkit(["inspect", "-C", origin.dir, "--drift", "--since", since, "--until", until, ...args]);

describe("inspect --drift", () => {
  it("names the commits that changed facts, and which variants they broke or mended", async () => {
    const run = await drift("v1.10.12", "line", "--json");
    expect(run.code).toBe(0);
    const { commits, examined, broken: open } = parseOutput(run, driftValue);
    expect(open).toEqual([]);
    expect(examined).toBe(4);
    expect(commits.map(({ sha }) => sha)).toEqual([renamed, restored]);
    const [broken, mended] = commits;
    expect(broken?.variants.map(({ id, before }) => [id, before])).toEqual([
      ["cidr-validation", "fits"],
      ["flag-gate", "fits"],
      ["ipam-mode", "fits"],
    ]);
    expect(broken?.variants[0]?.after).toMatch(/^refused: .*updateNodeRoute/);
    expect(broken?.variants.map(({ mendedBy }) => mendedBy)).toEqual([restored, restored, restored]);
    expect(mended?.variants.map(({ after, mendedBy }) => [after, mendedBy])).toEqual(
      Array(3).fill(["fits", null]),
    );
  });

  it("ends with 1 where what broke is still broken at the end, and names the commit", async () => {
    const run = await drift("v1.10.12", renamed, "--json");
    expect(run.code).toBe(1);
    const { broken } = parseOutput(run, driftValue);
    expect(broken.map(({ id, by }) => [id, by])).toEqual([
      ["cidr-validation", renamed],
      ["flag-gate", renamed],
      ["ipam-mode", renamed],
    ]);
    expect(broken[0]?.reason).toMatch(/^refused: .*updateNodeRoute/);
    const { code, stdout } = await drift("v1.10.12", renamed);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      new RegExp(`\\n3 variants do not fit at ${renamed}: cidr-validation, since ${renamed.slice(0, 12)}; `),
    );
    const quiet = await drift("v1.10.12", renamed, "--quiet");
    expect(quiet.stderr).toMatch(new RegExp(`^${renamed.slice(0, 12)}: cidr-validation: refused: `));
    expect((await drift("v1.10.12", "line", "--quiet")).stderr).toBe("");
  });

  it("shows them as text, and finds nothing where nothing changed", async () => {
    const { stdout } = await drift("v1.10.12", "line");
    expect(stdout).toContain(`; mended by ${restored.slice(0, 12)}\n`);
    expect(stdout).toMatch(/\nwhat broke was mended by a later commit\n$/);
    expect(stdout).toContain(`${renamed.slice(0, 12)}  2023-11-14  line\n`);
    expect(stdout).toContain("2 of 4 commits from v1.10.12 to line change what is known of the tree");
    expect(await drift("v1.10.12", "v1.10.12")).toMatchObject({
      code: 0,
      stdout: "0 of 0 commits from v1.10.12 to v1.10.12 change what is known of the tree\n",
    });
  });

  it("explains ends that are missing, unknown or not on one branch", async () => {
    const bare = await patchkit(["inspect", "-C", origin.dir, "--drift", "--since", "v1.9.0"]);
    expect(bare).toMatchObject({ code: 2, stderr: expect.stringContaining("--since and --until") });
    expect(await drift("v1.10.12", "nowhere")).toMatchObject({ code: 2 });
    expect(await drift("line", "v1.10.12")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("does not contain it"),
    });
  });
});
