import { describe, expect, it } from "vitest";
import { isAnyFault } from "../../../../src/proposals/node-routes/advice/faults.ts";
import { adviceAbout } from "../../../helpers/advise-fixtures.ts";

describe("faults", () => {
  it("are none where CIDRs are only made up", () => {
    const none = { own: false, equal: false, host: false, service: false, madeUp: true, allocation: false };
    expect([isAnyFault(none), isAnyFault({ ...none, service: true })]).toEqual([false, true]);
  });

  it("lie in the allocation only where nodes use the CIDRs that they share", () => {
    const nodes = ["a", "b"]
      .map((name) => `kind: CiliumNode\nmetadata: {name: ${name}}\nspec: {ipam: {podCIDRs: [10.1.0.0/24]}}\n`)
      .join("---\n");
    const mends = (flags: string) =>
      adviceAbout({ nodes, flags }).waysOut.some(({ option }) => option.startsWith("give each node"));
    expect([mends("--ipam=cluster-pool"), mends("--ipam=crd")]).toEqual([true, false]);
  });
});
