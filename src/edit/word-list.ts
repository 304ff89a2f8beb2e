import { z } from "zod";
import { badTemplate } from "./bad-template.ts";
import { commonFields, type Written } from "./edit-kind.ts";
import { mismatch } from "./mismatch.ts";
import { makeTextKind } from "./text-kind.ts";
import { insertLines, linesOf } from "./whole-lines.ts";

/**
 * A word in a list of one word a line, in byte order as `LC_ALL=C sort` gives it, such as that of a spell checker. A
 * list that is out of order elsewhere is taken as it is.
 *
 *     ---
 *     file: Documentation/spelling_wordlist.txt
 *     kind: word-list
 *     ---
 *     logPackets
 */
export const wordList = makeTextKind({
  name: "word-list",
  header: z.strictObject({
    ...commonFields,
    place: z.literal("sorted").default("sorted").describe("Between the words that come before and after it."),
  }),
  locate(file, edit) {
    const word = wordOf(edit);
    const lines = linesOf(file.text);
    const places = [...lines, undefined].filter((line, index) => {
      const before = lines[index - 1];
      return (!before || before.text < word) && (!line || line.text > word);
    });
    if (places.length !== 1)
      throw mismatch(file, `one place for ${word} in byte order`, String(places.length));
    return [insertLines(file.text, places[0]?.start ?? file.text.length, word)];
  },
  isPresent: ({ text }, edit) => linesOf(text).some((line) => line.text === wordOf(edit)),
});

function wordOf({ text, template }: Written): string {
  const word = text.trim();
  if (/^\S+$/.test(word)) return word;
  throw badTemplate(template, `expected one word, found ${JSON.stringify(word.slice(0, 60))}`);
}
