import { basename } from "node:path";
import { z } from "zod";
import { PatchkitError } from "../errors.ts";
import { readPart, readSeriesBelow, type SeriesOnDisk } from "../series/index.ts";
import { checks as allChecks, type Check, type Evidence, evidenceSchemaOf } from "../verify/index.ts";
import { readRevision } from "./read-revision.ts";
import { groupSeries, type Report, type ReportSeries, type VariantTexts } from "./report-data.ts";

/** What a report's reader needs besides the folder. */
export interface ReportTexts {
  /** The variants' descriptions, by id. */
  readonly about?: VariantTexts;
  /** Removes machine-specific parts from the evidence's texts. */
  readonly hide?: (text: string) => string;
  readonly checks?: readonly Check[];
}

/**
 * Reads an output folder: every series in it, with its evidence, if any.
 *
 * @param about the variants' descriptions, by id.
 * @param hide removes machine-specific parts from the evidence's texts.
 * @throws PatchkitError `series/not-a-series` if there is no series, or a file has the wrong format.
 */
export async function readReportData(
  out: string,
  about: VariantTexts = {},
  hide: (text: string) => string = (text) => text,
  checks: readonly Check[] = allChecks,
): Promise<Report> {
  return readReportOn(out, await readSeriesBelow(out), { about, hide, checks });
}

/**
 * What is known of some series of an output folder, as a report.
 *
 * @throws PatchkitError `series/not-a-series` if evidence has the wrong format.
 */
export async function readReportOn(
  out: string,
  series: readonly SeriesOnDisk[],
  { about = {}, hide = (text) => text, checks = allChecks }: ReportTexts = {},
): Promise<Report> {
  return groupSeries(await Promise.all(series.map((one) => readReportSeries(out, one, hide, checks))), about);
}

async function readReportSeries(
  out: string,
  series: SeriesOnDisk,
  hide: (text: string) => string,
  checks: readonly Check[],
): Promise<ReportSeries> {
  const { folder, file, patches } = series;
  const [{ standing, evidence }, coverLetter, revision] = await Promise.all([
    readEvidenceOf(out, series, { hide, checks }),
    readPart(out, folder, "cover-letter.txt"),
    readRevision(out, series),
  ]);
  const slug = folder.slice(0, folder.indexOf("/"));
  return {
    folder,
    name: basename(folder),
    variant: file.variant,
    slug,
    release: file.release,
    ref: evidence?.ref ?? slug,
    sha: file.base,
    params: file.params,
    files: file.files,
    patches: patches.map(({ name, text }) => ({
      name,
      text,
      subject: file.commits.find(({ patch }) => patch === name)?.subject ?? name,
    })),
    coverLetter: coverLetter ?? "",
    revision,
    standing,
    evidence,
    checks,
  };
}

/**
 * What an output folder has of evidence for a series, which need not be there itself.
 *
 * @throws PatchkitError `series/not-a-series` if evidence has the wrong format.
 */
export async function readEvidenceOf(
  out: string,
  { folder, digest }: Pick<SeriesOnDisk, "folder" | "digest">,
  { hide = (text) => text, checks = allChecks }: ReportTexts = {},
): Promise<Pick<ReportSeries, "standing" | "evidence" | "checks">> {
  const text = await readPart(out, folder, "evidence.json");
  if (text === undefined) return { standing: "not-verified", evidence: null, checks };
  const evidence = parseEvidence(folder, parseJson(text, hide), checks);
  return evidence.digest === digest
    ? { standing: "verified", evidence, checks }
    : { standing: "outdated", evidence: null, checks };
}

function parseEvidence(folder: string, value: unknown, checks: readonly Check[]): Evidence {
  const parsed = evidenceSchemaOf(checks).safeParse(value);
  if (parsed.success) return parsed.data;
  const at = parsed.error.issues[0]?.path.join(".") || "its beginning";
  const unknown = unknownCheck(value, checks);
  const found =
    unknown === undefined ? `something else at ${at}` : `a result of ${unknown}, which is no check`;
  throw new PatchkitError(
    "series/not-a-series",
    `${folder}/evidence.json: expected the format of cilium-patchkit verify, found ${found}`,
    { cause: parsed.error, hint: "Run `cilium-patchkit verify` again, or remove the file." },
  );
}

/** The id of a check that this version does not have, as evidence of another version may; undefined if there is none. */
function unknownCheck(value: unknown, checks: readonly Check[]): string | undefined {
  const ids = z.object({ checks: z.array(z.object({ check: z.string() })) }).safeParse(value);
  return ids.data?.checks.find(({ check }) => !checks.some(({ id }) => id === check))?.check;
}

/** Parses JSON and applies `hide` to every text in it; undefined if it is not JSON. */
function parseJson(text: string, hide: (text: string) => string): unknown {
  try {
    return JSON.parse(text, (_, value: unknown) => (typeof value === "string" ? hide(value) : value));
  } catch {
    return undefined;
  }
}
