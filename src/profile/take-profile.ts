import { PatchkitError } from "../errors.ts";
import type { Found } from "./probe.ts";
import type { Fact, FactValues, Profile } from "./profile.ts";
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
export function takeProfile(sources: Sources, { files, probes }: Survey): Profile {
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
  return {
    sha: sources.sha,
    release: releaseOf(sources),
    names: Object.keys(probes),
    fact(name) {
      const probe = probes[name];
      if (!probe) throw new Error(`${name} is no fact`);
      const fact = known.get(name) ?? asFact(sources, name, probe(sources));
      known.set(name, fact);
      return fact;
    },
  };
}

function asFact(sources: Sources, name: string, found: Found<unknown>): Fact {
  if (!("value" in found) || isThere(sources, found.at.path)) return { name, ...found };
  return { name, value: found.value, at: { path: found.at.path, line: null } };
}

function isThere(sources: Sources, path: string): boolean {
  return sources.text(path) !== undefined || sources.references.has(path) || sources.go(path) !== undefined;
}

/** Every fact of a profile, in the order of its names. */
export function allFacts(profile: Profile): Fact[] {
  return profile.names.map((name) => profile.fact(name));
}

/** The values of the facts that were found. */
export function valuesOf(facts: readonly Fact[]): FactValues {
  return Object.fromEntries(facts.flatMap((fact) => ("value" in fact ? [[fact.name, fact.value]] : [])));
}
