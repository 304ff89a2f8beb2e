import { describe, expect, it } from "vitest";
import { readInput, tellsSomething } from "../../src/advise/read-input.ts";
import { knowledge } from "../../src/proposals/node-routes/advice/knowledge.ts";

const read = (text: string, name = "-") => readInput({ name, text, folder: null }, knowledge);

describe("readInput", () => {
  it.each([
    ["default via 10.0.0.1 dev eth0\n", ["1 route"]],
    [
      "$ ip route\ndefault via 10.0.0.1 dev eth0\n$ ip rule\n0:\tfrom all lookup local\n",
      ["1 route", "1 rule"],
    ],
    [
      "# ip -4 route show table 2004\n\n```\nlocal default dev lo proto kernel scope host\n```\n",
      ["1 route"],
    ],
    ["[]", []],
    ["{}", []],
    ["cilium-agent --tunnel=disabled", ["1 setting"]],
    ['kind: ConfigMap\ndata: {tunnel: vxlan, multi: "a\\nb"}\n', ["1 setting"]],
    ["kind: ConfigMap\ndata: {unrelated: x}\n", []],
    ["Daemon: 1.10.4 2a46fd6", ["release 1.10.4"]],
  ])("tells %j by its content", (text, expected) => {
    const { input } = read(text);
    expect(input.takenFor).toEqual(expected);
    expect(input.problem === null).toBe(expected.length > 0);
  });

  it("names each line that it cannot read, and goes on", () => {
    const { input, routes } = read("Hello\n10.0.0.0/99 dev eth0\n10.0.0.0/24 dev eth0\n");
    expect(routes).toHaveLength(1);
    expect(input.unread.map(({ line, problem }) => [line, problem])).toEqual([
      [1, "neither a route, a rule, a setting nor a release"],
      [2, "expected an address or prefix, found 10.0.0.0/99"],
    ]);
  });

  it("takes lines that a terminal broke, and next hops, for one route", () => {
    const text =
      "10.1.0.0/24 via 10.0.0.1 dev eth0\n src 10.0.0.5 mtu 1450\ndefault proto static\n\tnexthop via 10.0.0.1 dev a weight 1\n\tnexthop via 10.0.0.2 dev b weight 1\n";
    expect(read(text).routes.map(({ route }) => [route.mtu, route.hops.length])).toEqual([
      [1450, 1],
      [null, 2],
    ]);
  });

  it("takes the table from the command, or from a dump's file name", () => {
    expect(read("# ip route show table 2005\ndefault dev a\n").routes[0]?.route.table).toBe("2005");
    expect(read("default dev a\n", "cmd/ip--6-route-show-table-2004.md").routes[0]?.route).toMatchObject({
      table: "2004",
      destination: { family: 6 },
    });
  });

  it.each([
    ["a line without end", "x".repeat(3_000_000)],
    ["flags without end", `${"--a \\\n".repeat(50_000)}`],
    ["blanks without end", `10.0.0.0/24${" ".repeat(60_000)}x`],
    ["control characters", "\x00\x1b]0;title\x07\u202e"],
    ["a route of blanks", `default via ${"\t".repeat(60_000)}`],
  ])("stands %s", (_, text) => {
    const { input } = read(text);
    expect(input.takenFor.filter((one) => one.includes("route"))).toEqual([]);
    expect(input.unread.every((line) => line.text.length < 200)).toBe(true);
  });

  it("says why nothing is taken", () => {
    expect(read(" \n").input.problem).toBe("nothing in it");
    expect(read("{}").input.problem).toBe(
      "nothing in it is a routing table, a setting or a node, though it is JSON",
    );
    expect(read('{"kind": ').input.problem).toMatch(/^JSON: expected the whole of it/);
  });

  it.each([
    ["default via 10.0.0.1 dev eth0\n", true],
    ['{"kind": "List", "items": [{"kind": "CiliumNode"}]}', true],
    ['[{"dst":"default","dev":"a"}]', true],
    ["time=now level=info msg=x\n".repeat(20), false],
    ["kind: Pod\n", false],
  ])("tells files of a dump that are of use: %j", (text, expected) => {
    expect(tellsSomething({ name: "f", text, folder: null }, knowledge)).toBe(expected);
  });
});
