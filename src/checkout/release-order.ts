/** A tag that names a release, in parts that can be compared. */
interface ReleaseName {
  /** `v` or nothing: old releases of Cilium have a tag of each kind. */
  readonly prefix: string;
  readonly numbers: readonly number[];
  /** Before the release itself (`rc1`) -1, the release 0, after it (`hf1`, a hot fix) 1. */
  readonly stage: -1 | 0 | 1;
  readonly stageNumber: number;
}

/** `v1.12.0-rc3` in parts; undefined for a name of another form. */
export function parseRelease(name: string): ReleaseName | undefined {
  const [, prefix, digits, suffix] = /^(v?)(\d+(?:\.\d+)+)(?:-([A-Za-z]+[.-]?\d*))?$/.exec(name) ?? [];
  if (prefix === undefined || digits === undefined) return undefined;
  const stage = suffix === undefined ? 0 : suffix.startsWith("hf") ? 1 : -1;
  const stageNumber = Number(/\d+$/.exec(suffix ?? "")?.[0] ?? 0);
  return { prefix, numbers: digits.split(".").map(Number), stage, stageNumber };
}

/**
 * Compares names of tags in the order of releases: numbers as numbers, candidates before their release, other
 * names last and in the order of their letters. For `sort`.
 */
export function compareReleases(a: string, b: string): number {
  const [left, right] = [parseRelease(a), parseRelease(b)];
  const byText = a < b ? -1 : a > b ? 1 : 0;
  if (!left || !right) return left ? -1 : right ? 1 : byText;
  for (let index = 0; index < Math.max(left.numbers.length, right.numbers.length); index++) {
    const difference = (left.numbers[index] ?? 0) - (right.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.stage - right.stage || left.stageNumber - right.stageNumber || byText;
}
