import { otherCIDRs, sharedCIDRs } from "../trial-setup.ts";
import type { ScenarioNode } from "./script.ts";

export const thirdCIDRs = ["10.247.30.0/24", "fd00:30::/96"];
/** A CIDR within a shared one. */
export const nestedCIDRs = ["10.247.2.128/25", "fd00:2::8000:0/97"];
/** A CIDR that an agent derives from its address, and the pod CIDR of another node within it. */
export const inventedCIDRs = ["10.26.0.0/16", "fd00:26::/64"];
const realCIDRs = ["10.26.7.0/24", "fd00:26::/96"];
export const secondCIDRs = ["10.247.60.0/24", "fd00:60::/96"];
export const changedRanges = ["10.96.0.0/16", "fd00:96::/112", "10.97.0.0/16", "fd00:97::/112"];

/** Nodes by their names in the report; `tt-lab9` is a node of the clustermesh peer. */
export const local: ScenarioNode = {
  Name: "",
  IP: "10.248.14.26",
  CIDRs: sharedCIDRs,
  Cluster: "",
  Local: true,
};
export const lab4: ScenarioNode = {
  Name: "tt-lab4",
  IP: "10.248.14.24",
  CIDRs: sharedCIDRs,
  Cluster: "",
  Local: false,
};
export const moved = { ...lab4, IP: "10.248.14.124" };
export const lab9: ScenarioNode = {
  Name: "tt-lab9",
  IP: "10.248.14.29",
  CIDRs: otherCIDRs,
  Cluster: "tt-k8st2-ko",
  Local: false,
};
export const lab5: ScenarioNode = {
  Name: "tt-lab5",
  IP: "10.248.14.22",
  CIDRs: thirdCIDRs,
  Cluster: "",
  Local: false,
};
export const lab6: ScenarioNode = {
  Name: "tt-lab6",
  IP: "10.248.14.20",
  CIDRs: otherCIDRs,
  Cluster: "tt-k8st2-ko",
  Local: false,
};
export const lab7: ScenarioNode = {
  Name: "tt-lab7",
  IP: "10.248.14.27",
  CIDRs: realCIDRs,
  Cluster: "",
  Local: false,
};
/** A node that announces CIDRs outside its agent's configuration, as another node does. */
export const renumbered = { ...local, CIDRs: thirdCIDRs };
