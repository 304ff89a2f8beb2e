import { cellNames, type EmittedCell } from "./emitted-cell.ts";

/** One target of BuildKit. */
export interface BakeCell extends EmittedCell {
  /** Text of the Dockerfile, whose context is the base commit and whose second one, `patches`, the series. */
  readonly dockerfile: string;
  readonly result:
    | { readonly kind: "image"; readonly tag: string; readonly labels: Readonly<Record<string, string>> }
    /** Evidence, which is written into the folder of the series. */
    | { readonly kind: "evidence" };
}

/** What all cells have in common. */
export interface BakeSettings {
  /** URL of a git repository that has the base commits. */
  readonly source: string;
  readonly platform: string | null;
  /** Whether the builder attaches SBOM and provenance. */
  readonly attests: boolean;
}

/**
 * A bake file (docs.docker.com/build/bake/reference, JSON form): a target per cell, and the group `default` of all.
 * BuildKit fetches the base from git and gets the series from this folder, so that a remote builder needs no clone.
 */
export function bakeFile(cells: readonly BakeCell[], settings: BakeSettings): string {
  const names = cellNames(cells);
  const targets = cells.map((cell) => ({
    context: `${settings.source}#${cell.sha}`,
    contexts: { patches: `./${cell.folder}` },
    "dockerfile-inline": cell.dockerfile,
    ...resultOf(cell, settings),
    ...(settings.platform === null ? {} : { platforms: settings.platform.split(",") }),
  }));
  const file = {
    group: { default: { targets: names } },
    target: Object.fromEntries(names.map((name, index) => [name, targets[index]])),
  };
  return `${JSON.stringify(literal(file), null, 2)}\n`;
}

function resultOf(
  { result, folder }: BakeCell,
  { attests }: BakeSettings,
): Readonly<Record<string, unknown>> {
  if (result.kind === "image")
    return {
      labels: result.labels,
      tags: [result.tag],
      ...(attests ? { attest: ["type=sbom", "type=provenance,mode=max"] } : {}),
    };
  return {
    // Else the context of a git URL is without the commit that the series is for.
    args: { BUILDKIT_CONTEXT_KEEP_GIT_DIR: "1" },
    output: [`type=local,dest=./${folder}`],
  };
}

/** Bake reads strings of JSON as templates of HCL, in which `${` and `%{` begin something to be worked out. */
function literal(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/[$%](?=\{)/g, "$&$&");
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, literal(one)]));
}
