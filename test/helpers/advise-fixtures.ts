import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Advice, advise, decodeText, parseAddress } from "../../src/advise/index.ts";
import { knowledge } from "../../src/proposals/node-routes/advice/knowledge.ts";

/** A folder per setup: inputs, `question.json`, and what is said of it in `expected.txt`. */
export const fixtureFolder = fileURLToPath(new URL("../fixtures/advise", import.meta.url));

export const fixtures = readdirSync(fixtureFolder).sort();

interface Question {
  readonly to: readonly string[];
  readonly after: boolean;
  readonly release: string | null;
}

/** Advice about a fixture's inputs. */
export function adviceOf(name: string): Advice {
  const folder = join(fixtureFolder, name);
  const question = JSON.parse(readFileSync(join(folder, "question.json"), "utf8")) as Question;
  const inputs = readdirSync(folder)
    .filter((file) => !["question.json", "expected.txt"].includes(file))
    .sort()
    .map((file) => ({ name: file, folder: null, ...decodeText(readFileSync(join(folder, file))) }));
  const to = question.to.flatMap((text) => parseAddress(text) ?? []);
  return advise(inputs, knowledge, { ...question, to });
}

/** Advice about texts, by name. */
export function adviceAbout(
  texts: Readonly<Record<string, string>>,
  { to = [], release = null }: { readonly to?: readonly string[]; readonly release?: string | null } = {},
): Advice {
  const inputs = Object.entries(texts).map(([name, text]) => ({ name, text, folder: null }));
  return advise(inputs, knowledge, {
    to: to.flatMap((text) => parseAddress(text) ?? []),
    after: true,
    release,
  });
}
