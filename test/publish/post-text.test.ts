import { describe, expect, it } from "vitest";
import { type Cell, postLimit, postText } from "../../src/publish/index.ts";
import { makeCell, makeChosen } from "../helpers/cells.ts";
import { treeOf } from "../helpers/report.ts";

function postOf(cells: readonly Cell[], changed: { showsPatches?: boolean; limit?: number } = {}) {
  const chosen = makeChosen(cells);
  return postText({
    chosen,
    tree: treeOf(chosen.report, "bundle"),
    applyLine: ({ shown }) => `git am bundle/${shown.folder}/*.patch`,
    fetchLine: ({ shown }) => `npx cilium-patchkit fetch bundle.zip # ${shown.name}`,
    rest: "report.md of the bundle",
    showsPatches: true,
    ...changed,
  });
}

describe("postText", () => {
  const three = ["cidr-validation", "flag-gate", "ipam-mode"].map((variant) => makeCell({ variant }));

  it("begins with the answers, then the table to decide by, then each series with its lines", () => {
    const { text, cut } = postOf(three);
    const places = [
      "## Node routes of cilium-agent",
      "the VM of the report gets no answer",
      "### The variants side by side",
      "| Checks |",
      "### cidr-validation on v1.10.12 (09e4ab450fd1)",
      "git am bundle/v1.10.12/cidr-validation/*.patch",
      "npx cilium-patchkit fetch bundle.zip # cidr-validation",
      "### flag-gate on v1.10.12",
      "### ipam-mode on v1.10.12",
      "<summary><code>What packets did",
      "<summary><code>Checks: v1.10.12",
      "<summary><code>Routes to cilium_host, before and after: v1.10.12",
    ].map((words) => text.indexOf(words));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBe(0);
    expect(cut).toEqual([]);
    expect(text).not.toContain("WARNING");
  });

  it("has the patches to the byte, or none of them", () => {
    expect(postOf(three).text).toContain(`\`\`\`diff\n${three[0]?.series.patches[0]?.text}\`\`\`\n`);
    expect(postOf(three, { showsPatches: false }).text).not.toContain("diff --git");
  });

  it("leaves out whole parts over the limit, patches before tables to decide by, and closes every fold", () => {
    const long = makeCell({
      variant: "flag-gate",
      patches: [{ name: "0001-long.patch", subject: "long", text: `${"+\tline\n".repeat(20_000)}` }],
    });
    const { text, cut } = postOf([long]);
    expect(text.length).toBeLessThanOrEqual(postLimit);
    expect(cut.map(({ title }) => title)).toEqual(["the patches of v1.10.12/flag-gate"]);
    expect(text).toContain("report.md of the bundle has all of it");
    expect(text.split("<details>").length).toBe(text.split("</details>").length);
    const short = postOf(three, { limit: 6_000 });
    expect(short.text.length).toBeLessThanOrEqual(6_000);
    expect(short.text).toContain("### The variants side by side");
    expect(short.text.split("<details>").length).toBe(short.text.split("</details>").length);
  });

  it("warns of series that do not count as verified", () => {
    const doubtful = makeCell({ standing: "not-verified", evidence: null }, [], ["it was not verified"]);
    const { text } = postOf([doubtful]);
    expect(text).toContain(
      "> [!WARNING]\n> Not all of these series count as verified:\n> - `v1.10.12/flag-gate`: it was not verified",
    );
    expect(text).toContain("- Not verified: no check was run on these patches.");
  });
});
