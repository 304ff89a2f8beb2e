/** A ref and a variant, as files for builders elsewhere name them. */
export interface EmittedCell {
  /** As the user typed it. */
  readonly ref: string;
  /** The base commit. */
  readonly sha: string;
  /** Short name of the base: tag, branch or the sha's first digits; letters, digits, dots, dashes. */
  readonly slug: string;
  readonly variant: string;
  /** For `--set`, such as `flag=enable-it`. */
  readonly set: readonly string[];
  /** Folder of the series below the output folder. */
  readonly folder: string;
}

/** A name of letters, digits, dashes and underscores for each cell, all different. */
export function cellNames(cells: readonly Pick<EmittedCell, "folder">[]): string[] {
  const taken = new Set<string>();
  return cells.map(({ folder }) => {
    const plain = folder.replace(/[^a-zA-Z0-9_-]+/g, "-").replace(/^-+/, "") || "cell";
    let name = plain;
    for (let count = 2; taken.has(name); count++) name = `${plain}-${count}`;
    taken.add(name);
    return name;
  });
}
