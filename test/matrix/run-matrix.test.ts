import { describe, expect, it } from "vitest";
import { PatchkitError } from "../../src/errors.ts";
import type { Cell } from "../../src/matrix/cell.ts";
import type { RenderedRef, RenderingJob } from "../../src/matrix/render-refs.ts";
import { type GenerateRequest, generate, runMatrix, type Workshop } from "../../src/matrix/run-matrix.ts";
import { type Knowledge, stackOf, type Variant } from "../../src/plan/index.ts";
import { makeGoFormatter, makeGoParser } from "../helpers/go.ts";
import { makeRefClone, type RefClone } from "../helpers/ref-clone.ts";

const tools = { parser: await makeGoParser(), formatter: await makeGoFormatter() };

/** A proposal that no tree of these tests is for, so that every stack of a ref that is there is refused. */
const knowledge: Knowledge = {
  id: "words",
  survey: {
    files: { main: "p/a.go", since: "v1.4", paths: ["p/a.go"], folders: [], references: "ref" },
    probes: {},
  },
  vocabulary: { names: () => ({}), whyNothing: () => undefined, ownImportsFirst: () => true },
};

const variants = ["a", "b"].map(
  (id): Variant => ({
    proposal: "words",
    spec: {
      id,
      purpose: "",
      fixes: "",
      doesNotFix: "",
      params: [{ name: "on", type: "boolean", default: true, meaning: "" }],
    },
    coverLetter: { name: id, source: "Cover\n" },
    commits: [],
  }),
);
const stacks = [...variants.map((variant) => stackOf([variant])), stackOf(variants)];

function workshopOf({ repository }: RefClone, helper?: Workshop["helper"]): Workshop {
  const templates = { variants, partials: new Map(), companions: [] };
  return {
    repository,
    proposals: [knowledge],
    ...tools,
    templates: { variants, proposals: new Map([["words", templates]]) },
    toolVersion: "9.8.7",
    helper,
  };
}

const requestOf = (
  refs: GenerateRequest["refs"],
  changed: Partial<GenerateRequest> = {},
): GenerateRequest => ({
  refs,
  stacks,
  params: new Map([["a", { on: false }]]),
  ...changed,
});

/** Each cell as its ref, its variant and why it was refused. */
const summary = (cells: readonly Cell[]) =>
  cells.map(({ ref, variant, outcome }) =>
    [ref, variant, outcome.status === "refused" ? outcome.error.code : outcome.status].join(" "),
  );

const five = Object.fromEntries(
  ["v1", "v2", "v3", "v4", "v5"].map((tag) => [`refs/tags/${tag}`, "one" as const]),
);

describe("generate", () => {
  it("gives a cell for every ref and stack, in the order of both, each ref once", async () => {
    const clone = await makeRefClone(five);
    const cells = await generate(workshopOf(clone), requestOf(["v2", "gone", "v1", "v2"]));
    const expected = [
      ["v2", "profile/not-cilium"],
      ["gone", "checkout/unknown-ref"],
      ["v1", "profile/not-cilium"],
    ].flatMap(([ref, code]) => ["a", "b", "a+b"].map((id) => `${ref} ${id} ${code}`));
    expect(summary(cells)).toEqual(expected);
  });

  it("says of each cell which commit and params it is for, and none of a ref that leads nowhere", async () => {
    const clone = await makeRefClone({ "refs/remotes/origin/topic": "one" });
    const cells = await generate(workshopOf(clone), requestOf(["topic", "gone"]));
    expect(cells[0]).toMatchObject({
      ref: "topic",
      sha: clone.one,
      release: null,
      variant: "a",
      params: { on: false },
      note: "topic is not a branch or tag here; using origin/topic",
    });
    expect(cells[2]?.params).toEqual({ "a.on": false, "b.on": true });
    expect(cells[3]).toMatchObject({ sha: null, release: null, slug: null, params: { on: false } });
    expect(cells[3]).not.toHaveProperty("note");
  });

  it("takes refs that are resolved already, in their place among others", async () => {
    const clone = await makeRefClone(five);
    const resolved = { ref: "mine", sha: clone.two, slug: "my-slug" };
    const failed = { ref: "odd", error: new PatchkitError("checkout/ambiguous-ref", "odd") };
    const cells = await generate(
      workshopOf(clone),
      requestOf(["v1", failed, resolved], { stacks: stacks.slice(0, 1) }),
    );
    expect(cells.map(({ ref, sha, slug }) => [ref, sha, slug])).toEqual([
      ["v1", clone.one, "v1"],
      ["odd", null, null],
      ["mine", clone.two, "my-slug"],
    ]);
  });

  it("renders only what is wanted, and asks for no ref that leads nowhere", async () => {
    const clone = await makeRefClone(five);
    const asked = new Set<string>();
    const wanted = (ref: string, id: string) => {
      asked.add(ref);
      return ref === "v1" && id !== "b";
    };
    const cells = await generate(workshopOf(clone), requestOf(["gone", "v1", "v2"], { wanted }));
    expect(summary(cells).filter((one) => !one.startsWith("gone"))).toEqual([
      "v1 a profile/not-cilium",
      "v1 a+b profile/not-cilium",
    ]);
    expect([...asked].sort()).toEqual(["v1", "v2"]);
  });
});

describe("runMatrix", () => {
  it("lets cells leave, those of a ref together, one call after another", async () => {
    const clone = await makeRefClone(five);
    const calls: string[][] = [];
    let isLeaving = false;
    await runMatrix(workshopOf(clone), requestOf(["v1", "v2", "gone", "v3", "v4"]), async (cells) => {
      expect(isLeaving).toBe(false);
      isLeaving = true;
      await new Promise((resolve) => setTimeout(resolve, 5));
      calls.push(cells.map(({ ref }) => ref));
      isLeaving = false;
    });
    const all = calls.flat();
    expect(all).toHaveLength(15);
    for (const refs of calls)
      for (const ref of refs) expect(refs.filter((one) => one === ref)).toHaveLength(3);
  });

  it("fails with what the caller did not take", async () => {
    const clone = await makeRefClone(five);
    const running = runMatrix(workshopOf(clone), requestOf(["v1"]), () =>
      Promise.reject(new Error("disk full")),
    );
    await expect(running).rejects.toThrow("disk full");
  });
});

describe("a helper", () => {
  /** One that takes the first ref of a job at once, and writes down what is asked of it. */
  function makeHelper() {
    const log: string[] = [];
    const jobs: RenderingJob[] = [];
    const helper: NonNullable<Workshop["helper"]> = (job, done) => {
      jobs.push(job);
      const index = Atomics.add(job.next, 0, 1);
      const rendered: RenderedRef = {
        index,
        release: "v1.2",
        outcomes: job.refs[index]?.stacks.map(() => ({ status: "already-applied" })) ?? [],
      };
      const finished = new Promise((resolve) => setTimeout(resolve, 20))
        .then(() => done(rendered))
        .then(() => void log.push("finished"));
      // The run sees the failure when it waits.
      finished.catch(() => {});
      return { finished, stop: async () => void log.push("stopped") };
    };
    return { helper, log, jobs };
  }

  it("shares the refs of a run of four, which waits for it and then stops it", async () => {
    const clone = await makeRefClone(five);
    const { helper, log, jobs } = makeHelper();
    const identity = { name: "Jane", mail: "jane@example.org", signsOff: true };
    const cells = await generate(
      workshopOf(clone, helper),
      requestOf(["v1", "v2", "v3", "v4"], { identity }),
    );
    expect(summary(cells).map((one) => one.split(" ").at(-1))).toEqual([
      ...Array.from({ length: 3 }, () => "already-applied"),
      ...Array.from({ length: 9 }, () => "profile/not-cilium"),
    ]);
    expect(cells[0]).toMatchObject({ ref: "v1", sha: clone.one, slug: "v1", release: "v1.2" });
    expect(log).toEqual(["finished", "stopped"]);
    expect(jobs).toMatchObject([{ signature: "cilium-patchkit 9.8.7", identity }]);
  });

  it("is not started for three, whatever else leads nowhere or is not wanted", async () => {
    const clone = await makeRefClone(five);
    const { helper, jobs } = makeHelper();
    const wanted = (ref: string) => ref !== "v4";
    await generate(workshopOf(clone, helper), requestOf(["v1", "v2", "v3", "v4", "gone"], { wanted }));
    expect(jobs).toEqual([]);
  });

  it("is stopped where the run fails, and fails the run where it fails itself", async () => {
    const clone = await makeRefClone(five);
    const { helper, log } = makeHelper();
    const refs = requestOf(["v1", "v2", "v3", "v4"]);
    const running = runMatrix(workshopOf(clone, helper), refs, () => Promise.reject(new Error("disk full")));
    await expect(running).rejects.toThrow("disk full");
    expect(log).toContain("stopped");
    const finished = Promise.reject(new Error("the helper ended"));
    finished.catch(() => {});
    const broken: Workshop["helper"] = () => ({
      finished,
      stop: async () => void log.push("stopped again"),
    });
    const again = runMatrix(workshopOf(clone, broken), refs, async () => {});
    await expect(again).rejects.toThrow("the helper ended");
    expect(log).toContain("stopped again");
  });
});
