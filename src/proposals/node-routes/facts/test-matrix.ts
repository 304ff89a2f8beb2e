import { parse } from "yaml";
import { absent, atFile, type Found, type Probes, type Sources } from "../../../profile/index.ts";
import { matrixPaths } from "../paths.ts";
import type { NodeRouteFacts, TestMatrix } from "./facts.ts";

/** The fact about the release's end-to-end tests. Verified for v1.15 to main of June 2026. */
export const testMatrixProbes = { testMatrix } satisfies Probes<NodeRouteFacts>;

/** How a workflow hands the chart's values of an entry on, and those of an entry without any. */
const handsOn = /^ *misc: \$\{\{ matrix\.misc(?: \|\| '([^'\n]*)')? \}\}$/m;

function testMatrix(sources: Sources): Found<TestMatrix> {
  for (const { path, workflow } of matrixPaths) {
    const text = sources.text(path);
    const handed = handsOn.exec(sources.text(workflow) ?? "");
    const list = text === undefined || !handed ? undefined : entriesOf(parsed(text));
    if (!list) continue;
    const values = handed?.[1] ?? "";
    const value = {
      path,
      defaults: values === "" ? "" : `${values},`,
      native: plainest(list, (tunnel) => tunnel === "disabled"),
      tunnel: plainest(list, (tunnel) => tunnel === "vxlan"),
    };
    return atFile(value, path);
  }
  return absent("the release has no matrix of end-to-end tests whose entries set values of the chart");
}

function parsed(text: string): unknown {
  try {
    return parse(text, { logLevel: "silent" });
  } catch {
    return undefined;
  }
}

type Entry = Readonly<Record<string, unknown>>;

/** Entries of a matrix, and the path of their list. */
interface Entries {
  readonly at: readonly string[];
  readonly entries: readonly Entry[];
}

/** Names that GitHub takes for a job (docs.github.com, "Workflow syntax": jobs.<job_id>). */
const jobName = /^[A-Za-z_][\w-]*$/;

/** A file of entries alone, or the job of a workflow that has them. */
function entriesOf(file: unknown): Entries | undefined {
  const whole = asEntries(file);
  if (whole) return { at: [], entries: whole };
  for (const [job, value] of Object.entries(inner(file, "jobs"))) {
    const entries = asEntries(inner(inner(inner(value, "strategy"), "matrix"), "include"));
    if (entries && jobName.test(job)) return { at: ["jobs", job, "strategy", "matrix", "include"], entries };
  }
  return undefined;
}

/** Undefined if it is no list of mappings, or if none says how nodes reach each other. */
function asEntries(value: unknown): readonly Entry[] | undefined {
  if (!Array.isArray(value) || !value.every(isMapping)) return undefined;
  return value.some((entry) => "tunnel" in entry) ? value : undefined;
}

function isMapping(value: unknown): value is Entry {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value of a mapping; an empty mapping if it is none. */
function inner(value: unknown, key: string): object {
  const found = isMapping(value) ? value[key] : undefined;
  return typeof found === "object" && found !== null ? found : {};
}

/** Keys of an entry that tests both families and an upgrade, without encryption and values of its own. */
const usualKeys = new Set([
  ...["name", "kernel", "kube-proxy", "kpr", "tunnel", "devices", "secondary-network", "lb-mode"],
  ...["endpoint-routes", "egress-gateway", "ingress-controller", "bgp-control-plane", "kvstore", "test-l7"],
]);

/** Path of the last key of the entry with the fewest keys among those with usual ones; "" if there is none. */
function plainest({ at, entries }: Entries, isWanted: (tunnel: unknown) => boolean): string {
  const [found] = entries
    .map((entry, index) => ({ entry, index, keys: Object.keys(entry) }))
    .filter(({ entry, keys }) => isWanted(entry["tunnel"]) && keys.every((key) => usualKeys.has(key)))
    .sort((one, other) => one.keys.length - other.keys.length);
  if (!found) return "";
  return [...at, found.index, found.keys.at(-1)].join(".");
}
