import { describe, expect, it } from "vitest";
import { adviceAbout } from "../../../helpers/advise-fixtures.ts";

const leftovers = (routes: string, flags: string, more: Readonly<Record<string, string>> = {}) =>
  adviceAbout({ routes, flags, ...more }).leftovers.map(({ command, warning }) => [
    command,
    warning !== null,
  ]);
const remote = "10.2.0.0/24 via 10.1.0.9 dev cilium_host proto kernel src 10.1.0.9 mtu 1450";
const remove =
  "ip route del 10.2.0.0/24 via 10.1.0.9 dev cilium_host src 10.1.0.9 proto kernel mtu 1450 table main";

describe("leftovers", () => {
  it("are remote CIDRs on cilium_host in native mode", () => {
    expect(leftovers(remote, "--routing-mode=native")).toEqual([[remove, false]]);
    expect(leftovers(remote, "--routing-mode=tunnel")).toEqual([]);
    expect(leftovers(remote, "--config-dir=/x")).toEqual([]);
  });

  it("come with a warning where they cannot be told apart", () => {
    expect(leftovers(remote.replace("proto kernel ", ""), "--routing-mode=native")).toEqual([
      [remove.replace("proto kernel ", ""), true],
    ]);
  });

  it("are never routes that agents do not make in that form", () => {
    expect(
      leftovers(
        "10.2.0.0/24 dev cilium_host proto static scope link\n10.3.0.0/24 via 10.0.0.2 dev eth0 proto 17",
        "--routing-mode=native",
      ),
    ).toEqual([]);
  });

  it("are CIDRs that no node announces; in a mesh another cluster may", () => {
    const nodes = "kind: CiliumNode\nmetadata: {name: a}\nspec: {ipam: {podCIDRs: [10.7.0.0/24]}}\n";
    expect(leftovers(remote, "--routing-mode=tunnel", { nodes })).toEqual([[remove, false]]);
    expect(leftovers(remote, "--routing-mode=tunnel --cluster-id=3", { nodes })).toEqual([[remove, true]]);
  });
});
