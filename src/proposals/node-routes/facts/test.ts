import { findAnchor } from "../../../golang/index.ts";
import { at, atFile, type Found, type Probes, type Sources } from "../../../profile/index.ts";
import { squeeze } from "../../../text/index.ts";
import { handlerType, paths } from "../paths.ts";
import type { NodeRouteFacts } from "./facts.ts";
import { siblingTest } from "./sibling-test.ts";
import { fakeAddressing, testHandler } from "./test-handler.ts";

/** Facts about the test harness of package linux. Verified for v1.4 to main of October 2025. */
export const testProbes = {
  testConstraints,
  unitTestConstraints,
  privilegedTest,
  siblingTest,
  testHandler,
  fakeAddressing,
  tunnelMap,
  mtuInterface,
  netipAddresses,
} satisfies Probes<NodeRouteFacts>;

function testConstraints(sources: Sources): Found<readonly string[]> {
  const text = sources.text(paths.handlerTest);
  if (text === undefined) return { missing: `${paths.handlerTest} does not exist` };
  return atFile(privilegedConstraints(text), paths.handlerTest);
}

/** Build constraint that excludes unit tests from privileged runs, if the release requires one in every test file. */
function unitTestConstraints(sources: Sources): Found<readonly string[]> {
  const path = paths.option.replace(/\.go$/, "_test.go");
  const text = sources.goFiles(path.slice(0, path.lastIndexOf("/")))?.get(path);
  return atFile(text === undefined ? [] : privilegedConstraints(text), path);
}

function privilegedConstraints(text: string): string[] {
  const lines = text.slice(0, text.indexOf("\npackage ")).split("\n");
  return lines.filter((line) => /^\/\/( \+build|go:build) .*\bprivileged_tests\b/.test(line));
}

function privilegedTest(sources: Sources): Found<string> {
  const file = sources.go(paths.privileged);
  const [node] = file ? findAnchor(file, "func PrivilegedTest") : [];
  return file && node ? at("testutils.PrivilegedTest(t)", file, node) : atFile("", paths.privileged);
}

function tunnelMap(sources: Sources): Found<NodeRouteFacts["tunnelMap"]> {
  const file = sources.go(paths.handler);
  const [call] = file ? findAnchor(file, `func ${handlerType}.nodeUpdate > call updateTunnelMapping`) : [];
  const map = sources.go(paths.tunnelMap);
  if (!call || !map) return atFile("none", paths.handler);
  const [setter] = findAnchor(map, "func SetTunnelMap");
  if (setter) return at("setter", map, setter);
  const [maker] = findAnchor(map, "func NewTunnelMap");
  return maker ? at("variable", map, maker) : atFile("none", paths.tunnelMap);
}

function mtuInterface(sources: Sources): Found<boolean> {
  for (const path of [...paths.nodeConfig].reverse()) {
    const file = sources.go(path);
    const [field] = file ? findAnchor(file, "type LocalNodeConfiguration > field MtuConfig") : [];
    if (file && field) {
      const type = squeeze(field.childForFieldName("type")?.text ?? "");
      return at(!type.endsWith("mtu.Configuration"), file, field);
    }
  }
  return atFile(false, paths.nodeConfig[1]);
}

/** Whether the node configuration holds addresses as netip.Addr, as it does since 2026. */
function netipAddresses(sources: Sources): Found<boolean> {
  for (const path of [...paths.nodeConfig].reverse()) {
    const file = sources.go(path);
    for (const type of ["LocalNodeConfiguration", "Config"]) {
      const [field] = file ? findAnchor(file, `type ${type} > field CiliumInternalIPv4`) : [];
      if (file && field) return at(field.childForFieldName("type")?.text === "netip.Addr", file, field);
    }
  }
  return atFile(false, paths.nodeConfig[0]);
}
