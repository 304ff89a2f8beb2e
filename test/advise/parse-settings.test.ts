import { describe, expect, it } from "vitest";
import { hasFlags, parseFlags, parseKeyValue } from "../../src/advise/parse-settings.ts";

describe("settings", () => {
  it.each([
    [
      "agent --a-b=true --kvstore etcd --x",
      [
        ["a-b", "true"],
        ["kvstore", "etcd"],
        ["x", "true"],
      ],
    ],
    [
      "--addr=\":9099\" --name 'two words'",
      [
        ["addr", ":9099"],
        ["name", "two words"],
      ],
    ],
    [
      "--cluster-id {{ cluster_id }} --next",
      [
        ["cluster-id", "{{ cluster_id }}"],
        ["next", "true"],
      ],
    ],
    ["--flag=true\\", [["flag", "true"]]],
    ["no flags - here -x", []],
  ])("are read from a command line: %s", (text, expected) => {
    expect(parseFlags(text).map(({ key, value }) => [key, value])).toEqual(expected);
    expect(hasFlags(text)).toBe(expected.length > 0);
  });

  it.each([
    ["routing-mode          native", { key: "routing-mode", value: "native" }],
    ['  tunnel: "disabled"', { key: "tunnel", value: "disabled" }],
    ['"tunnel": "vxlan",', { key: "tunnel", value: "vxlan" }],
    ["some-other = x", { key: "some-other", value: "x" }],
    ["tunnel vxlan", { key: "tunnel", value: "vxlan" }],
    ["tunnel is what we use here", undefined],
    ["end-to-end tests fail", undefined],
    ["The mode: native", undefined],
  ])("are read from lines of key and value: %j", (line, expected) => {
    expect(parseKeyValue(line, new Set(["tunnel", "ipam"]))).toEqual(expected);
  });
});
