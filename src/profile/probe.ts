import type { Node } from "web-tree-sitter";
import type { GoFile } from "../golang/index.ts";
import { findAnchor } from "../golang/index.ts";
import type { Evidence, FactValue } from "./profile.ts";
import type { Sources } from "./sources.ts";

/** Why a probe found nothing. */
interface NotFound {
  readonly missing: string;
  /** The release is known to have no such thing: a variant that reads the fact does not apply to it. */
  readonly isAbsent?: true;
}

/** What a probe found and where, or why it found nothing. */
export type Found<T extends FactValue> = { readonly value: T; readonly at: Evidence } | NotFound;

/** Determines one fact. Pure: all files were read beforehand. */
export type Probe<T extends FactValue> = (sources: Sources) => Found<T>;

/** A probe for some of a proposal's facts. */
export type Probes<Facts extends { readonly [Name in keyof Facts]: FactValue }> = {
  readonly [Name in keyof Facts]?: Probe<Facts[Name]>;
};

/** A fact at a node. */
export function at<T extends FactValue>(value: T, file: GoFile, node: Node | undefined): Found<T> {
  return { value, at: { path: file.path, line: node ? file.line(node) : 1 } };
}

/** A fact about a file as a whole, or about its absence. */
export function atFile<T extends FactValue>(value: T, path: string): Found<T> {
  return { value, at: { path, line: 1 } };
}

/** No fact, because the release has no such thing. Other probes only say what is `missing`. */
export function absent(reason: string): NotFound {
  return { missing: reason, isAbsent: true };
}

/** The one node the anchor names, or why there is none. */
export function only(
  file: GoFile | undefined,
  path: string,
  anchor: string,
): { file: GoFile; node: Node } | { missing: string } {
  if (!file) return { missing: `${path} does not exist` };
  const found = findAnchor(file, anchor);
  const [node] = found;
  if (node && found.length === 1) return { file, node };
  return { missing: `${path}: expected one "${anchor}", found ${found.length}` };
}
