import { describe, expect, it } from "vitest";
import type { ResolvedRef } from "../../src/checkout/index.ts";
import { type ErrorCode, PatchkitError } from "../../src/errors.ts";
import { makePlanners, type ProposalPlanner, planRef } from "../../src/matrix/plan-ref.ts";
import { type Knowledge, type PlannerTree, stackOf, type Variant } from "../../src/plan/index.ts";
import type { Plan, PlanResult } from "../../src/plan/plan.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeGoFormatter, makeGoParser } from "../helpers/go.ts";
import { makeRefClone, type RefClone } from "../helpers/ref-clone.ts";

const variantOf = (proposal: string, id: string, coverLetter = "Cover\n"): Variant => ({
  proposal,
  spec: { id, purpose: "", fixes: "", doesNotFix: "", params: [] },
  coverLetter: { name: `${id}/cover-letter.txt.hbs`, source: coverLetter },
  commits: [],
});

const refusalOf = (code: ErrorCode) => new PatchkitError(code, `${code}!`);

/** What a variant comes to, by its id; an error is thrown. */
type Results = Readonly<Record<string, PlanResult | Error>>;

/** The planner of a proposal that gives these results, and writes down when trees are opened and closed. */
function plannerOf(proposal: string, results: Results, log: string[] = [], opening?: Error): ProposalPlanner {
  const tree: Pick<PlannerTree, "release" | "plan" | "close"> = {
    release: `v1.${proposal}`,
    plan: async ({ spec }) => {
      const result = results[spec.id];
      if (result === undefined || result instanceof Error) throw result ?? new Error(`no ${spec.id}`);
      return result;
    },
    close: () => void log.push(`close ${proposal}`),
  };
  const open = async () => {
    log.push(`open ${proposal}`);
    if (opening) throw opening;
    return tree as PlannerTree;
  };
  return { proposal, planner: { open } };
}

const plan = { variant: "a" } as unknown as Plan;

/** The outcomes of variants, each `proposal/id`, for a ref. */
async function outcomesOf(
  { repository, two }: RefClone,
  planners: readonly ProposalPlanner[],
  variants: readonly string[],
  changed: Partial<ResolvedRef> = {},
) {
  const stacks = variants.map((one) => {
    const [proposal = "", id = ""] = one.split("/");
    return stackOf([variantOf(proposal, id)]);
  });
  const ref = { ref: "main", sha: two, slug: "main", ...changed };
  return planRef({ ref, stacks }, { repository, planners, params: new Map() });
}

describe("planRef", () => {
  it("tells of each stack, in order, what became of it", async () => {
    const clone = await makeRefClone({});
    const planner = plannerOf("1", {
      a: { kind: "plan", plan },
      b: { kind: "already-applied" },
      c: { kind: "not-applicable", reason: "no such thing" },
      d: refusalOf("golang/anchor-mismatch"),
    });
    const { release, outcomes } = await outcomesOf(clone, [planner], ["1/d", "1/a", "1/b", "1/c", "1/a"]);
    const planned = { status: "planned", plan, base: expect.objectContaining({ sha: clone.two }) };
    expect(release).toBe("v1.1");
    expect(outcomes).toEqual([
      { status: "refused", error: expect.objectContaining({ code: "golang/anchor-mismatch" }) },
      planned,
      { status: "already-applied" },
      { status: "not-applicable", reason: "no such thing" },
      planned,
    ]);
  });

  it("has one tree open at a time, for all stacks of a proposal, and closes the last one also after a refusal", async () => {
    const clone = await makeRefClone({});
    const log: string[] = [];
    const planners = ["1", "2"].map((proposal) =>
      plannerOf(proposal, { a: { kind: "already-applied" }, b: refusalOf("plan/file-exists") }, log),
    );
    await outcomesOf(clone, planners, ["1/a", "1/b", "2/a", "2/b"]);
    expect(log).toEqual(["open 1", "close 1", "open 2", "close 2"]);
  });

  it("refuses the stacks of a proposal whose tree cannot be opened, asks once, and plans the others", async () => {
    const clone = await makeRefClone({});
    const log: string[] = [];
    const planners = [
      plannerOf("1", {}, log, refusalOf("profile/not-cilium")),
      plannerOf("2", { a: { kind: "already-applied" } }, log),
    ];
    const { release, outcomes } = await outcomesOf(clone, planners, ["1/a", "1/b", "2/a"]);
    const refused = { status: "refused", error: expect.objectContaining({ code: "profile/not-cilium" }) };
    expect(outcomes).toEqual([refused, refused, { status: "already-applied" }]);
    expect([release, log]).toEqual(["v1.2", ["open 1", "open 2", "close 2"]]);
    expect((await outcomesOf(clone, planners, ["1/a"])).release).toBeNull();
  });

  it("refuses all stacks of a ref whose commit is not there", async () => {
    const clone = await makeRefClone({});
    const gone = await outcomesOf(clone, [plannerOf("1", {})], ["1/a", "1/b"], { sha: "1".repeat(40) });
    const refused = {
      status: "refused",
      error: expect.objectContaining({ code: "checkout/missing-object" }),
    };
    expect(gone).toEqual({ release: null, outcomes: [refused, refused] });
  });

  it.each([
    ["stops the run", refusalOf("environment/interrupted")],
    ["is a bug", new TypeError("of undefined")],
  ])("passes on an error that %s, and closes the tree", async (_, error) => {
    const clone = await makeRefClone({});
    const log: string[] = [];
    const planner = plannerOf("1", { a: error, b: { kind: "already-applied" } }, log);
    await expect(outcomesOf(clone, [planner], ["1/b", "1/a", "1/b"])).rejects.toBe(error);
    expect(log).toEqual(["open 1", "close 1"]);
    const broken = plannerOf("1", {}, [], error);
    await expect(outcomesOf(clone, [broken], ["1/a"])).rejects.toBe(error);
  });
});

describe("makePlanners", () => {
  const tools = async () => ({ parser: await makeGoParser(), formatter: await makeGoFormatter() });
  const knowledgeOf = (id: string): Knowledge => ({
    id,
    survey: { files: { main: "", since: "", paths: [], folders: [], references: "" }, probes: {} },
    vocabulary: { names: () => ({}), whyNothing: () => undefined, ownImportsFirst: () => true },
  });
  const templatesOf = (...variants: readonly Variant[]) => ({
    variants,
    partials: new Map(),
    companions: [],
  });

  it("makes one for each proposal that has templates, in the order of proposals", async () => {
    const proposals = new Map(["z", "a"].map((id) => [id, templatesOf(variantOf(id, "v"))]));
    const planners = makePlanners(
      { variants: [], proposals },
      ["a", "b", "z"].map(knowledgeOf),
      await tools(),
    );
    expect(planners.map(({ proposal }) => proposal)).toEqual(["a", "z"]);
  });

  it("refuses templates that use an unknown name, before any ref is planned", async () => {
    const proposals = new Map([["a", templatesOf(variantOf("a", "v", "{{unknown}}\n"))]]);
    const made = await tools();
    const failure = await failureOf(() =>
      makePlanners({ variants: [], proposals }, [knowledgeOf("a")], made),
    );
    expect(failure).toMatchObject({ code: "plan/bad-template", message: expect.stringContaining("unknown") });
  });
});
