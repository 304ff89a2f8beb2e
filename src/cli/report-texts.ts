import { homedir, tmpdir } from "node:os";
import { PatchkitError } from "../errors.ts";
import { isFolder } from "../host/files.ts";
import { proposals } from "../proposals/index.ts";
import {
  hideLocalPaths,
  type Report,
  type ReportTexts,
  readProposalParts,
  reportTree,
  type Section,
} from "../report/index.ts";
import { loadOwnTemplates } from "./own-templates.ts";
import type { Session } from "./workshop.ts";

/**
 * The variants' descriptions, and a function that takes this machine's folders out of evidence.
 *
 * @param templates folders of variants from outside of the package.
 */
export async function readReportTexts(
  { env, cwd }: Session,
  out: string,
  templates: readonly string[] = [],
): Promise<Required<Pick<ReportTexts, "about" | "hide">>> {
  const { variants } = await loadOwnTemplates(templates);
  const about = Object.fromEntries(
    variants.map(({ proposal, spec: { id, fixes, doesNotFix } }) => [id, { proposal, fixes, doesNotFix }]),
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
export async function readTree(report: Report, patchesDir: string): Promise<Section> {
  return reportTree(report, await readProposalParts(report, proposals), patchesDir);
}

/** @throws PatchkitError `usage/bad-argument` where there is no folder. */
export async function assertSeriesFolder(out: string): Promise<void> {
  if (await isFolder(out)) return;
  throw new PatchkitError("usage/bad-argument", `--out: expected a folder of series, found none at ${out}`, {
    hint: "Run `cilium-patchkit generate` first, or pass the folder it wrote with --out DIR.",
  });
}
