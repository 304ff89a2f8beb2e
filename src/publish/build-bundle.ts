import { PatchkitError } from "../errors.ts";
import { type PictureFile, printHtml, printMarkdown, type Section } from "../report/index.ts";
import { mostBytesOf } from "./attachable.ts";
import { checksumsName, formatChecksums } from "./checksums.ts";
import type { Cell, ChosenCells } from "./choose-cells.ts";
import type { FittedText } from "./fit-pieces.ts";
import { postText } from "./post-text.ts";

/** What a bundle is made from. */
export interface BundleRequest {
  /** Folder name of the bundle. */
  readonly name: string;
  readonly chosen: ChosenCells;
  /** The report on the chosen cells. */
  readonly tree: Section;
  /** Each series' files by name: those it was read from. */
  readonly seriesTexts: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** `manifest.json` of the chosen series. */
  readonly manifest: string;
  readonly pictures: readonly (PictureFile & { readonly png: Uint8Array })[];
  /** The style sheet of the page's diffs. */
  readonly diffStyle: string;
}

/** A bundle, nothing of which is on disk. */
export interface Bundle {
  readonly name: string;
  /** By path below the bundle's folder; `SHA256SUMS` is the last. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly post: FittedText;
}

/** `patchkit-v1.10.12`; of several refs `patchkit-v1.9.17-and-2-more`. */
export function bundleName({ report }: ChosenCells): string {
  const [first = "none", ...more] = [...new Set(report.refs.map(({ slug }) => slug))];
  return `patchkit-${first}${more.length === 0 ? "" : `-and-${more.length}-more`}`;
}

/**
 * The files of a bundle. Its folder is an output folder too: series below `<slug>/<variant>/`, for `git am`, `report` and
 * `verify --patches`.
 *
 * @throws PatchkitError `publish/too-large` for a file over GitHub's limit.
 */
export function buildBundle(request: BundleRequest): Bundle {
  const { name, chosen, tree, manifest, pictures, diffStyle } = request;
  const post = postText({
    chosen,
    tree,
    ...bundleLines(name),
    rest: `report.md in ${name}.zip`,
    showsPatches: true,
  });
  const decision = tree.sections.filter(({ id }) => id?.startsWith("decision"));
  const texts: [string, string | Uint8Array][] = [
    ["post.md", post.text],
    ["decision.md", decision.map((section) => printMarkdown(section)).join("\n")],
    ["report.md", printMarkdown(tree)],
    ["report.html", printHtml(tree, diffStyle)],
    ...pictures.flatMap(({ name, svg, png }): [string, string | Uint8Array][] => [
      [`pictures/${name}.svg`, svg],
      [`pictures/${name}.png`, png],
    ]),
    ...chosen.cells.flatMap((cell) => seriesFilesOf(cell, request)),
    ["manifest.json", manifest],
  ];
  const files = new Map(texts.map(([path, content]) => [path, bytesOf(content)]));
  for (const [path, { length }] of files) assertSize(path, length);
  files.set(checksumsName, bytesOf(formatChecksums(files)));
  return { name, files, post };
}

/** @throws PatchkitError `publish/too-large`. */
export function assertSize(path: string, sizeBytes: number): void {
  const most = mostBytesOf(path);
  if (sizeBytes <= most) return;
  throw new PatchkitError(
    "publish/too-large",
    `${path}: expected at most ${most / 1024 ** 2} MB, which GitHub takes as an attachment, found ${(sizeBytes / 1024 ** 2).toFixed(1)} MB`,
    { hint: "Nothing was written. Make a bundle per ref or variant, with --ref and --variant." },
  );
}

function bundleLines(name: string) {
  return {
    applyLine: ({ shown }: Cell) => `unzip -qn ${name}.zip && git am ${name}/${shown.folder}/*.patch`,
    fetchLine: (_: Cell) => `npx cilium-patchkit fetch ${name}.zip   # or the link to this post`,
  };
}

function seriesFilesOf({ shown }: Cell, { seriesTexts }: BundleRequest): [string, string][] {
  const { folder, evidence } = shown;
  const files = [...(seriesTexts.get(folder) ?? [])].map(([name, text]): [string, string] => [
    `${folder}/${name}`,
    text,
  ]);
  return evidence === null
    ? files
    : [...files, [`${folder}/evidence.json`, `${JSON.stringify(evidence, null, 2)}\n`]];
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? Buffer.from(content) : content;
}
