import { type CANCEL_SYMBOL, isCancel, multiselect, select, text } from "@clack/prompts";
import { proposals } from "../proposals/index.ts";
import { shellWords } from "../text/index.ts";
import { loadOwnTemplates } from "./own-templates.ts";
import type { Session } from "./workshop.ts";

/** One of several answers. */
interface Answer {
  readonly value: string;
  readonly label: string;
  /** Shown next to the selected answer. */
  readonly hint?: string;
}

/** Asks the user questions; the answer is `undefined` if they cancel. */
export interface Asker {
  choose(message: string, answers: readonly Answer[]): Promise<string | undefined>;
  chooseSome(message: string, answers: readonly Answer[]): Promise<readonly string[] | undefined>;
  write(message: string, initial: string): Promise<string | undefined>;
}

const jobs: readonly Answer[] = [
  { value: "demo", label: "Run all steps on the bundled sample tree" },
  { value: "inspect", label: "Inspect a release: its facts, and which variants fit" },
  { value: "generate", label: "Render the variants as patch series" },
  { value: "verify", label: "Render and verify them: build, tests, routes" },
  { value: "report", label: "Compare the rendered and verified series" },
  { value: "advise", label: "Ask what is wrong with a node's routes, and what cures it" },
  { value: "doctor", label: "Check what this machine has" },
];

/** Asks in the terminal. */
export function terminalAsker(signal: AbortSignal): Asker {
  const given = <Value>(answer: Value | typeof CANCEL_SYMBOL) => (isCancel(answer) ? undefined : answer);
  const validate = (text?: string) =>
    text?.trim() ? undefined : "Expected at least one word, found nothing.";
  return {
    async choose(message, answers) {
      return given(await select({ message, options: [...answers], signal }));
    },
    async chooseSome(message, answers) {
      const initialValues = answers.map(({ value }) => value);
      return given(await multiselect({ message, options: answers, initialValues, signal }));
    },
    async write(message, initialValue) {
      return given(await text({ message, initialValue, validate, signal }));
    },
  };
}

/** The command's arguments, from the user's answers; `undefined` if they cancelled. */
export async function guide(session: Session, ask: Asker): Promise<string[] | undefined> {
  const job = await ask.choose("What would you like to do?", jobs);
  if (job === undefined) return undefined;
  if (job === "demo" || job === "doctor") return [job];
  if (job === "report") {
    const out = await ask.write("Where are the series?", "./patches");
    return out === undefined ? undefined : [job, "--out", out.trim()];
  }
  if (job === "advise") {
    const inputs = await ask.write("Which files or folders? Routes, settings, nodes; - to paste them.", "-");
    return inputs === undefined ? undefined : [job, ...wordsOf(inputs)];
  }
  const repo = await ask.write("Which Cilium clone?", session.env["CILIUM_REPO"] ?? ".");
  if (repo === undefined) return undefined;
  const refs = await ask.write("Which refs? Tags, branches or commits, separated by spaces.", "HEAD");
  if (refs === undefined) return undefined;
  const where = ["-C", repo.trim(), ...wordsOf(refs).flatMap((ref) => ["--ref", ref])];
  if (job === "inspect") return [job, ...where];
  const proposal = await ask.choose(
    "Which proposal?",
    proposals.map(({ id, about }) => ({ value: id, label: id, hint: about })),
  );
  if (proposal === undefined) return undefined;
  const { variants } = await loadOwnTemplates();
  const options = variants
    .filter((one) => one.proposal === proposal)
    .map(({ spec: { id, purpose } }) => ({ value: id, label: id, hint: purpose }));
  const chosen = await ask.chooseSome("Which variants?", options);
  if (chosen === undefined) return undefined;
  const whole = proposal === proposals[0].id ? [] : ["--proposal", proposal];
  const named = chosen.length === options.length ? whole : chosen.flatMap((id) => ["--variant", id]);
  return [job, ...where, ...named];
}

function wordsOf(answer: string): string[] {
  return answer.trim().split(/\s+/);
}

/** A command as a user would type it. */
export function commandLine(args: readonly string[]): string {
  return shellWords(["cilium-patchkit", ...args]);
}
