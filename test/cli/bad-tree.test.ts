import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type GenerateValue, generateValue } from "../../src/cli/values.ts";
import { commonRef, handlerPath, makeOrigin, type Origin, variants } from "../helpers/clone.ts";
import { type Content, commitOn, git, textAt } from "../helpers/clone-git.ts";
import { parseOutput, patchkit, type Run, temporaryFolder } from "../helpers/clone-program.ts";

const temp = temporaryFolder();
const optionPath = "pkg/option/config.go";
const referencePath = "Documentation/cmdref/cilium-agent.md";
/** Two shapes that are far apart. */
const shapes = ["v1.9.0", "v1.19.0-dev"] as const;

type Read = (path: string) => string;

/** A tree the templates were not written for, and what is said of it. */
interface BadTree {
  readonly title: string;
  readonly code: string;
  /** What the reason has to name. */
  readonly names: readonly (string | RegExp)[];
  readonly files: (read: Read) => Readonly<Record<string, Content>>;
}

/** Puts one text for another wherever it stands; it has to stand somewhere. */
function swap(text: string, from: string | RegExp, to: string): string {
  const after = text.replaceAll(from, () => to);
  if (after === text) throw new Error(`expected ${from} to change something`);
  return after;
}

/** Changes the text of one function of node.go. */
function inFunction(text: string, name: string, change: (body: string) => string): string {
  const start = text.search(new RegExp(`^func \\(n \\*linuxNodeHandler\\) ${name}\\(`, "m"));
  const end = text.indexOf("\n}\n", start);
  if (start === -1 || end === -1) throw new Error(`expected a function ${name}`);
  return text.slice(0, start) + change(text.slice(start, end)) + text.slice(end);
}

const handler = (change: (text: string) => Content) => (read: Read) => ({
  [handlerPath]: change(read(handlerPath)),
});

const second = (name: string) => () => ({
  "pkg/datapath/linux/node_other.go": `package linux\n\nfunc (n *linuxNodeHandler) ${name}() error {\n\treturn nil\n}\n`,
});

const badTrees: readonly BadTree[] = [
  {
    title: "a module that is not Cilium's",
    code: "profile/not-cilium",
    names: ["go.mod", "github.com/cilium/cilium", "example.org/other"],
    files: (read) => ({ "go.mod": swap(read("go.mod"), /^module .*$/gm, "module example.org/other") }),
  },
  {
    title: "no node handler",
    code: "profile/not-cilium",
    names: [handlerPath],
    files: () => ({ [handlerPath]: null }),
  },
  {
    title: "updateNodeRoute under another name",
    code: "profile/fact-missing",
    names: [handlerPath, "updateNodeRoute"],
    files: handler((text) => swap(text, "updateNodeRoute", "installNodeRoute")),
  },
  {
    title: "the function that makes routes under another name",
    code: "profile/fact-missing",
    names: [handlerPath, "createNodeRoute"],
    files: handler((text) => swap(text, /createNodeRoute(Spec)?/g, "describeRoute")),
  },
  {
    title: "no updateOrRemoveNodeRoutes",
    code: "profile/fact-missing",
    names: [handlerPath, "updateOrRemoveNodeRoutes"],
    files: handler((text) => swap(text, "updateOrRemoveNodeRoutes", "changeNodeRoutes")),
  },
  {
    title: "no deleteNodeRoute",
    code: "golang/anchor-mismatch",
    names: [handlerPath, "deleteNodeRoute"],
    files: handler((text) => swap(text, /deleteNodeRoute\(/g, "dropNodeRoute(")),
  },
  {
    title: "updateNodeRoute with a receiver of another name",
    code: "profile/fact-missing",
    names: [handlerPath, "receiver", "updateNodeRoute"],
    files: handler((text) =>
      inFunction(text, "updateNodeRoute", (body) => swap(body, /\bn\b(?=[ .])/g, "handler")),
    ),
  },
  {
    title: "updateNodeRoute with one more parameter",
    code: "profile/fact-missing",
    names: [handlerPath, /updateNodeRoute\(.*force bool/],
    files: handler((text) =>
      inFunction(text, "updateNodeRoute", (body) =>
        swap(body, "addressFamilyEnabled bool", "addressFamilyEnabled, force bool"),
      ),
    ),
  },
  {
    title: "updateNodeRoute with a prefix of another type",
    code: "profile/fact-missing",
    names: [handlerPath, "netip.Prefix", "string"],
    files: handler((text) =>
      inFunction(text, "updateNodeRoute", (body) => swap(body, "prefix *cidr.CIDR", "prefix string")),
    ),
  },
  {
    title: "a handler that does not parse",
    code: "golang/syntax-error",
    names: [new RegExp(`${handlerPath}:\\d+`)],
    files: handler((text) => `${text}\nfunc broken( {\n`),
  },
  {
    title: "options that do not parse",
    code: "golang/syntax-error",
    names: [new RegExp(`${optionPath}:\\d+`)],
    files: (read) => ({
      [optionPath]: swap(read(optionPath), "type DaemonConfig struct {", "type DaemonConfig {{"),
    }),
  },
  {
    title: "a handler with CRLF line ends",
    code: "checkout/crlf",
    names: [`${handlerPath}:1 `, "LF", "CRLF"],
    files: handler((text) => swap(text, "\n", "\r\n")),
  },
  {
    title: "one CRLF line end in the command reference",
    code: "checkout/crlf",
    names: [new RegExp(`${referencePath}:\\d+ `), "LF", "CRLF"],
    files: (read) => ({ [referencePath]: `${read(referencePath)}last\r\n` }),
  },
  {
    title: "a handler that is a symbolic link",
    code: "checkout/not-a-file",
    names: [handlerPath, "symbolic link"],
    files: () => ({ [handlerPath]: { symlink: "/etc/passwd" } }),
  },
  {
    title: "a folder of a probed file that is a symbolic link",
    code: "checkout/not-a-file",
    names: ["pkg/option", "symbolic link"],
    files: () => ({ [optionPath]: null, "pkg/option": { symlink: "../common" } }),
  },
  {
    title: "a folder where a file is expected",
    code: "checkout/not-a-file",
    names: ["VERSION", "folder"],
    files: () => ({ VERSION: null, "VERSION/file": "1.10.12\n" }),
  },
  {
    title: "a handler that is not UTF-8",
    code: "checkout/not-utf8",
    names: [handlerPath, "UTF-8"],
    files: handler((text) => Buffer.concat([Buffer.from(text), Buffer.from("// K\xf6ln\n", "latin1")])),
  },
  {
    title: "a command reference that is not UTF-8",
    code: "checkout/not-utf8",
    names: [referencePath, "UTF-8"],
    files: (read) => ({
      [referencePath]: Buffer.concat([Buffer.from(read(referencePath)), Buffer.from([0xff, 0xfe, 0x0a])]),
    }),
  },
];

/** Found to be patched at a venture, or refused without saying what was expected and found. */
const onceBad: readonly BadTree[] = [
  {
    title: "a second updateNodeRoute in another file",
    code: "profile/fact-missing",
    names: ["node_other.go", "updateNodeRoute"],
    files: second("updateNodeRoute"),
  },
  {
    title: "a second nodeDelete in another file",
    code: "profile/fact-missing",
    names: ["node_other.go", "nodeDelete"],
    files: second("nodeDelete"),
  },
  {
    title: "nodeUpdate twice in the handler's file",
    code: "profile/fact-missing",
    names: [handlerPath, "nodeUpdate"],
    files: handler((text) => `${text}\nfunc (n *linuxNodeHandler) nodeUpdate() {\n}\n`),
  },
];

let origin: Origin;
let run: Run;
let value: GenerateValue;
const out = join(temp, "out");
const branchOf = (shape: string, index: number) => `bad/${shape}/${index}`;

beforeAll(async () => {
  origin = await makeOrigin(temp);
  const refs = shapes.flatMap((shape) =>
    [...badTrees, ...onceBad].map(({ files }, index) => {
      const branch = branchOf(shape, index);
      commitOn(
        origin.dir,
        shape,
        branch,
        files((path) => textAt(origin.dir, shape, path)),
      );
      return branch;
    }),
  );
  const args = [...refs, commonRef].flatMap((ref) => ["--ref", ref]);
  run = await patchkit(["generate", "-C", origin.dir, ...args, "--out", out, "--json"]);
  value = parseOutput(run, generateValue);
});

function expectRefused(tree: BadTree, branch: string): void {
  const results = value.results.filter(({ ref }) => ref === branch);
  expect(results.map(({ variant, status, code }) => [variant, status, code])).toEqual(
    variants.map((variant) => [variant, "refused", tree.code]),
  );
  for (const { reason, patches, tree: written, slug } of results) {
    expect(reason).toMatch(/expected [\s\S]* found |part of the change is already there: .*, which lacks /);
    for (const name of tree.names) expect(reason).toMatch(name);
    expect(patches).toEqual([]);
    expect(written).toBeNull();
    expect(existsSync(join(out, slug ?? ""))).toBe(slug === "");
  }
}

describe.each(shapes)("the shape of %s", (shape) => {
  it.each(badTrees.map((tree, index) => ({ ...tree, index })))(
    "is refused with $code where it has $title",
    (tree) => expectRefused(tree, branchOf(shape, tree.index)),
  );

  it.each(onceBad.map((tree, index) => ({ ...tree, index: index + badTrees.length })))(
    "is refused with $code where it has $title",
    (tree) => expectRefused(tree, branchOf(shape, tree.index)),
  );
});

describe("a run with bad trees", () => {
  it("ends with 1 and writes the series of the good one", () => {
    expect(run.code).toBe(1);
    const good = value.results.filter(({ ref }) => ref === commonRef);
    expect(good.map(({ status }) => status)).toEqual(variants.map(() => "generated"));
    expect(readdirSync(join(out, commonRef)).sort()).toEqual([...variants]);
  });

  it("makes no output folder where the only ref is refused, and says what to do next", async () => {
    const nowhere = join(temp, "nowhere");
    const index = badTrees.findIndex(({ code }) => code === "checkout/crlf");
    const args = ["generate", "-C", origin.dir, "--ref", branchOf("v1.9.0", index), "--out", nowhere];
    const alone = await patchkit(args);
    expect(alone.code).toBe(1);
    expect(alone.stdout).toContain("checkout/crlf");
    expect(alone.stdout).toContain("convert the file to LF");
    expect(existsSync(nowhere)).toBe(false);
  });
});

describe("a tree that lacks what only some variants need", () => {
  it.each(shapes)("is refused for those on the shape of %s, and is no bug for the others", async (shape) => {
    const path = "daemon/cmd/daemon_main.go";
    const branch = `unregistered/${shape}`;
    const text = textAt(origin.dir, shape, path);
    const line = /^\tflags\.Bool\(option\.EnableLocalNodeRoute.*\n/m;
    commitOn(origin.dir, shape, branch, { [path]: text.replace(line, "") });
    const args = ["generate", "-C", origin.dir, "--ref", branch, "--dry-run", "--json"];
    const { results } = parseOutput(await patchkit(args), generateValue);
    const outcomes = Object.fromEntries(
      results.map(({ variant, status, code }) => [variant, code ?? status]),
    );
    expect(outcomes).toMatchObject({ "flag-gate": "profile/fact-missing", "ipam-mode": "generated" });
  });
});

describe("a tree in which only a test cannot be made", () => {
  it.each(shapes)("gives series without it on the shape of %s, and says so", async (shape) => {
    const path = "pkg/ipam/option/option_test.go";
    const branch = `tested/${shape}`;
    commitOn(origin.dir, shape, branch, { [path]: "package option\n" });
    const args = ["generate", "-C", origin.dir, "--ref", branch, "--out", join(temp, "tested"), "--json"];
    const run = await patchkit(args);
    expect(run.code).toBe(0);
    const { results } = parseOutput(run, generateValue);
    const ipam = results.find(({ variant }) => variant === "ipam-mode");
    expect(ipam).toMatchObject({ status: "generated" });
    expect(ipam?.reason).toContain(path);
    expect(ipam?.files.map((file) => file.path)).not.toContain(path);
    const letter = readFileSync(
      join(temp, "tested", ipam?.slug ?? "", "ipam-mode", "cover-letter.txt"),
      "utf8",
    );
    expect(letter.replace(/\s+/g, " ")).toContain("comes without");
    expect(results.filter(({ reason }) => reason !== null).map(({ variant }) => variant)).toEqual([
      "ipam-mode",
    ]);
  });
});

describe("names a variant would add", () => {
  const flag = (name: string, ref: string) => [
    "generate",
    ...["-C", origin.dir, "--ref", ref, "--variant", "flag-gate", "--set", `flag=${name}`],
    ...["--out", join(temp, "flag"), "--json"],
  ];

  it.each([
    { title: "a flag that the options name", name: "enable-local-node-route", code: "plan/flag-taken" },
    {
      title: "a flag that only the command reference lists",
      name: "only-documented",
      code: "plan/flag-taken",
    },
    {
      title: "a flag whose constant is taken",
      name: "enable-auto-direct-routing",
      code: "plan/identifier-taken",
    },
  ])("are refused with $code for $title", async ({ name, code }) => {
    const branch = `taken-${name}`;
    const reference = textAt(origin.dir, commonRef, referencePath);
    commitOn(origin.dir, commonRef, branch, {
      [referencePath]: reference.replace(/^( {6}--\w)/m, "      --only-documented   Documented\n$1"),
    });
    const taken = await patchkit(flag(name, branch));
    expect(taken.code).toBe(1);
    const [result] = parseOutput(taken, generateValue).results;
    expect(result).toMatchObject({ status: "refused", code });
    expect(result?.reason).toMatch(/expected [\s\S]* found [\s\S]*--set flag=NAME/);
    expect(existsSync(join(temp, "flag"))).toBe(false);
  });

  it("are refused where the flag is registered as plain text", async () => {
    const path = "daemon/cmd/daemon_main.go";
    const main = textAt(origin.dir, commonRef, path);
    const [line = ""] = /^\tflags\.Bool\(.*$/m.exec(main) ?? [];
    const branch = "taken-plain-text";
    commitOn(origin.dir, commonRef, branch, {
      [path]: main.replace(line, () => `\tflags.Bool("plain-text-flag", false, "")\n${line}`),
    });
    const taken = await patchkit(flag("plain-text-flag", branch));
    expect(parseOutput(taken, generateValue).results).toMatchObject([{ code: "plan/flag-taken" }]);
  });
});

describe("a function whose parameters have other names", () => {
  const renames = [
    { name: "nodeDelete", from: "oldNode", to: "gone" },
    { name: "nodeUpdate", from: "newNode", to: "current" },
    { name: "nodeUpdate", from: "oldNode", to: "former" },
    { name: "nodeUpdate", from: "firstAddition", to: "first" },
    { name: "updateOrRemoveNodeRoutes", from: "old", to: "former" },
    { name: "updateOrRemoveNodeRoutes", from: "new", to: "current" },
    { name: "NodeConfigurationChanged", from: "newConfig", to: "config" },
    { name: "updateNodeRoute", from: "prefix", to: "target" },
    { name: "updateNodeRoute", from: "addressFamilyEnabled", to: "enabled" },
  ];
  const cases = shapes.flatMap((shape) => renames.map((rename) => ({ shape, ...rename })));
  let results: GenerateValue["results"];
  const branch = ({ shape, name, from }: (typeof cases)[number]) => `renamed/${shape}/${name}/${from}`;

  beforeAll(async () => {
    for (const one of cases) {
      const text = textAt(origin.dir, one.shape, handlerPath);
      const changed = inFunction(text, one.name, (body) =>
        swap(body, new RegExp(`(?<![\\w.])${one.from}(?!\\w|: )`, "g"), one.to),
      );
      commitOn(origin.dir, one.shape, branch(one), { [handlerPath]: changed });
    }
    const refs = cases.flatMap((one) => ["--ref", branch(one)]);
    const renamed = await patchkit([
      "generate",
      "-C",
      origin.dir,
      ...refs,
      "--out",
      join(temp, "renamed"),
      "--json",
    ]);
    results = parseOutput(renamed, generateValue).results;
  });

  const title = "$shape, $name, $from: is refused, or the patch does not use the old name";
  it.each(cases)(title, expectSound);

  function expectSound(one: (typeof cases)[number]): void {
    const wrong = results
      .filter(({ ref }) => ref === branch(one))
      .filter(({ status, patches }) => status === "generated" && usesName(patches, one.name, one.from))
      .map(({ variant }) => variant);
    expect(wrong).toEqual([]);
  }

  /** Whether the patched function has the old name somewhere, which is then undefined. */
  function usesName(patches: readonly string[], name: string, from: string): boolean {
    const [first = ""] = patches;
    const [, ref] = /^(.*)\/[^/]+\/[^/]+$/.exec(first) ?? [];
    const target = join(temp, "renamed-target");
    if (!existsSync(target)) git(origin.dir, ["clone", "--quiet", "--no-checkout", origin.dir, target]);
    const result = results.find((one) => one.patches.includes(first));
    if (!result?.sha || ref === undefined) throw new Error(`no result for ${first}`);
    git(target, ["checkout", "--quiet", "--force", "--detach", result.sha]);
    git(target, ["am", "--quiet", ...patches.map((patch) => join(temp, "renamed", patch))]);
    let used = false;
    inFunction(textAt(target, "HEAD", handlerPath), name, (body) => {
      used = new RegExp(`(?<![\\w.])${from}(?!\\w|: )`).test(body.replace(/\/\/.*$/gm, ""));
      return body;
    });
    return used;
  }
});

describe("a file that may be run", () => {
  it("stays one: a series changes no mode", async () => {
    commitOn(origin.dir, commonRef, "executable", {
      [handlerPath]: { executable: textAt(origin.dir, commonRef, handlerPath) },
    });
    const folder = join(temp, "executable");
    const args = ["generate", "-C", origin.dir, "--ref", "executable", "--out", folder, "--json"];
    const { results } = parseOutput(await patchkit(args), generateValue);
    for (const { patches, variant } of results) {
      const text = patches.map((patch) => readFileSync(join(folder, patch), "utf8")).join("");
      expect(text, variant).toMatch(
        /^diff --git a\/pkg\/datapath\/linux\/node\.go .*\nindex [0-9a-f.]+ 100755$/m,
      );
      expect(text, variant).not.toMatch(/^(old|new) mode /m);
    }
    expect(results.map(({ status }) => status)).toEqual(variants.map(() => "generated"));
  });
});
