import { expect, it } from "vitest";
import { fillTemplate } from "../../../src/publish/pull-request/fill-template.ts";

const template = `Please ensure that:

- [ ] You read [the guide]
- [ ] All code is covered by unit and/or runtime tests where feasible.
- [ ] All commits contain a description and a \`Fixes: #XXX\` line.
- [ ] All commits are signed off. See [the origin]
- [ ] Provide a title or release-note blurb.
- [ ] Disclose what wrote this.

<!-- Description of change -->

Fixes: #issue-number

\`\`\`release-note
<!-- Enter the release note text here, or remove this section! -->
\`\`\`

[the guide]: https://example.org/guide
`;

const text = "Problem\n-------\n\nIt costs $& and $1.";
const all = ["tests", "sign-off", "release-note"] as const;

it("puts text and note in their places, and ticks the boxes that are supported and no other", () => {
  const filled = fillTemplate(template, { text, releaseNote: "Add a flag.", supports: all });
  expect(filled).toBe(`Please ensure that:

- [ ] You read [the guide]
- [x] All code is covered by unit and/or runtime tests where feasible.
- [ ] All commits contain a description and a \`Fixes: #XXX\` line.
- [x] All commits are signed off. See [the origin]
- [x] Provide a title or release-note blurb.
- [ ] Disclose what wrote this.

${text}

\`\`\`release-note
Add a flag.
\`\`\`

[the guide]: https://example.org/guide
`);
});

it("takes the block of the note out where there is none, and leaves all boxes to the person", () => {
  const filled = fillTemplate(template, { text, releaseNote: null, supports: [] });
  expect(filled).not.toMatch(/```release-note|\[x\]/);
  expect(filled).toContain(`${text}\n\n[the guide]:`);
});

it.each([
  [
    "below a heading",
    "## Checklist\n\n- [ ] a\n\n## Summary\n\n## Tests\n",
    /## Summary\n\nThe text\.\n\n## Tests/,
  ],
  [
    "before a block for the note",
    "- [ ] a\n\n```release-note\n```\n",
    /a\n\nThe text\.\n\n```release-note\nThe note\./,
  ],
  ["at the end", "- [ ] a\n", /a\n\nThe text\.\n$/],
  ["with line ends of Windows", "<!-- Describe it -->\r\n\r\nBye.\r\n", /^The text\.\n\nBye\.\n$/],
  [
    "with a record of its own",
    '<!-- patchkit:pull {"a":1} -->\nPatchkit-Head: x\nBye.\n',
    /^Bye\.\n\nThe text\.\n$/,
  ],
])("finds a place in other templates: %s", (_, other, expected) => {
  const filled = fillTemplate(other, { text: "The text.", releaseNote: "The note.", supports: all });
  expect(filled).toMatch(expected);
});
