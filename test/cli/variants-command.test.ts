import { expect, it } from "vitest";
import { variantsCommand } from "../../src/cli/variants-command.ts";

it("has flags for folders of templates, and is no command that reads a clone", () => {
  const { options } = variantsCommand("1.0.0", () => async () => {});
  const names = options.map(({ long }) => long);
  expect(names).toEqual(expect.arrayContaining(["--templates", "--config", "--check"]));
  expect(names).not.toContain("--repo");
});
