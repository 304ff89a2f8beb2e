import { reflow } from "../text/index.ts";
import type { PlannedPart } from "./stack.ts";

/** Line width of cover letters. */
export const coverWidth = 78;

/** The cover letter of several variants in one series: which they are, in which order, and the letter of each. */
export function stackLetter(planned: readonly PlannedPart[]): string {
  const letters = planned.map(({ plan }) => splitLetter(plan.coverLetter));
  let last = 0;
  const lines = planned.map(({ part, plan: { commits } }, index) => {
    const first = last + 1;
    last += commits.length;
    const which = commits.length === 1 ? `patch ${first}` : `patches ${first} to ${last}`;
    return ` ${index + 1}. ${part.spec.id} (${which})\n    ${letters[index]?.title ?? ""}`;
  });
  const intro = `This series holds ${planned.length} changes, in this order. Each was made for the tree that those before it give, so that the series may end after any of them.`;
  const parts = planned.map(({ part }, index) => {
    const title = `${index + 1}. ${part.spec.id}`;
    return `${title}\n${"=".repeat(title.length)}\n\n${letters[index]?.text ?? ""}`;
  });
  const titles = letters.map(({ title }) => title).join("; ");
  return `${[titles, reflow(intro, coverWidth), lines.join("\n"), ...parts].join("\n\n")}\n`;
}

function splitLetter(letter: string): { readonly title: string; readonly text: string } {
  const [title = "", ...rest] = letter.trim().split("\n");
  return { title, text: rest.join("\n").replace(/^\n+/, "") };
}
