import { PatchkitError } from "../errors.ts";
import type { Found, Probe } from "./probe.ts";
import { handlerProbes } from "./probe-handler.ts";
import { clusterIDType, daemonConfig, ipam, nativeOnlyModes } from "./probe-ipam.ts";
import { optionProbes } from "./probe-option.ts";
import { goVersion, version, whyNotCilium } from "./probe-release.ts";
import { testProbes } from "./probe-test.ts";
import type { Fact, FactName, FactValues, Profile } from "./profile.ts";
import type { Sources } from "./sources.ts";

const probes: { readonly [Name in FactName]: Probe<FactValues[Name]> } = {
  version,
  goVersion,
  ...handlerProbes,
  ...optionProbes,
  daemonConfig,
  ipam,
  clusterIDType,
  nativeOnlyModes,
  ...testProbes,
};

/**
 * Runs every probe. A missing fact is a value, not an error: it only matters to the variants that need it.
 *
 * @throws PatchkitError `profile/not-cilium` if the tree has no node handler at all,
 *   `golang/syntax-error` if a probed file does not parse.
 */
export function takeProfile(sources: Sources): Profile {
  const reason = whyNotCilium(sources);
  if (reason !== undefined) {
    throw new PatchkitError(
      "profile/not-cilium",
      `${sources.sha.slice(0, 12)} is not a Cilium tree that can be patched: ${reason}`,
      {
        hint: "Use a commit of Cilium v1.4 or newer.",
      },
    );
  }
  const facts = (Object.entries(probes) as [FactName, Probe<FactValues[FactName]>][]).map(([name, probe]) =>
    asFact(sources, name, probe(sources)),
  );
  const values = Object.fromEntries(
    facts.flatMap((fact) => ("value" in fact ? [[fact.name, fact.value]] : [])),
  );
  return { sha: sources.sha, release: releaseOf(values["version"]), facts, values };
}

function asFact(sources: Sources, name: FactName, found: Found<FactValues[FactName]>): Fact {
  if (!("value" in found) || isThere(sources, found.at.path)) return { name, ...found };
  return { name, value: found.value, at: { path: found.at.path, line: null } };
}

function isThere(sources: Sources, path: string): boolean {
  return sources.text(path) !== undefined || sources.references.has(path) || sources.go(path) !== undefined;
}

/** `v1.10` for 1.10.12, and the line under development for its pre-releases: `v1.13` for 1.12.90. */
function releaseOf(label: unknown): string {
  const [, major, minor, patch] = /^v?(\d+)\.(\d+)\.(\d+)/.exec(String(label)) ?? [];
  if (major === undefined || minor === undefined) return "unknown";
  return `v${major}.${patch === "90" ? Number(minor) + 1 : minor}`;
}
