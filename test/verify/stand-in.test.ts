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

  it("makes links that do not look for duplicates of their addresses, like dummies", () => {
    const changed = withoutDummies(source, 3) ?? "";
    expect(changed).toMatch(
      /func standInPeer3\(\) string \{ standInIoutil3\.WriteFile\("\/proc\/sys\/net\/ipv6\/conf\/default\/accept_dad", /,
    );
    expect(changed.split("\n")[0]).toContain('import standInIoutil3 "io/ioutil"');
    parser.parse("a_test.go", changed).dispose();
  });

  it("leaves files without dummies alone", () => {
    expect(withoutDummies(source.replaceAll("Dummy", "Bridge"), 0)).toBeUndefined();
  });
});
