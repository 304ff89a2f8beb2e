import { describe, expect, it } from "vitest";
import { fakeAddressing, testHandler } from "../../../../src/proposals/node-routes/facts/test-handler.ts";
import { paths } from "../../../../src/proposals/node-routes/paths.ts";
import { factOf, sourcesOf } from "../../../helpers/fact-sources.ts";

const [earliest, middle, latest] = paths.fakeAddressing;
const fake = "package fake\n\nfunc NewNodeAddressing() *nodeAddressing { return nil }\n";

function handlerOf(declaration: string) {
  const sources = sourcesOf({ [paths.handler]: `package linux\n\n${declaration}\n`, [earliest]: fake });
  return factOf(testHandler(sources));
}

describe("testHandler", () => {
  it("calls the constructor with an argument for each parameter, and imports what they need", () => {
    const imports = [
      { path: "github.com/cilium/cilium/pkg/datapath/fake", name: "fake", function: "NewNodeAddressing" },
      { path: "github.com/cilium/cilium/pkg/mtu", name: "mtu" },
    ];
    expect(
      handlerOf(
        "func NewNodeHandler(c DatapathConfiguration, a datapath.NodeAddressing, m datapath.MTUConfiguration) datapath.NodeHandler { return nil }",
      ),
    ).toEqual({
      call: "NewNodeHandler(DatapathConfiguration{HostDevice: routeTestDevice}, fake.NewNodeAddressing(), &mtu.Configuration{}).(*linuxNodeHandler)",
      imports,
    });
  });

  it("asserts no type where the constructor gives the handler itself", () => {
    expect(handlerOf("func newNodeHandler(log *slog.Logger) *linuxNodeHandler { return nil }")).toEqual({
      call: "newNodeHandler(logger)",
      imports: [],
    });
  });

  it("refuses a parameter that it does not know", () => {
    expect(
      handlerOf("func newNodeHandler(log *slog.Logger, x Novelty) *linuxNodeHandler { return nil }"),
    ).toBe(
      "missing: pkg/datapath/linux/node.go:3: expected known parameters of the constructor, found Novelty",
    );
    expect(handlerOf("func makeHandler() {}")).toMatch(
      /expected newNodeHandler or NewNodeHandler, found neither/,
    );
  });
});

describe("fakeAddressing", () => {
  it("is the newest that the release has, under a name that collides with nothing", () => {
    const name = (...there: readonly string[]) => {
      const found = fakeAddressing(sourcesOf(Object.fromEntries(there.map((path) => [path, fake]))));
      return "missing" in found ? found.missing : found.value.name;
    };
    expect(name(earliest)).toBe("fake");
    expect(name(earliest, middle)).toBe("fakeTypes");
    expect(name(middle, latest)).toBe("fakenode");
    expect(name()).toMatch(/expected NewNodeAddressing or NewAddressing, found neither/);
  });
});
