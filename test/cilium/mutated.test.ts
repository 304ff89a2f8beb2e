import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type GenerateValue, generateValue } from "../../src/cli/values.ts";
import { handlerPath } from "../helpers/clone.ts";
import { type Content, commitAll, objectId } from "../helpers/clone-git.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";
import { applyToIndex, makeScratch, textsAt } from "../helpers/clone-scratch.ts";
import { readSeries, touchedPaths, undoSeries } from "../helpers/clone-series.ts";

/** A clone of Cilium; this tier is skipped without one. */
const repo = process.env["CILIUM_REPO"] ?? "";

/** Releases that are far apart. */
const releases = ["v1.9.0", "v1.10.12", "8e8421dd3ee7"] as const;

const optionPath = "pkg/option/config.go";
const otherPaths = [
  optionPath,
  "pkg/defaults/defaults.go",
  "daemon/cmd/daemon_main.go",
  "pkg/datapath/linux/node_linux_test.go",
  "Documentation/cmdref/cilium-agent.md",
];

/** One change to one file of a release. */
interface Mutation {
  readonly name: string;
  readonly path: string;
  readonly content: Content;
}

/** Every function of the handler, with its place in the text. */
function functionsOf(text: string): { name: string; start: number; end: number }[] {
  return [...text.matchAll(/^func \(n \*linuxNodeHandler\) (\w+)\(/gm)].map((match) => ({
    name: match[1] ?? "",
    start: match.index,
    end: text.indexOf("\n}\n", match.index) + 3,
  }));
}

function handlerMutations(text: string): Mutation[] {
  const of = (name: string, content: Content): Mutation => ({ name, path: handlerPath, content });
  const interesting = /route|node(Update|Delete)|NodeConfigurationChanged|NodeValidate/i;
  const functions = functionsOf(text).filter(({ name }) => interesting.test(name));
  const lines = text.split("\n");
  const first = text.slice(0, functions[0]?.start ?? 0).split("\n").length;
  return [
    ...functions.flatMap(({ name, start, end }) => {
      const body = text.slice(start, end);
      const put = (changed: string) => text.slice(0, start) + changed + text.slice(end);
      return [
        of(`no ${name}`, put("")),
        of(`two ${name}`, put(body + body)),
        of(`${name} last in the file`, `${put("")}\n${body}`),
        of(`${name} with another receiver`, put(body.replace(/\bn\b(?=[ .])/g, "h"))),
        of(
          `${name} with one more parameter`,
          put(body.replace(/^(func \(n \*linuxNodeHandler\) \w+\()/, "$1more int, ")),
        ),
        of(`${name} without comments`, put(body.replace(/^\s*\/\/.*\n/gm, ""))),
        of(`${name} with comments everywhere`, put(body.replace(/\{\n/g, "{ // here\n"))),
        of(`${name} with blank lines`, put(body.replace(/\n/g, "\n\n"))),
        of(`${name} in a block comment`, put(`/*\n${body}*/\n`)),
      ];
    }),
    ...lines.flatMap((line, index) =>
      index > first && index % 37 === 0 && line !== ""
        ? [of(`no line ${index + 1}`, lines.toSpliced(index, 1).join("\n"))]
        : [],
    ),
    of("no tabs", text.replaceAll("\t", "    ")),
    of("no final newline", text.trimEnd()),
    of("a byte order mark", `\ufeff${text}`),
    of("CRLF", text.replaceAll("\n", "\r\n")),
    of("a NUL byte", `${text}\0`),
    of("letters of many bytes", text.replace(/^import \(/m, "// Grüße, 路由 🐝\nimport (")),
  ];
}

function fileMutations(path: string, text: string): Mutation[] {
  const lines = text.split("\n");
  const of = (name: string, content: Content): Mutation => ({ name: `${name} in ${path}`, path, content });
  const marks = /EnableLocalNodeRoute|EnableAutoDirectRouting|updateNodeRoute|enable-local-node-route/;
  return [
    { name: `no ${path}`, path, content: null },
    of("nothing", ""),
    of("CRLF", text.replaceAll("\n", "\r\n")),
    of("Latin-1", Buffer.concat([Buffer.from(text), Buffer.from([0xe4, 10])])),
    of("a link", { symlink: "/etc/passwd" }),
    of("half", lines.slice(0, lines.length / 2).join("\n")),
    ...lines.flatMap((line, index) =>
      marks.test(line)
        ? [
            of(`no line ${index + 1}`, lines.toSpliced(index, 1).join("\n")),
            of(`two lines ${index + 1}`, lines.toSpliced(index, 0, line).join("\n")),
          ]
        : [],
    ),
  ];
}

/** How many series of a release are applied, spread over all: each takes a good part of a second. */
const appliedCount = 40;

describe.skipIf(repo === "")("mutated releases of a clone of Cilium (CILIUM_REPO names it)", () => {
  describe.each(releases)("%s", (release) => {
    const temp = temporaryFolder();
    const out = join(temp, "out");
    let scratch: string;
    let results: GenerateValue["results"];
    const mutations = new Map<string, Mutation>();

    beforeAll(async () => {
      scratch = makeScratch(repo, join(temp, "scratch.git"));
      const base = objectId(repo, `${release}^{commit}`);
      const texts = textsAt(scratch, base, [handlerPath, ...otherPaths]);
      const all = [...texts].flatMap(([path, text]) =>
        path === handlerPath ? handlerMutations(text) : fileMutations(path, text),
      );
      all
        .filter(({ path, content }) => content !== texts.get(path))
        .forEach((mutation, index) => {
          mutations.set(`m${index}`, mutation);
        });
      commitAll(
        scratch,
        base,
        new Map([...mutations].map(([branch, { path, content }]) => [branch, { [path]: content }])),
      );
      const refs = [...mutations.keys()].flatMap((ref) => ["--ref", ref]);
      const run = await patchkit(["generate", "-C", scratch, ...refs, "--out", out, "--json"]);
      expect([0, 1], run.stdout.slice(0, 2000)).toContain(run.code);
      results = parseOutput(run, generateValue).results;
    });

    it("gives a series or a coded refusal for every mutation", () => {
      expect(mutations.size).toBeGreaterThan(100);
      const wrong = results.filter(({ status, code, reason }) =>
        status === "generated"
          ? code !== null
          : !/^(checkout|profile|golang|plan)\//.test(code ?? "") || reason === null || reason === "",
      );
      expect(
        wrong.map(({ ref, variant, status, code }) => [mutations.get(ref)?.name, variant, status, code]),
      ).toEqual([]);
      expect(results.filter(({ status }) => status === "generated").length).toBeGreaterThan(50);
      expect(results.filter(({ status }) => status === "refused").length).toBeGreaterThan(50);
    });

    it("gives series only that apply exactly, come to the recorded tree, and can be undone", () => {
      const wrong: unknown[] = [];
      const generated = results.filter(({ status }) => status === "generated");
      const step = Math.ceil(generated.length / appliedCount);
      for (const { ref, variant, patches } of generated.filter((_, index) => index % step === 0)) {
        const series = readSeries(join(out, dirname(patches[0] ?? "")));
        try {
          const tree = applyToIndex(scratch, series.base, series.patchPaths);
          expect(tree).toBe(series.tree);
          const paths = touchedPaths(series);
          const texts = textsAt(scratch, tree, paths);
          undoSeries(series, texts);
          expect(Object.fromEntries(texts)).toEqual(Object.fromEntries(textsAt(scratch, series.base, paths)));
        } catch (error) {
          wrong.push([
            mutations.get(ref)?.name,
            variant,
            error instanceof Error ? error.message.slice(0, 300) : error,
          ]);
        }
      }
      expect(wrong).toEqual([]);
    });

    it("refuses what takes a function away, doubles it, or changes its receiver or parameters", () => {
      const needed =
        /^(no|two) (updateNodeRoute|deleteNodeRoute)$|^updateNodeRoute with (another receiver|one more parameter)$/;
      const through = results
        .filter(({ ref, status }) => status === "generated" && needed.test(mutations.get(ref)?.name ?? ""))
        .map(({ ref, variant }) => [mutations.get(ref)?.name, variant]);
      expect(through).toEqual([]);
    });
  });
});
