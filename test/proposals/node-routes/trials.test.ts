import { expect, it } from "vitest";
import type { Checkout } from "../../../src/checkout/index.ts";
import { trials } from "../../../src/proposals/node-routes/trials.ts";

/** A tree of one file. */
function treeWith(path: string, text: string): Checkout {
  const [, folder = "", name = ""] = /^(.*)\/(.*)$/.exec(path) ?? [];
  return {
    list: async (asked: string) => (asked === folder ? [{ name, isFile: true }] : []),
    readText: async () => text,
  } as unknown as Checkout;
}

const view = {
  newAddressing: "fake.NewNodeAddressing()",
  newTestHandler: "NewNodeHandler(params, fake.NewNodeAddressing(), 3)",
};

it("gives companions the addresses of the scenario in the place of those of rendered tests", async () => {
  const names = await trials.names(treeWith("pkg/node/a.go", "type Addressing interface {\n}\n"));
  if ("reason" in names) throw new Error(names.reason);
  expect(names(view)).toEqual({
    addressingFolder: "pkg/node",
    addressesType: "Addressing",
    addressesFamily: "AddressingFamily",
    fakeNewAddressing: "fake.NewNodeAddressing()",
    testDevice: "cilium_host",
    newAddressing: "newRouteTestAddressing()",
    newTestHandler: "NewNodeHandler(params, newRouteTestAddressing(), 3)",
  });
});

it("tries nothing on a tree without an interface for addresses", async () => {
  expect(await trials.names(treeWith("pkg/node/a.go", "package node\n"))).toEqual({
    reason: "this tree declares no interface for a node's addresses",
  });
});

it("asks whether a mode skips routes only of series that have modes", () => {
  expect([...trials.helpers({ allow: ["crd"] })]).toEqual([
    ["patchkit_ipam_test.go", "ipam-skip-test.go.hbs"],
  ]);
  expect([...trials.helpers({ flag: "enable-x" })]).toEqual([]);
});
