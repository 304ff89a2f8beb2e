import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type GenerateValue, generateValue } from "../../src/cli/values.ts";
import { handlerPath, makeOrigin, type Origin } from "../helpers/clone.ts";
import { type Content, commitOn, git, textAt } from "../helpers/clone-git.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";
import { hasGo } from "../helpers/machine.ts";

const temp = temporaryFolder();
const out = join(temp, "out");
/** One whose errors are dropped, and one that gathers them. */
const shapes = ["v1.10.12", "v1.15.0-dev"] as const;
const allVariants = ["cidr-validation", "flag-gate", "ipam-mode"];
const handlerFolder = "pkg/datapath/linux";
const optionPath = "pkg/option/config.go";
const flagsPath = "daemon/cmd/daemon_main.go";

type Result = GenerateValue["results"][number];
type Read = (path: string) => string;
type Files = Readonly<Record<string, Content>>;

/** A tree in which names are others than the templates know. */
interface Change {
  readonly title: string;
  /** Undefined where the shape has nothing of the kind. */
  readonly files: (read: Read) => Files | undefined;
  /** Code and words of the refusal; without them, any series that compiles is as good as any refusal. */
  readonly refusal?: { readonly code: string; readonly names: readonly (string | RegExp)[] };
  /** The variants that are refused, where not all are. */
  readonly variants?: readonly string[];
}

const handler = (change: (text: string) => string) => (read: Read) => {
  const text = read(handlerPath);
  const after = change(text);
  return after === text ? undefined : { [handlerPath]: after };
};

const inFunction = (text: string, name: string, change: (body: string) => string) => {
  const start = text.search(new RegExp(`^func \\(\\w+ \\*linuxNodeHandler\\) ${name}\\(`, "m"));
  const end = text.indexOf("\n}\n", start);
  return start === -1 ? text : text.slice(0, start) + change(text.slice(start, end)) + text.slice(end);
};

const guard = /^\tif prefix == nil \|\| !addressFamilyEnabled \{\n\t\treturn nil\n\t\}\n/m;
const tooDeep = `${"(".repeat(300)}1${")".repeat(300)}`;

const changes: readonly Change[] = [
  {
    title: "netlink imported under another name",
    files: handler((text) =>
      text.replace('"github.com/vishvananda/netlink"', "nl $&").replace(/\bnetlink\.(?=[A-Z])/g, "nl."),
    ),
    refusal: { code: "plan/name-missing", names: [handlerPath, "expected netlink", "imported as nl"] },
  },
  {
    title: "a lock of another name",
    files: handler((text) => text.replace(/\bmutex\b/g, "mu")),
  },
  {
    title: "a lock of another name that validation does not take",
    files: handler((text) =>
      inFunction(text, "NodeValidateImplementation", (body) =>
        body.replace(/\tn\.mutex\.Lock\(\)\n\tdefer n\.mutex\.Unlock\(\)\n\n?/, ""),
      ).replace(/\bmutex\b/g, "mu"),
    ),
    refusal: { code: "plan/name-missing", names: [handlerPath, "linuxNodeHandler", "mutex"] },
  },
  {
    title: "a lock that a helper takes",
    files: handler((text) => {
      const taken = "\tn.mutex.Lock()\n\tdefer n.mutex.Unlock()\n";
      const changed = inFunction(text, "NodeValidateImplementation", (body) =>
        body
          .replace(`${taken}\n`, "")
          .replace(taken, "")
          .replace(/\tn\.nodeUpdate\(|return n\.nodeUpdate\(/, "return n.lockedUpdate("),
      );
      return changed === text || !changed.includes("n.lockedUpdate(nil, &node, false)")
        ? text
        : `${changed}\nfunc (n *linuxNodeHandler) lockedUpdate(oldNode, newNode *nodeTypes.Node, firstAddition bool) error {\n${taken}\n\tif !n.isInitialized {\n\t\treturn nil\n\t}\n\treturn n.nodeUpdate(oldNode, newNode, firstAddition)\n}\n`;
    }),
  },
  {
    title: "a handler with a type parameter",
    files: handler((text) =>
      text
        .replace("type linuxNodeHandler struct", "type linuxNodeHandler[T any] struct")
        .replace(/^func \((\w+) \*linuxNodeHandler\)/gm, "func ($1 *linuxNodeHandler[T])")
        .replace(/([*&])linuxNodeHandler(?!\[)/g, "$1linuxNodeHandler[int]"),
    ),
    refusal: { code: "plan/name-missing", names: ["linuxNodeHandler", "parameters"] },
  },
  {
    title: "errors that are gathered under another name",
    files: handler((text) => text.replace(/\berrs\b/g, "problems")),
  },
  {
    title: "a field of another name",
    files: handler((text) => text.replace(/\bdatapathConfig\b/g, "config")),
    refusal: { code: "plan/name-missing", names: [handlerPath, "linuxNodeHandler", "datapathConfig"] },
  },
  {
    title: "a helper of another name in a package that is imported",
    files: (read) => ({
      [handlerPath]: read(handlerPath).replaceAll("cidr.DiffCIDRLists", "cidr.Compare"),
      "pkg/cidr/diff.go": read("pkg/cidr/diff.go").replaceAll("DiffCIDRLists", "Compare"),
    }),
    refusal: { code: "plan/name-missing", names: ["expected pkg/cidr to declare DiffCIDRLists"] },
  },
  {
    title: "a parameter of another name",
    files: handler((text) =>
      inFunction(text, "updateNodeRoute", (body) => body.replace(/\bisLocalNode\b/g, "own")),
    ),
  },
  {
    title: "a guard in a function literal",
    files: handler((text) =>
      text.replace(
        guard,
        (found) =>
          `\tskip := func() error {\n${found.replace(/^\t/gm, "\t\t")}\t\treturn nil\n\t}\n\tif err := skip(); err != nil {\n\t\treturn err\n\t}\n`,
      ),
    ),
    refusal: {
      code: "golang/anchor-mismatch",
      names: [handlerPath, "addressFamilyEnabled", "in a function literal (line"],
    },
  },
  {
    title: "block comments around a guard",
    files: handler((text) =>
      text.replace(guard, (found) => `\t/* one\n\ttwo */ ${found.trim()} /* three\n\tfour */\n`),
    ),
  },
  {
    title: "a guard on one line with other statements",
    files: handler((text) =>
      text.replace(
        guard,
        "\tfor false {}; if prefix == nil || !addressFamilyEnabled { return nil }; for false {}\n",
      ),
    ),
  },
  {
    title: "calls with comments and wrapped arguments",
    files: handler((text) =>
      text
        .replace(
          /n\.updateOrRemoveNodeRoutes\(([^()\n]*(?:\([^()]*\)[^()\n]*)*)\)/g,
          "n.updateOrRemoveNodeRoutes(/* first */ $1,\n)",
        )
        .replace(/n\.deleteNodeRoute\(/g, "n.deleteNodeRoute( /* prefix */ "),
    ),
  },
  {
    title: "an expression that is nested too deep beside an edit",
    files: handler((text) => text.replace(guard, (found) => `\t_ = ${tooDeep}\n${found}`)),
    refusal: { code: "golang/not-formatted", names: [handlerPath, "gofmt"] },
  },
  {
    title: "the flag in a hive cell",
    files: () => ({
      "daemon/cmd/cells.go":
        'package cmd\n\nfunc cell(flags flagSet) {\n\tflags.Bool("enable-remote-node-route", true, "")\n}\n',
    }),
    refusal: { code: "plan/flag-taken", names: ["--enable-remote-node-route", "daemon/cmd/cells.go:4"] },
    variants: ["flag-gate"],
  },
  {
    title: "the flag as a raw string",
    files: () => ({ "pkg/option/more.go": "package option\n\nconst other = `enable-remote-node-route`\n" }),
    refusal: { code: "plan/flag-taken", names: ["--enable-remote-node-route", "pkg/option/more.go:3"] },
    variants: ["flag-gate"],
  },
  {
    title: "the flag in the reference of the hive",
    files: () => ({
      "Documentation/cmdref/cilium-agent_hive.md":
        "## cilium-agent hive\n\n```\n      --enable-remote-node-route   Install\n```\n",
    }),
    refusal: { code: "plan/flag-taken", names: ["cilium-agent_hive.md:4"] },
    variants: ["flag-gate"],
  },
  {
    title: "the option read under a condition",
    files: (read) => ({
      [optionPath]: read(optionPath).replace(
        /^\tc\.EnableLocalNodeRoute = .*$/m,
        "\tif c.EnableIPv4 {\n\t$&\n\t}",
      ),
    }),
    refusal: { code: "profile/fact-missing", names: ["getBool", optionPath] },
    variants: ["flag-gate"],
  },
  {
    title: "the option registered under a condition",
    files: (read) => ({
      [flagsPath]: read(flagsPath).replace(
        /^\tflags\.Bool\(option\.EnableLocalNodeRoute.*\n.*$/m,
        "\tif true {\n$&\n\t}",
      ),
    }),
    refusal: {
      code: "golang/anchor-mismatch",
      names: [flagsPath, /found it under a condition, in a loop or in a function literal \(line \d+\)/],
    },
    variants: ["flag-gate"],
  },
  {
    title: "the flag in a comment",
    files: () => ({
      "pkg/option/more.go":
        'package option\n\n// "enable-remote-node-route" was once planned.\nconst other = "x"\n',
    }),
  },
  {
    title: "the option's constant in another file",
    files: () => ({ "pkg/option/more.go": "package option\n\nfunc EnableRemoteNodeRouteName() {}\n" }),
    refusal: {
      code: "plan/identifier-taken",
      names: ["EnableRemoteNodeRouteName", "pkg/option/more.go:3", "--set flag=NAME"],
    },
    variants: ["flag-gate"],
  },
  {
    title: "the option as a method of the configuration",
    files: () => ({
      "pkg/option/more.go":
        "package option\n\nfunc (c *DaemonConfig) EnableRemoteNodeRoute() bool { return true }\n",
    }),
    refusal: { code: "plan/identifier-taken", names: ["EnableRemoteNodeRoute", "pkg/option/more.go:3"] },
    variants: ["flag-gate"],
  },
];

let origin: Origin;
let results: readonly Result[];
const branchOf = (shape: string, title: string) => `changed/${shape}/${title.replace(/\W+/g, "-")}`;

beforeAll(async () => {
  origin = await makeOrigin(temp);
  const refs = shapes.flatMap((shape) =>
    changes.flatMap(({ title, files }) => {
      const changed = files((path) => textAt(origin.dir, shape, path));
      if (!changed) return [];
      commitOn(origin.dir, shape, branchOf(shape, title), changed);
      return [branchOf(shape, title)];
    }),
  );
  const args = [...refs, ...shapes].flatMap((ref) => ["--ref", ref]);
  const run = await patchkit(["generate", "-C", origin.dir, ...args, "--out", out, "--json"]);
  results = parseOutput(run, generateValue).results;
});

const resultsAt = (ref: string) => results.filter((result) => result.ref === ref);

/** What Go says of a series, "" where it compiles with its tests. */
function vet({ sha, patches, variant }: Result): string {
  const tree = join(temp, "tree");
  if (!existsSync(tree)) git(origin.dir, ["clone", "--quiet", "--no-checkout", origin.dir, tree]);
  git(tree, ["checkout", "--quiet", "--force", "--detach", sha ?? ""]);
  git(tree, ["clean", "--quiet", "-fdx"]);
  git(tree, ["am", "--quiet", ...patches.map((patch) => join(out, patch))]);
  const tags = ["-tags", "privileged_tests,unparallel"];
  const packages = [`./${handlerFolder}`, "./pkg/option", "./daemon/..."];
  try {
    execFileSync("go", ["vet", "-composites=false", ...tags, ...packages], {
      cwd: tree,
      stdio: "pipe",
      env: { ...process.env, GOFLAGS: "-mod=vendor", GOPROXY: "off" },
    });
    return "";
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    return `${variant}: ${stderr?.toString() ?? error}`;
  }
}

describe.each(changes.map((change, index) => ({ ...change, index })))(
  "a tree with $title",
  ({ title, refusal, variants, index }) => {
    it.each(shapes)("is refused with name and place, or gets a series, on the shape of %s", (shape) => {
      for (const { variant, status, code, reason } of resultsAt(branchOf(shape, title))) {
        if (refusal && (variants ?? allVariants).includes(variant)) {
          expect([variant, code]).toEqual([variant, refusal.code]);
          for (const name of refusal.names) expect(reason).toMatch(name);
        } else if (refusal) {
          expect([variant, status, reason]).toEqual([variant, "generated", null]);
        } else if (status !== "generated") {
          expect(code).toMatch(/^(plan|profile|golang)\//);
          expect(reason).toMatch(/expected [\s\S]* found /);
        }
      }
    });

    // One series for each tree: compiling takes longer than all the rest.
    it.skipIf(!hasGo || refusal?.code === "plan/flag-taken")("gets only series that compile", () => {
      const [shape = shapes[0]] = index % 2 === 0 ? shapes : shapes.toReversed();
      const generated = resultsAt(branchOf(shape, title)).filter(({ status }) => status === "generated");
      const chosen = generated[index % Math.max(1, generated.length)];
      if (chosen) expect(vet(chosen)).toBe("");
    });
  },
);

it("each change changes a tree", () => {
  const branches = new Set(results.map(({ ref }) => ref));
  for (const { title } of changes)
    expect(shapes.some((shape) => branches.has(branchOf(shape, title)))).toBe(true);
});

describe("a tree with two things amiss", () => {
  const reasonAt = async (name: string, change: (text: string) => string) => {
    const shape = "v1.15.0-dev";
    commitOn(origin.dir, shape, name, { [handlerPath]: change(textAt(origin.dir, shape, handlerPath)) });
    const args = ["generate", "-C", origin.dir, "--ref", name, "--variant", "cidr-validation", "--dry-run"];
    return parseOutput(await patchkit([...args, "--json"]), generateValue).results[0]?.reason ?? "";
  };

  it("is refused with both names", async () => {
    const reason = await reasonAt("two-names", (text) =>
      inFunction(text.replace(/\bdatapathConfig\b/g, "config"), "nodeUpdate", (body) =>
        body.replace(/\bfirstAddition\b/g, "isFirst"),
      ),
    );
    expect(reason).toContain("expected linuxNodeHandler to have the field or method datapathConfig");
    expect(reason).toContain("expected firstAddition to be declared in nodeUpdate");
  });

  it("is refused with both anchors", async () => {
    const reason = await reasonAt("two-anchors", (text) =>
      text
        .replace(/\bdeleteDirectRoute\(/g, "dropDirectRoute(")
        .replace("if prefix == nil || !addressFamilyEnabled", "if prefix == nil"),
    );
    expect(reason).toContain(
      'expected 1 × "func linuxNodeHandler.deleteDirectRoute > if CIDR == nil", found 0',
    );
    expect(reason).toContain(
      'expected 1 × "func linuxNodeHandler.updateNodeRoute > if prefix == nil || !addressFamilyEnabled", found 0',
    );
  });
});

/** Names that a series brings at the top of a package, with declarations that take them. */
function namesOf(shape: string, variant: string): { name: string; folder: string; declaration: string }[] {
  const good = resultsAt(shape).find((result) => result.variant === variant);
  const text = (good?.patches ?? []).map((patch) => readFileSync(join(out, patch), "utf8")).join("");
  return text.split(/^diff --git a\/(?=.*\.go )/m).flatMap((diff) => {
    const folder = diff.slice(0, diff.indexOf(" ")).replace(/\/[^/]+$/, "");
    const added = (pattern: RegExp) => [...diff.matchAll(pattern)].map(([, name = ""]) => name);
    return [
      ...added(/^\+func \(n \*linuxNodeHandler\) (\w+)\(/gm).map((name) => ({
        name,
        folder,
        declaration: `func (n *linuxNodeHandler) ${name}() {}`,
      })),
      ...added(/^\+func (\w+)\(/gm).map((name) => ({ name, folder, declaration: `const ${name} = 1` })),
    ];
  });
}

describe("a name that a series brings", () => {
  it.each(allVariants)("is refused to %s where the package has it", async (variant) => {
    const shape = "v1.15.0-dev";
    const names = namesOf(shape, variant);
    expect(names.length).toBeGreaterThan(0);
    const branches = names.map(({ name, folder, declaration }) => {
      const branch = `taken/${variant}/${name}`;
      const file = `package ${folder.slice(folder.lastIndexOf("/") + 1)}\n\n${declaration}\n`;
      commitOn(origin.dir, shape, branch, { [`${folder}/taken_test.go`]: file });
      return branch;
    });
    const args = ["generate", "-C", origin.dir, "--variant", variant, "--dry-run", "--json"];
    const run = await patchkit([...args, ...branches.flatMap((ref) => ["--ref", ref])]);
    const refused = parseOutput(run, generateValue).results;
    expect(refused.map(({ ref, code }) => [ref, code])).toEqual(
      branches.map((branch) => [branch, "plan/identifier-taken"]),
    );
    names.forEach(({ name, folder }, index) => {
      expect(refused[index]?.reason).toMatch(
        new RegExp(`expected a new name ${name}, found .* at ${folder}/taken_test.go:3`),
      );
      const isOfFlag = variant === "flag-gate" && name.includes("EnableRemoteNodeRoute");
      expect([name, refused[index]?.reason?.includes("--set flag=NAME")]).toEqual([name, isOfFlag]);
    });
  });
});
