import { describe, expect, it } from "vitest";
import type { EngineCommand, EngineResult } from "../../../src/host/engine.ts";
import { buildPaths } from "../../../src/profile/index.ts";
import type { EngineCheckInput } from "../../../src/verify/check.ts";
import { helmCheck } from "../../../src/verify/checks/helm.ts";

const folder = buildPaths.chart;
const files = [
  { path: `${folder}/values.yaml`, before: "a: true\n", after: "a: true\nb: true\n" },
  { path: `${folder}/templates/config.yaml`, before: "a: 1\n", after: "a: 1\nb: {{ .Values.b }}\n" },
];

/** Runs the check with a Helm whose answer depends on the chart's folder and on the setting; "" is a failure. */
async function run(
  render: (state: string, setting: string, serial: number) => string,
  changed = files,
  copies = true,
) {
  const commands: string[][] = [];
  const session = {
    tree: "/tree",
    scratch: "/scratch",
    async run({ command }: EngineCommand): Promise<EngineResult> {
      commands.push([...command]);
      const setting = command.includes("--set") ? command[command.indexOf("--set") + 1] : undefined;
      const serial = commands.filter((one) => one[1] === "template").length;
      const state = command[3]?.split("-").at(-1) ?? "";
      const copied = copies ? "ok" : "";
      const answer = command[1] === "template" ? render(state, setting ?? "", serial) : copied;
      return { ended: "exited", status: answer === "" ? 1 : 0, stdout: answer, stderr: "Error: broken" };
    },
  };
  const paths = new Map(files.map(({ path }) => [path, `/overlay/${path}`]));
  const input = {
    files: changed,
    bench: { session, tool: async () => ({ path: "/tools/helm" }) },
    patched: { name: "p", texts: new Map(), go: { overlay: { paths } } },
  } as unknown as EngineCheckInput;
  if (helmCheck.needs !== "engine") throw new Error("the check runs in an engine");
  return { finding: await helmCheck.run(input), commands };
}

const config = (lines: string) => `---\n# Source: c/templates/config.yaml\na: 1\n${lines}`;
const chart = (state: string, setting: string) =>
  config(state === "base" ? "" : `b: ${setting === "b=false" ? "false" : "true"}\n`);

describe("helm", () => {
  it("passes where the chart differs by the lines of the series, and tells them", async () => {
    const { finding, commands } = await run(chart);
    expect(finding).toMatchObject({
      outcome: "pass",
      details: {
        defaults: { added: ["b: true"], removed: [] },
        set: [{ value: "b=false", added: ["b: false"], removed: ["b: true"] }],
        random: [],
      },
    });
    const copied = commands.filter(([program]) => program === "sh").map((command) => command.slice(3));
    expect(copied[0]).toEqual([`/tree/${folder}`, "/scratch/helm-p-base"]);
    expect(copied[1]).toEqual([
      `/tree/${folder}`,
      "/scratch/helm-p-patched",
      ...["values.yaml", "templates/config.yaml"].flatMap((name) => [name, `/overlay/${folder}/${name}`]),
    ]);
  });

  it("renders for the Kubernetes that such a release of Helm renders for, which newer charts require", async () => {
    const { commands } = await run(chart);
    const renders = commands.filter(([, command]) => command === "template");
    expect(renders).toHaveLength(4);
    for (const command of renders) expect(command[command.indexOf("--kube-version") + 1]).toBe("v1.34.0");
  });

  it.each([
    [
      "another line",
      (state: string, set: string) => chart(state, set) + (state === "base" ? "" : "z: 1\n"),
      "another line",
    ],
    ["a value without effect", (state: string) => chart(state, ""), "b changes nothing"],
    [
      "a patched chart that does not render",
      (state: string) => (state === "base" ? config("") : ""),
      "does not render",
    ],
    [
      "a value that breaks it",
      (state: string, set: string) => (set === "" ? chart(state, "") : ""),
      "with b=false",
    ],
  ])("fails for %s", async (_, render, reason) => {
    const { finding } = await run(render);
    expect([finding.outcome, finding.reason]).toEqual(["fail", expect.stringContaining(reason)]);
  });

  it("has no result where the chart cannot be copied, or the base renders only once", async () => {
    const copied = await run(chart, files, false);
    expect(copied.finding).toMatchObject({ outcome: "could-not-run", log: "Error: broken" });
    expect(copied.commands.filter(([, command]) => command === "template")).toEqual([]);
    const once = await run((state, setting, serial) => (serial === 2 ? "" : chart(state, setting)));
    expect(once.finding).toMatchObject({ outcome: "could-not-run", log: "Error: broken" });
  });

  it("has no result where the base does not render, and is not needed without a change of the chart", async () => {
    expect((await run(() => "")).finding).toMatchObject({ outcome: "could-not-run", log: "Error: broken" });
    const { finding, commands } = await run(chart, []);
    expect([finding.outcome, commands]).toEqual(["not-needed", []]);
  });
});
