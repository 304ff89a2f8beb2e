import type { Checkout } from "../checkout/index.ts";
import { paths } from "./paths.ts";

/** Where Cilium keeps what building and testing the agent takes; no fact of a profile rests on these. */
export const buildPaths = {
  /** The agent's main package, and the package behind it: their own tests want a cluster's services. */
  agent: ["daemon", "daemon/cmd"],
  /** The agent's main package. */
  agentProgram: "daemon",
  /** The agent must bear this name: through v1.12 it registers no flags under another. */
  agentName: "cilium-agent",
  /** Package of the node handler. */
  handler: paths.handlerDir,
  /** Generated from bpf/ by releases through v1.7, and ignored by git. */
  bindata: "daemon/bindata.go",
  /** Early releases reach the bpf system call through C, in this folder. */
  bpf: "pkg/bpf",
  /** What a flag or a Helm value would touch in the chart. */
  chart: "install/kubernetes/cilium",
  /** golangci-lint's configuration, from v1.9 on. */
  linterConfigs: [".golangci.yaml", ".golangci.yml"],
  /** Where the scripts are that a pull request has to pass, as `check-NAME.sh`. */
  scripts: "contrib/scripts",
  /** Says in {@link buildPaths.precheck} what else it has to pass. */
  makefile: "Makefile",
  precheck: "precheck",
} as const;

/** Stands in for the generated {@link buildPaths.bindata}: compiling needs the function's name alone. */
export const bindataStub = `package main

// RestoreAssets is generated where the agent is built for a release.
func RestoreAssets(dir, name string) error { return nil }
`;

/** Whether a tree's agent is built with generated {@link buildPaths.bindata}. */
export async function wantsBindata(checkout: Checkout): Promise<boolean> {
  const names = (await checkout.list("daemon")).map(({ name }) => name);
  if (names.includes("bindata.go")) return false;
  const texts = await Promise.all(
    names.filter((name) => name.endsWith(".go")).map((name) => checkout.readText(`daemon/${name}`)),
  );
  return texts.some((text) => /(?<!func )\bRestoreAssets\(/.test(text ?? ""));
}

/** Whether a tree needs a C compiler for the packages of the agent. */
export async function wantsC(checkout: Checkout): Promise<boolean> {
  const names = (await checkout.list(buildPaths.bpf)).filter(({ name }) => name.endsWith(".go"));
  const texts = await Promise.all(names.map(({ name }) => checkout.readText(`${buildPaths.bpf}/${name}`)));
  return texts.some((text) => text?.includes('import "C"'));
}

/** Where the interface of a node's addresses is declared. */
export interface NodeAddressing {
  readonly folder: string;
  /** Name of the interface; that of one address family has "Family" behind it. */
  readonly type: string;
}

/** Finds the interface of a node's addresses, undefined where there is none. */
export async function findNodeAddressing(checkout: Checkout): Promise<NodeAddressing | undefined> {
  for (const [folder, type] of [
    ["pkg/datapath", "NodeAddressing"],
    ["pkg/datapath/types", "NodeAddressing"],
    ["pkg/node", "Addressing"],
  ] as const) {
    const names = (await checkout.list(folder)).filter(({ name }) => name.endsWith(".go"));
    const texts = await Promise.all(names.map(({ name }) => checkout.readText(`${folder}/${name}`)));
    if (texts.some((text) => new RegExp(`^type ${type} interface\\b`, "m").test(text ?? "")))
      return { folder, type };
  }
  return undefined;
}
