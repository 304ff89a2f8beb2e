import { Command } from "commander";
import { expect, it } from "vitest";
import { refreshCommand } from "../../src/cli/refresh-command.ts";

it("takes folders and variants as lists, and one new base", async () => {
  const seen: unknown[] = [];
  const program = new Command().addCommand(
    refreshCommand("0.1.0", () => async (flags) => void seen.push(flags)),
  );
  const args = ["--ref", "v1,v2", "--ref", "v3", "--variant", "a", "--onto", "main", "--dry-run"];
  await program.parseAsync(["node", "patchkit", "refresh", ...args]);
  expect(seen).toMatchObject([{ ref: ["v1", "v2", "v3"], variant: ["a"], onto: "main", dryRun: true }]);
});
