import type { Untried } from "../../../verify/index.ts";

/** Something that the report's agents were told, as releases spell it: newest spelling first. */
interface Told {
  readonly ways: readonly (readonly string[])[];
  /** What it is, if there is no report without it. */
  readonly needed?: string;
}

/**
 * The setup of the report, without Kubernetes: agents that find each other through etcd, each with the range that it is
 * given, and that route between nodes through VXLAN. What takes memory, ports or privileges and has no part in it is off.
 */
const told: readonly Told[] = [
  { ways: [["--enable-k8s=false"]] },
  { ways: [["--kvstore=etcd", "--kvstore-opt=etcd.address={etcd}"]], needed: "a key-value store" },
  { ways: [["--identity-allocation-mode=kvstore"]] },
  { ways: [["--cluster-name=tt-ost2-ko", "--cluster-id=1"]] },
  { ways: [["--routing-mode=tunnel", "--tunnel-protocol=vxlan"], ["--tunnel=vxlan"]], needed: "a tunnel" },
  { ways: [["--ipam=kubernetes"]] },
  { ways: [["--ipv4-range={prefix}", "--ipv4-node={address}"]], needed: "a range of its own choice" },
  { ways: [["--enable-local-node-route=false"]] },
  { ways: [["--enable-endpoint-routes=true"]] },
  { ways: [["--enable-ipv6=false"]] },
  { ways: [["--enable-ipv4-masquerade=false"], ["--masquerade=false"]] },
  { ways: [["--devices=eth0"]] },
  { ways: [["--enable-l7-proxy=false"]] },
  { ways: [["--enable-envoy-config=false"]] },
  { ways: [["--enable-hubble=false"]] },
  { ways: [["--enable-health-checking=false"]] },
  { ways: [["--enable-endpoint-health-checking=false"]] },
  { ways: [["--enable-health-check-nodeport=false"]] },
  {
    ways: [
      [
        "--bpf-root=/sys/fs/bpf",
        "--cgroup-root=/run/cilium/cgroupv2",
        "--state-dir=/run/cilium",
        "--lib-dir={library}",
      ],
    ],
    needed: "folders of its own choice",
  },
];

/** What an agent is told, of the flags that its help names; why it cannot be told what the report needs. */
export function argumentsOf(help: string): readonly string[] | Untried {
  const known = new Set([...help.matchAll(/^\s+(?:-\w, )?--([\w-]+)/gm)].map(([, name]) => name));
  const chosen: string[] = [];
  for (const { ways, needed } of told) {
    const way = ways.find((words) => words.every((word) => known.has(/^--([\w-]+)/.exec(word)?.[1])));
    if (way) chosen.push(...way);
    else if (needed !== undefined)
      return { reason: `this agent's help names no flags for ${needed}: ${ways.flat().join(" ")}` };
  }
  return chosen;
}
