import { z } from "zod";
import type { GoFile } from "../golang/index.ts";
import { type Edit, invertEdits } from "../text/index.ts";
import { badTemplate } from "./bad-template.ts";

/** A file that is edited as text. */
export interface TextFile {
  /** Path from the repository root. */
  readonly path: string;
  /** All of the file, without a byte order mark. */
  readonly text: string;
}

/** A place where a file may be: its text is undefined if the commit has none there. */
export interface FilePlace {
  readonly path: string;
  readonly text: string | undefined;
}

/** What the edits of a kind are given, by what the kind says that it edits. */
export interface Bases {
  readonly go: GoFile;
  readonly text: TextFile;
  readonly none: FilePlace;
}

/** A rendered template: the text below its header, and the template's name for messages. */
export interface Written {
  readonly text: string;
  readonly template: string;
}

/** Header lines that every kind has. */
export const commonFields = {
  file: z.string().describe("Path from the repository root."),
  kind: z.string().optional().describe("The kind of edit, where path and place do not tell."),
};

/** One way of editing a file. What it is for, its header and an example stand in the docstring of its constant. */
export interface KindDefinition<Base extends keyof Bases, Header> {
  /** The value of `kind:`. */
  readonly name: string;
  /** What it edits: a parsed Go file, a text, or the place of a file that is not there yet. */
  readonly base: Base;
  /** Whether a header without `kind:` means this one. */
  readonly means?: (header: { readonly file: string; readonly place: unknown }) => boolean;
  /** The template's header, checked; its fields are described. */
  readonly header: z.ZodType<Header>;
  /**
   * The edits of the file's text, in any order, without overlap.
   *
   * @throws PatchkitError `golang/anchor-mismatch` with what was expected and what was found.
   */
  locate(file: Bases[Base], edit: Header & Written): Edit[];
  /** Whether the file already has what the edit would add. */
  isPresent(file: Bases[Base], edit: Header & Written): boolean;
}

/** An edit of one kind, made from a template for one release. */
export interface BoundEdit<Base extends keyof Bases, Header> extends Written {
  readonly file: string;
  readonly kind: string;
  readonly base: Base;
  readonly header: Header;
  locate(file: Bases[Base]): Edit[];
  isPresent(file: Bases[Base]): boolean;
  /** The edits that take what `locate` gives for a file back: from the edited text to the file's own, to the byte. */
  undo(file: Bases[Base]): Edit[];
}

/** A kind whose headers can be read. */
export interface EditKind<Base extends keyof Bases = keyof Bases, Header = unknown> {
  readonly name: string;
  readonly means: (header: { readonly file: string; readonly place: unknown }) => boolean;
  /** @throws PatchkitError `plan/bad-template` for a header that is not one of this kind. */
  bind(header: unknown, written: Written): BoundEdit<Base, Header>;
}

/** Makes a kind of its definition: all kinds read their headers and are undone in the same way. */
export function makeKind<Base extends keyof Bases, Header extends { readonly file: string }>(
  definition: KindDefinition<Base, Header>,
): EditKind<Base, Header> {
  const { name, base, means = () => false } = definition;
  return {
    name,
    means,
    bind(header, written) {
      const parsed = definition.header.safeParse(header);
      if (!parsed.success) throw badTemplate(written.template, z.prettifyError(parsed.error));
      const edit = { ...parsed.data, ...written };
      const locate = (file: Bases[Base]) => definition.locate(file, edit);
      return {
        ...written,
        file: parsed.data.file,
        kind: name,
        base,
        header: parsed.data,
        locate,
        isPresent: (file) => definition.isPresent(file, edit),
        undo: (file) => invertEdits(file.text ?? "", locate(file)),
      };
    },
  };
}
