import { expect, it } from "vitest";
import { variantsValue } from "../../src/cli/values.ts";
import { runVariants } from "../../src/cli/variants.ts";
import { makeFolder } from "../helpers/folder.ts";
import { silentPrinter } from "../helpers/printer.ts";

const spec = {
  id: "mine",
  purpose: "It does one thing.",
  fixes: "This.",
  doesNotFix: "That.",
  promise: { routes: "none" },
  params: [
    { name: "modes", type: "list", default: ["a", "b"], choices: ["a", "b", "c"], meaning: "Which ones." },
    { name: "flag", type: "flag", default: "enable-mine", meaning: "Its name." },
  ],
};

async function run() {
  const folder = await makeFolder({
    "node-routes/mine/variant.json": JSON.stringify(spec),
    "node-routes/mine/cover-letter.hbs": "Subject: x\n",
    "node-routes/mine/10-first/commit.hbs": "a: Do it\n",
  });
  const { printer, values, words } = silentPrinter();
  expect(await runVariants(printer, [folder])).toBe(0);
  return { value: variantsValue.parse(values[0]), words: words[0] ?? "" };
}

it("lists what users need of a variant, choices only where there are any", async () => {
  const { value } = await run();
  const { promise: _, ...shown } = spec;
  expect(value.variants.find(({ id }) => id === "mine")).toEqual({ ...shown, proposal: "node-routes" });
  const flag = value.variants.find(({ id }) => id === "mine")?.params[1];
  expect(Object.keys(flag ?? {})).not.toContain("choices");
});

it("shows each variant below its own proposal, with params as they are set", async () => {
  const { value, words } = await run();
  const blocks = words.split("\n\n");
  const shown = value.proposals.flatMap(({ id }) => [
    `--proposal ${id}`,
    ...value.variants.filter(({ proposal }) => proposal === id).map((variant) => variant.id),
  ]);
  expect(blocks.map((block) => block.split("\n")[0])).toEqual(shown);
  expect(blocks[shown.indexOf("mine")]).toBe(`mine
  It does one thing.
  fixes         This.
  does not fix  That.
  --set mine.modes=a,b
      Which ones.
  --set mine.flag=enable-mine
      Its name.`);
});
