import { describe, expect, it } from "vitest";
import type { Checkout } from "../../src/checkout/index.ts";
import { type Knowledge, makePlanner, type PlannerTree } from "../../src/plan/build-plan.ts";
import type { ProposalTemplates, Variant } from "../../src/plan/load-templates.ts";
import type { ParamValues } from "../../src/plan/plan.ts";
import { absent, atFile } from "../../src/profile/index.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeGoFormatter, makeGoParser } from "../helpers/go.ts";

type Facts = {
  readonly word: string;
  readonly other: string;
  readonly gone: string;
  readonly lost: string;
};

const tools = { parser: await makeGoParser(), formatter: await makeGoFormatter() };
const main = "p/a.go";
const imports = 'import _ "github.com/cilium/cilium/pkg/b"\n';
const code = `package p\n\n${imports}\nfunc f(args ...string) {\n\tf("x")\n}\n`;

const knowledge: Knowledge<Facts> = {
  id: "one",
  survey: {
    files: { main, since: "v1.4", paths: [main], folders: ["p"], references: "ref" },
    probes: {
      other: () => atFile("unused", main),
      word: () => atFile("w", main),
      gone: () => absent("this release has no such thing"),
      lost: () => ({ missing: "found nothing" }),
    },
  },
  vocabulary: {
    names: (facts) => ({ twice: () => `${facts.word}${facts.word}` }),
    whyNothing: (_, params) => (params["none"] === true ? "there is nothing to decide" : undefined),
    ownImportsFirst: () => true,
  },
};

/** A variant of one commit with these edits, each a text at the start of `f`. */
function variantOf(texts: readonly string[], changed: Partial<Variant> = {}, params: object[] = []): Variant {
  return {
    proposal: "one",
    spec: { id: "v", purpose: "It does.", fixes: "a", doesNotFix: "b", params },
    coverLetter: { name: "v/cover-letter.hbs", source: "Subject: {{twice}}\n\nAbout\nit.\n" },
    commits: [
      {
        folder: "10-a",
        message: { name: "v/10-a/commit.hbs", source: "p: Do {{word}}\n\nBody.\n" },
        edits: texts.map((text, index) => ({
          name: `v/10-a/${index}.hbs`,
          source: `---\nfile: ${main}\nat: func f\nplace: start\n---\n${text}\n`,
        })),
      },
    ],
    ...changed,
  } as unknown as Variant;
}

/** Plans the variant on a tree whose only files are these. */
async function withTree<T>(
  variant: Variant,
  files: Readonly<Record<string, string>>,
  work: (tree: PlannerTree) => Promise<T> | T,
): Promise<T> {
  const read = async (path: string) => files[path];
  const checkout = {
    ref: { sha: "0123456789abcdef", ref: "HEAD" },
    readText: read,
    peekText: read,
    prefetch: async () => {},
    isExecutable: async () => false,
    list: async (folder: string) =>
      Object.keys(files)
        .filter((path) => path.slice(0, Math.max(0, path.lastIndexOf("/"))) === folder)
        .map((path) => ({ name: path.slice(path.lastIndexOf("/") + 1), isFile: true })),
  } as unknown as Checkout;
  const templates: ProposalTemplates = { variants: [variant], partials: new Map(), companions: [] };
  const tree = await makePlanner(templates, knowledge, tools).open(checkout);
  try {
    return await work(tree);
  } finally {
    tree.close();
  }
}

const base = { VERSION: "1.10.12\n", [main]: code };
const plan = (variant: Variant, files: Readonly<Record<string, string>> = base, params: ParamValues = {}) =>
  withTree(variant, files, (tree) => tree.plan(variant, params));

describe("a plan", () => {
  it("has the commits, the letter, and of all facts those that were read, with their places", async () => {
    expect(await plan(variantOf(['f("{{word}}")']))).toEqual({
      kind: "plan",
      plan: {
        variant: "v",
        params: {},
        release: "v1.10",
        facts: [{ name: "word", value: "w", path: main, line: 1 }],
        commits: [
          {
            subject: "p: Do w",
            body: "Body.",
            files: [
              expect.objectContaining({
                path: main,
                before: code,
                after: code.replace('\tf("x")', '\tf("w")\n\tf("x")'),
              }),
            ],
          },
        ],
        untested: "",
        companions: [],
        coverLetter: "Subject: ww\n\nAbout it.\n",
        answers: "",
      },
    });
  });

  it("has answers where the variant has some", async () => {
    const answers = { name: "v/answers.hbs", source: "\nBecause of {{word}}.\n\n" };
    expect(await plan(variantOf(['f("a")'], { answers }))).toMatchObject({
      plan: { answers: "Because of w.\n" },
    });
  });
});

describe("there is no plan", () => {
  it("where the vocabulary finds nothing to do, or a fact is known to be absent", async () => {
    expect(await plan(variantOf(['f("a")']), base, { none: true })).toEqual({
      kind: "not-applicable",
      reason: "there is nothing to decide",
    });
    expect(await plan(variantOf(['f("{{gone}}")']))).toEqual({
      kind: "not-applicable",
      reason: "this release has no such thing",
    });
  });

  it("but a refusal where a fact is only not found", async () => {
    const { code: refusal, message } = await failureOf(() => plan(variantOf(['f("{{lost}}")'])));
    expect([refusal, message]).toEqual(["profile/fact-missing", expect.stringContaining("found nothing")]);
  });

  it("where the tree has all of the change, and a refusal where it has a part", async () => {
    const variant = variantOf(['f("a")', 'f("b")']);
    const withCalls = (...calls: readonly string[]) => ({
      ...base,
      [main]: code.replace('\tf("x")', `${calls.map((call) => `\t${call}\n`).join("")}\tf("x")`),
    });
    expect(await plan(variant, withCalls('f("a")', 'f("b")'))).toEqual({ kind: "already-applied" });
    expect((await failureOf(() => plan(variant, withCalls('f("a")')))).code).toBe("plan/partly-applied");
  });

  it("where the flag is taken, which another name of it is not", async () => {
    const params = [{ name: "flag", type: "flag", default: "enable-it", meaning: "" }];
    const variant = variantOf(['f("{{flag}}")'], {}, params);
    const taken = { ...base, "p/flags.go": 'package p\n\nvar name = "enable-it"\n' };
    expect(await failureOf(() => plan(variant, taken, { flag: "enable-it" }))).toEqual({
      code: "plan/flag-taken",
      message: "expected a new flag, found --enable-it registered in this tree (p/flags.go:3)",
      hint: "Choose another name with --set flag=NAME.",
    });
    expect(await plan(variant, taken, { flag: "enable-other" })).toMatchObject({ kind: "plan" });
  });
});

describe("a tree as a proposal sees it", () => {
  it("has every fact in the order of the probes, also those that are not found", async () => {
    const facts = await withTree(variantOf([]), base, (tree) => tree.facts());
    expect(facts.map((fact) => [fact.name, "value" in fact ? fact.value : fact.missing])).toEqual([
      ["other", "unused"],
      ["word", "w"],
      ["gone", "this release has no such thing"],
      ["lost", "found nothing"],
    ]);
  });

  it("is refused if it lacks the file that the proposal is about", async () => {
    const found = await failureOf(() => plan(variantOf([]), { VERSION: "1.10.12\n" }));
    expect(found.code).toBe("profile/not-cilium");
  });
});

it("makePlanner refuses a template with a name that there is none of, before any tree is read", async () => {
  const templates = { variants: [variantOf(['f("{{unknown}}")'])], partials: new Map(), companions: [] };
  const { code: refusal, message } = await failureOf(() => makePlanner(templates, knowledge, tools));
  expect([refusal, message]).toEqual(["plan/bad-template", expect.stringContaining("unknown")]);
});
