import { describe, expect, it } from "vitest";
import { ipamProbes } from "../../../../src/proposals/node-routes/facts/ipam.ts";
import { factOf, sourcesOf } from "../../../helpers/fact-sources.ts";

const configPath = "pkg/option/config.go";
const ownPath = "pkg/ipam/option/option.go";

/** Package option, with these fields of its configuration and these declarations. */
function option(fields: readonly string[], declarations = ""): Record<string, string> {
  const lines = fields.map((field) => `\t${field}\n`).join("");
  return { [configPath]: `package option\n\ntype DaemonConfig struct {\n${lines}}\n${declarations}` };
}

/** A group of constants with these values. */
function constants(values: Readonly<Record<string, string>>): string {
  const lines = Object.entries(values).map(([name, value]) => `\t${name} = "${value}"\n`);
  return `\nconst (\n${lines.join("")})\n`;
}

const ipam = (files: Readonly<Record<string, string>>) => factOf(ipamProbes.ipam(sourcesOf(files)));

describe("the IPAM modes", () => {
  it("are those of package option and the nameless host scope, where they have no package of their own", () => {
    const modes = constants({ IPAMCRD: "crd", IPAMENI: "eni" });
    expect(ipam(option(["IPAM string"], modes))).toEqual({
      path: configPath,
      last: "IPAMENI",
      package: { path: "github.com/cilium/cilium/pkg/option", name: "option" },
      selected: "IPAM",
      modes: [
        { value: "", constant: "" },
        { value: "crd", constant: "IPAMCRD" },
        { value: "eni", constant: "IPAMENI" },
      ],
    });
  });

  it("are those of their own package alone, and are read by the method that lowers their case", () => {
    const lowering = "\nfunc (c *DaemonConfig) IPAMMode() string { return c.IPAM }\n";
    const own = {
      [ownPath]: `package option\n${constants({ IPAMKubernetes: "kubernetes", IPAMCRD: "crd" })}`,
    };
    const old = constants({ IPAMENI: "eni" });
    expect(ipam({ ...option(["IPAM string"], old + lowering), ...own })).toMatchObject({
      path: ownPath,
      last: "IPAMCRD",
      package: { path: "github.com/cilium/cilium/pkg/ipam/option", name: "ipamOption" },
      selected: "IPAMMode()",
      modes: [{ value: "kubernetes" }, { value: "crd" }],
    });
  });

  it("are the constants of one group that name a mode, the first of each value", () => {
    const group = constants({
      IPAMCRD: "crd",
      IPAMOther: "crd",
      IPAMMarker: "end of modes",
      ipamHidden: "hidden",
      IPAMENI: "eni",
    });
    const modes = ipam(option(["IPAM string"], group + constants({ IPAMAlone: "alone" })));
    expect(modes).toMatchObject({
      modes: [{ value: "" }, { value: "crd", constant: "IPAMCRD" }, { value: "eni" }],
    });
  });

  it("are absent from releases without the option, and missing where it has no constants", () => {
    const none = ipamProbes.ipam(sourcesOf(option(["ClusterID int"])));
    expect(none).toEqual({ missing: `${configPath}: this release has no IPAM option`, isAbsent: true });
    expect(ipam(option(["IPAM string"]))).toBe(
      `missing: ${configPath}: expected constants of IPAM modes beside IPAMCRD, found none`,
    );
    expect(ipam({})).toMatch(/^missing: pkg\/option\/config\.go/);
  });
});

describe("the type of the cluster ID", () => {
  it.each(["int", "uint32"])("is %s where its field has it", (type) => {
    expect(factOf(ipamProbes.clusterIDType(sourcesOf(option([`ClusterID   ${type} // its own`]))))).toBe(
      type,
    );
  });
});

describe("the modes that need native routing", () => {
  const found = (start: string, declarations = "") =>
    factOf(
      ipamProbes.nativeOnlyModes(
        sourcesOf({
          ...option([], declarations),
          "daemon/cmd/daemon_main.go": `package cmd\n\nfunc start() {\n${start}}\n`,
        }),
      ),
    );
  const refusal = (condition: string) => `\tif ${condition} {\n\t\tlog.Fatal()\n\t}\n`;

  it("are those with which the agent refuses a tunnel, and the delegated plugin where it is checked", () => {
    const eni = refusal("c.IPAM == ipamOption.IPAMENI && c.TunnelingEnabled()");
    expect(found(eni)).toEqual(["IPAMENI"]);
    const check = "\nfunc (c *DaemonConfig) checkIPAMDelegatedPlugin() error { return nil }\n";
    expect(found(eni, check)).toEqual(["IPAMENI", "IPAMDelegatedPlugin"]);
  });

  it("are none where a mode is refused for something else", () => {
    expect(found(refusal("c.IPAM == ipamOption.IPAMENI && c.EnableIPv6"))).toEqual([]);
  });

  it("are not known without the file that registers flags", () => {
    expect(factOf(ipamProbes.nativeOnlyModes(sourcesOf(option([]))))).toBe(
      `missing: ${configPath} or daemon/daemon_main.go or daemon/cmd/daemon_main.go does not exist`,
    );
  });
});
