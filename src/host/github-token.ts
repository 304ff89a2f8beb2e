import { PatchkitError } from "../errors.ts";
import type { GitHubHost } from "./github-host.ts";
import { runProgram } from "./run-program.ts";
import { makeSecret, type Secret } from "./secret.ts";

/** Variables that may hold a token, first those that win (cli.github.com/manual/gh_help_environment). */
export const tokenNames = {
  cloud: ["GH_TOKEN", "GITHUB_TOKEN"],
  enterprise: ["GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"],
} as const;

/**
 * A token for a host, from the environment or from `gh`; never from a flag or a file of ours.
 *
 * @throws PatchkitError `environment/no-token`.
 */
export async function readToken(
  { hostname, isCloud }: GitHubHost,
  session: { readonly env: Readonly<Record<string, string | undefined>>; readonly signal: AbortSignal },
): Promise<Secret> {
  const names = tokenNames[isCloud ? "cloud" : "enterprise"];
  for (const name of names) {
    const value = session.env[name]?.trim();
    if (value) return makeSecret(assertForm(value, name), name);
  }
  const asked = await runProgram(["gh", "auth", "token", "--hostname", hostname], {
    env: session.env,
    signal: session.signal,
    timeoutMs: 20_000,
  });
  const given = asked.ended === "exited" && asked.status === 0 ? asked.stdout.trim() : "";
  if (given !== "") return makeSecret(assertForm(given, "gh auth token"), "gh auth token");
  const found = asked.ended === "missing" ? "gh is not installed" : `gh auth token has none for ${hostname}`;
  throw new PatchkitError(
    "environment/no-token",
    `expected a token for ${hostname} in ${names.join(" or ")}, found none, and ${found}`,
    {
      hint: `Run \`gh auth login --hostname ${hostname}\`, or set ${names[0]} to a token with the scopes public_repo and gist.`,
    },
  );
}

/** A token becomes an HTTP header: what could end one is refused, and not shown. */
function assertForm(value: string, source: string): string {
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw new PatchkitError(
    "environment/no-token",
    `${source}: expected a token of visible characters, found others`,
    {
      hint: "Set it again, without quotes and blanks.",
    },
  );
}
