import { expect, it } from "vitest";
import { bundleCommand } from "../../src/cli/bundle-command.ts";
import { makeFolder } from "../helpers/folder.ts";
import { silentPrinter } from "../helpers/printer.ts";

it("hands its flags on, and ends with 1 where series are refused", async () => {
  const { printer, told } = silentPrinter();
  const cwd = await makeFolder({ "mine/v1.10.12/flag-gate/series.json": "{}" });
  const session = { signal: new AbortController().signal, env: {}, cwd };
  let code = -1;
  const command = bundleCommand("0", (work) => async (flags) => {
    code = await work({ session, printer }, flags);
  });
  await command.parseAsync(["--out", "mine", "--dry-run"], { from: "user" });
  expect(code).toBe(1);
  expect(told.map((one) => one.code)).toEqual(["series/not-a-series"]);
});
