import { GitError, simpleGit } from "simple-git";
import { PatchkitError } from "../errors.ts";
import { askpassPath } from "./assets.ts";
import { pinnedEnvironment } from "./git.ts";
import type { GitHubHost } from "./github-host.ts";
import type { Secret } from "./secret.ts";

/** One branch that is pushed. */
export interface Push {
  /** Of the repository, over HTTP. */
  readonly url: string;
  readonly branch: string;
  readonly sha: string;
  /** Where the branch has to be; null if there must be none. */
  readonly expected: string | null;
}

/** Pushes to repositories of a GitHub. */
export interface Pusher {
  /**
   * Moves a branch to a commit, if it is where it is expected.
   *
   * @throws PatchkitError `publish/branch-moved`, `environment/github-refused`, `environment/github-unreachable`.
   */
  push(push: Push): Promise<void>;
}

/** What a pusher needs. */
export interface PusherSetting {
  /** Repository that has the commits. */
  readonly gitDir: string;
  readonly host: GitHubHost;
  readonly token: Secret;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** Pushing what a fork lacks of a large history takes a while; git prints nothing meanwhile. */
const silenceMs = 600_000;

/**
 * Opens a pusher. Git runs with the same fixed settings as everywhere, without the user's own; the token is in the
 * environment of that process and its children alone, and goes to no other host.
 */
export function openPusher({ gitDir, host, token, env, signal }: PusherSetting): Pusher {
  const environment = pinnedEnvironment(env, {
    online: true,
    config: [
      // A redirect would take the token along.
      ["http.followRedirects", "false"],
      ["credential.helper", ""],
      // Asks the fork what it has: its branches may be of commits that this clone lacks.
      ["push.negotiate", "true"],
      ["push.default", "nothing"],
      ["push.gpgSign", "false"],
    ],
    env: {
      GIT_DIR: gitDir,
      GIT_ASKPASS: askpassPath,
      CILIUM_PATCHKIT_TOKEN: token.reveal(),
      GIT_ALLOW_PROTOCOL: "http:https",
    },
  });
  return {
    async push({ url, branch, sha, expected }) {
      assertOwnHost(url, host);
      const ref = `refs/heads/${branch}`;
      const git = simpleGit({
        baseDir: gitDir,
        abort: signal,
        timeout: { block: silenceMs },
        // It refuses what could start a program; the names below are ours, and so are their values.
        allowEnvironment: Object.keys(environment),
        unsafe: {
          allowUnsafeAskPass: true,
          allowUnsafeConfigEnvCount: true,
          allowUnsafeConfigPaths: true,
          allowUnsafeCredentialHelper: true,
          allowUnsafeFsMonitor: true,
          allowUnsafeGitProxy: true,
          allowUnsafeHooksPath: true,
          allowUnsafeSshCommand: true,
          allowUnsafeProtocolOverride: true,
        },
      }).env(environment);
      try {
        await git.raw([
          "push",
          "--porcelain",
          `--force-with-lease=${ref}:${expected ?? ""}`,
          url,
          `${sha}:${ref}`,
        ]);
      } catch (cause) {
        signal.throwIfAborted();
        throw asPushError(cause, { host, token, branch });
      }
    },
  };
}

/** A clone URL comes from an answer of the API; the token is only for that API's host. */
function assertOwnHost(url: string, { webUrl }: GitHubHost): void {
  if (URL.canParse(url) && new URL(url).origin === new URL(webUrl).origin) return;
  throw new PatchkitError("environment/github-refused", `expected a repository at ${webUrl}, found ${url}`, {
    hint: "Name the API of the host that has the fork with --api-url.",
  });
}

function asPushError(
  cause: unknown,
  { host, token, branch }: { readonly host: GitHubHost; readonly token: Secret; readonly branch: string },
): unknown {
  if (!(cause instanceof GitError)) return cause;
  const said = token.scrub(cause.message);
  const place = `expected to push branch ${branch} to ${host.hostname}`;
  const last = said
    .split("\n")
    .filter((line) => /fatal|error|remote:|rejected/.test(line))
    .join("; ")
    .slice(0, 400);
  if (/stale info|\(fetch first\)|\(non-fast-forward\)/.test(said)) {
    return new PatchkitError("publish/branch-moved", `${place}, found that it moved in the meantime`, {
      hint: "The branch is unchanged. See who moved it, then choose another name with --branch NAME, or delete it.",
    });
  }
  if (/Authentication failed|error: 40[13]|denied|Permission/i.test(said)) {
    return new PatchkitError("environment/token-refused", `${place}, found a refusal: ${last}`, {
      hint: `The token of ${token.source} needs the scope public_repo (repo for a private fork), or write access to Contents.`,
    });
  }
  if (/shallow|bad object|unable to read|Could not read/.test(said)) {
    return new PatchkitError(
      "environment/git-failed",
      `${place}, found a clone without all of its history: ${last}`,
      {
        hint: "Run `git fetch --unshallow` in the clone.",
      },
    );
  }
  const isLost =
    /unable to access|hung up|RPC failed|error: 5\d\d|Could not resolve|early EOF|disconnect/i.test(said);
  return new PatchkitError(
    isLost ? "environment/github-unreachable" : "environment/github-refused",
    `${place}, found ${last}`,
    {
      hint: "Run the same command again: it goes on from what is there.",
    },
  );
}
