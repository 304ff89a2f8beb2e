import { type Attempt, attempts, type EngineResult, type Privileges } from "./engine.ts";

/** A folder of this machine as commands in a sandbox see it. */
export interface ShownFolder {
  readonly from: string;
  /** Path below /tmp. */
  readonly to: string;
  readonly isWritable: boolean;
}

/** What {@link hostSandbox} needs to know of this machine. */
export interface HostSandbox {
  /** Whether this program runs as root, which must not be what the commands run as. */
  readonly isRoot: boolean;
  /** An empty folder to mount a file system on; it is moved to /tmp. */
  readonly mountPoint: string;
  readonly shown: readonly ShownFolder[];
  /** Folders whose content is hidden, such as the user's home folder. */
  readonly hidden: readonly string[];
}

/** User and group id of commands started by root; no file belongs to them. */
export const sandboxId = 65532;

/** Marks the error that a command's namespaces could not be set up. */
const isolationMark = "cilium-patchkit isolation:";
const isolationStatus = 97;

const failFunction = `fail() { echo "${isolationMark} $1" >&2; exit ${isolationStatus}; }`;

/** Capabilities of `bpf`: routes, links and raw sockets of its own network namespace, and BPF maps (39). */
const bpfCapabilities = ["net_admin", "net_raw", "cap_39"].map((name) => `,+${name}`).join("");

/** A user namespace with all others below it; what is left running in it ends with the command. */
const unshareUser =
  "unshare --user --map-root-user --mount --net --pid --ipc --fork --kill-child --mount-proc";
const unshareRoot =
  "unshare --mount --net --pid --ipc --fork --kill-child --mount-proc --propagation private";

const asSandboxUser = `setpriv --reuid ${sandboxId} --regid ${sandboxId} --clear-groups`;
const withoutCapabilities = "setpriv --bounding-set=-all --inh-caps=-all --no-new-privs";
const withBpf = [
  asSandboxUser,
  `--bounding-set=-all${bpfCapabilities} --inh-caps=-all${bpfCapabilities} --ambient-caps=-all${bpfCapabilities}`,
  "--no-new-privs",
].join(" ");

/**
 * Sets up the network of a test: an empty /run, /sys of the new network namespace, loopback up, IPv6 without
 * duplicate address detection. A read-only /proc/sys of a container is made writable first, and a BPF file
 * system stays where it was.
 */
const networkSetup = [
  "mount -n -o bind,remount,rw /proc/sys 2>/dev/null || true",
  'mount -n -t tmpfs tmpfs /run || fail "/run cannot be emptied"',
  "mkdir /run/bpf && mount -n --bind /sys/fs/bpf /run/bpf || true",
  "mount -n -t sysfs sysfs /sys 2>/dev/null && mount -n --bind /run/bpf /sys/fs/bpf || true",
  "umount -n /run/bpf; rmdir /run/bpf",
  'ip link set lo up || fail "the loopback device cannot be brought up"',
  "for f in all default; do",
  "  echo 0 > /proc/sys/net/ipv6/conf/$f/disable_ipv6 &&",
  '    echo 0 > /proc/sys/net/ipv6/conf/$f/accept_dad || fail "IPv6 cannot be set up"',
  "done",
  'ip link add patchkit0 type veth peer name patchkit1 || fail "this kernel does not support veth devices"',
  'ip link del patchkit0 || fail "a veth device cannot be removed"',
];

const bpfSetup = [
  'mount -n -t bpf -o mode=1777 bpf /sys/fs/bpf || fail "this kernel does not support the BPF file system"',
];

/** Runs the command as a child: when this shell ends as process 1 of its namespace, the kernel ends the others. */
function runHere(prefix: string): string[] {
  return ['cd "$0" || fail "$0 cannot be entered"', `${prefix}"$@"`, "exit $?"];
}

/** The innermost script: sets up what a command may use, and takes away what it may not. */
function innerScript(privileges: Privileges): string {
  switch (privileges) {
    case "tool":
      return [failFunction, ...runHere(`${withoutCapabilities} `)].join("\n");
    case "user":
      return [
        failFunction,
        'ip link set lo up || fail "the loopback device cannot be brought up"',
        ...runHere(`${withoutCapabilities} `),
      ].join("\n");
    case "network":
      return [failFunction, ...networkSetup, ...runHere("")].join("\n");
    case "bpf":
      return [failFunction, ...networkSetup, ...bpfSetup, ...runHere(`${withBpf} `)].join("\n");
    case "cluster":
      return [failFunction, ...networkSetup, ...bpfSetup, ...runHere("")].join("\n");
  }
}

/**
 * Makes every mount read-only except the kernel's own and those that were just made. Flags that a user namespace
 * may not take away have to be named again.
 */
function readOnlyScript(shown: readonly ShownFolder[]): string[] {
  const writable = ["/tmp", ...shown.filter(({ isWritable }) => isWritable).map(({ to }) => to)];
  const readOnly = shown.filter(({ isWritable }) => !isWritable).map(({ to }) => to);
  return [
    "while read -r _ _ _ _ point options _; do",
    '  case "$point" in',
    `    ${writable.join(" | ")}) continue ;;`,
    `    ${readOnly.join(" | ")}) must=1 ;;`,
    "    /tmp/* | /proc | /proc/* | /sys | /sys/* | /dev | /dev/*) continue ;;",
    "    *) must= ;;",
    "  esac",
    // Without a process per mount: this runs before each command, which may take less time than this.
    '  case "$options" in ro | ro,*) continue ;; esac',
    "  flags=",
    "  IFS=,",
    "  for flag in $options; do",
    '    case "$flag" in nosuid | nodev | noexec | noatime | nodiratime) flags="$flags,$flag" ;; esac',
    "  done",
    "  unset IFS",
    `  case "$point" in *\\\\*) point=$(printf %b "$point") ;; esac`,
    '  mount -n -o "remount,bind,ro$flags" "$point" 2>/dev/null ||',
    '    [ -z "$must" ] || fail "$point stays writable"',
    "done < /proc/self/mountinfo",
    "for folder in / /var /usr /home /opt; do",
    '  if [ -d "$folder" ] && (: > "$folder/.patchkit-probe") 2>/dev/null; then',
    '    rm -f "$folder/.patchkit-probe"; fail "$folder stays writable"',
    "  fi",
    "done",
  ];
}

/** The outer script: a private /tmp with the shown folders, everything else read-only or hidden. */
function outerScript({ mountPoint, shown, hidden }: HostSandbox, next: string): string {
  const q = (path: string) => `'${path.replaceAll("'", "'\\''")}'`;
  const target = (to: string) => `"$point"${q(to.slice("/tmp".length))}`;
  const lines = [
    failFunction,
    `point=${q(mountPoint)}`,
    'mount -n -t tmpfs -o mode=1777 tmpfs "$point" || fail "a private /tmp cannot be made"',
    `mkdir -p ${shown.map(({ to }) => target(to)).join(" ")}`,
    ...shown.map(({ from, to, isWritable }) => {
      const bind = (options: string) => `mount -n -o ${options} ${q(from)} ${target(to)}`;
      // A user namespace may refuse the first, as it loses flags of the source on some systems; see readOnlyScript.
      const binds = isWritable ? bind("bind") : `${bind("bind,ro")} 2>/dev/null || ${bind("bind")}`;
      return `${binds} || fail ${q(`${from} cannot be shown`)}`;
    }),
    'mount -n --move "$point" /tmp || fail "a private /tmp cannot be made"',
    ...["/var/tmp", "/dev/shm", "/run", ...hidden].map((folder) => {
      const path = q(folder);
      const options = folder === "/dev/shm" ? "mode=1777" : "mode=1777,ro";
      return `if [ -d ${path} ]; then mount -n -t tmpfs -o ${options} tmpfs ${path} || fail ${q(`${folder} cannot be hidden`)}; fi`;
    }),
    // Releases up to v1.15 end the process if there is none, which is all that it is for in a user namespace.
    "mount -n -t bpf -o ro bpf /sys/fs/bpf 2>/dev/null || true",
    ...readOnlyScript(shown),
    next,
  ];
  return lines.join("\n");
}

/**
 * A command of the host engine in a sandbox: as a user to whom no file belongs (or the own user in a user
 * namespace), with a private /tmp that holds the shown folders, the rest of the system read-only, no network
 * but loopback, and only its own processes. `bpf` keeps three capabilities outside of a user namespace, so
 * only root can start it.
 *
 * @param cwd a path as commands see it.
 */
export function hostSandbox(
  sandbox: HostSandbox,
  privileges: Privileges,
  cwd: string,
  command: readonly string[],
): string[] {
  const inner = innerScript(privileges);
  const enter =
    privileges === "bpf" ? unshareRoot : sandbox.isRoot ? `${asSandboxUser} ${unshareUser}` : unshareUser;
  const next = `inner=$1; shift\nexec ${enter} sh -c "$inner" "$@"`;
  const outer = ["unshare", ...(sandbox.isRoot ? [] : ["--user", "--map-root-user"]), "--mount"];
  const script = outerScript(sandbox, next);
  return [...outer, "--propagation", "private", "sh", "-c", script, "sh", inner, cwd, ...command];
}

/**
 * A command in namespaces of its own inside a container that already has its user, mounts and network: as it
 * is, except for tests that need a network of their own. Whole agents have the container's.
 */
export function containerSandbox(
  privileges: Privileges,
  cwd: string,
  command: readonly string[],
): readonly string[] {
  switch (privileges) {
    case "tool":
    case "user":
      return command;
    case "network":
      return [...unshareUser.split(" "), "sh", "-c", innerScript(privileges), cwd, ...command];
    case "bpf":
      return [...unshareRoot.split(" "), "sh", "-c", innerScript(privileges), cwd, ...command];
    case "cluster":
      return ["sh", "-c", innerScript(privileges), cwd, ...command];
  }
}

/**
 * A command in network and mount namespaces without any protection of the machine, for a tree that the user
 * trusts. `network` and `bpf` are root.
 */
export function trustedSandbox(
  privileges: Privileges,
  cwd: string,
  command: readonly string[],
): readonly string[] {
  if (privileges === "tool" || privileges === "user") return command;
  const asRoot = [...unshareRoot.split(" "), "sh", "-c", innerScript("cluster"), cwd, ...command];
  // Whole agents go with this program, however it ends.
  return privileges === "cluster" ? ["setpriv", "--pdeathsig", "KILL", ...asRoot] : asRoot;
}

/** Why a command was not started; undefined if it was. */
export function isolationFailed({
  status,
  stderr,
}: Pick<EngineResult, "status" | "stderr">): string | undefined {
  if (status !== isolationStatus && !/^unshare: /m.test(stderr)) return undefined;
  const line = stderr.split("\n").find((one) => one.startsWith(isolationMark));
  if (line !== undefined) return line.slice(isolationMark.length).trim();
  const refused = /^unshare: .*$/m.exec(stderr)?.[0];
  return refused === undefined ? undefined : `creating namespaces is not permitted (${refused})`;
}

/**
 * Tries {@link attempts}, as a hostile test would, and prints those that succeed. Kernel settings are tried by
 * opening one for writing.
 *
 * @param folders the tree, and folders of caches, as commands and as the machine see them.
 */
export function attemptsScript(tree: string, caches: readonly string[]): string[] {
  const script = [
    "tree=$1; shift",
    `if (: > "$tree/.patchkit-attempt") 2>/dev/null; then rm -f "$tree/.patchkit-attempt"; echo "${attempts[0]}"; fi`,
    `if mount -n -o remount,bind,rw "$tree" 2>/dev/null && (: > "$tree/.patchkit-attempt") 2>/dev/null; then`,
    `  rm -f "$tree/.patchkit-attempt"; echo "${attempts[1]}"`,
    "fi",
    "for cache; do",
    `  if [ -d "$cache" ] && (: > "$cache/.patchkit-attempt") 2>/dev/null; then`,
    `    rm -f "$cache/.patchkit-attempt"; echo "${attempts[2]}"`,
    "  fi",
    "done",
    `mount -n -o remount,rw /proc/sys 2>/dev/null; if (: >> /proc/sys/kernel/core_pattern) 2>/dev/null; then echo "${attempts[3]}"; fi`,
    // The names of links of the namespace; sysfs may show those of another.
    `if grep -v -e '^Inter' -e '^ face' -e '^ *lo:' /proc/net/dev | grep -q .; then echo "${attempts[4]}"; fi`,
    "echo done",
  ].join("\n");
  return ["sh", "-c", script, "sh", tree, ...caches];
}

/** Reads what {@link attemptsScript} printed; undefined if it did not come to its end. */
export function parseAttempts(output: string): readonly Attempt[] | undefined {
  const lines = output.split("\n");
  if (!lines.includes("done")) return undefined;
  return attempts.filter((attempt) => lines.includes(attempt));
}
