import type { View } from "../../plan/index.ts";
import type { Trials } from "../../verify/index.ts";
import { findNodeAddressing } from "./addressing.ts";
import { cluster } from "./cluster/trial.ts";
import type { NodeRouteFacts } from "./facts/facts.ts";
import { paths } from "./paths.ts";
import { scenario } from "./scenario/trial.ts";
import { traffic } from "./traffic/trial.ts";

/** How the series are tried on the node handler. */
export const trials: Trials<NodeRouteFacts> = {
  folder: paths.handlerDir,
  async names(checkout) {
    const addressing = await findNodeAddressing(checkout);
    if (!addressing) return { reason: "this tree declares no interface for a node's addresses" };
    return (view) => companionNames(view, addressing.folder, addressing.type);
  },
  /** Code for a companion to query whether a mode skips routes; none for series without such a function. */
  helpers: (params) => new Map("allow" in params ? [["patchkit_ipam_test.go", "ipam-skip-test.go.hbs"]] : []),
  scenario,
  traffic,
  cluster,
};

/** Companions use the device and the addresses of the scenario, not those of the rendered tests. */
function companionNames(view: View, folder: string, type: string): View {
  const own = String(view["newAddressing"]);
  return {
    addressingFolder: folder,
    addressesType: type,
    addressesFamily: `${type}Family`,
    fakeNewAddressing: own,
    testDevice: "cilium_host",
    newAddressing: "newRouteTestAddressing()",
    newTestHandler: String(view["newTestHandler"]).replace(own, "newRouteTestAddressing()"),
  };
}
