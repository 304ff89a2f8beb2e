import type { Node } from "web-tree-sitter";
import type { GoFile } from "../golang/index.ts";
import { findAnchor } from "../golang/index.ts";
import type { Evidence } from "./profile.ts";
import type { Sources } from "./sources.ts";

/** What a probe found and where, or why it found nothing. */
export type Found<T> = { readonly value: T; readonly at: Evidence } | { readonly missing: string };

/** Determines one fact. Pure: all files were read beforehand. */
export type Probe<T> = (sources: Sources) => Found<T>;

/** A probe for each of a proposal's facts, or for some of them. */
export type Probes<Facts> = { readonly [Name in keyof Facts]?: Probe<Facts[Name]> };

/** A fact at a node. */
export function at<T>(value: T, file: GoFile, node: Node | undefined): Found<T> {
  return { value, at: { path: file.path, line: node ? file.line(node) : 1 } };
}

/** A fact about a file as a whole, or about its absence. */
export function atFile<T>(value: T, path: string): Found<T> {
  return { value, at: { path, line: 1 } };
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
