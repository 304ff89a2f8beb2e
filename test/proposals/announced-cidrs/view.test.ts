import { expect, it } from "vitest";
import type { AnnouncementFacts } from "../../../src/proposals/announced-cidrs/facts.ts";
import { vocabulary } from "../../../src/proposals/announced-cidrs/view.ts";

const facts: AnnouncementFacts = {
  version: "1.10.12",
  goVersion: "1.16",
  nodeDiscovery: true,
  announcedRange: true,
  ipamMode: true,
  modes: {
    assigning: [{ value: "kubernetes", constant: "IPAMKubernetes" }],
    others: [{ value: "crd", constant: "IPAMCRD" }],
  },
  nodeStore: "nodestore",
  nodeGetter: true,
  mutateFails: false,
  ipv6RangeType: "*net.IPNet",
  ciliumImportsFirst: true,
  licence: "// SPDX",
  testConstraints: [],
};

it("names modes by their constants and values, and passes a CIDR on as its setter takes it", () => {
  const names = vocabulary.names(facts, {});
  expect(names["announcedModes"]?.()).toEqual(["IPAMKubernetes"]);
  expect(names["withheldNames"]?.()).toEqual(["crd"]);
  expect(names["ipv6RangeField"]?.()).toBe(".IPNet");
  const newer = vocabulary.names({ ...facts, ipv6RangeType: "*cidr.CIDR" }, {});
  expect(newer["ipv6RangeField"]?.()).toBe("");
});
