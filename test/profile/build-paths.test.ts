import { describe, expect, it } from "vitest";
import type { Checkout } from "../../src/checkout/index.ts";
import { hasReferenceCommand } from "../../src/profile/build-paths.ts";

/** A checkout of these files. */
function makeCheckout(files: Readonly<Record<string, string>>): Checkout {
  return {
    list: async (folder: string) =>
      Object.keys(files)
        .filter((path) => path.slice(0, path.lastIndexOf("/")) === folder)
        .map((path) => ({ name: path.slice(path.lastIndexOf("/") + 1), isFile: true })),
    readText: async (path: string) => files[path],
  } as unknown as Checkout;
}

describe("hasReferenceCommand", () => {
  it.each([
    ["the command of a package", "daemon/cmd/root.go", "\t\tcmdref.NewCmd(rootCmd),", true],
    ["a command of its own", "daemon/cmd/cmdref.go", '\tUse:    "cmdref [output directory]",', true],
    ["a flag", "daemon/daemon_main.go", '\tflags.String(option.CMDRef, "", "Path")', false],
    ["a flag's name in a comment", "daemon/cmd/x.go", "// cilium-agent --cmdref prints it", false],
  ])("tells an agent with %s", async (_, path, line, expected) => {
    expect(await hasReferenceCommand(makeCheckout({ [path]: `package cmd\n${line}\n` }))).toBe(expected);
  });
});
