import { describe, expect, it } from "vitest";
import { PatchkitError } from "../../src/errors.ts";
import type { Variant } from "../../src/plan/load-templates.ts";
import { makeRenderer } from "../../src/plan/render.ts";
import { renderCommits } from "../../src/plan/render-commits.ts";
import { lazily } from "../../src/profile/index.ts";
import { failureOf } from "../helpers/failure.ts";

const values = { yes: true, no: false, empty: [], full: ["a"], part: { inner: "x" }, word: "w" };
const reasons: Readonly<Record<string, "profile/fact-missing" | "profile/fact-absent">> = {
  lost: "profile/fact-missing",
  strange: "profile/fact-missing",
  absent: "profile/fact-absent",
};
const view = lazily([...Object.keys(values), ...Object.keys(reasons)], (name) => {
  const code = reasons[name];
  if (code) throw new PatchkitError(code, `no ${name}`);
  return values[name as keyof typeof values];
});

function render(edits: Readonly<Record<string, string>>, companion = "") {
  const variant = {
    spec: { id: "v" },
    commits: [
      {
        folder: "10-a",
        message: { name: "commit.hbs", source: `${companion}a: Do {{word}}\n\nBody\ntext.\n` },
        edits: Object.entries(edits).map(([name, source]) => ({ name, source })),
      },
    ],
  } as unknown as Variant;
  return renderCommits(variant, view, makeRenderer({ partials: new Map() }));
}

const header = "file: a.go\nat: func f\nplace: after";

describe("renderCommits", () => {
  it.each([
    ["yes", 1],
    ["!yes", 0],
    ["no", 0],
    ["yes and !no", 1],
    ["yes and no", 0],
    ["part.inner", 1],
    ["empty", 0],
    ["!empty", 1],
    ["full", 1],
  ])("makes of an edit under the condition %s %d", (condition, count) => {
    const { commits } = render({ "e.go.hbs": `---\nwhen: ${condition}\n${header}\n---\n{{word}}` });
    expect(commits[0]?.edits.length).toBe(count);
    expect(commits[0]).toMatchObject({ subject: "a: Do w", body: "Body text." });
  });

  it("names all facts that are missing at once", async () => {
    const edits = {
      "a.go.hbs": `---\n${header}\n---\n{{lost}}`,
      "b.go.hbs": `---\n${header}\n---\n{{strange}}`,
    };
    expect(await failureOf(() => render(edits))).toMatchObject({
      code: "profile/fact-missing",
      message: "v at no lost; no strange",
    });
  });

  it("does without a test that needs one", () => {
    const { commits, untested } = render({ "x-test.go.hbs": `---\n${header}\n---\n{{lost}}` });
    expect([commits[0]?.edits, untested]).toEqual([[], "no lost"]);
  });

  it("says that the release has no such thing, whatever else is missing", async () => {
    const edits = {
      "a.go.hbs": `---\n${header}\n---\n{{lost}}`,
      "b.go.hbs": `---\n${header}\n---\n{{absent}}`,
    };
    expect(await failureOf(() => render(edits))).toMatchObject({
      code: "profile/fact-absent",
      message: "no absent",
    });
  });
});

describe("a commit that follows the code", () => {
  const there = `---\nfile: a.txt\nkind: word-list\n---\n{{word}}`;
  const using = (name: string) => `---\nfile: b.txt\nkind: word-list\n---\n{{${name}}}`;
  const follow = (companion: string, edits: Readonly<Record<string, string>>) => {
    const { commits, left } = render(edits, `---\ncompanion: ${companion}\n---\n`);
    const kept = commits.flatMap((commit) => commit.edits.map(({ template }) => template));
    return { kept, left: left.map(({ place, reason }) => [place, reason]) };
  };

  it.each(["together", "each"])("leaves out what the release does not have, %s", (companion) => {
    const edits = {
      "v/10-a/here.hbs": there,
      "v/10-a/no.hbs": using("absent"),
      "v/10-a/off.hbs": `---\nwhen: no\n---\n${there}`,
    };
    expect(follow(companion, edits)).toEqual({
      kept: ["v/10-a/here.hbs"],
      left: [
        ["10-a/no", "no absent"],
        ["10-a/off", "the condition no does not hold"],
      ],
    });
  });

  it("is left out where a place of those that belong together is unknown", () => {
    const edits = { "v/10-a/here.hbs": there, "v/10-a/odd.hbs": using("lost") };
    expect(follow("each", edits).kept).toEqual(["v/10-a/here.hbs"]);
    expect(follow("together", edits)).toEqual({
      kept: [],
      left: [
        ["10-a/odd", "no lost"],
        ["10-a/here", "belongs together with a place that is unknown: no lost"],
      ],
    });
  });

  it("is there only if one of its edits is", () => {
    expect(render({ "v/10-a/no.hbs": using("absent") }, "---\ncompanion: each\n---\n").commits).toEqual([]);
  });

  it("is left out where its message names what the release does not have", () => {
    const { commits, left } = render({ "v/10-a/here.hbs": there }, "---\ncompanion: each\n---\n{{absent}} ");
    expect([commits, left]).toEqual([[], [{ place: "10-a/here", path: "a.txt", reason: "no absent" }]]);
  });

  it("is refused where its header says neither", async () => {
    expect((await failureOf(() => follow("never", { "v/10-a/here.hbs": there }))).message).toContain(
      'expected companion: and together or each, found "never"',
    );
  });
});
