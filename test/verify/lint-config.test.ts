import { describe, expect, it } from "vitest";
import { adaptConfig, releaseFor } from "../../src/verify/lint-config.ts";

const available = new Set(["err113", "gofmt", "govet", "typecheck"]);
const renamed = { goerr113: "err113" };
const adapt = (text: string) => adaptConfig(text, { renamed }, available);

describe("releaseFor", () => {
  it.each([
    ["linters:\n  enable: [govet]\n", "v1.64.8"],
    ['version: "2"\nlinters:\n  default: none\n', "v2.12.2"],
    ["# options\nversion: 2\n", "v2.12.2"],
    ["not: [yaml", "v1.64.8"],
  ])("reads the form of a configuration: %j", (config, version) => {
    expect(releaseFor(config).version).toBe(version);
  });
});

describe("adaptConfig", () => {
  it("takes out linters that are gone, renames others wherever they are named, and leaves all else", () => {
    const config = `run:
  build-tags:
    - !privileged_tests   # an odd one

linters-settings:
  goerr113:
    strict: true
issues:
  exclude-rules:
    - linters: [goerr113]
      text: "goerr113 says"
linters:
  disable-all: true
  enable:
    - goerr113
    - varcheck      # gone
    - govet

# To enable later:
#    - varcheck
`;
    expect(adapt(config)).toEqual({
      dropped: ["varcheck"],
      text: config
        .replace("  goerr113:\n", "  err113:\n")
        .replace("[goerr113]", "[err113]")
        .replace("    - goerr113\n    - varcheck      # gone\n", "    - err113\n"),
    });
  });

  it("writes a list on one line anew", () => {
    expect(adapt("linters:\n  enable: [govet, varcheck, goerr113] # mine\n")).toEqual({
      dropped: ["varcheck"],
      text: "linters:\n  enable: [govet, err113] # mine\n",
    });
  });

  it("leaves an empty list where all are gone", () => {
    const { text, dropped } = adapt(
      "linters:\n  enable:\n    - varcheck\n    - deadcode\n  disable: [nosuch]\n",
    );
    expect(text).toMatch(/^linters:\n {2}enable:\n {4}\[\]\n? *disable: \[\]\n$/);
    expect(dropped).toEqual(["deadcode", "nosuch", "varcheck"]);
  });

  it("looks at formatters, too, and at no other list called enable", () => {
    const config =
      "formatters:\n  enable:\n    - gofmt\n    - gofumpt\nlinters-settings:\n  govet:\n    enable:\n      - nilness\n";
    expect(adapt(config)).toEqual({ dropped: ["gofumpt"], text: config.replace("    - gofumpt\n", "") });
  });

  it("gives a configuration back that needs no change, or that cannot be read", () => {
    for (const config of ["linters:\n  enable:\n  - typecheck\n  -   govet\n", "linters: [govet"])
      expect(adapt(config)).toEqual({ dropped: [], text: config });
  });
});
