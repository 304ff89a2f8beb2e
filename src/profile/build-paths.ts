import type { Checkout } from "../checkout/index.ts";

/** The module path, prefix of every Cilium import. */
export const ciliumModule = "github.com/cilium/cilium";

/** Paths in Cilium for building and testing the agent, whatever a proposal changes. */
export const buildPaths = {
  /** The agent's main package and the package it runs: their tests need services of a cluster. */
  agent: ["daemon", "daemon/cmd"],
  /** The agent's command reference, as it prints it itself. */
  commandReference: "Documentation/cmdref/cilium-agent.md",
  /** The agent's main package. */
  agentProgram: "daemon",
  /** Required name of the agent: through v1.12 it registers no flags under another name. */
  agentName: "cilium-agent",
  /** Where images of all releases have the agent. */
  agentInImage: "/usr/bin/cilium-agent",
  /** Its stage of {@link buildPaths.dockerfiles} where others follow, since v1.13. */
  releaseStage: "release",
  /** Holds the revision for a build without .git, in the form of `git show -s --format='%h %aI'`. */
  gitVersion: "GIT_VERSION",
  /** Its pods, in the namespace kube-system: the DaemonSet, its container, and the flags' ConfigMap. */
  daemonSet: { name: "cilium", container: "cilium-agent", configMap: "cilium-config" },
  /** Generated from bpf/ by releases through v1.7, and ignored by git. */
  bindata: "daemon/bindata.go",
  /** Early releases call the bpf system call through C in this folder. */
  bpf: "pkg/bpf",
  /** The chart, which a flag or a Helm value would change. */
  chart: "install/kubernetes/cilium",
  /** golangci-lint's configuration, since v1.9. */
  linterConfigs: [".golangci.yaml", ".golangci.yml"],
  /** Folder of the scripts that a pull request must pass, as `check-NAME.sh`. */
  scripts: "contrib/scripts",
  /** Its target {@link buildPaths.precheck} runs further required commands. */
  makefile: "Makefile",
  precheck: "precheck",
  /** Dockerfiles of the agent: the first one since v1.10, the second one before. */
  dockerfiles: ["images/cilium/Dockerfile", "Dockerfile"],
} as const;

/** Replaces the generated {@link buildPaths.bindata}: compiling needs only the function's name. */
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

/** Whether a tree's agent prints its command reference on a hidden command, as since v1.13; before, on a hidden flag. */
export async function hasReferenceCommand(checkout: Checkout): Promise<boolean> {
  const texts = await Promise.all(
    buildPaths.agent.map(async (folder) => {
      const names = (await checkout.list(folder)).map(({ name }) => name);
      return Promise.all(
        names.filter((name) => name.endsWith(".go")).map((name) => checkout.readText(`${folder}/${name}`)),
      );
    }),
  );
  return texts.flat().some((text) => /\bcmdref\.NewCmd\(|\bUse:\s*"cmdref\b/.test(text ?? ""));
}

/**
 * The image in which a tree's own Dockerfile builds the agent, such as
 * `quay.io/cilium/cilium-builder:TAG@sha256:DIGEST`; undefined if none is named.
 */
export async function upstreamBuilder(checkout: Checkout): Promise<string | undefined> {
  for (const path of buildPaths.dockerfiles) {
    const text = await checkout.readText(path);
    const [image] =
      /\bquay\.io\/cilium\/cilium-builder:[\w.-]+(?:@sha256:[0-9a-f]{64})?(?=\s)/.exec(text ?? "") ?? [];
    if (image !== undefined) return image;
  }
  return undefined;
}
