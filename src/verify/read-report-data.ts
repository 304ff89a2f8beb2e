import { basename } from "node:path";
import { PatchkitError } from "../errors.ts";
import { readPart, readSeriesBelow, type SeriesOnDisk } from "../series/index.ts";
import { type Evidence, evidenceSchema } from "./evidence.ts";
import { groupSeries, type Report, type ReportSeries, type VariantTexts } from "./report-data.ts";

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
): Promise<Report> {
  const series = await readSeriesBelow(out);
  return groupSeries(await Promise.all(series.map((one) => readReportSeries(out, one, hide))), about);
}

async function readReportSeries(
  out: string,
  series: SeriesOnDisk,
  hide: (text: string) => string,
): Promise<ReportSeries> {
  const { folder, file, patches, digest } = series;
  const [evidenceText, coverLetter] = await Promise.all(
    ["evidence.json", "cover-letter.txt"].map((name) => readPart(out, folder, name)),
  );
  const evidence = evidenceText === undefined ? null : parseEvidence(folder, evidenceText, hide);
  const isCurrent = evidence?.digest === digest;
  const slug = folder.slice(0, folder.indexOf("/"));
  return {
    folder,
    name: basename(folder),
    variant: file.variant,
    slug,
    release: file.release,
    ref: isCurrent ? evidence.ref : slug,
    sha: file.base,
    params: file.params,
    files: file.files,
    patches: patches.map(({ name, text }) => ({
      name,
      text,
      subject: file.commits.find(({ patch }) => patch === name)?.subject ?? name,
    })),
    coverLetter: coverLetter ?? "",
    standing: evidence === null ? "not-verified" : isCurrent ? "verified" : "outdated",
    evidence: isCurrent ? evidence : null,
  };
}

function parseEvidence(folder: string, text: string, hide: (text: string) => string): Evidence {
  const parsed = evidenceSchema.safeParse(parseJson(text, hide));
  if (parsed.success) return parsed.data;
  const at = parsed.error.issues[0]?.path.join(".") || "its beginning";
  throw new PatchkitError(
    "series/not-a-series",
    `${folder}/evidence.json: expected the format of cilium-patchkit verify, found something else at ${at}`,
    { cause: parsed.error, hint: "Run `cilium-patchkit verify` again, or remove the file." },
  );
}

/** Parses JSON and applies `hide` to every text in it; undefined if it is not JSON. */
function parseJson(text: string, hide: (text: string) => string): unknown {
  try {
    return JSON.parse(text, (_, value: unknown) => (typeof value === "string" ? hide(value) : value));
  } catch {
    return undefined;
  }
}
