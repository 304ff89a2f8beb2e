import { describe, expect, it } from "vitest";
import { renderCompanion, renderText } from "../../src/plan/render-companion.ts";
import type { View, ViewSource } from "../../src/plan/view.ts";
import { absent, atFile, type Sources, type Survey, takeProfile } from "../../src/profile/index.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeGoFormatter, makeGoParser } from "../helpers/go.ts";

type Facts = {
  readonly helper: { readonly path: string; readonly name: string };
  readonly handlers: readonly {
    readonly call: string;
    readonly package: { readonly path: string; readonly name: string };
  }[];
  readonly gone: string;
};

const formatter = await makeGoFormatter();
const parser = await makeGoParser();
const main = parser.parse("pkg/a.go", 'package a\n\nimport "github.com/cilium/cilium/pkg/b"\n');
const sources = {
  sha: "0123456789abcdef",
  text: (path: string) => (path === "VERSION" ? "1.10.12\n" : undefined),
  go: (path: string) => (path === main.path ? main : undefined),
  references: new Map(),
} as unknown as Sources;

const probes: Survey<Facts>["probes"] = {
  helper: () => atFile({ path: "github.com/cilium/cilium/pkg/fake", name: "fk" }, "pkg/a.go"),
  handlers: () => atFile([{ call: "x", package: { path: "example.org/deep", name: "deep" } }], "pkg/a.go"),
  gone: () => absent("this release has no such thing"),
};

const profile = takeProfile(sources, {
  files: { main: main.path, since: "v1.4", paths: [], folders: [], references: "" },
  probes,
});

const source: ViewSource<Facts> = {
  survey: { probes },
  vocabulary: {
    names: (facts) => ({ call: () => `${facts.helper.name}.Make()` }),
    whyNothing: () => undefined,
    ownImportsFirst: () => true,
  },
};

/** The companion `x.go` with this text. @param extra its own names. */
function render(text: string, extra: (view: View) => View = () => ({})): string {
  const templates = {
    variants: [],
    partials: new Map([["setup", "deep.Start()"]]),
    companions: [{ name: "_verify/x.go", source: text }],
  };
  return renderCompanion(templates, source, "x.go", profile, extra, formatter);
}

describe("a Go file for verification", () => {
  it("has the names of the proposal, of the commit and its own, the imports that facts name, and gofmt's form", () => {
    const text = "package a\n\nfunc t() {\n{{call}}\n  {{> setup}} // {{release}} {{shortSha}} {{own}}\n}\n";
    expect(render(text, () => ({ own: "mine" }))).toBe(`package a

import (
	fk "github.com/cilium/cilium/pkg/fake"

	"example.org/deep"
)

func t() {
	fk.Make()
	deep.Start() // v1.10 0123456789ab mine
}
`);
  });

  it("imports no package that it does not use", () => {
    expect(render("package a\n\nvar one = 1\n")).toBe("package a\n\nvar one = 1\n");
  });

  it("has names of its own in the place of the proposal's, and may make them of those", () => {
    const text = render("package a\n\nvar c = {{call}}\n", (view) => ({
      call: `g(${String(view["call"])})`,
    }));
    expect(text).toContain("var c = g(fk.Make())");
  });

  it("is refused if it reads a fact that the release does not have, and only then", async () => {
    const failure = await failureOf(() => render("package a\n\nvar g = {{gone}}\n"));
    expect([failure.code, failure.message]).toEqual([
      "profile/fact-absent",
      "this release has no such thing",
    ]);
    expect(() => render("package a\n")).not.toThrow();
  });
});

describe("a text for verification", () => {
  const templates = {
    partials: new Map<string, string>(),
    companions: [{ name: "_verify/run.sh", source: "echo  {{word}} &&\n" }],
  };

  it("is rendered with its own names only, and stays as it is", async () => {
    expect(renderText(templates, "run.sh", { word: "'a' < b" })).toBe("echo  'a' < b &&\n");
    expect((await failureOf(() => renderText(templates, "run.sh", {}))).code).toBe("plan/bad-template");
  });

  it.each(["gone.sh", "_verify/run.sh"])(
    "is refused where there is no template of that name: %s",
    async (name) => {
      expect(await failureOf(() => renderText(templates, name, { word: "a" }))).toMatchObject({
        code: "plan/bad-template",
        message: `${name}: expected the file, found none`,
      });
    },
  );
});
