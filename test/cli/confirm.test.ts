import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { assertConfirmed } from "../../src/cli/confirm.ts";
import { failureOf } from "../helpers/failure.ts";

const session = (signal: AbortSignal = new AbortController().signal) => ({ signal, env: {}, cwd: "/" });
const onTerminal = { isTerminal: true, yes: false };

/** What is written to the terminal. */
let shown: string;

beforeEach(() => {
  shown = "";
  const output = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    shown += `${text}`;
    return true;
  });
  onTestFinished(() => output.mockRestore());
});

/** Asks on a terminal, and answers by a key. */
function answerBy(key: string): Promise<void> {
  const asked = assertConfirmed(session(), "Push it?", onTerminal);
  process.stdin.emit("keypress", key, { name: key });
  return asked;
}

describe("a question before something is changed", () => {
  it("is not asked where --yes is given, with a terminal or without", async () => {
    await assertConfirmed(session(), "Push it?", { isTerminal: false, yes: true });
    await assertConfirmed(session(AbortSignal.abort()), "Push it?", { isTerminal: true, yes: true });
  });

  it("is a refusal where nobody can be asked", async () => {
    const asked = () =>
      assertConfirmed(session(AbortSignal.abort()), "Push it?", { isTerminal: false, yes: false });
    expect(await failureOf(asked)).toEqual({
      code: "usage/not-confirmed",
      message: "expected a yes before anything is changed on GitHub, found no terminal to ask on",
      hint: "Look at the plan with --dry-run, then go on with --yes.",
    });
  });

  const no = {
    code: "usage/not-confirmed",
    message: "expected a yes before anything is changed on GitHub, found a no",
    hint: "Nothing was changed.",
  };

  it("lets a yes pass", async () => {
    await answerBy("y");
    expect(shown).toContain("Push it?");
  });

  it.each(["n", "return"])("takes this key for a no: %s", async (key) => {
    expect(await failureOf(() => answerBy(key))).toEqual(no);
  });

  it("takes an interruption for a no", async () => {
    const asked = () => assertConfirmed(session(AbortSignal.abort()), "Push it?", onTerminal);
    expect(await failureOf(asked)).toEqual(no);
  });
});
