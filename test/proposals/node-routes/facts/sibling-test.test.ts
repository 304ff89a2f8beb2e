import { describe, expect, it } from "vitest";
import { siblingTest } from "../../../../src/proposals/node-routes/facts/sibling-test.ts";
import { paths } from "../../../../src/proposals/node-routes/paths.ts";
import { factOf, sourcesOf } from "../../../helpers/fact-sources.ts";

function found(text: string): unknown {
  return factOf(siblingTest(sourcesOf({ [paths.handlerTest]: `package linux\n\n${text}\n` })));
}

describe("siblingTest", () => {
  it("takes over how a check.v1 suite makes a handler, with the statements it needs", () => {
    const suite = `func (s *linuxPrivilegedBaseTestSuite) TestUpdateNodeRoute(c *check.C) {
	log := quiet()
	unused := 1
	config := DatapathConfiguration{HostDevice: "dummy"}
	linux := NewNodeHandler(config, s.addressing, log).(*linuxNodeHandler)
	nodeConfig := testConfig
	linux.NodeConfigurationChanged(nodeConfig)
}`;
    expect(found(suite)).toEqual({
      style: "check",
      anchor: "func linuxPrivilegedBaseTestSuite.TestUpdateNodeRoute",
      list: "",
      setup: ["log := quiet()", 'config := DatapathConfiguration{HostDevice: "dummy"}'],
      handler: "NewNodeHandler(config, s.addressing, log).(*linuxNodeHandler)",
      config: "testConfig",
    });
  });

  it("keeps the check of an error that a statement declares", () => {
    const suite = `func (s *linuxPrivilegedBaseTestSuite) TestUpdateNodeRoute(c *check.C) {
	mtu, err := size()
	c.Assert(err, check.IsNil)
	linux := NewNodeHandler(mtu)
	linux.NodeConfigurationChanged(testConfig)
}`;
    expect(found(suite)).toMatchObject({ setup: ["mtu, err := size()", "c.Assert(err, check.IsNil)"] });
  });

  it("leaves out what a hive hands to a test of its own namespace", () => {
    const test = `func testUpdateNodeRoute(t *testing.T, family string) {
	var linux *linuxNodeHandler
	hive.New(func(db *statedb.DB) {
		linux = newNodeHandler(log, db, family)
	})
	mustConfigureNode(t, linux, family, testConfig)
}`;
    expect(found(test)).toMatchObject({
      style: "netns",
      handler: "newNodeHandler(log, nil, family)",
      config: "testConfig",
    });
  });

  it("names the function that runs a testify suite's tests in subtests", () => {
    const test = `func TestPrivilegedAll(t *testing.T) {
	t.Run("IPv4", func(t *testing.T) {
		t.Run("TestUpdateNodeRoute", func(t *testing.T) { s.TestUpdateNodeRoute(t) })
	})
}

func (s *nodeSuite) TestUpdateNodeRoute(t *testing.T) {
	linux := NewNodeHandler(s.addressing)
	linux.NodeConfigurationChanged(s.config)
}`;
    expect(found(test)).toMatchObject({ style: "testify", list: "TestPrivilegedAll", config: "s.config" });
  });

  it.each([
    ["makes none", "\tlinux.NodeConfigurationChanged(c)"],
    ["configures none", "\tlinux := NewNodeHandler(c)\n\tuse(linux)"],
  ])("finds nothing in a test that %s", (_, body) => {
    expect(found(`func (s *nodeSuite) TestUpdateNodeRoute(t *testing.T) {\n${body}\n}`)).toMatch(
      /expected a test of updateNodeRoute that makes and configures a handler, found none$/,
    );
  });
});

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
  const found = siblingTest(sourcesOf({ [paths.handlerTest]: text }));
  return "value" in found ? found.value.handler : found.missing;
}

describe("the handler of siblingTest", () => {
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
