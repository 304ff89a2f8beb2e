import { homedir, tmpdir } from "node:os";
import { PatchkitError } from "../errors.ts";
import { isFolder } from "../host/files.ts";
import {
  hideLocalPaths,
  nodeRoutesSections,
  type Report,
  type ReportTexts,
  reportTree,
  type Section,
} from "../report/index.ts";
import { loadOwnTemplates } from "./own-templates.ts";
import type { Session } from "./workshop.ts";

/** The variants' descriptions, and a function that takes this machine's folders out of evidence. */
export async function readReportTexts(
  { env, cwd }: Session,
  out: string,
): Promise<Required<Pick<ReportTexts, "about" | "hide">>> {
  const { variants } = await loadOwnTemplates();
  const about = Object.fromEntries(
    variants.map(({ spec: { id, fixes, doesNotFix } }) => [id, { fixes, doesNotFix }]),
  );
  const hide = hideLocalPaths({
    OUT: out,
    CILIUM_REPO: env["CILIUM_REPO"],
    CACHE: env["XDG_CACHE_HOME"],
    TMP: tmpdir(),
    HOME: env["HOME"] || homedir(),
    CWD: cwd,
  });
  return { about, hide };
}

/**
 * A report with what its proposals say.
 *
 * @param patchesDir the folder as shown in commands.
 */
export function treeOf(report: Report, patchesDir: string): Section {
  return reportTree(report, nodeRoutesSections(report), patchesDir);
}

/** @throws PatchkitError `usage/bad-argument` where there is no folder. */
export async function assertSeriesFolder(out: string): Promise<void> {
  if (await isFolder(out)) return;
  throw new PatchkitError("usage/bad-argument", `--out: expected a folder of series, found none at ${out}`, {
    hint: "Run `cilium-patchkit generate` first, or pass the folder it wrote with --out DIR.",
  });
}
