import { expect, it } from "vitest";
import { fetchCommand } from "../../src/cli/fetch-command.ts";
import { makeFolder } from "../helpers/folder.ts";
import { silentPrinter } from "../helpers/printer.ts";

it("takes what to fetch as its argument, and ends with 1 where it is no bundle", async () => {
  const { printer, told } = silentPrinter();
  const session = { signal: new AbortController().signal, env: {}, cwd: await makeFolder({ "x.zip": "PK" }) };
  let code = -1;
  const command = fetchCommand("0", (work) => async (flags) => {
    code = await work({ session, printer }, flags);
  });
  await command.parseAsync(["x.zip"], { from: "user" });
  expect(code).toBe(1);
  expect(told[0]?.message).toMatch(/^x\.zip: expected the zip of a bundle, found /);
});
