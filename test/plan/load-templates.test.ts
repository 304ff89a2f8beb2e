import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { conditionsOf, withoutConditions } from "../../src/edit/template.ts";
import { packageRoot } from "../../src/host/assets.ts";
import { loadProposal } from "../../src/plan/load-templates.ts";
import { proposals } from "../../src/proposals/index.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

const spec = {
  id: "sample",
  purpose: "One sentence.",
  fixes: "a",
  doesNotFix: "b",
  params: [],
};

/** A templates folder that is as it should be, by path. */
const good = {
  "_shared/licence.hbs": "// SPDX\n",
  "sample/variant.json": JSON.stringify(spec),
  "sample/cover-letter.hbs": "Subject: x\n",
  "sample/10-first/commit.hbs": "a: Do it\n",
  "sample/10-first/b.go.hbs": "b",
  "sample/10-first/a.go.hbs": "a",
  "sample/20-second/commit.hbs": "b: Do more\n",
};

describe("loadProposal", () => {
  it("reads variants, commits and edits in order of name, and partials by the name they are called with", async () => {
    const folder = await makeFolder({ ...good, "sample/20-second/notes.txt": "not a template" });
    expect(await loadProposal(folder, "demo")).toEqual({
      variants: [
        {
          proposal: "demo",
          spec,
          coverLetter: { name: "sample/cover-letter.hbs", source: "Subject: x\n" },
          commits: [
            {
              folder: "10-first",
              message: { name: "sample/10-first/commit.hbs", source: "a: Do it\n" },
              edits: [
                { name: "sample/10-first/a.go.hbs", source: "a" },
                { name: "sample/10-first/b.go.hbs", source: "b" },
              ],
            },
            {
              folder: "20-second",
              message: { name: "sample/20-second/commit.hbs", source: "b: Do more\n" },
              edits: [],
            },
          ],
        },
      ],
      partials: new Map([["licence", "// SPDX\n"]]),
      companions: [],
    });
  });

  it("reads answers where there are some", async () => {
    const folder = await makeFolder({ ...good, "sample/answers.hbs": "# Why?\n" });
    const { variants } = await loadProposal(folder, "demo");
    expect(variants[0]?.answers).toEqual({ name: "sample/answers.hbs", source: "# Why?\n" });
  });

  it("passes over folders that start with an underscore or a dot, and files", async () => {
    const folder = await makeFolder({ ...good, "_starter/x": "x", ".git/HEAD": "x", "README.md": "x" });
    expect((await loadProposal(folder, "demo")).variants).toHaveLength(1);
  });

  it.each([
    ["has another id than its folder", { ...spec, id: "other" }, "expected the id sample, found other"],
    ["lacks a field", { ...spec, purpose: undefined }, "at purpose"],
    ["has a field it should not have", { ...spec, weight: 1 }, 'Unrecognized key: "weight"'],
    ["has an id with upper case", { ...spec, id: "Sample" }, "at id"],
    [
      "has a param of unknown type",
      { ...spec, params: [{ name: "a", type: "number", default: "1", meaning: "m" }] },
      "at params[0].type",
    ],
  ])("refuses a variant.json that %s, by its path", async (_, content, reason) => {
    const folder = await makeFolder({ ...good, "sample/variant.json": JSON.stringify(content) });
    const { code, message } = await failureOf(() => loadProposal(folder, "demo"));
    expect(code).toBe("plan/bad-template");
    expect(message).toMatch(/^sample\/variant\.json: /);
    expect(message).toContain(reason);
  });

  it("refuses a commit without a message, by its folder", async () => {
    const folder = await makeFolder({ ...good, "sample/30-third/x.go.hbs": "x" });
    expect(await failureOf(() => loadProposal(folder, "demo"))).toMatchObject({
      code: "plan/bad-template",
      message: "sample/30-third: expected a commit.hbs with the commit's message",
    });
  });

  describe("names what is broken", () => {
    it("where variant.json is no JSON", async () => {
      const folder = await makeFolder({ ...good, "sample/variant.json": "{" });
      expect(await failureOf(() => loadProposal(folder, "demo"))).toMatchObject({
        code: "plan/bad-template",
      });
    });

    it("where a variant has no variant.json", async () => {
      const folder = await makeFolder({ ...good, "empty/README.txt": "x" });
      expect(await failureOf(() => loadProposal(folder, "demo"))).toMatchObject({
        code: "plan/bad-template",
      });
    });

    it("where a variant has no cover letter", async () => {
      const { "sample/cover-letter.hbs": _, ...rest } = good;
      const folder = await makeFolder(rest);
      expect(await failureOf(() => loadProposal(folder, "demo"))).toMatchObject({
        code: "plan/bad-template",
      });
    });
  });
});

describe.each(proposals.map((one) => [one.id, one] as const))("the templates of %s", async (proposal) => {
  const root = join(packageRoot, "templates", proposal);
  const { variants, partials, companions } = await loadProposal(root, proposal);
  const ids = variants.map(({ spec: { id } }) => id);
  const sources = [
    ...variants.flatMap(({ coverLetter, answers, commits }) => [
      coverLetter,
      ...(answers ? [answers] : []),
      ...commits.flatMap(({ message, edits }) => [message, ...edits]),
    ]),
    ...companions,
  ];

  it("are one per folder", async () => {
    const folders = (await readdir(root)).filter((name) => !name.startsWith("_"));
    expect(ids).toEqual(folders.sort());
    expect(ids.length).toBeGreaterThan(0);
  });

  it.each(ids)(
    "%s has commits in numbered folders, each with edits, and nothing that is left unread",
    async (id) => {
      const variant = variants.find((one) => one.spec.id === id);
      const entries = await readdir(join(root, id));
      const folders = variant?.commits.map(({ folder }) => folder) ?? [];
      const texts = [...(variant?.answers ? ["answers.hbs"] : []), "cover-letter.hbs", "variant.json"];
      expect(entries.sort()).toEqual([...folders, ...texts].sort());
      for (const { folder, edits } of variant?.commits ?? []) {
        expect(folder).toMatch(/^\d0-[a-z-]+$/);
        expect([folder, edits.length > 0]).toEqual([folder, true]);
        const files = await readdir(join(root, id, folder));
        expect(files.filter((file) => !file.endsWith(".hbs"))).toEqual([]);
      }
    },
  );

  it("have a type and a default that fit each other for every param", () => {
    const fits = { flag: "string", boolean: "boolean", list: "object", choice: "string" } as const;
    for (const param of variants.flatMap(({ spec: { params } }) => params)) {
      expect([param.name, typeof param.default]).toEqual([param.name, fits[param.type]]);
      const chosen = param.type === "choice" ? [param.default] : [];
      for (const value of Array.isArray(param.default) ? param.default : chosen)
        expect(param.choices).toContain(value);
    }
  });

  it("call only partials that there are, and every one of them", () => {
    const texts = [...sources.map(({ source }) => source), ...partials.values()];
    const named = (pattern: RegExp) =>
      texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name = ""]) => name));
    const inline = named(/\{\{~?#\*inline "([\w-]+)"/g);
    const called = named(/\{\{~?> *([\w-]+)/g).filter((name) => !inline.includes(name));
    expect([...new Set(called)].sort()).toEqual([...partials.keys()].sort());
  });

  it("have no when: line left in a header, and a place in every header of an edit", () => {
    for (const { commits } of variants) {
      for (const { name, source } of commits.flatMap(({ edits }) => edits)) {
        const whole = /^\s*\{\{> *([\w-]+)\}\}\s*$/.exec(withoutConditions(source))?.[1];
        const text = whole === undefined ? withoutConditions(source) : (partials.get(whole) ?? "");
        expect([name, conditionsOf(withoutConditions(source))]).toEqual([name, []]);
        expect([name, /^---\n(?:.*\n)*?place: /.test(text)]).toEqual([name, true]);
      }
    }
  });
});
