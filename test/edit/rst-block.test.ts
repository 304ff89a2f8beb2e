import { describe, expect, it } from "vitest";
import { rstBlock } from "../../src/edit/rst-block.ts";
import { textEdits } from "../helpers/text-edits.ts";

const { edited, refusal, isPresent } = textEdits(rstBlock, "upgrade.rst");

const page = `.. only:: not (epub or html)

    A Title
    -------

.. _upgrade:

*************
Upgrade Guide
*************

Text of the guide.

.. _notes:

Notes
=====

1.19
----

* One option,
  of two lines

  * nested

* Another option

.. _eighteen:
.. _more:

1.18
----

* An old one

Options
-------
Right behind the title.

Advanced
========

1.18
----

Last words.`;

describe("a block of a reStructuredText file", () => {
  it.each([
    ["blank lines between its items", "* One,\n  of two lines\n\n* Two\n", "* Two\n\n* Three\n"],
    ["none between them", "* One\n* Two\n", "* Two\n* Three\n"],
    ["an item with a list in it", "* One\n\n  - inner\n  - inner\n* Two\n", "* Two\n* Three\n"],
    ["a single item", "* Two\n", "* Two\n* Three\n"],
    ["a list in front of it", "* One\n\nText.\n\n* Two\n", "* Two\n* Three\n"],
  ])("goes to the end of a list with %s", (_, list, end) => {
    const base = `Notes\n=====\n\n${list}\nOthers\n======\n`;
    const after = edited(base, { at: "Notes", place: "end" }, "* Three\n");
    expect(after).toBe(base.replace("* Two\n", end));
  });

  it.each([
    ["Upgrade Guide", "start", "Text of the guide.", "New.\n\nText of the guide."],
    ["Upgrade Guide", "end", "Text of the guide.\n", "Text of the guide.\n\nNew.\n"],
    ["Notes", "end", "Notes\n=====\n", "Notes\n=====\n\nNew.\n"],
    ["Notes", "after", "Right behind the title.\n", "Right behind the title.\n\nNew.\n"],
    ["Notes > 1.19", "end", "* Another option\n", "* Another option\n\nNew.\n"],
    ["1.19", "start", "* One option", "New.\n\n* One option"],
    ["Options", "start", "Right behind", "\nNew.\n\nRight behind"],
    ["Advanced > 1.18", "end", "Last words.", "Last words.\n\nNew."],
    ["Upgrade Guide > Notes > 1.18", "after", "* An old one\n", "* An old one\n\nNew.\n"],
  ])("goes to %j, %s", (at, place, old, expected) => {
    expect(edited(page, { at, place }, "\nNew.\n\n")).toBe(page.replace(old, expected));
  });

  it("joins a list whose items have no blank line in front of them", () => {
    const base = "T\n=\n\n* a\n* b\n  c\n\nU\n=\n\n* x\n";
    expect(edited(base, { at: "T", place: "end" }, "* d\n")).toBe(base.replace("  c\n", "  c\n* d\n"));
    expect(edited(base, { at: "T", place: "start" }, "* d\n")).toBe(base.replace("* a\n", "* d\n* a\n"));
    expect(edited(base, { at: "T", place: "end" }, "- d\n")).toBe(base.replace("  c\n", "  c\n\n- d\n"));
  });

  it("may be a section of its own", () => {
    expect(edited(page, { at: "1.19", place: "after" }, "1.18.5\n------\n\nText.\n")).toBe(
      page.replace("* Another option\n", "* Another option\n\n1.18.5\n------\n\nText.\n"),
    );
  });

  it.each(["Two\n---\n", ".. _a label:\n\nTwo\n---\n"])("is apart from what follows: %j", (following) => {
    expect(edited(`One\n---\n${following}`, { at: "One", place: "end" }, "New.\n")).toBe(
      `One\n---\n\nNew.\n\n${following}`,
    );
  });

  it("is put above no indented text, which would become a part of it", async () => {
    expect(await refusal("T\n=\n\n   A quote.\n", { at: "T", place: "start" }, "* a\n")).toBe(
      "upgrade.rst:3: expected text at the margin below the title, found indented text",
    );
  });

  it("is there only in its section", () => {
    expect(isPresent(page, { at: "1.19", place: "end" }, "* An old one\n")).toBe(false);
    expect(isPresent(page, { at: "Notes > 1.18", place: "end" }, "* An old one\n")).toBe(true);
    expect(isPresent(page, { at: "1.17", place: "end" }, "* An old one\n")).toBe(false);
  });

  it.each([
    [
      "A Title",
      'upgrade.rst: expected a section "A Title", found Upgrade Guide, Notes, 1.19, 1.18, Options, Advanced, 1.18',
    ],
    ["1.18", 'upgrade.rst:44: expected one section "1.18", found 2'],
    ["Advanced > 1.19", 'upgrade.rst: expected a section "Advanced > 1.19", found Upgrade Guide'],
  ])("refuses %j", async (at, message) => {
    expect(await refusal(page, { at, place: "end" }, "New.\n")).toContain(message);
  });

  it("takes neither a table nor a line of dots for a title", async () => {
    const base = "====  ====\nA     B\n====  ====\n1     2\n====  ====\n\n....\n\ntext\nno title\n--------\n";
    expect(await refusal(base, { at: "no title", place: "end" }, "New.\n")).toContain("found no sections");
  });
});
