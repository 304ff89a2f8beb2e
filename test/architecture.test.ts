import { describe, expect, it } from "vitest";
import { frontDoorExceptions, table, wordExceptions } from "./architecture-table.ts";
import * as rules from "./helpers/architecture-rules.ts";
import { proposalWords } from "./helpers/proposal-words.ts";
import { makeSources, readSources } from "./helpers/source-graph.ts";

describe("the sources", () => {
  const sources = readSources();

  it("import what the table allows, and nothing else", () => {
    expect(rules.forbiddenImports(sources, table)).toEqual([]);
  });

  it("have a row of the table for each of their folders, every row with its reason", () => {
    const names = table.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining([...new Set(sources.map(({ path }) => rules.areaOf(path)))]),
    );
    expect(table.filter(({ reason }) => reason === "")).toEqual([]);
  });

  it("use a folder through its front door, and never their own", () => {
    const settled = rules.settle(rules.frontDoorBreaches(sources), frontDoorExceptions);
    expect(settled).toEqual({ unlisted: [], unneeded: [] });
  });

  it("import no file that is not there", () => {
    expect(rules.danglingImports(sources)).toEqual([]);
  });

  it("lie on no cycle of imports, types included", () => {
    expect(rules.cycles(sources)).toEqual([]);
  });

  it("are all reached from the library's front door or the command line", () => {
    expect(rules.orphans(sources)).toEqual([]);
  });

  it("load for every command only what every command needs: flags, words and errors", () => {
    expect(rules.areasLoadedWith(sources, "cli/main.ts")).toEqual(["cli", "errors", "host"]);
  });

  it("reach files, processes and the network in host/ only", () => {
    expect(rules.outsideImports(sources)).toEqual([]);
  });

  it("touch process and console in cli/ only", () => {
    expect(rules.globalUses(sources)).toEqual([]);
  });

  it("know Cilium's paths, identifiers and modes, and ids of variants, in proposals/ only", async () => {
    const words = await proposalWords();
    expect(words.length).toBeGreaterThan(50);
    const settled = rules.settle(rules.proposalWordUses(sources, words), wordExceptions);
    expect(settled).toEqual({ unlisted: [], unneeded: [] });
  });
});

describe("the table", () => {
  it("points toward earlier stages only", () => {
    const stages = [
      "errors",
      "text",
      "golang",
      "edit",
      "host",
      "checkout",
      "profile",
      "plan",
      "series",
      "folder",
      "matrix",
      "verify",
      "report",
      "publish",
      "advise",
      "proposals",
    ];
    for (const { name, imports } of table.filter((row) => stages.includes(row.name))) {
      const later = imports.filter((other) => stages.indexOf(other) >= stages.indexOf(name));
      expect([name, later]).toEqual([name, []]);
    }
  });

  it("keeps cli/ and the root's files at the end: nothing but them imports them", () => {
    const last = ["cli", "index"];
    const found = table.filter(
      ({ name, imports }) => !last.includes(name) && imports.some((one) => last.includes(one)),
    );
    expect(found).toEqual([]);
  });
});

// A rule that sees nothing is kept by everyone: each is shown a breach, and something next to it that is none.
describe("the rules", () => {
  it("see an import that the table does not allow: static, dynamic, re-exported or of a type only", () => {
    const sources = makeSources({
      "text/edit.ts":
        'import { PatchkitError } from "../errors.ts"; import type { Git } from "../host/git.ts";',
      "golang/a.ts": 'export { x } from "../plan/index.ts"; import { y } from "../text/index.ts";',
      "profile/b.ts": 'const a = await import("../series/index.ts"); type T = import("../cli/main.ts").T;',
      "unknown/c.ts": 'import { x } from "../text/index.ts";',
    });
    expect(rules.forbiddenImports(sources, table)).toEqual([
      { file: "golang/a.ts", found: "plan/index.ts" },
      { file: "profile/b.ts", found: "series/index.ts" },
      { file: "profile/b.ts", found: "cli/main.ts" },
      { file: "text/edit.ts", found: "host/git.ts" },
      { file: "unknown/c.ts", found: "text/index.ts" },
    ]);
  });

  it("see an import that only another file of the folder may have", () => {
    const text = 'import { readText } from "../host/files.ts";';
    const sources = makeSources({ "plan/load-templates.ts": text, "plan/build-plan.ts": text });
    expect(rules.forbiddenImports(sources, table)).toEqual([
      { file: "plan/build-plan.ts", found: "host/files.ts" },
    ]);
  });

  it("see a front door passed by, and one used from inside", () => {
    const sources = makeSources({
      "plan/a.ts":
        'import "./b.ts"; import "./index.ts"; import "../text/index.ts"; import "../text/edit.ts";',
      "series/a.ts": 'import "../host/git.ts"; import "../errors.ts"; import "node:path";',
      "index.ts": 'export * from "./plan/a.ts"; export * from "./errors.ts";',
    });
    expect(rules.frontDoorBreaches(sources)).toEqual([
      { file: "index.ts", found: "plan/a.ts" },
      { file: "plan/a.ts", found: "plan/index.ts" },
      { file: "plan/a.ts", found: "text/edit.ts" },
    ]);
  });

  it("see a file that is not there", () => {
    const sources = makeSources({ "text/a.ts": 'import "./b.ts"; import "./gone.ts";', "text/b.ts": "" });
    expect(rules.danglingImports(sources)).toEqual([{ file: "text/a.ts", found: "text/gone.ts" }]);
  });

  it("see a cycle, also one by types alone, and not what only leads to it", () => {
    const sources = makeSources({
      "text/a.ts": 'import "./b.ts";',
      "text/b.ts": 'import type { C } from "./c.ts";',
      "text/c.ts": 'import { B } from "./b.ts";',
    });
    expect(rules.cycles(sources)).toEqual([
      { file: "text/b.ts", found: "text/c.ts" },
      { file: "text/c.ts", found: "text/b.ts" },
    ]);
  });

  it("see a file that no entry leads to", () => {
    const sources = makeSources({
      "index.ts": 'export * from "./text/a.ts";',
      "cli/start.ts": 'const b = await import("./b.ts");',
      "cli/b.ts": "",
      "text/a.ts": "",
      "text/alone.ts": 'import "./a.ts";',
    });
    expect(rules.orphans(sources)).toEqual(["text/alone.ts"]);
  });

  it("see what is loaded with a file, also by others, and not what is loaded when it is needed", () => {
    const sources = makeSources({
      "cli/a.ts":
        'import { b } from "./b.ts";\nimport type { C } from "../plan/c.ts";\nawait import("../edit/d.ts");',
      "cli/b.ts": 'export * from "../text/e.ts";\nexport type { F } from "../series/f.ts";',
      "plan/c.ts": "",
      "edit/d.ts": "",
      "text/e.ts": "",
      "series/f.ts": "",
    });
    expect(rules.areasLoadedWith(sources, "cli/a.ts")).toEqual(["cli", "text"]);
  });

  it("see the outside world imported elsewhere than in host/, with or without node: in front", () => {
    const text =
      'import "node:fs/promises"; import { spawn } from "child_process"; import { join } from "node:path";';
    const sources = makeSources({
      "host/a.ts": text,
      "plan/a.ts": text,
      "publish/a.ts": 'import "@octokit/rest";',
    });
    expect(rules.outsideImports(sources)).toEqual([
      { file: "plan/a.ts", found: "node:fs/promises" },
      { file: "plan/a.ts", found: "child_process" },
      { file: "publish/a.ts", found: "@octokit/rest" },
    ]);
  });

  it("see process and console outside of cli/, but not members and types of that name", () => {
    const sources = makeSources({
      "cli/a.ts": "process.exit(1); console.log(1);",
      "host/a.ts": "process.kill(process.pid, 0); process.exit(1);",
      "text/a.ts": "console.log(1); const env: NodeJS.ProcessEnv = globalThis.process.env; use(process);",
      "text/b.ts": "const a = { process: 1, console: 2 }; use(a.process, a.console); // process.exit",
      "text/c.ts": 'import { env } from "node:process";',
    });
    expect(rules.globalUses(sources)).toEqual([
      { file: "host/a.ts", found: "process.exit" },
      { file: "text/a.ts", found: "process.env" },
      { file: "text/a.ts", found: "process." },
      { file: "text/a.ts", found: "console" },
      { file: "text/c.ts", found: "node:process" },
    ]);
  });

  it("see a proposal's word in every kind of literal, but not in comments, imports and longer words", () => {
    const sources = makeSources({
      "proposals/a/paths.ts": 'const a = "pkg/a/node.go";',
      "plan/a.ts": `// pkg/a/node.go
        import "../daemon/x.ts";
        const all = ["see pkg/a/node.go.", \`daemon/\${x}\`, /eni/, "benign-eni", "pkg/a/node_test.go", fooHandler];`,
    });
    const words = ["pkg/a/node.go", "daemon", "eni", "fooHandler", "pkg/a/nod"];
    expect(rules.proposalWordUses(sources, words)).toEqual([
      { file: "plan/a.ts", found: "pkg/a/node.go" },
      { file: "plan/a.ts", found: "daemon" },
      { file: "plan/a.ts", found: "eni" },
    ]);
  });

  it("see an exception that is needed no more", () => {
    const exception = { found: "x", files: ["a.ts", "b.ts"], reason: "because" };
    const breaches = [
      { file: "a.ts", found: "x" },
      { file: "c.ts", found: "x" },
    ];
    expect(rules.settle(breaches, [exception])).toEqual({
      unlisted: [{ file: "c.ts", found: "x" }],
      unneeded: [{ file: "b.ts", found: "x" }],
    });
  });
});
