import { PatchkitError } from "../errors.ts";

/** What can be made. */
export const authoredKinds = ["variant", "fact", "check", "edit", "proposal"] as const;

export type AuthoredKind = (typeof authoredKinds)[number];

interface Rule {
  readonly pattern: RegExp;
  readonly words: string;
  readonly example: string;
}

const words: Rule = {
  pattern: /^[a-z]+(-[a-z]+)*$/,
  words: "lower-case words joined by single dashes",
  example: "skip-routes",
};

const rules: Readonly<Record<AuthoredKind, Rule>> = {
  variant: words,
  check: words,
  edit: words,
  proposal: words,
  fact: {
    pattern: /^[a-z][a-z0-9]*([A-Z][a-z0-9]+)*$/,
    words: "letters and digits in camel case",
    example: "routeMetric",
  },
};

/** Words that are no name of a constant in TypeScript, nor of a package in Go. */
const reserved =
  /^(await|break|case|catch|class|const|continue|default|delete|else|enum|export|extends|false|finally|for|func|function|go|if|import|in|index|let|new|null|package|return|static|super|switch|this|throw|true|try|type|typeof|var|void|while|with|yield)$/;

/** @throws PatchkitError `usage/bad-argument` with the rule. */
export function assertName(kind: AuthoredKind, name: string): void {
  const rule = rules[kind];
  const expected = `expected a name for a ${kind} of ${rule.words}, 40 at most, such as ${rule.example}`;
  const refuse = (found: string) =>
    new PatchkitError("usage/bad-argument", `${expected}, found ${found}`, { hint: "Choose another name." });
  if (name.length > 40 || !rule.pattern.test(name)) throw refuse(JSON.stringify(name));
  if (reserved.test(name)) throw refuse(`${JSON.stringify(name)}, which is reserved`);
}

/** A name in the forms that files and code need: `route-metric`, `routeMetric`, `RouteMetric`, `route_metric`. */
export interface NameForms {
  readonly kebab: string;
  readonly camel: string;
  readonly pascal: string;
  readonly snake: string;
}

/** @param name in kebab or camel case. */
export function formsOf(name: string): NameForms {
  const kebab = name.replace(/(?<=.)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  const camel = kebab.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return {
    kebab,
    camel,
    pascal: camel.replace(/^./, (letter) => letter.toUpperCase()),
    snake: kebab.replaceAll("-", "_"),
  };
}
