import { expect, it } from "vitest";
import { changeText } from "../../../src/publish/pull-request/change-text.ts";

const now = { base: "c".repeat(40), head: "d".repeat(40) };
const former = { base: "a".repeat(40), head: "b".repeat(40), diff: "1:  b ! 1:  d subject\n    ```old\n" };

it("says which base and commits there were and are, and shows what changed in a block that nothing ends", () => {
  expect(
    changeText([former], now),
  ).toBe(`The series was rendered again: its base was aaaaaaaaaaaa and is cccccccccccc now.

<details><summary>git range-diff aaaaaaaaaaaa..bbbbbbbbbbbb cccccccccccc..dddddddddddd</summary>

\`\`\`\`text
1:  b ! 1:  d subject
    \`\`\`old
\`\`\`\`

</details>`);
});

it("shows each revision since the push, and says where one is not known, or the base is the same", () => {
  const text = changeText(
    [
      { ...former, diff: null },
      { ...former, head: "e".repeat(40) },
    ],
    {
      ...now,
      base: former.base,
    },
  );
  expect(text).toMatch(/^The series was rendered again on the same base, aaaaaaaaaaaa\./);
  expect(text).toMatch(
    /aaaaaaaaaaaa\.\.bbbbbbbbbbbb aaaaaaaaaaaa\.\.eeeeeeeeeeee<\/summary>\n\n_[^\n]*not compared/,
  );
  expect(text).toContain("git range-diff aaaaaaaaaaaa..eeeeeeeeeeee aaaaaaaaaaaa..dddddddddddd");
});

it("stays within GitHub's limit, cut at the end of a line, and says so", () => {
  const diff = "    + a line of a series\n".repeat(9_000);
  const text = changeText([{ ...former, diff }], now);
  expect(text.length).toBeLessThan(65_000);
  expect(text).toMatch(
    / {4}\+ a line of a series\n```\n\n_Cut here, as GitHub has a limit: [\d,]+ of 225,000 characters are shown\./,
  );
});
