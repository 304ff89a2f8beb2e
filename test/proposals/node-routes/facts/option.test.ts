import { describe, expect, it } from "vitest";
import { optionProbes } from "../../../../src/proposals/node-routes/facts/option.ts";
import { factOf, sourcesOf } from "../../../helpers/fact-sources.ts";

describe("what enable-endpoint-routes does to the local node's route", () => {
  const start = (body: string) =>
    factOf(
      optionProbes.endpointRoutesReplace(
        sourcesOf({ "daemon/cmd/daemon_main.go": `package cmd\n\nfunc initEnv() {\n${body}\n}\n` }),
      ),
    );

  it("is to switch it off where the agent sets the other option", () => {
    const both = "option.Config.EnableEndpointRoutes && option.Config.EnableLocalNodeRoute";
    expect(start(`\tif ${both} {\n\t\toption.Config.EnableLocalNodeRoute = false\n\t}`)).toBe(true);
  });

  it("is nothing where the agent only looks at the options", () => {
    expect(start("\tif option.Config.EnableEndpointRoutes {\n\t\tlog.Info()\n\t}")).toBe(false);
    const both = "option.Config.EnableEndpointRoutes && option.Config.EnableLocalNodeRoute";
    expect(start(`\tif ${both} {\n\t\tlog.Info()\n\t}`)).toBe(false);
  });

  it("is not known without the file that registers flags", () => {
    expect(factOf(optionProbes.endpointRoutesReplace(sourcesOf({})))).toBe(
      "missing: daemon/daemon_main.go or daemon/cmd/daemon_main.go does not exist",
    );
  });
});

describe("where the flag is registered", () => {
  const option = 'package option\n\nconst (\n\tEnableLocalNodeRoute = "enable-local-node-route"\n)\n';
  const registered = (...lines: readonly string[]) =>
    factOf(
      optionProbes.flagRegistration(
        sourcesOf({
          "pkg/option/config.go": option,
          "daemon/cmd/daemon_main.go": `package cmd\n\nfunc initializeFlags() {\n${lines.map((line) => `\t${line}\n`).join("")}}\n`,
        }),
      ),
    );
  const flag = 'flags.Bool(option.EnableLocalNodeRoute, true, "Enable it")';

  it.each(["option.BindEnv(", "option.BindEnv(vp, ", "regOpts.BindEnv("])("is bound by %s", (bind) => {
    expect(registered(flag, `${bind}option.EnableLocalNodeRoute)`)).toEqual({
      path: "daemon/cmd/daemon_main.go",
      function: "initializeFlags",
      bind,
    });
  });

  it("is not known where something else is behind it", () => {
    expect(registered(flag, "option.BindEnv(option.EnableIPv4Name)")).toContain(
      "daemon/cmd/daemon_main.go:4: expected BindEnv behind the flag, found option.BindEnv(option.EnableIPv4Name)",
    );
  });
});
