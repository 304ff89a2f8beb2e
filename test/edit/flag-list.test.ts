import { describe, expect, it } from "vitest";
import { flagList } from "../../src/edit/flag-list.ts";
import { applyEdits } from "../../src/text/edit.ts";
import { failureOf } from "../helpers/failure.ts";

/** A command reference as pflag and cobra write it: the longest name and type, plus three blanks. */
const reference = `## cilium-agent

Run the cilium agent

\`\`\`
cilium-agent [flags]
\`\`\`

### Options

\`\`\`
      --agent-labels strings     Additional labels
      --bpf-root string          Path to BPF filesystem
      --enable-ipv4              Enable IPv4 support (default true)
      --enable-ipv4-masquerade   Masquerade IPv4 traffic (default true)
  -h, --help                     help for cilium-agent
      --version                  Print version information
\`\`\`
`;

/** The edit as a template makes it: by place, without a kind. */
function edit(name: string, description: string) {
  const header = { file: "cmdref.md", place: "sorted-flag" };
  return flagList.bind(header, { text: `${name}\n${description}\n`, template: "t" });
}

function insert(name: string, description: string, text = reference): string {
  return applyEdits(text, edit(name, description).locate({ path: "cmdref.md", text }));
}

/** The lines that are new, and where: behind which line. */
function added(before: string, after: string): [string | undefined, string][] {
  const old = new Set(before.split("\n"));
  const lines = after.split("\n");
  return lines.flatMap((line, index): [string | undefined, string][] =>
    old.has(line) ? [] : [[lines[index - 1]?.trim().split(" ")[0], line]],
  );
}

describe("a flag list", () => {
  it("is undone to the byte, realigned lines included", () => {
    for (const [name, text] of [
      ["gap", reference],
      ["x".repeat(60), reference],
      ["c", "      --a   first"],
    ] as const) {
      const file = { path: "cmdref.md", text };
      expect(applyEdits(insert(name, "d", text), edit(name, "d").undo(file))).toBe(text);
    }
  });

  it("has the flag once it is put in, and does not take it twice", () => {
    const one = edit("gap", "Some gap");
    expect(one.isPresent({ path: "cmdref.md", text: reference })).toBe(false);
    const after = insert("gap", "Some gap");
    expect(one.isPresent({ path: "cmdref.md", text: after })).toBe(true);
    expect(insert("gap", "Some gap", after)).toBe(after);
  });

  it("puts the flag between its neighbours and changes nothing else", () => {
    const after = insert("enable-endpoint", "Use it");
    expect(after).toBe(
      reference.replace(
        "      --enable-ipv4  ",
        "      --enable-endpoint          Use it\n      --enable-ipv4  ",
      ),
    );
  });

  it.each([
    ["aaa", "```", "first"],
    ["enable-ipv4-a", "--enable-ipv4", "between a name and a longer one that starts with it"],
    ["enable-ipv40", "--enable-ipv4-masquerade", "by bytes: a dash comes before a digit"],
    ["gap", "--enable-ipv4-masquerade", "in front of a flag with a short form"],
    ["log", "-h,", "behind a flag with a short form"],
    ["zzz", "--version", "last, in front of the fence"],
  ])("sorts %s behind %s: %s", (name, behind) => {
    expect(added(reference, insert(name, "d"))).toEqual([
      [behind, `${`      --${name}`.padEnd("      --enable-ipv4-masquerade   ".length)}d`],
    ]);
  });

  it("keeps the column where the new flag is as long as the longest", () => {
    const name = "x".repeat("enable-ipv4-masquerade".length);
    expect(added(reference, insert(name, "d"))).toHaveLength(1);
  });

  it("aligns every line anew where the new flag is the longest", () => {
    const name = "enable-something-with-a-longer-name";
    const lines = insert(name, "Long").split("\n");
    const fence = lines.lastIndexOf("```");
    const flags = lines.slice(lines.lastIndexOf("```", fence - 1) + 1, fence);
    expect(flags).toEqual([
      "      --agent-labels strings                  Additional labels",
      "      --bpf-root string                       Path to BPF filesystem",
      "      --enable-ipv4                           Enable IPv4 support (default true)",
      "      --enable-ipv4-masquerade                Masquerade IPv4 traffic (default true)",
      "      --enable-something-with-a-longer-name   Long",
      "  -h, --help                                  help for cilium-agent",
      "      --version                               Print version information",
    ]);
    expect(lines.slice(0, 11)).toEqual(reference.split("\n").slice(0, 11));
    expect(lines.slice(fence)).toEqual(["```", ""]);
  });

  it("aligns anew also where the longest flag comes last", () => {
    const lines = insert(`z${"z".repeat(40)}`, "Long").split("\n");
    expect(lines.at(-3)).toBe(`      --${"z".repeat(41)}   Long`);
    expect(lines.at(-4)).toBe(
      `      --version${" ".repeat(41 - "version".length + 3)}Print version information`,
    );
  });

  it("refuses a file without such a list", async () => {
    expect(await failureOf(() => insert("x", "d", "# nothing here\n"))).toEqual({
      code: "golang/anchor-mismatch",
      message: "cmdref.md: expected a sorted list of flags, found no line that starts with --",
      hint: "The command reference is not in the known format.",
    });
  });

  it.each([
    ["four blanks", "    --not a flag list"],
    ["a tab", "\t--bpf-root string   Path"],
    ["another short form", "    -b, --bpf-root string   Path"],
  ])("refuses a list with a line by somebody else: %s", async (_, line) => {
    expect(
      await failureOf(() => insert("x", "d", reference.replace("  -h, --help", `${line}\n  -h, --help`))),
    ).toMatchObject({
      code: "golang/anchor-mismatch",
      message: `cmdref.md:16: expected flags as pflag prints them, indented by two or six blanks, found ${line.trim()}`,
    });
  });

  it("takes a list whose last line has no line break", () => {
    const text = "      --a   first\n      --b   second";
    expect(insert("c", "third", text)).toBe(`${text}\n      --c   third\n`);
  });

  it("knows a flag with a value for when it is given bare", () => {
    const text = '      --a string[="x"]   first\n      --c                third\n';
    expect(insert("b-longer-than-the-type-of-a", "second", text)).toBe(
      '      --a string[="x"]                first\n      --b-longer-than-the-type-of-a   second\n      --c                             third\n',
    );
  });
});
