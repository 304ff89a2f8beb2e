/** The setup of the report, in which the series are tried. The device that node routes go to. */
export const hostDevice = "cilium_host";

/** The pod CIDRs that all nodes of the report share. */
export const sharedCIDRs = ["10.247.2.0/24", "fd00:2::/96"];

/** The pod CIDRs of a clustermesh peer. */
export const otherCIDRs = ["10.247.144.0/24", "fd00:144::/96"];

/** Service ranges at first, and after a change. */
export const serviceRanges = ["10.96.0.0/16", "fd00:96::/112"];
