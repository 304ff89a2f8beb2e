import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { openCheckout, openRepository, resolveRefs } from "../../src/checkout/index.ts";
import { openGit } from "../../src/host/git.ts";
import { makePlanner, planStack, stackOf, type Variant } from "../../src/plan/index.ts";
import type { PlanResult } from "../../src/plan/plan.ts";
import { nodeRoutes } from "../../src/proposals/node-routes/index.ts";
import { commonRef, makeOrigin } from "../helpers/clone.ts";
import { commitOn } from "../helpers/clone-git.ts";
import { temporaryFolder } from "../helpers/clone-program.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeGoFormatter, makeGoParser } from "../helpers/go.ts";

const temp = temporaryFolder();
const tools = { parser: await makeGoParser(), formatter: await makeGoFormatter() };
let dir: string;

beforeAll(async () => {
  dir = (await makeOrigin(join(temp, "origin"))).dir;
  commitOn(dir, commonRef, "base", {
    "pkg/sums/sums.go":
      "package sums\n\nfunc sum(a, b int) int {\n\treturn add(a, b)\n}\n\nfunc add(a, b int) int { return a + b }\n",
    "values.yaml": "debug: false\nlast: 1\n",
  });
});

/** Header and text of an edit. */
type EditText = readonly [header: string, text: string];

/** A variant whose commits have these edits each. */
function makeVariant(id: string, ...commits: readonly (readonly EditText[])[]): Variant {
  const source = (name: string, text: string) => ({ name: `${id}/${name}`, source: text });
  const param = { name: "on", type: "boolean" as const, default: true, meaning: "" };
  return {
    proposal: "node-routes",
    spec: { id, purpose: "", fixes: "", doesNotFix: "", params: [param] },
    coverLetter: source("cover", `${id}: Title\n\nWhat ${id} does.\n`),
    commits: commits.map((edits, number) => ({
      folder: `${number}0-x`,
      message: source(`m${number}`, `${id}: Commit ${number + 1}\n`),
      edits: edits.map(([header, text], index) =>
        source(`${number}-${index}`, `---\n${header}\n---\n${text}`),
      ),
    })),
  };
}

const go = (name: string, text: string): EditText => [
  `file: pkg/sums/${name}.go\nplace: create`,
  `package sums\n\n${text}\n`,
];

const makesHelper = makeVariant("makes-helper", [go("a", "func twice(a int) int { return sum(a, a) }")]);
const usesHelper = makeVariant("uses-helper", [go("b", "var four = twice(2)")]);
const takesHelper = makeVariant(
  "takes-helper",
  [["file: values.yaml\nkind: yaml-key\nat: debug\nplace: after", "packets: 1\n"]],
  [go("c", "func twice(a int) int { return 2 * a }")],
);
/** Two ways from one first commit. */
const [left, right] = ["left", "right"].map((side) =>
  makeVariant(side, [go("common", "const common = 1")], [go(side, `const ${side} = common`)]),
);
const guards = makeVariant("guards", [
  ["file: pkg/sums/sums.go\nat: func sum\nplace: start", "if a == 0 {\n\treturn b\n}\n"],
]);
const negates = makeVariant("negates", [
  ["file: pkg/sums/sums.go\nat: func sum > call add\nplace: replace", "add($0, -$1)"],
]);
const swaps = makeVariant("swaps", [
  ["file: pkg/sums/sums.go\nat: func sum > call add\nplace: replace", "add(b, a)"],
]);
const guardsMore = makeVariant("guards-more", [
  ["file: pkg/sums/sums.go\nat: func sum > if a == 0\nplace: condition", "$0 && b > 0"],
]);
const unknown = makeVariant("unknown", [
  ["file: pkg/sums/sums.go\nat: func gone\nplace: start", "return 0\n"],
]);

const all = [
  makesHelper,
  usesHelper,
  takesHelper,
  left,
  right,
  guards,
  negates,
  swaps,
  guardsMore,
  unknown,
].flatMap((variant) => variant ?? []);

/** What a stack of these variants comes to on a branch. */
async function planned(ref: string, ...parts: readonly (Variant | undefined)[]): Promise<PlanResult> {
  const git = openGit({ env: process.env, signal: new AbortController().signal });
  const repository = await openRepository({ git, dir, tempDir: temp });
  try {
    const [found] = await resolveRefs(repository, [ref]);
    if (!found || "error" in found) throw new Error("expected the branch");
    const checkout = await openCheckout(repository, found);
    const planner = makePlanner({ variants: all, partials: new Map(), companions: [] }, nodeRoutes, tools);
    const base = await planner.open(checkout);
    try {
      const ground = {
        checkout,
        base: async () => base,
        open: (_: string, tree: typeof checkout) => planner.open(tree),
      };
      return await planStack(stackOf(parts.flatMap((part) => part ?? [])), new Map(), ground);
    } finally {
      base.close();
    }
  } finally {
    await repository.close();
  }
}

/** A branch with what a stack changes, named as it. */
async function applied(...parts: readonly Variant[]): Promise<string> {
  const result = await planned("base", ...parts);
  if (result.kind !== "plan") throw new Error(`expected a plan, found ${result.kind}`);
  const files = result.plan.commits.flatMap((commit) => commit.files.map(({ path, after }) => [path, after]));
  const branch = `with-${parts.map(({ spec }) => spec.id).join("-")}`;
  commitOn(dir, "base", branch, Object.fromEntries(files));
  return branch;
}

const failure = (...parts: readonly (Variant | undefined)[]) => failureOf(() => planned("base", ...parts));

describe("a stack of variants", () => {
  it("is one plan with the commits of both, the second on the tree that the first gives", async () => {
    const result = await planned("base", makesHelper, usesHelper);
    if (result.kind !== "plan") throw new Error(`expected a plan, found ${result.kind}`);
    const { plan } = result;
    expect(plan.variant).toBe("makes-helper+uses-helper");
    expect(plan.params).toEqual({ "makes-helper.on": true, "uses-helper.on": true });
    expect(plan.commits.map(({ subject, files }) => [subject, files.map(({ path }) => path)])).toEqual([
      ["makes-helper: Commit 1", ["pkg/sums/a.go"]],
      ["uses-helper: Commit 1", ["pkg/sums/b.go"]],
    ]);
    expect(plan.coverLetter).toMatch(/^makes-helper: Title; uses-helper: Title\n/);
    expect(plan.coverLetter).toContain(" 2. uses-helper (patch 2)\n");
  });

  it("names the facts of each variant after it", async () => {
    const fact = makeVariant("fact", [go("f", 'const release = "{{goVersion}}"')]);
    all.push(fact);
    const result = await planned("base", fact, makesHelper);
    expect(result.kind === "plan" && result.plan.facts.map(({ name }) => name)).toEqual(["fact.goVersion"]);
  });

  it("edits a file where the one before it has left it", async () => {
    const result = await planned("base", guards, guardsMore);
    const last = result.kind === "plan" ? result.plan.commits.at(-1)?.files[0] : undefined;
    expect(last?.before).toContain("if a == 0 {");
    expect(last?.after).toContain("if a == 0 && b > 0 {");
  });

  it("is refused in an order in which the first needs the second, as the first is alone", async () => {
    const { code, message } = await failure(usesHelper, makesHelper);
    expect([code, message]).toEqual(["plan/name-missing", expect.stringMatching(/^uses-helper: .*twice/)]);
  });

  it("is refused where the first takes a name, with its commit, and the edit and place of the second", async () => {
    expect(await failure(takesHelper, makesHelper)).toEqual({
      code: "plan/cannot-stack",
      message:
        'makes-helper fits the commit, but not the tree after "takes-helper: Commit 2" of takes-helper: pkg/sums/a.go:3 (makes-helper/0-0): expected a new name twice, found the func at pkg/sums/c.go:3',
      hint: "Try another order, or render them as series of their own.",
    });
  });

  it("is refused where both begin with the same commit", async () => {
    const { code, message } = await failure(left, right);
    expect(code).toBe("plan/cannot-stack");
    expect(message).toContain(
      'right fits the commit, but not the tree after "left: Commit 1" of left: part of the change is already there: pkg/sums/common.go (right/0-0)',
    );
  });

  it("is refused where the second takes back what the first did, though it fits", async () => {
    expect(await failure(negates, swaps)).toMatchObject({
      code: "plan/cannot-stack",
      message: "swaps would take back what negates did before it: nothing of its change is there",
    });
    expect((await planned("base", guards, swaps)).kind).toBe("plan");
  });

  it("says of which variant the tree has an unknown shape, whatever comes before it", async () => {
    for (const parts of [
      [makesHelper, unknown],
      [unknown, makesHelper],
    ]) {
      const { code, message } = await failure(...parts);
      expect([code, message]).toEqual(["golang/anchor-mismatch", expect.stringMatching(/^unknown: .*gone/)]);
    }
  });

  it("is there already where all of it is, and refused where a part of it is", async () => {
    const branch = await applied(makesHelper, usesHelper);
    expect((await planned(branch, makesHelper, usesHelper)).kind).toBe("already-applied");
    const half = await applied(makesHelper);
    const refusal = {
      code: "plan/partly-applied",
      message:
        "expected a tree with nothing or all of makes-helper+guards, found one that has makes-helper alone",
    };
    expect(await failureOf(() => planned(half, makesHelper, guards))).toMatchObject(refusal);
  });

  it("is for a single variant what that variant is", async () => {
    const result = await planned("base", makesHelper);
    expect(result).toMatchObject({ kind: "plan", plan: { variant: "makes-helper", params: { on: true } } });
    expect((await failure(unknown)).message).not.toContain("unknown:");
  });
});
