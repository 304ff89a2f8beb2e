import { PatchkitError } from "../errors.ts";
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
