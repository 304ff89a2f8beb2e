import { describe, expect, it } from "vitest";
import { testMatrixProbes } from "../../../../src/proposals/node-routes/facts/test-matrix.ts";
import { factOf, sourcesOf } from "../../../helpers/fact-sources.ts";

const endToEnd = ".github/workflows/conformance-e2e.yaml";
const upgrade = ".github/workflows/tests-e2e-upgrade.yaml";
const entries = ".github/actions/e2e/misc.yaml";

const fact = (texts: Readonly<Record<string, string>>) =>
  factOf(testMatrixProbes.testMatrix(sourcesOf(texts)));

const handsOn = "    steps:\n      - with:\n          misc: ${{ matrix.misc }}\n";
const job = (list: string, name = "e2e") =>
  `jobs:\n  lint: {}\n  ${name}:\n    strategy:\n      matrix:\n        include:\n${list}`;

/** Nine lists of nine aliases each, nine levels deep. */
const growing = [..."abcdefghi"]
  .map(
    (name, index) =>
      `${name}: &${name} [${Array(9).fill(index === 0 ? "x" : `*${"abcdefghi"[index - 1]}`)}]\n`,
  )
  .join("");

describe("the matrix of end-to-end tests", () => {
  const list = `          - name: '1'
            tunnel: 'vxlan'
            lb-mode: 'snat'
          # The kernel is the oldest one.
          - name: '2'
            tunnel: 'vxlan'
          - name: '3'
            tunnel: 'disabled'
            kpr: 'true'
`;

  it("is in the workflow itself: the entry with the fewest keys of each kind is named by its last key", () => {
    expect(fact({ [endToEnd]: `${job(list)}${handsOn}` })).toEqual({
      path: endToEnd,
      defaults: "",
      native: "jobs.e2e.strategy.matrix.include.2.kpr",
      tunnel: "jobs.e2e.strategy.matrix.include.1.tunnel",
    });
  });

  it("is in a file beside the workflow, which has values for entries without any", () => {
    const workflow = "          misc: ${{ matrix.misc || 'a=false,b.c=1' }}\n";
    const text = "- name: 'x'\n  tunnel: 'disabled'\n  # Why.\n  test-l7: 'false'\n";
    expect(fact({ [upgrade]: workflow, [entries]: text })).toEqual({
      path: entries,
      defaults: "a=false,b.c=1,",
      native: "0.test-l7",
      tunnel: "",
    });
  });

  it.each(["misc: 'debug.enabled=true'", "ipv4: 'false'", "skip-upgrade: 'true'", "encryption: 'ipsec'"])(
    "has no use for an entry with %s",
    (line) => {
      const text = job(`          - tunnel: 'vxlan'\n            ${line}\n`);
      expect(fact({ [endToEnd]: text + handsOn })).toMatchObject({ tunnel: "", native: "" });
    },
  );

  it.each([
    ["no such file", {}],
    ["a workflow that hands no values on", { [endToEnd]: job(list) }],
    ["entries that do not name a tunnel", { [endToEnd]: `${job("          - name: '1'\n")}${handsOn}` }],
    ["entries that are no mappings", { [endToEnd]: `${job("          - 1\n          - null\n")}${handsOn}` }],
    ["a job whose name GitHub refuses", { [endToEnd]: job(list, '"a: b"') + handsOn }],
    ["a file that grows when it is read", { [endToEnd]: `${handsOn}${growing}` }],
    ["a file that nests too deep", { [endToEnd]: `${handsOn}jobs: ${"[".repeat(20_000)}` }],
    ["a file that does not parse", { [endToEnd]: `${handsOn}jobs: [\n` }],
  ])("is absent with %s", (_, texts) => {
    expect(testMatrixProbes.testMatrix(sourcesOf(texts))).toMatchObject({ isAbsent: true });
  });
});
