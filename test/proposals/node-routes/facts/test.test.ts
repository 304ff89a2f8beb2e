import { describe, expect, it } from "vitest";
import { testProbes } from "../../../../src/proposals/node-routes/facts/test.ts";
import { paths } from "../../../../src/proposals/node-routes/paths.ts";
import { sourcesOf } from "../../../helpers/fixture-sources.ts";
import { makeGoParser } from "../../../helpers/go.ts";

const parser = await makeGoParser();

/** The call that the fact gives for a test of updateNodeRoute with that one, beside another test's. */
function handlerOf(call: string, another = ""): unknown {
  const text = `package linux

func (s *linuxPrivilegedBaseTestSuite) TestUpdateNodeRoute(c *check.C) {
	config := DatapathConfiguration{HostDevice: "dummy"}
	handler := ${call}
	handler.NodeConfigurationChanged(datapath.LocalNodeConfiguration{})
}

func (s *linuxPrivilegedBaseTestSuite) TestNodes(c *check.C) {
	nodes := fake.NewNodes()
	handler := ${another || "nothing()"}
	handler.NodeAdd(node)
}
`;
  const found = testProbes.siblingTest(sourcesOf(new Map([[paths.handlerTest, text]]), parser));
  return "value" in found ? found.value.handler : found.missing;
}

describe("siblingTest", () => {
  it("makes the handler as the release's own test does", () => {
    expect(handlerOf("NewNodeHandler(config, s.nodeAddressing)")).toBe(
      "NewNodeHandler(config, s.nodeAddressing)",
    );
  });

  it("takes what is nil there from a test that adds nodes", () => {
    const made = "NewNodeHandler(config, nil, fake.NewNodeMap())";
    expect(handlerOf("NewNodeHandler(config, nil, nil)", made)).toBe(made);
  });

  it.each(["nodes", "fake.NewNodeMap(nodes)", "nil", "&nodeMap{}"])(
    "leaves nil where another test has %s: it may need what only that test has",
    (argument) => {
      const own = "NewNodeHandler(config, nil)";
      expect(handlerOf(own, `NewNodeHandler(config, ${argument})`)).toBe(own);
    },
  );
});
