import { expect, it } from "vitest";
import { pinnedActions } from "../../../src/publish/emit/pinned-actions.ts";
import { action, literal, printWorkflow } from "../../../src/publish/emit/workflow-parts.ts";

it("prints a workflow with comments, and the release of each action beside its commit", () => {
  const { uses, release } = pinnedActions.checkout;
  expect(printWorkflow({ steps: [action("checkout", { with: { path: "a" } })] }, ["One.", "Two."])).toBe(
    `# One.\n# Two.\n\nsteps:\n  - uses: ${uses} # ${release}\n    with:\n      path: a\n`,
  );
});

it("keeps an expression from being one", () => {
  expect(literal("a${{ b }}")).toBe("a${{ '${{' }} b }}");
});
