import { describe, expect, it } from "vitest";
import type { Checkout } from "../../src/checkout/index.ts";
import { inspectCheckout, plannersOf, runInspect } from "../../src/cli/inspect.ts";
import { inspectValue } from "../../src/cli/values.ts";
import { PatchkitError } from "../../src/errors.ts";
import type { ProposalPlanner, Workshop } from "../../src/matrix/index.ts";
import type { PlanResult } from "../../src/plan/plan.ts";
import { failureOf } from "../helpers/failure.ts";
import { silentPrinter } from "../helpers/printer.ts";
import { makeRefClone } from "../helpers/ref-clone.ts";

const sha = "1".repeat(40);
const checkout = { ref: { ref: "v1", sha, slug: "v1", more: true } } as unknown as Checkout;

/** What becomes of a variant: a plan, or what planning ends with. */
type Fate = PlanResult | Error;

/** Looks at a tree on which variants have these fates. @param facts what opening gives, or ends with. */
async function inspect(fates: Readonly<Record<string, Fate>>, facts: unknown[] | Error = []) {
  const closed: string[] = [];
  const variants = Object.keys(fates).map((id) => ({ proposal: "one", spec: { id, params: [] } }));
  const planner = {
    open: async () => ({
      release: "v1.10",
      facts: () => {
        if (facts instanceof Error) throw facts;
        return facts;
      },
      plan: async ({ spec: { id } }: (typeof variants)[number]) => {
        const fate = fates[id];
        if (fate instanceof Error) throw fate;
        return fate;
      },
      close: () => closed.push("one"),
    }),
  };
  const workshop = {
    templates: { variants: [...variants, { proposal: "two", spec: { id: "other", params: [] } }] },
  } as unknown as Workshop;
  const planners = [{ proposal: "one", planner }] as unknown as ProposalPlanner[];
  return { found: () => inspectCheckout(workshop, planners, checkout), closed };
}

const refused = new PatchkitError("plan/partly-applied", "part is there", { hint: "Choose another." });
const interrupted = new PatchkitError("environment/interrupted", "interrupted");

describe("what is found out about a commit", () => {
  it("is whether each variant of the proposal fits, and why not", async () => {
    const { found, closed } = await inspect({
      a: { kind: "plan" } as PlanResult,
      b: { kind: "already-applied" },
      c: { kind: "not-applicable", reason: "no such thing" },
      d: refused,
    });
    expect(await found()).toEqual({
      ref: "v1",
      sha,
      slug: "v1",
      release: "v1.10",
      facts: [],
      variants: [
        { id: "a", fits: true, status: "fits", reason: null },
        { id: "b", fits: false, status: "already-applied", reason: null },
        { id: "c", fits: false, status: "not-applicable", reason: "no such thing" },
        { id: "d", fits: false, status: "refused", reason: "part is there" },
      ],
      code: null,
      reason: null,
    });
    expect(closed).toEqual(["one"]);
  });

  it("has each fact with its place, or why there is none", async () => {
    const { found } = await inspect({}, [
      { name: "x", value: [1], at: { path: "a.go", line: 3 } },
      { name: "y", missing: "not there", isAbsent: true },
    ]);
    expect((await found()).facts).toEqual([
      { name: "x", value: [1], path: "a.go", line: 3 },
      { name: "y", missing: "not there" },
    ]);
  });

  it("is why nothing can be read of it, with what to do", async () => {
    const { found, closed } = await inspect({}, refused);
    expect(await found()).toMatchObject({
      release: null,
      facts: [],
      code: "plan/partly-applied",
      reason: "part is there. Choose another.",
    });
    expect(closed).toEqual(["one"]);
  });

  it("is nothing where the run is to stop, or the program is wrong", async () => {
    for (const error of [interrupted, new Error("bug")]) {
      const { found, closed } = await inspect({ a: error });
      await expect(found()).rejects.toBe(error);
      expect(closed).toEqual(["one"]);
    }
  });
});

describe("inspect", () => {
  /** Runs it on a clone of two commits without files. */
  async function run(...refs: readonly string[]) {
    const { repository } = await makeRefClone({ "refs/tags/v1.10.0": "one" });
    const { printer, values, words } = silentPrinter();
    const { env } = process;
    const session = { env, cwd: repository.dir, signal: new AbortController().signal };
    const code = await runInspect(session, printer, { refs });
    return { code, value: inspectValue.parse(values[0]), words: words[0] ?? "", repository };
  }

  it("tells of a tree that is not Cilium's that nothing can be read of it", async () => {
    const { code, value, words, repository } = await run("v1.10.0");
    expect(code).toBe(1);
    expect(value).toMatchObject({
      repo: repository.dir,
      results: [{ ref: "v1.10.0", release: null, code: "profile/not-cilium", variants: [] }],
    });
    expect(words).toMatch(/^v1\.10\.0 {2}[0-9a-f]{12}\n {2}profile\/not-cilium {2}/);
  });

  it("goes on behind a ref that there is none of, which is a mistake in the command line", async () => {
    const { code, value } = await run("none", "main");
    expect(code).toBe(2);
    expect(value.results.map(({ ref, sha: found, code: why }) => [ref, found === null, why])).toEqual([
      ["none", true, "checkout/unknown-ref"],
      ["main", false, "profile/not-cilium"],
    ]);
  });
});

it("plannersOf looks at one proposal: the first, or the one that is named", async () => {
  const templates = {
    variants: ["one", "two"].map((proposal) => ({ proposal, spec: { id: proposal, params: [] } })),
    proposals: new Map(
      ["one", "two"].map((id) => [id, { variants: [], partials: new Map(), companions: [] }]),
    ),
  };
  const workshop = { templates, proposals: [{ id: "one" }, { id: "two" }] } as unknown as Workshop;
  const chosen = (proposal?: string) => plannersOf(workshop, proposal).map((one) => one.proposal);
  expect(chosen()).toEqual(["one"]);
  expect(chosen("two")).toEqual(["two"]);
  expect((await failureOf(() => chosen("three"))).code).toBe("usage/unknown-variant");
});
