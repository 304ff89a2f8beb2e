import { expect, it } from "vitest";
import type { PlannedPart } from "../../src/plan/stack.ts";
import { stackLetter } from "../../src/plan/stack-letter.ts";

const part = (id: string, commits: number, coverLetter: string) =>
  ({
    part: { spec: { id } },
    plan: { commits: Array(commits).fill({}), coverLetter },
  }) as unknown as PlannedPart;

it("says which changes there are, in which order, by which patches, and then what each is", () => {
  const letter = stackLetter([
    part("first", 1, "one: Do this\n\nProblem\n-------\n\nThere is one.\n"),
    part("second", 2, "two: Do that\n\n    kept  as  it is\n"),
  ]);
  expect(letter).toBe(`one: Do this; two: Do that

This series holds 2 changes, in this order. Each was made for the tree that
those before it give, so that the series may end after any of them.

 1. first (patch 1)
    one: Do this
 2. second (patches 2 to 3)
    two: Do that

1. first
========

Problem
-------

There is one.

2. second
=========

    kept  as  it is
`);
});
