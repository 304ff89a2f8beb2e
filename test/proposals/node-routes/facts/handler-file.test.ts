import { expect, it } from "vitest";
import { handler, method, usesName } from "../../../../src/proposals/node-routes/facts/handler-file.ts";
import { paths } from "../../../../src/proposals/node-routes/paths.ts";
import { sourcesOf } from "../../../helpers/fact-sources.ts";

const text =
  "package linux\n\n// NodeAdd is not RouteMetrics.\nfunc (n *linuxNodeHandler) NodeAdd() { use(RouteMetric) }\n";
const sources = sourcesOf({ [paths.handler]: text });

it("finds a method of the handler, or says how many there are", () => {
  const found = handler(sources, method("NodeAdd"));
  expect("node" in found && found.file.line(found.node)).toBe(4);
  expect(handler(sources, method("NodeGone"))).toEqual({
    missing: 'pkg/datapath/linux/node.go: expected one "func linuxNodeHandler.NodeGone", found 0',
  });
  expect(handler(sourcesOf({}), method("NodeAdd"))).toEqual({
    missing: "pkg/datapath/linux/node.go does not exist",
  });
});

it("takes a whole word for a name, and says where it is", () => {
  const file = sources.go(paths.handler);
  expect(usesName(file, "RouteMetric")).toEqual({ value: true, at: { path: paths.handler, line: 4 } });
  expect(usesName(file, "Metric")).toEqual({ value: false, at: { path: paths.handler, line: 1 } });
});
