import type { PullPlan, PullStep } from "../publish/index.ts";
import { formatText } from "../publish/index.ts";
import type { PrValue } from "./pr-value.ts";
import type { Printer } from "./printer.ts";

/** A plan in words: what is going to be done, and the text of each pull request. */
export function planWords(plan: PullPlan, { color }: Pick<Printer, "color">): string {
  const steps = plan.steps.map((step) => `${color.dim("-")} ${stepWords(step)}`);
  const texts = plan.steps.flatMap((step) =>
    "text" in step && step.kind === "open-draft"
      ? [`${color.bold(step.text.title)}\n\n${indent(formatText(step.text, siblingsOf(step, plan)))}`]
      : [],
  );
  return [
    steps.length === 0 ? "nothing to do: all is as it should be" : `as ${plan.login}:`,
    ...steps,
    ...refusedWords(plan, color),
    ...plan.notes.map((note) => `${color.yellow("note")} ${note}`),
    ...texts,
  ].join("\n");
}

function siblingsOf({ siblings }: { readonly siblings: readonly string[] }, { series }: PullPlan) {
  return series
    .filter(({ folder }) => siblings.includes(folder))
    .map(({ variant }) => ({ variant, number: null }));
}

function stepWords(step: PullStep): string {
  switch (step.kind) {
    case "create-fork":
      return `fork ${step.of} as ${step.name}`;
    case "push-base":
      return `push the base ${step.sha.slice(0, 12)} to branch ${step.branch} of ${step.repository}`;
    case "push-branch":
      return `push ${step.sha.slice(0, 12)} to branch ${step.branch} of ${step.repository}${step.expected === null ? "" : `, which is at ${step.expected.slice(0, 12)}`}`;
    case "open-draft":
      return `open a draft of ${step.folder} in ${step.repository}, from ${step.head} to ${step.base}`;
    case "comment-change":
      return `comment on the pull request of ${step.folder} what changed since the last push`;
    case "set-labels":
      return `label the pull request of ${step.folder} ${step.labels.join(", ")}`;
    default:
      return `write the text of the pull request of ${step.folder} again, unless somebody edited it`;
  }
}

/** What was done, what was not, and how to go on. */
export function prWords(value: PrValue, { color }: Pick<Printer, "color">): string {
  const { done, left, failure, plan } = value;
  const outcomes = { done: color.green("done"), already: color.dim("was so"), kept: color.yellow("kept") };
  const rows = done.map(({ kind, outcome, folder, url }) => {
    const why = outcome === "kept" ? "  (somebody edited the text: it was left alone)" : "";
    return [outcomes[outcome], kind, folder, url].filter(Boolean).join("  ") + why;
  });
  const stopped = failure
    ? [
        `${color.red("failed")}  ${failure.code}: ${failure.message}`,
        `  ${failure.hint ?? ""}`,
        "not done:",
        ...plan.steps.slice(plan.steps.length - left).map((step) => `${color.dim("-")} ${stepWords(step)}`),
      ]
    : [];
  return [...rows, ...refusedWords(plan, color), ...stopped].join("\n");
}

function refusedWords({ refused }: PullPlan, color: Printer["color"]): string[] {
  return refused.map(
    ({ code, reason, hint }) =>
      `${color.red("refused")} ${code}: ${reason}${hint === null ? "" : `\n  ${hint}`}`,
  );
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "    ");
}
