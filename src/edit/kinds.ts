import { chartLine } from "./chart-line.ts";
import type { BoundEdit, EditKind } from "./edit-kind.ts";
import { flagList } from "./flag-list.ts";
import { type GoHeader, goAnchor } from "./go-anchor.ts";
import { jsonMember } from "./json-member.ts";
import { jsonValue } from "./json-value.ts";
import { markdownRow } from "./markdown-row.ts";
import { type NewFileHeader, newFile } from "./new-file.ts";
import { rstBlock } from "./rst-block.ts";
import { rstRow } from "./rst-row.ts";
import { wordList } from "./word-list.ts";
import { yamlKey } from "./yaml-key.ts";
import { yamlValue } from "./yaml-value.ts";

/** An edit that a template asks for. */
export type EditSpec =
  | BoundEdit<"go", GoHeader>
  | BoundEdit<"text", unknown>
  | BoundEdit<"none", NewFileHeader>;

interface AnyKind extends Pick<EditKind, "name" | "means"> {
  bind(...parameters: Parameters<EditKind["bind"]>): EditSpec;
}

/** All kinds. A header without `kind:` is one of the first that takes it. */
export const kinds: readonly AnyKind[] = [
  newFile,
  flagList,
  goAnchor,
  yamlKey,
  yamlValue,
  jsonMember,
  jsonValue,
  rstBlock,
  rstRow,
  markdownRow,
  chartLine,
  wordList,
];
