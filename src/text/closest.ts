import { closest, distance } from "fastest-levenshtein";

/** The candidate that a mistyped word probably means; undefined if none is near. */
function closestTo(word: string, candidates: readonly string[]): string | undefined {
  const near = candidates.filter((candidate) => distance(word, candidate) <= mostSteps(word, candidate));
  // Of those that are as near, the first is taken.
  const alike = near.toSorted((a, b) => commonStart(word, b) - commonStart(word, a));
  return alike.length === 0 ? undefined : closest(word, alike);
}

/** How many letters two words begin with alike. */
function commonStart(one: string, other: string): number {
  const apart = [...one].findIndex((letter, index) => letter !== other[index]);
  return apart < 0 ? one.length : apart;
}

/** A third of the letters; two swapped ones are two steps. */
function mostSteps(word: string, candidate: string): number {
  const maySwap = word.length > 3 && word[0] === candidate[0];
  return Math.max(maySwap ? 2 : 1, Math.floor(word.length / 3));
}

/** `Did you mean "…"? ` in front of a hint, where a candidate is near. */
export function suggestion(word: string, candidates: readonly string[], hint: string): string {
  const found = closestTo(word, candidates);
  return found === undefined ? hint : `Did you mean ${JSON.stringify(found)}? ${hint}`;
}
