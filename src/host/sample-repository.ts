import { join } from "node:path";
import { z } from "zod";
import { PatchkitError } from "../errors.ts";
import { listTree, readText } from "./files.ts";
import type { Git } from "./git.ts";

const layersSchema = z.record(
  z.string(),
  z.object({ ref: z.string(), layers: z.array(z.string()), vendor: z.string() }),
);

/** Author and date of the sample commits, fixed so that the ids are the same everywhere. */
const person = "cilium-patchkit <cilium-patchkit@example.invalid> 1600000000 +0000";

/**
 * Creates a bare repository with one tagged commit per shape of the sample tree.
 *
 * @param sample the package's sample folder; its layers.json lists the folders of each shape.
 * @param more folders whose files every shape gets in addition.
 * @returns the tags, in the order of layers.json.
 */
export async function makeSampleRepository(
  git: Git,
  sample: string,
  dir: string,
  more: readonly string[] = [],
): Promise<string[]> {
  const shapes = layersSchema.parse(JSON.parse(await readText(join(sample, "layers.json"))));
  await git.run(["init", "--quiet", "--bare", "--initial-branch=main", dir]);
  const commits = await Promise.all(
    Object.entries(shapes).map(async ([shape, { ref, layers, vendor }]) => {
      const files = await readLayers(sample, [
        ...[...layers, ...more].map((layer) => ({ layer, into: "" })),
        { layer: vendor, into: "vendor/" },
      ]);
      return commitStream(ref, `${shape}: a sample of the shape`, files);
    }),
  );
  const { status, stderr } = await git.attempt(["fast-import", "--quiet"], {
    env: { GIT_DIR: dir },
    input: commits.join(""),
  });
  if (status !== 0)
    throw new PatchkitError("environment/git-failed", `git fast-import: ${stderr.slice(0, 400)}`);
  const refs = Object.values(shapes).map(({ ref }) => ref);
  await git.run(["symbolic-ref", "HEAD", `refs/heads/sample-${refs.at(-1)}`], { env: { GIT_DIR: dir } });
  return refs;
}

async function readLayers(
  sample: string,
  layers: readonly { layer: string; into: string }[],
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const { layer, into } of layers) {
    for (const path of await listTree(join(sample, layer)))
      files.set(into + path, await readText(join(sample, layer, path)));
  }
  return files;
}

function commitStream(ref: string, message: string, files: ReadonlyMap<string, string>): string {
  const changes = [...files].map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`).join("");
  const branch = `refs/heads/sample-${ref}`;
  return `commit ${branch}\nauthor ${person}\ncommitter ${person}\n${data(`${message}\n`)}${changes}\nreset refs/tags/${ref}\nfrom ${branch}\n\n`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
