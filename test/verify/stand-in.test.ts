import { beforeAll, describe, expect, it } from "vitest";
import type { GoParser } from "../../src/golang/index.ts";
import { withoutDummies } from "../../src/verify/stand-in.ts";
import { makeGoParser } from "../helpers/go.ts";

let parser: GoParser;
beforeAll(async () => {
  parser = await makeGoParser();
});

const source = `package linux

import "github.com/vishvananda/netlink"

func setup() error {
	return netlink.LinkAdd(&netlink.Dummy{LinkAttrs: netlink.LinkAttrs{Name: "dummy_host"}})
}
`;

describe("withoutDummies", () => {
  it("puts a veth where a dummy is made, on the same lines, in Go that parses", () => {
    const changed = withoutDummies(source, 3) ?? "";
    expect(changed).not.toContain("netlink.Dummy");
    expect(changed).toContain(
      '&netlink.Veth{PeerName: standInPeer3(), LinkAttrs: netlink.LinkAttrs{Name: "dummy_host"}}',
    );
    expect(changed.split("\n")[5]).toContain("netlink.Veth{");
    parser.parse("a_test.go", changed).dispose();
  });

  it("lets its IPv6 addresses be used at once, and keeps the flags that an address has", () => {
    const addresses = `
var plain = netlink.Addr{IPNet: network}
var flagged = &netlink.Addr{IPNet: network, Flags: unix.IFA_F_PERMANENT}
var empty netlink.Addr
`;
    const changed = withoutDummies(source + addresses, 3) ?? "";
    expect(changed).toContain("plain = netlink.Addr{Flags: 0x2, IPNet: network}");
    expect(changed).toContain("&netlink.Addr{IPNet: network, Flags: unix.IFA_F_PERMANENT}");
    parser.parse("a_test.go", changed).dispose();
  });

  it("leaves files without dummies alone", () => {
    expect(withoutDummies(source.replaceAll("Dummy", "Bridge"), 0)).toBeUndefined();
  });
});
