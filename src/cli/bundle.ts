import { join, resolve } from "node:path";
import { needsIgnoreFile } from "../folder/index.ts";
import { readDiffStyle } from "../host/diff-style.ts";
import { kindAt } from "../host/file-kind.ts";
import { openGit } from "../host/git.ts";
import { loadPngRenderer } from "../host/render-png.ts";
import { writeWhole } from "../host/write-new-folder.ts";
import {
  assertSize,
  type Bundle,
  buildBundle,
  bundleName,
  type ChosenCells,
  checksumsName,
  isAttachable,
  makeZip,
  readSeriesTexts,
  sha256,
} from "../publish/index.ts";
import { pictureFiles } from "../report/index.ts";
import { updateManifest } from "../series/index.ts";
import type { BundleValue } from "./bundle-value.ts";
import type { CellFlags, Settled } from "./cell-flags.ts";
import { type Printer, table } from "./printer.ts";
import { readChosen } from "./read-chosen.ts";
import { readTree } from "./report-texts.ts";
import { schemaVersion } from "./schema-version.ts";
import type { Session } from "./workshop.ts";

/** `bundle`: writes `<to>/<name>/` and `<to>/<name>.zip`, which has the same files. */
export async function runBundle(
  session: Session,
  printer: Printer,
  flags: Settled<CellFlags> & { readonly to: string; readonly dryRun: boolean },
): Promise<number> {
  const { out, chosen } = await readChosen({ session, printer }, flags);
  const bundle = await makeBundle(out, chosen);
  const zip = await makeZip(
    new Map([...bundle.files].map(([path, bytes]) => [`${bundle.name}/${path}`, bytes])),
  );
  const to = resolve(session.cwd, flags.to);
  const zipName = `${bundle.name}.zip`;
  assertSize(zipName, zip.length);
  session.signal.throwIfAborted();
  if (!flags.dryRun)
    await writeWhole(
      to,
      new Map<string, ReadonlyMap<string, Uint8Array> | Uint8Array>([
        [bundle.name, bundle.files],
        [zipName, zip],
        ...(await ignoreFile(session, to)),
      ]),
      async (path) => (await kindAt(join(path, checksumsName))) === "a file",
    );
  const value: BundleValue = {
    schema: schemaVersion,
    out,
    dryRun: flags.dryRun,
    folder: join(to, bundle.name),
    zip: { path: join(to, zipName), sizeBytes: zip.length, sha256: sha256(zip) },
    ...described(chosen, bundle),
  };
  printer.result(value, () => words(value, printer));
  return 0;
}

/** In a git work tree, a folder for bundles ignores itself. */
async function ignoreFile({ env, signal }: Session, to: string): Promise<[string, Uint8Array][]> {
  if ((await kindAt(join(to, ".gitignore"))) !== undefined) return [];
  return (await needsIgnoreFile(openGit({ env, signal }), to)) ? [[".gitignore", Buffer.from("*\n")]] : [];
}

async function makeBundle(out: string, chosen: ChosenCells): Promise<Bundle> {
  const name = bundleName(chosen);
  const tree = await readTree(chosen.report, name);
  const pictures = pictureFiles(tree);
  const render = await loadPngRenderer();
  return buildBundle({
    name,
    chosen,
    tree,
    seriesTexts: await readSeriesTexts(out, chosen),
    manifest: updateManifest(
      undefined,
      chosen.cells.map(({ series: { folder, file } }) => ({ ...file, folder })),
    ),
    pictures: pictures.map((picture) => ({ ...picture, png: render(picture.svg) })),
    diffStyle: await readDiffStyle(),
  });
}

function described(
  { cells }: ChosenCells,
  { files, post }: Bundle,
): Pick<BundleValue, "series" | "files" | "post"> {
  return {
    series: cells.map(({ series, doubts }) => ({
      folder: series.folder,
      base: series.file.base,
      digest: series.digest,
      doubts: [...doubts],
    })),
    files: [...files].map(([path, { length }]) => ({
      path,
      sizeBytes: length,
      attachable: isAttachable(path),
    })),
    post: { characters: post.text.length, cut: [...post.cut] },
  };
}

function words({ dryRun, folder, zip, series, files, post }: BundleValue, { color }: Printer): string {
  const done = dryRun ? "would write" : "wrote";
  const doubtful = series.filter(({ doubts }) => doubts.length > 0);
  const listed = dryRun ? [table(files.map(({ path, sizeBytes }) => [`  ${path}`, size(sizeBytes)]))] : [];
  return [
    `${done} ${color.bold(folder)}: ${series.length} series, ${files.length} files`,
    ...listed,
    `${done} ${color.bold(zip.path)}: ${size(zip.sizeBytes)}, sha256 ${zip.sha256}`,
    ...doubtful.map((one) =>
      color.yellow(`not verified, and the post says so: ${one.folder}: ${one.doubts.join(", ")}`),
    ),
    ...post.cut.map(({ title, characters }) =>
      color.dim(`left out of post.md, for ${characters} characters: ${title}`),
    ),
    `${color.dim("next,")} attach ${zip.path} and the pictures you want, and paste ${join(folder, "post.md")} (${post.characters} characters) as the text`,
  ].join("\n");
}

function size(bytes: number): string {
  return bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(1)} kB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
