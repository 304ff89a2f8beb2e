import { Document, isScalar, visit } from "yaml";
import { type PinnedAction, pinnedActions } from "./pinned-actions.ts";

/** A mapping of a workflow. */
export type Step = Readonly<Record<string, unknown>>;

/** A step that uses a pinned action. */
export function action(name: PinnedAction, options: Step = {}): Step {
  return { uses: pinnedActions[name].uses, ...options };
}

/** A workflow as YAML, with comments before it and the release of each pinned action beside its commit. */
export function printWorkflow(workflow: Step, comments: readonly string[]): string {
  const document = new Document(workflow);
  nameReleases(document);
  document.commentBefore = comments.map((line) => ` ${line}`).join("\n");
  return document.toString({ lineWidth: 0 });
}

/** Writes the release of each pinned action beside its commit. */
function nameReleases(document: Document): void {
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || key.value !== "uses" || !isScalar(value)) return;
      const found = Object.values(pinnedActions).find(({ uses }) => uses === value.value);
      if (found) value.comment = ` ${found.release}`;
    },
  });
}

/** A value that GitHub takes as it is: `${{` would begin an expression, also in a matrix. */
export function literal(text: string): string {
  return text.replaceAll("${{", "${{ '${{' }}");
}
