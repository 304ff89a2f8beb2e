import { Command } from "commander";
import { describe, expect, it } from "vitest";
import {
  collect,
  collectList,
  commonFlagsOf,
  makeCommand,
  proposalFlag,
  type RefFlags,
  refChoiceOf,
  setFlag,
  stackFlag,
  variantFlag,
  verifyFlag,
  withRefFlags,
} from "../../src/cli/flags.ts";
import { failureOf } from "../helpers/failure.ts";

const made = (readsClone: boolean) => makeCommand("sub", "", { version: "1.0.0", readsClone });

/** What the flags of a command come to. */
async function parse<Flags extends object>(command: Command, ...args: readonly string[]): Promise<Flags> {
  let found: object = {};
  command.exitOverride().configureOutput({ outputError: () => {} });
  command.action((flags: object) => {
    found = flags;
  });
  await command.parseAsync(["node", "x", ...args]);
  return found as Flags;
}

describe("a flag that may be given more than once", () => {
  it("keeps its values as they are, or also takes lists of them", () => {
    expect(collect("c,d", ["a"])).toEqual(["a", "c,d"]);
    expect(collectList("b, c", ["a"])).toEqual(["a", "b", "c"]);
  });

  it("is a list for names, and not for values that may hold a comma", async () => {
    const command = new Command().addOption(variantFlag()).addOption(proposalFlag()).addOption(setFlag());
    expect(
      await parse(command, "--variant", "a,b", "--variant", "c", "--proposal", "p", "--set", "x.allow=a,b"),
    ).toEqual({ variant: ["a", "b", "c"], proposal: ["p"], set: ["x.allow=a,b"] });
  });
});

describe("the refs that flags choose", () => {
  const choose = async (...args: readonly string[]) =>
    refChoiceOf(await parse<RefFlags>(withRefFlags(new Command()), ...args));

  it("are HEAD without any, and none beside a range", async () => {
    expect((await choose()).refs).toEqual(["HEAD"]);
    expect(await choose("--since", "v1.9.0")).toMatchObject({ refs: [], since: "v1.9.0" });
    expect(await choose("--until", "v1.9.0", "--ref", "a", "--ref", "b")).toMatchObject({
      refs: ["a", "b"],
      until: "v1.9.0",
    });
  });

  it.each([
    ["14d", 14],
    ["2w", 14],
    ["1d", 1],
  ])("are so far apart with --every %s: %d days", async (text, everyDays) => {
    expect(await choose("--since", "a", "--every", text)).toMatchObject({ everyDays });
  });

  it.each(["14", "0d", "1.5w", "-1d", "2m", " 2w"])("are refused for --every %j", async (text) => {
    expect(await failureOf(() => choose(`--every=${text}`))).toEqual({
      code: "usage/bad-argument",
      message: `--every: expected days or weeks such as 14d or 2w, found ${JSON.stringify(text)}`,
      hint: "Give a whole number and d or w.",
    });
  });
});

describe("common flags", () => {
  /** Those of a subcommand, in words that come before its name and after it. */
  const common = async (readsClone: boolean, before: readonly string[], after: readonly string[]) => {
    const sub = made(readsClone);
    const main = makeCommand("main", "", { version: "1.0.0", readsClone: true })
      .enablePositionalOptions()
      .addCommand(sub);
    sub.action(() => {});
    await main.parseAsync(["node", "x", ...before, "sub", ...after]);
    return commonFlagsOf(sub);
  };

  it("are taken from both sides of a command's name, the nearer one first, and only those given", async () => {
    expect(await common(true, [], [])).toEqual({});
    expect(await common(true, ["-C", "/far", "--json"], ["-C", "/near", "--no-color"])).toEqual({
      repo: "/near",
      json: true,
      color: false,
    });
  });

  it("refuse a clone for a command that reads none", async () => {
    expect(await common(false, ["--quiet"], [])).toEqual({ quiet: true });
    expect(await failureOf(() => common(false, ["-C", "/far"], []))).toEqual({
      code: "usage/bad-argument",
      message: "expected no -C for sub, which reads no clone",
      hint: "Leave it out.",
    });
  });
});

it("--verify alone leaves the engine open, and takes no other word", async () => {
  const verify = (...args: readonly string[]) => parse(new Command().addOption(verifyFlag()), ...args);
  expect(await verify("--verify")).toEqual({ verify: "auto" });
  expect(await verify("--verify", "host")).toEqual({ verify: "host" });
  await expect(verify("--verify", "vm")).rejects.toMatchObject({ code: "commander.invalidArgument" });
});

it("--stack is of variants that are named, not of a proposal's", async () => {
  const command = () => new Command().addOption(stackFlag()).addOption(proposalFlag());
  await expect(parse(command(), "--stack", "--proposal", "p")).rejects.toMatchObject({
    code: "commander.conflictingOption",
  });
  expect(await parse(command(), "--stack")).toEqual({ stack: true });
});
