import { describe, expect, it } from "vitest";
import { scenario } from "../../../../src/proposals/node-routes/scenario/trial.ts";
import { makeFacts } from "../../../helpers/facts.ts";

const base = scenario.onBase(makeFacts());

describe("the scenario", () => {
  it("gives the Go test names and events alone", () => {
    expect(base.input[0]).toEqual({ Name: "base local off", Events: expect.any(Array) });
  });

  it("has a record of every run, or the trouble of the test", () => {
    const answer = base.read({ lines: [], trouble: undefined });
    expect("records" in answer && answer.records.length).toBe(base.input.length);
    const trouble = { words: "the tests do not compile", isFailure: true, log: "" };
    expect(base.read({ lines: [], trouble })).toEqual({ trouble });
  });
});
