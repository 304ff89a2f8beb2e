import { expect, it } from "vitest";
import { vocabulary } from "../../../src/proposals/announced-cidrs/view.ts";

const facts = {
  modes: {
    assigning: [{ value: "kubernetes", constant: "IPAMKubernetes" }],
    others: [{ value: "crd", constant: "IPAMCRD" }],
  },
  ipv6RangeType: "*net.IPNet",
  testConstraints: ["//go:build a", "// +build a"],
};

it("names modes by their constants and values, and passes a CIDR on as its setter takes it", () => {
  const names = vocabulary.names(facts, {});
  expect(names["announcedModes"]?.()).toEqual(["IPAMKubernetes"]);
  expect(names["withheldNames"]?.()).toEqual(["crd"]);
  expect(names["ipv6RangeField"]?.()).toBe(".IPNet");
  expect(names["testConstraints"]?.()).toBe("//go:build a\n// +build a");
  const newer = vocabulary.names({ ...facts, ipv6RangeType: "*cidr.CIDR" }, {});
  expect(newer["ipv6RangeField"]?.()).toBe("");
});
