import { PatchkitError } from "../errors.ts";
import { lazily } from "./lazily.ts";
import type { Found } from "./probe.ts";
import type { Fact, FactValue, FactValues, MissingFact, Profile } from "./profile.ts";
import { releaseOf, whyNotCilium } from "./release.ts";
import type { Sources } from "./sources.ts";
import type { Survey } from "./survey.ts";

/**
 * A profile of the tree. Probes run when their facts are read, and need the sources to be open. A missing fact is a
 * value, not an error: it only matters to the variants that need it.
 *
 * @throws PatchkitError `profile/not-cilium` if the tree does not have the file that the survey is about. Reading a
 *   fact throws `golang/syntax-error` if its file does not parse.
 */
export function takeProfile<Facts extends FactValues>(
  sources: Sources,
  { files, probes }: Survey<Facts>,
): Profile<Facts> {
  const reason = whyNotCilium(sources, files);
  if (reason !== undefined) {
    throw new PatchkitError(
      "profile/not-cilium",
      `${sources.sha.slice(0, 12)} is not a Cilium tree that can be patched: ${reason}`,
      {
        hint: `Use a commit of Cilium ${files.since} or newer.`,
      },
    );
  }
  const known = new Map<string, Fact>();
  const names = Object.keys(probes);
  const factOf = (name: string) => {
    const probe = probes[name];
    if (!probe) throw new Error(`${name} is no fact`);
    const fact = known.get(name) ?? asFact(sources, name, probe(sources));
    known.set(name, fact);
    return fact;
  };
  return {
    sha: sources.sha,
    release: releaseOf(sources),
    names,
    fact: factOf,
    facts: (onRead) =>
      lazily<Facts>(names, (name) => {
        const fact = factOf(name);
        if ("missing" in fact) throw missingFact(sources.sha, fact);
        onRead?.(name);
        return fact.value;
      }),
  };
}

function asFact(sources: Sources, name: string, found: Found<FactValue>): Fact {
  if ("missing" in found) return { name, missing: found.missing, isAbsent: found.isAbsent === true };
  if (isThere(sources, found.at.path)) return { name, ...found };
  return { name, value: found.value, at: { path: found.at.path, line: null } };
}

function isThere(sources: Sources, path: string): boolean {
  return sources.text(path) !== undefined || sources.references.has(path) || sources.go(path) !== undefined;
}

function missingFact(sha: string, { name, missing, isAbsent }: MissingFact): PatchkitError {
  if (isAbsent) return new PatchkitError("profile/fact-absent", missing);
  return new PatchkitError("profile/fact-missing", `${sha.slice(0, 12)}: ${name} (${missing})`, {
    hint: "The templates do not know the shape of this tree; `cilium-patchkit inspect` shows every fact with its place.",
  });
}

/** Every fact of a profile, in the order of its names. */
export function allFacts(profile: Pick<Profile, "names" | "fact">): Fact[] {
  return profile.names.map((name) => profile.fact(name));
}
