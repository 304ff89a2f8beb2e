import { PatchkitError } from "../errors.ts";

/** Privileges of a command in an engine. All but `tool` run code of the tree, and see no folder that outlives it. */
export type Privileges =
  /** A compiler, a linter or a shell command of ours: may write the caches that trees share. */
  | "tool"
  /** An ordinary user without a network. */
  | "user"
  /** Root of a user namespace, with its own network and mounts; BPF is not available there. */
  | "network"
  /** An ordinary user who may change a network of its own and create BPF maps, but not mount. */
  | "bpf"
  /** Root of network, mount and process namespaces, not confined otherwise: whole agents of a tree that the user trusts. */
  | "cluster";

/** Privileges of code of the tree that no user has to trust. */
export const confinedPrivileges = ["user", "network", "bpf"] as const;

/** Privileges of code of the tree. */
export const treePrivileges = [...confinedPrivileges, "cluster"] as const satisfies readonly Privileges[];

/** What a test could try on the machine that checks it. */
export const attempts = [
  "change the tree",
  "remount the tree",
  "change a build cache",
  "change a kernel setting",
  "reach a network",
] as const;

/** One of {@link attempts}. */
export type Attempt = (typeof attempts)[number];

/** A command to run on a read-only tree. */
export interface EngineCommand {
  /** Program and arguments; paths are the session's. */
  readonly command: readonly string[];
  /** Folder it starts in, a path of the session. */
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly privileges: Privileges;
  readonly timeoutMs: number;
}

/** How a command ended. A command that was killed gives no result. */
export interface EngineResult {
  readonly ended: "exited" | "timed-out" | "out-of-memory" | "too-much-output";
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Describes an engine in the evidence. */
export interface EnginePlace {
  readonly engine: "docker" | "podman" | "host";
  readonly version: string;
  readonly image: string | null;
  readonly imageDigest: string | null;
  readonly go: string;
  readonly kernel: string;
  /** Programs of {@link probedPrograms} that are installed. */
  readonly programs: readonly string[];
  /** What was tried as a hostile test would, with each kind of privileges that this engine has. */
  readonly isolation: readonly Isolation[];
}

/** What code of the tree could do with some privileges when it was tried. */
export interface Isolation {
  readonly privileges: (typeof treePrivileges)[number];
  /** Empty where every attempt was refused. */
  readonly allowed: readonly Attempt[];
}

/** Programs that checks need in addition to Go. */
export const probedPrograms = ["gcc", "ip", "unshare", "setpriv", "mount"] as const;

/** Programs that whole agents need of the machine that they run on. */
export const agentPrograms = ["clang", "llc", "etcd", "ip", "tc", "iptables", "ipset", "bpftool"] as const;

/** Folders of this machine that a session makes available to its commands. */
export interface EngineFolders {
  /** The checked-out tree, read only. */
  readonly tree: string;
  /** Overlays and the like, read only. */
  readonly work: string;
}

/** The build context of an image. */
export interface BuildContext {
  /** Path of a tar file on this machine. */
  readonly tarFile: string;
  /** Path of the Dockerfile in it. */
  readonly dockerfile: string;
  readonly timeoutMs: number;
}

/** An engine with a tree in it. */
export interface EngineSession {
  readonly place: EnginePlace;
  /** Where the tree is for commands; its parent folders make it a GOPATH. */
  readonly tree: string;
  readonly goPath: string;
  readonly work: string;
  /** A folder that only `tool` may write, kept from session to session. */
  readonly kept: string;
  /** A writable folder, removed with the session; it has the same path in every session of an engine. */
  readonly scratch: string;
  /** @throws PatchkitError `environment/interrupted`, `environment/engine-failed` if the command could not be started. */
  run(command: EngineCommand): Promise<EngineResult>;
  /**
   * Builds from a context; undefined if the engine cannot build images. The last stage is only written to a
   * folder that is removed afterwards.
   *
   * @throws PatchkitError `environment/engine-failed` if the client has no builder for this engine.
   */
  readonly build: ((context: BuildContext) => Promise<EngineResult>) | undefined;
  close(): Promise<void>;
}

/** Where checks run. */
export interface Engine {
  /** @throws PatchkitError `environment/engine-missing` with a hint. */
  open(folders: EngineFolders): Promise<EngineSession>;
}

/** Limits of a command. */
export interface EngineLimits {
  readonly memoryBytes: number;
  /** 0 means all. */
  readonly cpus: number;
}

/** The error for whole agents of a tree that the user did not say to trust. */
export function needsTrust(): PatchkitError {
  return new PatchkitError(
    "environment/engine-failed",
    "whole agents are root of this machine's kernel, which no sandbox takes from them",
    { hint: "Add --trust-tree if you trust the tree." },
  );
}

/** Prints the Go version, kernel and programs for {@link EnginePlace}, one per line. */
export const probeScript = [
  "go version",
  "uname -r",
  `for program in ${probedPrograms.join(" ")}; do command -v "$program" >/dev/null 2>&1 && echo "$program"; done`,
  "true",
].join("\n");

/** Reads what {@link probeScript} printed. */
export function parseProbe(output: string): Pick<EnginePlace, "go" | "kernel" | "programs"> {
  const [version = "", kernel = "", ...programs] = output.trim().split("\n");
  return { go: version.replace(/^go version /, ""), kernel, programs };
}
