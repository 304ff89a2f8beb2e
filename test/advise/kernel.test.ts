import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { lookUp, makeTables, type Tables } from "../../src/advise/look-up.ts";
import { parseRouteJson } from "../../src/advise/parse-route-json.ts";
import { parseRouteLine } from "../../src/advise/parse-route-line.ts";
import { parseRuleLine, type Rule } from "../../src/advise/parse-rule-line.ts";
import { parseAddress } from "../../src/advise/prefix.ts";
import { deleteCommand, type Route } from "../../src/advise/route.ts";
import { hasNamespaces } from "../helpers/machine.ts";
import { makeRandom, type Random } from "../helpers/random.ts";

/** Devices of the node that is made up: the pair of the agent's, an underlay, another component's. */
const setUp = `
set -e
ip link set lo up
ip link add cilium_host type veth peer name cilium_net
ip link add eth0 type veth peer name eth0p
ip link add tap0 type veth peer name tap0p
for dev in cilium_host cilium_net eth0 eth0p tap0 tap0p; do
  echo 0 > /proc/sys/net/ipv6/conf/$dev/accept_dad
  ip link set $dev up
done
ip addr add 10.247.2.95/32 dev cilium_host
ip addr add 10.248.14.26/24 dev eth0
ip addr add 10.9.0.1/16 dev tap0
ip -6 addr add fd00:1::95/128 dev cilium_host nodad
ip -6 addr add fd00:2::26/64 dev eth0 nodad
`;

/** What the kernel shows of its tables, and where it sends each address. */
interface Shown {
  readonly text: string;
  readonly json: { readonly v4: string; readonly v6: string };
  readonly rules: { readonly v4: string; readonly v6: string };
  readonly answers: readonly string[];
}

/** Runs a script in a network namespace of its own, which is gone afterwards. */
function inNamespace(script: string): string {
  return execFileSync("unshare", ["-n", "sh", "-c", script], { encoding: "utf8", maxBuffer: 2 ** 26 });
}

const mark = "=====";

function ask(commands: readonly string[], addresses: readonly string[]): Shown {
  const gets = addresses.map((address) => `ip route get ${address} 2>&1 | head -1 | tr '\\n' ' '; echo`);
  const output = inNamespace(
    [
      setUp,
      "set +e",
      ...commands.map((command) => `${command} 2>/dev/null`),
      ...[
        "ip route show table all",
        "ip -j route show table all",
        "ip -6 -j route show table all",
        "ip rule",
        "ip -6 rule",
      ].map((command) => `${command}; echo ${mark}`),
      ...gets,
    ].join("\n"),
  );
  const [text = "", v4 = "", v6 = "", rule4 = "", rule6 = "", answers = ""] = output.split(`${mark}\n`);
  return {
    text,
    json: { v4, v6 },
    rules: { v4: rule4, v6: rule6 },
    answers: answers.split("\n").slice(0, addresses.length),
  };
}

function tablesOfText(text: string, rules: readonly Rule[]): Tables {
  const routes: Route[] = [];
  const joined = text.replace(/\n[ \t]+nexthop /g, " nexthop ");
  for (const line of joined.split("\n").filter(Boolean)) {
    const route = parseRouteLine(line, { family: null, table: "main", input: "ip", line: 1 });
    if (!route || "problem" in route) throw new Error(`not read: ${line}`);
    routes.push(route);
  }
  return makeTables(routes, rules);
}

function tablesOfJson({ json }: Shown, rules: readonly Rule[]): Tables {
  const parse = (text: string, family: 4 | 6) => {
    const { routes, problems } = parseRouteJson(JSON.parse(text) as unknown[], { input: "ip", family });
    expect(problems).toEqual([]);
    return routes;
  };
  return makeTables([...parse(json.v4, 4), ...parse(json.v6, 6)], rules);
}

function rulesOf({ rules }: Shown): Rule[] {
  return ([4, 6] as const).flatMap((family) =>
    rules[family === 4 ? "v4" : "v6"]
      .split("\n")
      .map((line) => parseRuleLine(line, family))
      .filter((rule): rule is Rule => rule !== undefined),
  );
}

/** Our answer in the words of the kernel's, several where any of them is right. */
function ours(tables: Tables, text: string): string[] {
  const address = parseAddress(text);
  if (!address) throw new Error(`no address: ${text}`);
  const found = lookUp(tables, address);
  if (found.kind === "local") return ["local"];
  if (found.kind === "none" || found.kind === "refused") return ["refused"];
  if (found.route.type === "broadcast" || found.route.type === "multicast") return [found.route.type];
  return found.route.hops.map(({ via, dev }) => `${via ?? text} ${dev}`);
}

function kernels(answer: string, text: string): string {
  if (/RTNETLINK|^unreachable|^prohibit|^blackhole/.test(answer)) return "refused";
  if (/^(local|anycast)\b/.test(answer)) return "local";
  if (/^(broadcast|multicast)\b/.test(answer)) return /^\w+/.exec(answer)?.[0] ?? "";
  const dev = /\bdev (\S+)/.exec(answer)?.[1];
  if (dev === "lo") return "local";
  return `${/\bvia (\S+)/.exec(answer)?.[1] ?? text} ${dev}`;
}

function randomAddress(random: Random): string {
  if (random.below(3) === 0)
    return `fd00:${random.pick([1, 2, 3])}::${random.pick(["", "1:", "ff:"])}${random.below(300).toString(16)}`;
  return `10.${random.pick([9, 96, 247, 248])}.${random.pick([0, 1, 2, 14])}.${random.below(256)}`;
}

function randomRoute(random: Random): string {
  const address = randomAddress(random);
  const isSix = address.includes(":");
  const length = isSix
    ? random.pick([16, 32, 48, 64, 112, 120, 128])
    : random.pick([8, 9, 12, 16, 20, 24, 25, 26, 30, 32]);
  const type = random.below(8) === 0 ? random.pick(["blackhole", "unreachable", "prohibit", "throw"]) : "";
  const hops = isSix
    ? ["via fd00:2::1 dev eth0", "dev cilium_host", "dev tap0"]
    : [
        "via 10.248.14.1 dev eth0",
        "via 10.247.2.95 dev cilium_host src 10.247.2.95 mtu 1450 onlink",
        "dev cilium_host",
        "dev tap0 scope link",
      ];
  const several = "nexthop via 10.248.14.1 dev eth0 nexthop via 10.248.14.2 dev eth0 weight 2";
  const hop = type !== "" ? "" : !isSix && random.below(8) === 0 ? several : random.pick(hops);
  const metric = random.below(2) === 0 ? "" : `metric ${1 + random.below(3)}`;
  const table = random.below(5) === 0 ? `table ${random.pick([2004, 77])}` : "";
  const proto = random.pick(["", "proto kernel", "proto static", "proto bird"]);
  return `ip ${isSix ? "-6 " : ""}route add ${type} $(net ${address}/${length}) ${table} ${proto} ${metric} ${hop}`;
}

/** The kernel refuses host bits; the test's own arithmetic, so that ours is not asked about itself. */
function withNetworks(command: string): string {
  return command.replace(/\$\(net ([^)]+)\)/, (_, text: string) => {
    const [base = "", length = "0"] = text.split("/");
    const isSix = base.includes(":");
    const size = isSix ? 16 : 8;
    const groups = isSix ? expand(base) : base.split(".").map(Number);
    const masked = groups.map((group, index) => {
      const kept = Math.max(0, Math.min(size, Number(length) - index * size));
      return group & (((1 << kept) - 1) << (size - kept));
    });
    return `${isSix ? masked.map((group) => group.toString(16)).join(":") : masked.join(".")}/${length}`;
  });
}

function expand(address: string): number[] {
  const [left = "", right = ""] = address.split("::");
  const head = left.split(":").filter(Boolean);
  const tail = right.split(":").filter(Boolean);
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => "0");
  return [...head, ...zeros, ...tail].map((group) => Number.parseInt(group, 16));
}

const randomRules = [
  "ip rule add pref 50 to 10.96.0.0/16 lookup 77",
  "ip rule add pref 9 fwmark 0x200/0xf00 lookup 2004",
  "ip -6 rule add pref 60 to fd00:3::/32 lookup 77",
  "ip rule add pref 70 from 10.248.14.26 lookup 2004",
  "ip rule add pref 40 to 10.9.1.0/24 prohibit",
  "ip rule add pref 45 lookup main suppress_prefixlength 9",
];

const title = "where an address goes is what the kernel says";

if (!hasNamespaces) console.warn(`skipped, because it needs root, unshare and iproute2: ${title}`);

describe.skipIf(!hasNamespaces)(title, () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])("in random tables, seed %i", (seed) => {
    const random = makeRandom(seed);
    const commands = Array.from({ length: 40 }, () => withNetworks(randomRoute(random)));
    const rules = randomRules.filter(() => random.below(2) === 0);
    const addresses = Array.from({ length: 30 }, () => randomAddress(random));
    const shown = ask([...commands, ...rules], addresses);
    const parsed = rulesOf(shown);
    for (const tables of [tablesOfText(shown.text, parsed), tablesOfJson(shown, parsed)]) {
      const wrong = addresses
        .map((address, index) => ({
          address,
          kernel: shown.answers[index] ?? "",
          ours: ours(tables, address),
        }))
        .filter(({ address, kernel, ours }) => !ours.includes(kernels(kernel, address)));
      expect(wrong).toEqual([]);
    }
  });

  it("and each route is gone after its deletion, and no other", () => {
    const random = makeRandom(99);
    const shown = ask(
      Array.from({ length: 40 }, () => withNetworks(randomRoute(random))),
      [],
    );
    const all = [...tablesOfText(shown.text, []).byName].flatMap(([name, index]) =>
      name === "local" ? [] : index.entries().flatMap(([, routes]) => routes),
    );
    const added = makeRandom(99);
    const script = [
      setUp,
      "set +e",
      ...Array.from({ length: 40 }, () => `${withNetworks(randomRoute(added))} 2>/dev/null`),
    ];
    const deletions = all
      .filter(({ type, proto }) => type === "unicast" && proto !== "kernel")
      .map(deleteCommand);
    expect(deletions.length).toBeGreaterThan(15);
    const count = "ip route show table all | grep -v nexthop | wc -l";
    const steps = deletions.map((command) => `${command} || echo "failed: ${command}"; ${count}`);
    const lines = inNamespace([...script, count, ...steps].join("\n"))
      .trim()
      .split("\n");
    expect(lines.filter((line) => line.startsWith("failed"))).toEqual([]);
    const counts = lines.map(Number);
    expect(counts.slice(1)).toEqual(counts.slice(0, -1).map((before) => before - 1));
  });
});
