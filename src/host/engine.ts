/** Privileges of a command in an engine. */
export type Privileges =
  /** An ordinary user without a network. */
  | "none"
  /** Root, with its own network and mount namespaces. */
  | "network";

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
  readonly ended: "exited" | "timed-out" | "out-of-memory";
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
}

/** Programs that checks need in addition to Go. */
export const probedPrograms = ["gcc", "ip", "unshare", "mount", "helm"] as const;

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
  /** Build cache, kept from session to session. */
  readonly cache: string;
  /** A writable folder, kept from session to session. */
  readonly kept: string;
  /** A writable folder, removed with the session. */
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

/** Marks the error that a command's namespaces could not be set up. */
const isolationMark = "cilium-patchkit isolation:";
const isolationStatus = 97;

/**
 * Runs a command in its own network and mount namespaces: loopback up, IPv6 without duplicate address
 * detection, a BPF file system, an empty /run. A read-only /proc/sys of a container is made writable first.
 */
export function isolated(command: readonly string[]): string[] {
  const script = [
    `fail() { echo "${isolationMark} $1" >&2; exit ${isolationStatus}; }`,
    "mount -o bind,remount,rw /proc/sys 2>/dev/null || true",
    "mount -t sysfs sysfs /sys 2>/dev/null || true",
    'ip link set lo up || fail "the loopback device cannot be brought up"',
    "for f in all default; do",
    "  echo 0 > /proc/sys/net/ipv6/conf/$f/disable_ipv6 &&",
    '    echo 0 > /proc/sys/net/ipv6/conf/$f/accept_dad || fail "IPv6 cannot be set up"',
    "done",
    'ip link add patchkit0 type veth peer name patchkit1 || fail "this kernel does not support veth devices"',
    'ip link del patchkit0 || fail "a veth device cannot be removed"',
    'mount -t bpf bpf /sys/fs/bpf || fail "this kernel does not support the BPF file system"',
    'mount -t tmpfs tmpfs /run || fail "/run cannot be emptied"',
    'exec "$@"',
  ].join("\n");
  const outer = `unshare -n -m --propagation private true || { echo "${isolationMark} creating namespaces is not permitted" >&2; exit ${isolationStatus}; }`;
  const inner = ["unshare", "-n", "-m", "--propagation", "private", "sh", "-c", script, "sh"];
  return ["sh", "-c", `${outer}\nexec "$@"`, "sh", ...inner, ...command];
}

/** Why a command of {@link isolated} was not started; undefined if it was. */
export function isolationFailed({
  status,
  stderr,
}: Pick<EngineResult, "status" | "stderr">): string | undefined {
  if (status !== isolationStatus) return undefined;
  return stderr
    .split("\n")
    .find((line) => line.startsWith(isolationMark))
    ?.slice(isolationMark.length)
    .trim();
}
