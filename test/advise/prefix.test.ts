import { describe, expect, it } from "vitest";
import {
  comparePrefixes,
  contains,
  everything,
  isHost,
  parseAddress,
  parsePrefix,
  prefixOf,
  unmapped,
} from "../../src/advise/prefix.ts";
import { prefix } from "../helpers/advise.ts";

describe("prefixes", () => {
  it.each([
    ["10.247.2.19/24", "10.247.2.0/24"],
    ["10.247.2.19", "10.247.2.19/32"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["FD00:0:0:1::5/64", "fd00:0:0:1::/64"],
    ["::1", "::1/128"],
    ["::ffff:10.0.0.1", "::ffff:a00:1/128"],
  ])("are read as the addresses that share their bits: %s", (text, expected) => {
    expect(parsePrefix(text)?.text).toBe(expected);
  });

  it.each([
    "",
    "10.0.0",
    "10/8",
    "010.0.0.1",
    "0x0a.0.0.1",
    "10.0.0.1/33",
    "::/129",
    "10.0.0.0/-1",
    "fe80::1%eth0",
    "a/8",
    "::1/1/1",
  ])("are not guessed from other text: %j", (text) => {
    expect(parsePrefix(text)).toBeUndefined();
  });

  it("hold longer ones and addresses of their family", () => {
    expect(contains(prefix("10.0.0.0/22"), prefix("10.0.3.0/24"))).toBe(true);
    expect(contains(prefix("10.0.0.0/24"), prefix("10.0.0.0/22"))).toBe(false);
    expect(contains(prefix("::/0"), prefix("10.0.0.0/24"))).toBe(false);
    const address = parseAddress("fd00::1:2");
    expect(address && contains(prefix("fd00::1:0/112"), address)).toBe(true);
    expect(contains(everything(4), prefix("10.0.0.0/24"))).toBe(true);
  });

  it("are told from single addresses", () => {
    expect(isHost(prefix("10.0.0.1"))).toBe(true);
    expect(isHost(prefix("fd00::/64"))).toBe(false);
  });

  it("that are IPv4 in IPv6 are IPv4", () => {
    expect(unmapped(prefix("::ffff:10.1.0.0/112")).text).toBe("10.1.0.0/16");
    expect(unmapped(prefix("::fffe:10.1.0.0/112")).family).toBe(6);
    expect(unmapped(prefix("::/64")).text).toBe("::/64");
  });

  it("are ordered by family and address, the wider one first", () => {
    const texts = ["fd00::/64", "10.1.0.0/16", "10.0.0.0/24", "10.0.0.0/16"];
    expect(
      texts
        .map(prefix)
        .sort(comparePrefixes)
        .map(({ text }) => text),
    ).toEqual(["10.0.0.0/16", "10.0.0.0/24", "10.1.0.0/16", "fd00::/64"]);
  });

  it("of any length are made from an address", () => {
    expect(prefixOf(prefix("10.255.255.255"), 9).text).toBe("10.128.0.0/9");
  });
});
