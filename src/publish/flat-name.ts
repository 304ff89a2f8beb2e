/**
 * Name of a series' file where there are no folders, as in a gist: `v1.10.12~flag-gate~0001-x.patch`. No slug, no
 * variant and no file name has a tilde.
 */
export function flatName(folder: string, name: string): string {
  return `${folder.replace("/", "~")}~${name}`;
}

/** Path of such a file below an output folder; any other name is its own path. */
export function pathOfFlatName(flat: string): string {
  const [slug, variant, name, ...more] = flat.split("~");
  return slug && variant && name && more.length === 0 ? `${slug}/${variant}/${name}` : flat;
}
