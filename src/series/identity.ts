import { PatchkitError } from "../errors.ts";
import type { Git } from "../host/git.ts";
import { fromHeader } from "./format-patch.ts";
import type { Identity } from "./series.ts";

/** Author of series without a given identity. The address cannot receive mail (RFC 2606). */
export const neutralIdentity: Identity = {
  name: "cilium-patchkit",
  mail: "cilium-patchkit@example.invalid",
  signsOff: false,
};

/** Parses `Name <mail>`. @throws PatchkitError `usage/bad-argument`. */
export function parseIdentity(text: string): Identity {
  const [, name, mail] = /^\s*([^<>\p{Cc}]*[^<>\s\p{Cc}])\s*<([^<>\s@]+@[^<>\s@]+)>\s*$/u.exec(text) ?? [];
  if (name !== undefined && mail !== undefined) return { name, mail, signsOff: true };
  throw new PatchkitError(
    "usage/bad-argument",
    `expected an identity like "Jane Doe <jane@example.org>", found ${JSON.stringify(text)}`,
    {
      hint: "It becomes author and Signed-off-by of every commit.",
    },
  );
}

/**
 * Asks git whether it keeps an identity as it is: when it stores a commit, and when `git am` reads a patch. An author
 * who is not the one that signs off is refused by projects that ask for a Developer Certificate of Origin.
 *
 * @throws PatchkitError `usage/bad-argument`.
 */
export async function assertKept(git: Git, identity: Identity): Promise<void> {
  const given = `${identity.name} <${identity.mail}>`;
  const [stored, read] = await Promise.all([storedBy(git, identity), readByAm(git, identity)]);
  const found =
    stored === given
      ? read === given
        ? undefined
        : `git am reads ${quoted(read)}`
      : `git stores ${quoted(stored)}`;
  if (found === undefined) return;
  throw new PatchkitError(
    "usage/bad-argument",
    `expected an identity that git keeps as it is, found ${quoted(given)}: ${found}`,
    {
      hint: "Give a name of at most 60 bytes without quotes, brackets and double blanks, and without punctuation at its ends.",
    },
  );
}

function quoted(text: string): string {
  return text === "" ? "none" : JSON.stringify(text);
}

/** As a commit has it, "" where git takes no such identity. */
async function storedBy(git: Git, { name, mail }: Identity): Promise<string> {
  const env = { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: mail, GIT_AUTHOR_DATE: "@0 +0000" };
  const { status, stdout } = await git.attempt(["var", "GIT_AUTHOR_IDENT"], { env });
  return status === 0 ? stdout.toString().replace(/ 0 \+0000\n$/, "") : "";
}

async function readByAm(git: Git, identity: Identity): Promise<string> {
  const input = `${fromHeader(identity)}\nSubject: subject\n\nbody\n`;
  const { stdout } = await git.attempt(["mailinfo", "-u", "/dev/null", "/dev/null"], { input });
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(stdout.toString())?.[1] ?? "";
  return `${field("Author")} <${field("Email")}>`;
}
