import { expect, it } from "vitest";
import type { Runner } from "../../src/cli/flags.ts";
import { imageCommand } from "../../src/cli/image-command.ts";
import { failureOf } from "../helpers/failure.ts";

const run: Runner = (work) => async (flags) => void (await work({} as never, flags));

async function messageOf(args: readonly string[]): Promise<string> {
  const command = imageCommand("0", run);
  return (await failureOf(() => command.parseAsync([...args], { from: "user" }))).message;
}

it("wants one ref and one variant, without a plan", async () => {
  expect(await messageOf([])).toBe("--ref: expected one, found none");
  expect(await messageOf(["--ref", "a", "--ref", "b"])).toBe("--ref: expected one, found a, b");
  expect(await messageOf(["--ref", "a", "--variant", "b,c"])).toBe("--variant: expected one, found b, c");
});

it("takes no flag beside a plan that the plan has decided", async () => {
  const parsing = imageCommand("0", run).parseAsync(["--plan", "p", "--tag", "a"], { from: "user" });
  await expect(parsing).rejects.toThrow("option '--plan <file>' cannot be used with option '--tag <name>'");
});
