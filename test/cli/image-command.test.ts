import { expect, it } from "vitest";
import type { Runner } from "../../src/cli/flags.ts";
import { imageCommand } from "../../src/cli/image-command.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import { silentPrinter } from "../helpers/printer.ts";

async function messageOf(args: readonly string[]): Promise<string> {
  const { printer } = silentPrinter();
  const session = { signal: new AbortController().signal, env: {}, cwd: await makeFolder() };
  const run: Runner = (work) => async (flags) => void (await work({ session, printer }, flags));
  const command = imageCommand("0", run);
  return (await failureOf(() => command.parseAsync([...args], { from: "user" }))).message;
}

it("wants one ref and one variant, without a plan", async () => {
  expect(await messageOf([])).toBe("--ref: expected one, found none");
  expect(await messageOf(["--ref", "a", "--ref", "b"])).toBe("--ref: expected one, found a, b");
  expect(await messageOf(["--ref", "a", "--variant", "b,c"])).toBe("--variant: expected one, found b, c");
});

it("takes no flag beside a plan that the plan has decided", async () => {
  const parsing = imageCommand("0", () => async () => {}).parseAsync(["--plan", "p", "--tag", "a"], {
    from: "user",
  });
  await expect(parsing).rejects.toThrow("option '--plan <file>' cannot be used with option '--tag <name>'");
});
