import { describe, expect, it } from "vitest";
import { layoutOf, makeNewFiles } from "../../src/plan/complete-file.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeGoFormatter } from "../helpers/go.ts";

const formatter = await makeGoFormatter();
const own = { path: "github.com/cilium/cilium/pkg/ip", name: "ip" };
const other = { path: "example.org/x", name: "x" };
const standard = { path: "fmt", name: "fmt" };
const layout = (ownFirst: boolean) => () => ({ module: "github.com/cilium/cilium", ownFirst });

/** Uses a package of each kind, and has what gofmt would change. */
const source = "package p\n\nvar a=[]any{ fmt.Sprint(), ip.New(), x.New() }\n";

describe("a new file", () => {
  it("gets the imports that it uses in the groups of the release, and then gofmt's form", () => {
    const files = makeNewFiles(formatter);
    const complete = (ownFirst: boolean) =>
      files.complete("p/a.go", source, [own, other, standard, { path: "os", name: "os" }], layout(ownFirst));
    const expected = (...groups: readonly string[]) =>
      `package p\n\nimport (\n\t"fmt"\n\n\t"${groups[0]}"\n\n\t"${groups[1]}"\n)\n\nvar a = []any{fmt.Sprint(), ip.New(), x.New()}\n`;
    expect(complete(true)).toBe(expected(own.path, other.path));
    expect(complete(false)).toBe(expected(other.path, own.path));
  });

  it("stays as it is if it is not Go, without a look at the release", () => {
    const text = "package p\n\nvar a=fmt.Sprint()";
    const complete = makeNewFiles(formatter).complete("p/a.go.txt", text, [standard], () => {
      throw new Error("asked for the layout");
    });
    expect(complete).toBe(text);
  });

  it("is finished once for the same text and imports, and anew for others or for another path", async () => {
    const formatted: string[] = [];
    const files = makeNewFiles({
      ...formatter,
      formatAround(path, text, ranges) {
        formatted.push(path);
        return formatter.formatAround(path, text, ranges);
      },
    });
    const one = () => files.complete("p/a.go", source, [standard], layout(true));
    expect(one()).toBe(one());
    files.complete("p/a.go", source, [standard, own], layout(true));
    files.complete("p/b.go", source, [standard], layout(true));
    files.complete("p/a.go", source, [standard], layout(false));
    expect(formatted).toEqual(["p/a.go", "p/a.go", "p/b.go", "p/a.go"]);
    const broken = () => files.complete("p/c.go", "package p\n\nfunc {\n", [], layout(true));
    for (const _ of [1, 2]) expect((await failureOf(broken)).message).toContain("p/c.go");
  });
});

it("layoutOf is of Cilium's own module, and asks the proposal for the order", () => {
  const vocabulary = {
    names: () => ({}),
    whyNothing: () => undefined,
    ownImportsFirst: (facts: { readonly isOld: boolean }) => facts.isOld,
  };
  expect(layoutOf(vocabulary, { isOld: true })).toEqual({
    module: "github.com/cilium/cilium",
    ownFirst: true,
  });
  expect(layoutOf(vocabulary, { isOld: false }).ownFirst).toBe(false);
});
