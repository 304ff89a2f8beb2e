import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it, type TestContext } from "vitest";
import { type GenerateValue, generateValue } from "../../src/cli/values.ts";
import { variants } from "../helpers/clone.ts";
import { git, objectId } from "../helpers/clone-git.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";
import { applyToIndex, makeScratch, textsAt } from "../helpers/clone-scratch.ts";
import { readSeries, touchedPaths, undoSeries, unexpectedLosses } from "../helpers/clone-series.ts";
import { listingOf } from "../helpers/clone-snapshot.ts";

/** A clone of Cilium; this tier is skipped without one. */
const repo = process.env["CILIUM_REPO"] ?? "";

/** What of the option's way differs between releases. */
interface Shape {
  readonly shape: string;
  readonly refs: readonly string[];
  /** Where the node configuration is declared, filled, and compared where that is generated. */
  readonly configFiles: readonly string[];
  /** Where flags are registered. */
  readonly flagsFile: string;
  /** Where the IPAM modes are declared, and the test beside them; none before there is an option. */
  readonly ipamFiles: readonly string[];
}

const earlyMain = "daemon/daemon_main.go";
const cmdMain = "daemon/cmd/daemon_main.go";
const earlyConfig = "pkg/datapath/node.go";
const typesConfig = "pkg/datapath/types/node.go";
const discovery = "pkg/nodediscovery/nodediscovery.go";
const orchestrator = "pkg/datapath/orchestrator/localnodeconfig.go";
const ipamInOption = ["pkg/option/config.go", "pkg/option/config_test.go"];
const ipamPackage = ["pkg/ipam/option/option.go", "pkg/ipam/option/option_test.go"];

const shapes: readonly Shape[] = [
  {
    shape: "the daemon fills the node configuration",
    refs: ["v1.4.10"],
    configFiles: [earlyConfig, "daemon/node_discovery.go"],
    flagsFile: earlyMain,
    ipamFiles: [],
  },
  {
    shape: "node discovery is a package",
    refs: ["v1.5.13"],
    configFiles: [earlyConfig, discovery],
    flagsFile: earlyMain,
    ipamFiles: [],
  },
  {
    shape: "an IPAM option",
    refs: ["v1.6.2", "v1.6.12", "v1.7.12", "v1.7.16"],
    configFiles: [earlyConfig, discovery],
    flagsFile: earlyMain,
    ipamFiles: ipamInOption,
  },
  {
    shape: "the daemon's commands and the IPAM option are packages",
    refs: [
      ...["v1.8.6", "v1.8.13", "v1.9.0", "v1.9.17", "v1.10.12", "v1.11.6", "v1.12.0-rc2"],
      ...["819d92133317", "7f2cc7cc83fb", "5f7ac9162ce0"],
    ],
    configFiles: [earlyConfig, discovery],
    flagsFile: cmdMain,
    ipamFiles: ipamPackage,
  },
  {
    shape: "the node configuration is among the datapath's types",
    refs: ["abf057fd1d09", "751fc715b94a", "deb823a623ff", "b5a0cf529ac1", "65286ceb7de4"],
    configFiles: [typesConfig, discovery],
    flagsFile: cmdMain,
    ipamFiles: ipamPackage,
  },
  {
    shape: "node discovery has a file for the node configuration",
    refs: ["e37b3e494c15", "1bc9e5148cdb"],
    configFiles: [typesConfig, "pkg/nodediscovery/localnodeconfig.go"],
    flagsFile: cmdMain,
    ipamFiles: ipamPackage,
  },
  {
    shape: "an orchestrator fills the node configuration",
    refs: ["447c92dd59f6"],
    configFiles: [typesConfig, orchestrator],
    flagsFile: cmdMain,
    ipamFiles: ipamPackage,
  },
  {
    shape: "the node configuration's equality is generated",
    refs: ["df809d67b81c", "228a293646c4", "e4a9ed774863", "eef25305626f", "8e8421dd3ee7"],
    configFiles: [typesConfig, orchestrator, "pkg/datapath/types/zz_generated.deepequal.go"],
    flagsFile: cmdMain,
    ipamFiles: ipamPackage,
  },
];

const handlerFiles = ["node.go", "node_linux_test.go"].map((name) => `pkg/datapath/linux/${name}`);

/** What follows the code differs with each release's chart and documents: `inspect --coverage` tells it. */
function followsCode(path: string): boolean {
  return /^(install\/kubernetes|Documentation)\//.test(path) && !path.startsWith("Documentation/cmdref/");
}

/** Every file of the code that a variant touches on a shape, and the command reference. */
function expectedFiles(variant: string, shape: Shape): string[] {
  const option = ["Documentation/cmdref/cilium-agent.md", "pkg/defaults/defaults.go", "pkg/option/config.go"];
  const more: Readonly<Record<string, readonly string[]>> = {
    "flag-gate": [...option, shape.flagsFile, ...shape.configFiles],
    "ipam-mode": [...shape.ipamFiles, ...shape.configFiles],
  };
  return [...handlerFiles, ...(more[variant] ?? [])].sort();
}

const cases = shapes.flatMap((shape) => shape.refs.map((ref) => ({ ref, shape, name: shape.shape })));

describe.skipIf(repo === "")("on a clone of Cilium (CILIUM_REPO names it)", () => {
  const temp = temporaryFolder();
  const out = join(temp, "out");
  let scratch: string;
  let results: GenerateValue["results"];

  beforeAll(async () => {
    scratch = makeScratch(repo, join(temp, "scratch.git"));
    const gitDir = git(repo, ["rev-parse", "--absolute-git-dir"]).trim();
    const before = listingOf(gitDir);
    const refs = cases.flatMap(({ ref }) => ["--ref", ref]);
    const run = await patchkit(["generate", "-C", repo, ...refs, "--out", out, "--json"]);
    results = parseOutput(run, generateValue).results;
    expect(listingOf(gitDir)).toEqual(before);
  });

  /** The result of one ref and variant; the test is skipped where the clone does not have the ref. */
  function resultOf(ref: string, variant: string, context: TestContext): GenerateValue["results"][number] {
    const result = results.find((one) => one.ref === ref && one.variant === variant);
    if (!result) throw new Error(`no result for ${ref} and ${variant}`);
    if (result.code === "checkout/unknown-ref") context.skip(`${ref} is not in ${repo}`);
    return result;
  }

  describe.each(variants)("%s", (variant) => {
    it.for(cases)("on $ref ($name) is a series of the named files, or not applicable", (one, context) => {
      const result = resultOf(one.ref, variant, context);
      const applicable = variant !== "ipam-mode" || one.shape.ipamFiles.length > 0;
      expect(result.status, result.reason ?? "").toBe(applicable ? "generated" : "not-applicable");
      const paths = result.files.map(({ path }) => path);
      expect(paths.filter((path) => !followsCode(path))).toEqual(
        applicable ? expectedFiles(variant, one.shape) : [],
      );
      // Every release from v1.4 on has a page on upgrades, or one on encapsulation.
      expect(paths.filter(followsCode).length > 0).toBe(applicable);
    });

    it.for(cases)(
      "on $ref goes onto the base exactly, gives the tree of series.json, and can be undone",
      (one, context) => {
        const result = resultOf(one.ref, variant, context);
        if (result.status === "not-applicable") context.skip(result.reason ?? "");
        const [first = ""] = result.patches;
        const series = readSeries(join(out, dirname(first)));
        const tree = applyToIndex(scratch, series.base, series.patchPaths);
        expect(tree).toBe(series.tree);

        const paths = touchedPaths(series);
        const base = textsAt(scratch, series.base, paths);
        const after = textsAt(scratch, tree, paths);
        expect([...after.keys()]).toEqual(paths);
        for (const [path, text] of base)
          expect(unexpectedLosses(variant, text, after.get(path) ?? ""), path).toEqual([]);
        undoSeries(series, after);
        expect(Object.fromEntries(after)).toEqual(Object.fromEntries(base));
      },
    );
  });

  it.for(["v1.9.0", "v1.10.12", "8e8421dd3ee7"])(
    "on %s every series is taken by git am in a sparse clone",
    (ref, context) => {
      const dir = join(temp, `sparse-${ref}`);
      resultOf(ref, "flag-gate", context);
      git(temp, ["clone", "--quiet", "--shared", "--no-checkout", scratch, dir]);
      const folders = [
        "pkg/datapath",
        "pkg/defaults",
        "pkg/option",
        "pkg/ipam/option",
        "pkg/nodediscovery",
        "daemon",
        "Documentation",
        "install/kubernetes",
      ];
      // What a partial clone lacks outside of these folders is not missed then.
      git(dir, ["config", "remote.origin.promisor", "true"]);
      git(dir, ["sparse-checkout", "set", ...folders]);
      for (const variant of variants) {
        const [first = ""] = resultOf(ref, variant, context).patches;
        const series = readSeries(join(out, dirname(first)));
        git(dir, ["checkout", "--quiet", "--detach", series.base]);
        git(dir, ["am", "--quiet", ...series.patchPaths]);
        expect(objectId(dir, "HEAD^{tree}"), variant).toBe(series.tree);
      }
    },
  );
});
