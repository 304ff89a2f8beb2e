import { Command } from "commander";
import { expect, it } from "vitest";
import { type GitHubFlags, withGitHubFlags } from "../../src/cli/github-flags.ts";

async function parse(...args: readonly string[]): Promise<GitHubFlags> {
  const command = withGitHubFlags(new Command().exitOverride().configureOutput({ outputError: () => {} }));
  command.action(() => {});
  await command.parseAsync(["node", "x", ...args]);
  return command.opts();
}

it("means github.com unless another API is named", async () => {
  expect(await parse()).toEqual({ apiUrl: "https://api.github.com" });
  const apiUrl = "https://git.example.org/api/v3";
  expect(await parse("--api-url", apiUrl, "--plan", "p.json", "--yes")).toEqual({
    apiUrl,
    plan: "p.json",
    yes: true,
  });
});

it.each([["--yes"], ["--plan", "p.json"]])("takes no --dry-run beside %s", async (...args) => {
  await expect(parse("--dry-run", ...args)).rejects.toMatchObject({ code: "commander.conflictingOption" });
});
