import { describe, expect, it } from "vitest";
import { modes } from "../../../src/proposals/announced-cidrs/modes.ts";
import { paths } from "../../../src/proposals/announced-cidrs/paths.ts";
import { sourcesOf } from "../../helpers/fact-sources.ts";

/** What is said of a file with these constants in a group, and one outside. */
function said(constants: string) {
  const text = `package option\n\nconst (\n${constants}\n)\n\nconst IPAMMarkForRelease = "marked"\n`;
  return modes(sourcesOf({ [paths.modes]: text }));
}

describe("the modes of a release", () => {
  it("are those that assign CIDRs to nodes, and the others, in their order", () => {
    const constants =
      'IPAMCRD = "crd"\nIPAMClusterPool = "cluster-pool"\nIPAMENI = "eni"\nIPAMKubernetes = "kubernetes"';
    expect(said(constants)).toMatchObject({
      value: {
        assigning: [
          { value: "cluster-pool", constant: "IPAMClusterPool" },
          { value: "kubernetes", constant: "IPAMKubernetes" },
        ],
        others: [
          { value: "crd", constant: "IPAMCRD" },
          { value: "eni", constant: "IPAMENI" },
        ],
      },
    });
  });

  it("make a tree unknown if there is another one among them, which may assign CIDRs in its own way", () => {
    expect(said('IPAMCRD = "crd"\nIPAMMultiPool = "multi-pool"')).toEqual({
      missing: expect.stringMatching(/expected IPAM modes among .*, found multi-pool$/),
    });
    expect(said('IPAMENI = "eni"')).toEqual({
      missing: `${paths.modes}: expected the constant IPAMCRD, found none`,
    });
  });
});
