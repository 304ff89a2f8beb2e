import { spawn } from "node:child_process";
import { once } from "node:events";
import { PatchkitError } from "../errors.ts";
import { limitTime } from "./limit-time.ts";
import { type ObjectReader, openObjectReader } from "./object-reader.ts";

/** Options of one git process. */
export interface GitOptions {
  /** Working folder. */
  readonly cwd?: string;
  /** Added to the pinned environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Buffer;
  /** Settings for this process only; they take precedence over the repository's. */
  readonly config?: readonly (readonly [string, string])[];
  /** Allows remotes, with the user's own home folder and proxies; otherwise no protocol is allowed. */
  readonly online?: boolean;
  /** Reads the user's global configuration. */
  readonly userConfig?: boolean;
}

/** How a git process ended. */
export interface GitResult {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** A git process that receives input while it runs. */
export interface GitStream {
  /** Writes input, and settles when the process has read it; errors show when the process ends. */
  write(text: string | Buffer): Promise<void>;
  /** Ends the input and waits for the process. */
  end(): Promise<GitResult>;
}

/** Runs git with fixed settings, independent of user, repository and machine. */
export interface Git {
  /** @throws PatchkitError `environment/git-failed` if git does not exit with 0. */
  run(args: readonly string[], options?: GitOptions): Promise<string>;
  /** Like `run`, but returns an exit status other than 0. */
  attempt(args: readonly string[], options?: GitOptions): Promise<GitResult>;
  /** Starts git and leaves its input open. */
  openStream(args: readonly string[], options?: GitOptions): GitStream;
  openObjects(options: GitOptions): ObjectReader;
}

/** Settings for all git processes. */
export interface GitSettings {
  /** The caller's environment; only the variables that git needs to run are kept. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
}

const inherited = ["PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP", "SSH_AUTH_SOCK", "LD_LIBRARY_PATH"];

/**
 * Settings given through the environment, which takes precedence over every file. The repository is
 * untrusted data: nothing it configures may run. All ways for git to start programs are disabled, so
 * `safe.directory` can allow every path.
 */
const pinned: readonly (readonly [string, string])[] = [
  ["safe.directory", "*"],
  ["core.hooksPath", "/dev/null"],
  ["core.fsmonitor", "false"],
  ["core.attributesFile", "/dev/null"],
  ["core.excludesFile", "/dev/null"],
  ["core.sshCommand", "ssh"],
  ["core.gitProxy", ""],
  ["core.askPass", ""],
  // A program that prints no refs; without one git would look for them.
  ["core.alternateRefsCommand", "true"],
  ["core.quotePath", "true"],
  ["protocol.ext.allow", "never"],
  ["gc.auto", "0"],
  ["maintenance.auto", "false"],
  ["commit.gpgSign", "false"],
  ["i18n.commitEncoding", "utf-8"],
  ["i18n.logOutputEncoding", "utf-8"],
  ["advice.detachedHead", "false"],
];

/** Protocols that run no program named by a URL (git help git, GIT_ALLOW_PROTOCOL). */
const remoteProtocols = "file:git:http:https:ssh";

/** What the user's own environment says about remotes. */
const onlineNames = [
  "HOME",
  "XDG_CONFIG_HOME",
  ...["http_proxy", "https_proxy", "all_proxy", "no_proxy"].flatMap((name) => [name, name.toUpperCase()]),
];

/** The environment of a git process. */
export function pinnedEnvironment(base: GitSettings["env"], options: GitOptions): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const name of inherited) if (base[name] !== undefined) env[name] = base[name];
  const online: NodeJS.ProcessEnv = {};
  for (const name of onlineNames) if (options.online && base[name] !== undefined) online[name] = base[name];
  const settings = [...pinned, ...(options.config ?? [])];
  settings.forEach(([key, value], index) => {
    env[`GIT_CONFIG_KEY_${index}`] = key;
    env[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  return {
    ...env,
    GIT_CONFIG_COUNT: String(settings.length),
    GIT_CONFIG_NOSYSTEM: "1",
    ...(options.userConfig
      ? {
          HOME: base["HOME"],
          XDG_CONFIG_HOME: base["XDG_CONFIG_HOME"],
          GIT_CONFIG_GLOBAL: base["GIT_CONFIG_GLOBAL"],
        }
      : { HOME: "/nonexistent", XDG_CONFIG_HOME: "/nonexistent", GIT_CONFIG_GLOBAL: "/dev/null" }),
    GIT_ATTR_NOSYSTEM: "1",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_REPLACE_OBJECTS: "1",
    // Takes precedence over every setting about protocols.
    GIT_ALLOW_PROTOCOL: options.online ? remoteProtocols : "none",
    ...(options.online ? {} : { GIT_NO_LAZY_FETCH: "1" }),
    LC_ALL: "C",
    LANGUAGE: "C",
    TZ: "UTC",
    ...online,
    ...options.env,
  };
}

/** Git through its command line. */
export function openGit(settings: GitSettings): Git {
  const openStream: Git["openStream"] = (args, options = {}) => {
    const child = startLimited(settings, args, options);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.stdin.on("error", ignoreBrokenPipe);
    const closed = ended(child, settings.signal);
    // Whoever ends the stream sees the failure; until then it must not end the program.
    closed.catch(() => {});
    return {
      // The exit status shows if the process ended early.
      write: (text) => new Promise((resolve) => child.stdin.write(text, () => resolve())),
      async end() {
        child.stdin.end();
        const status = await closed;
        return { status, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString().trim() };
      },
    };
  };
  const attempt: Git["attempt"] = async (args, options = {}) => {
    const stream = openStream(args, options);
    if (options.input !== undefined) void stream.write(options.input);
    return stream.end();
  };
  return {
    attempt,
    openStream,
    async run(args, options = {}) {
      const { status, stdout, stderr } = await attempt(args, options);
      if (status !== 0) {
        assertRoom(stderr);
        throw new PatchkitError(
          "environment/git-failed",
          `git ${args[0]} ended with ${status}: ${stderr.slice(0, 400)}`,
          {
            hint: "Run the same git command in the clone to see more.",
          },
        );
      }
      return stdout.toString();
    },
    openObjects: (options) =>
      // A reader lives as long as the run, which may take hours.
      openObjectReader(() => {
        const child = start(settings, ["cat-file", "--batch"], options);
        return { child, ended: ended(child, settings.signal) };
      }),
  };
}

/** @throws PatchkitError `environment/disk-full` if git reported it. */
export function assertRoom(stderr: string): void {
  if (!/No space left on device|Disk quota exceeded|Out of diskspace/i.test(stderr)) return;
  throw new PatchkitError("environment/disk-full", "no space left for temporary files; nothing was written", {
    hint: "Free some space, or point TMPDIR at another disk.",
  });
}

function start(settings: GitSettings, args: readonly string[], options: GitOptions) {
  const child = spawn("git", args, {
    cwd: options.cwd,
    env: pinnedEnvironment(settings.env, options),
    signal: settings.signal,
    stdio: ["pipe", "pipe", "pipe"],
  });
  // Node makes no pipes where too many files are open, and reports that later.
  if ((child.stdout as unknown) !== undefined) return child;
  child.on("error", () => {});
  throw new PatchkitError("environment/git-failed", "expected to start git, found too many open files", {
    hint: "Raise the limit on open files, for example with `ulimit -n 1024`.",
  });
}

/** Like `start`, for a process that does one thing and ends. */
function startLimited(settings: GitSettings, args: readonly string[], options: GitOptions) {
  const child = start(settings, args, options);
  limitTime(child, settings.timeoutMs ?? 600_000);
  return child;
}

async function ended(child: ReturnType<typeof start>, signal: AbortSignal): Promise<number> {
  try {
    const [status] = (await once(child, "close")) as [number | null];
    return status ?? 128;
  } catch (cause) {
    if (signal.aborted) {
      throw new PatchkitError("environment/interrupted", "interrupted before the work was done", { cause });
    }
    throw new PatchkitError("environment/git-missing", "git could not be started", {
      cause,
      hint: "Install git 2.30 or newer and make sure it is on the PATH.",
    });
  }
}

/** The exit status shows that a reader ended early, not the pipe. */
function ignoreBrokenPipe(): void {}
