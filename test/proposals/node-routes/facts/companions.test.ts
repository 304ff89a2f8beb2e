import { describe, expect, it } from "vitest";
import { companionProbes } from "../../../../src/proposals/node-routes/facts/companions.ts";
import { factOf, sourcesOf } from "../../../helpers/fact-sources.ts";

const chart = "install/kubernetes/cilium";
const late = `${chart}/templates/cilium-configmap.yaml`;
const early = `${chart}/charts/config/templates/configmap.yaml`;
const reference = "Documentation/cmdref/cilium-agent.md";

const fact = (name: keyof typeof companionProbes, texts: Readonly<Record<string, string>>) =>
  factOf(companionProbes[name](sourcesOf(texts)));

describe("the chart's flag of node routes", () => {
  it("is the last one that the release has, next to a documented value", () => {
    const config =
      "data:\n  auto-direct-node-routes: {{ .Values.autoDirectNodeRoutes | quote }}\n  direct-routing-skip-unreachable: {{ .Values.directRoutingSkipUnreachable | quote }}\n";
    const values = "# -- Skip.\n# More.\ndirectRoutingSkipUnreachable: false\n";
    expect(fact("chartSibling", { [late]: config, [`${chart}/values.yaml`]: values })).toEqual({
      configMap: late,
      key: "direct-routing-skip-unreachable",
      scope: "",
      value: "directRoutingSkipUnreachable",
      isGenerated: true,
      values: `${chart}/values.yaml`,
    });
  });

  it("has a scope in early charts, and a comment of the old kind", () => {
    const config = "data:\n  auto-direct-node-routes: {{ .Values.global.autoDirectNodeRoutes | quote }}\n";
    const values = "global:\n  # autoDirectNodeRoutes enables it\n  autoDirectNodeRoutes: false\n";
    expect(fact("chartSibling", { [early]: config, [`${chart}/values.yaml`]: values })).toMatchObject({
      configMap: early,
      scope: "global.",
      isGenerated: false,
    });
  });

  it("is the same with its value's name in quotes", () => {
    const config = "data:\n  auto-direct-node-routes: {{ .Values.autoDirectNodeRoutes | quote }}\n";
    const values = '# -- Enable it\n"autoDirectNodeRoutes": false\n';
    expect(fact("chartSibling", { [late]: config, [`${chart}/values.yaml`]: values })).toMatchObject({
      isGenerated: true,
    });
  });

  it("is absent without a chart, and unknown in another form", () => {
    expect(fact("chartSibling", {})).toBe("missing: the release has no chart that sets flags of the agent");
    expect(companionProbes.chartSibling(sourcesOf({}))).toMatchObject({ isAbsent: true });
    const odd = { [late]: "  auto-direct-node-routes: always\n", [`${chart}/values.yaml`]: "" };
    expect(companionProbes.chartSibling(sourcesOf(odd))).not.toHaveProperty("isAbsent");
  });
});

it("the share of flags that the chart sets counts those without a value", () => {
  const flags = "      --a-flag      text\n      --b int       number\n  -c, --c-flag      text\n";
  expect(fact("chartShare", { [reference]: flags, [late]: "  a-flag: x\n  b: 1\n" })).toEqual({
    flags: 2,
    set: 1,
  });
});

it("the list of words is needed where names of values are spelt", () => {
  const list = { "Documentation/spelling_wordlist.txt": "a\n" };
  const reference = (cell: string) => ({ ...list, "Documentation/helm-values.rst": `   * - ${cell}\n` });
  expect(fact("spellingList", reference("debug"))).toBe("Documentation/spelling_wordlist.txt");
  expect(fact("spellingList", reference(":spelling:ignore:`debug`"))).toContain("exempts the names");
  expect(fact("valueRole", reference(":spelling:ignore:`debug`"))).toBe(":spelling:ignore:");
});

describe("the notes on upgrades", () => {
  const page = (...sections: readonly string[]) => ({
    [reference]: "      --config-dir string   Folder of options\n",
    "Documentation/operations/upgrade.rst": sections
      .map((title) => `${title}\n${"-".repeat(title.length)}\n\n  * item\n`)
      .join("\n"),
  });

  it.each([
    [["1.10.11 Upgrade Notes", "1.10 Upgrade Notes", "New Options"], "1.10 Upgrade Notes > New Options"],
    [
      ["1.7 Upgrade Notes", "1.7.13 Upgrade Notes", "New ConfigMap Options"],
      "1.7 Upgrade Notes > New ConfigMap Options",
    ],
    [["1.19 Upgrade Notes", "Agent Options"], "1.19 Upgrade Notes > Agent Options"],
    [["1.9 Upgrade Notes", "1.8 Upgrade Notes", "New ConfigMap Options"], ""],
    [["1.16 Upgrade Notes", "Advanced", "New Options"], ""],
  ])("of %j list new options in %j", (sections, options) => {
    expect(fact("upgradeNotes", page(...sections))).toMatchObject({ options });
  });

  it("list no new option among those of the ConfigMap where the agent does not read all of it", () => {
    const early = {
      ...page("1.4 Upgrade Notes", "New ConfigMap Options"),
      [reference]: "      --debug   More\n",
    };
    expect(fact("upgradeNotes", early)).toMatchObject({ options: "" });
  });

  it("list changes under a title of their own, or in front of all", () => {
    expect(fact("upgradeNotes", page("1.20 Upgrade Notes", "Changes to Features"))).toMatchObject({
      changes: "1.20 Upgrade Notes > Changes to Features",
      changeIndent: "  ",
    });
    expect(fact("upgradeNotes", page("1.19 Upgrade Notes"))).toMatchObject({ changes: "1.19 Upgrade Notes" });
  });

  it("are absent without a page, and unknown without a section of a release", () => {
    expect(companionProbes.upgradeNotes(sourcesOf({}))).toMatchObject({ isAbsent: true });
    expect(fact("upgradeNotes", page("Notes"))).toContain("expected a section such as");
  });
});

describe("the page on encapsulation", () => {
  const page = (between: string) => ({
    "Documentation/network/concepts/routing.rst": `Encapsulation\n=============\n\n${between}Native-Routing\n==============\n\nConfiguration\n-------------\n`,
  });

  it("lists options of its own or does not", () => {
    expect(fact("encapsulationDocs", page("Configuration\n-------------\n\n"))).toMatchObject({
      isConfigured: true,
    });
    expect(fact("encapsulationDocs", page(""))).toMatchObject({ isConfigured: false });
  });

  it("is absent in early releases", () => {
    expect(companionProbes.encapsulationDocs(sourcesOf({}))).toMatchObject({ isAbsent: true });
  });
});
