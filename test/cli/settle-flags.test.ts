import { describe, expect, it } from "vitest";
import { mergeFlags, settleFlags } from "../../src/cli/settle-flags.ts";
import { makeFolder } from "../helpers/folder.ts";

const found = {
  path: "/home/ada/project/cilium-patchkit.config.json",
  config: {
    templates: ["templates", "/elsewhere"],
    variants: ["a", "b"],
    identity: "Ada <ada@example.org>",
    out: "series",
    set: { a: { flag: "x" } },
  },
};
const presets = { path: found.path, hasVariants: true, set: found.config.set };

describe("mergeFlags", () => {
  it("has the defaults without a configuration", () => {
    const nothing = {
      templates: [],
      variants: [],
      identity: undefined,
      out: "./patches",
      presets: undefined,
    };
    expect(mergeFlags({}, undefined, "/here")).toEqual(nothing);
  });

  it("takes paths of a configuration from its folder, and those of flags from the current one", () => {
    expect(mergeFlags({ templates: ["own"] }, found, "/here")).toEqual({
      templates: ["/here/own", "/home/ada/project/templates", "/elsewhere"],
      variants: ["a", "b"],
      identity: "Ada <ada@example.org>",
      out: "/home/ada/project/series",
      presets,
    });
  });

  it("lets flags win", () => {
    const flags = { variant: ["c"], identity: "Bob <bob@example.org>", out: "out" };
    expect(mergeFlags(flags, found, "/here")).toMatchObject({
      variants: ["c"],
      identity: "Bob <bob@example.org>",
      out: "out",
      presets: { ...presets, hasVariants: false },
    });
    expect(mergeFlags({ variant: "c" }, found, "/here").variants).toEqual(["c"]);
  });
});

describe("settleFlags", () => {
  it("knows a clone of Cilium by a file of a proposal, also for a command that reads none", async () => {
    const cwd = await makeFolder({
      "cilium-patchkit.config.json": '{"out": "x"}',
      "pkg/datapath/linux/node.go": "package linux\n",
    });
    const session = { signal: new AbortController().signal, env: { PATH: process.env["PATH"] }, cwd };
    const notes: string[] = [];
    expect((await settleFlags(session, (text) => notes.push(text), {}, false)).out).toBe("./patches");
    expect(notes).toEqual([expect.stringContaining("it is in a tree of Cilium")]);
  });
});
