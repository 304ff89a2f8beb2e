import { describe, expect, it } from "vitest";
import { makeBatcher } from "../../src/matrix/make-batcher.ts";

/** A step that takes until `end` is called. */
function slowStep() {
  const batches: (readonly number[])[] = [];
  let end = () => {};
  return {
    batches,
    end: () => end(),
    handOn: (batch: readonly number[]) => {
      batches.push(batch);
      return new Promise<void>((resolve) => {
        end = resolve;
      });
    },
  };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

describe("a batcher", () => {
  it("hands on the first item at once, and then all that came in the meantime", async () => {
    const step = slowStep();
    const batcher = makeBatcher({ fewest: 1, most: 10 }, step.handOn);
    for (const item of [1, 2, 3]) await batcher.add([item]);
    expect(step.batches).toEqual([[1]]);
    step.end();
    await soon();
    expect(step.batches).toEqual([[1], [2, 3]]);
    step.end();
    await batcher.finish();
  });

  it("makes whoever adds too many wait", async () => {
    const step = slowStep();
    const batcher = makeBatcher({ fewest: 1, most: 2 }, step.handOn);
    await batcher.add([1]);
    let isAdded = false;
    const adding = batcher.add([2, 3, 4]).then(() => {
      isAdded = true;
    });
    await soon();
    expect(isAdded).toBe(false);
    step.end();
    await soon();
    step.end();
    await adding;
    expect(step.batches).toEqual([[1], [2, 3, 4]]);
  });

  it("waits for the fewest items of a batch, but not at the end", async () => {
    const step = slowStep();
    const batcher = makeBatcher({ fewest: 2, most: 10 }, step.handOn);
    await batcher.add([1]);
    expect(step.batches).toEqual([]);
    await batcher.add([2]);
    await batcher.add([3]);
    expect(step.batches).toEqual([[1, 2]]);
    step.end();
    await soon();
    expect(step.batches).toEqual([[1, 2]]);
    const finished = batcher.finish();
    await soon();
    expect(step.batches).toEqual([[1, 2], [3]]);
    step.end();
    await finished;
  });

  it("fails at the end with what handing on threw, and hands on nothing more", async () => {
    const batches: (readonly number[])[] = [];
    const batcher = makeBatcher<number>({ fewest: 1, most: 10 }, async (batch) => {
      batches.push(batch);
      throw new Error("disk full");
    });
    await batcher.add([1]);
    await batcher.add([2]);
    await expect(batcher.finish()).rejects.toThrow("disk full");
    expect(batches).toEqual([[1]]);
  });
});
