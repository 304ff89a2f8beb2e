import { describe, expect, it } from "vitest";
import type { GoFile } from "../../../../src/golang/index.ts";
import type { Sources } from "../../../../src/profile/sources.ts";
import { holdsLock } from "../../../../src/proposals/node-routes/facts/locking.ts";
import { paths } from "../../../../src/proposals/node-routes/paths.ts";
import { makeGoParser } from "../../../helpers/go.ts";

const parser = await makeGoParser();
const siblingPath = "pkg/datapath/linux/node_lock.go";

/** Sources that have the handler's file, and another of its package. */
function sourcesOf(handler: string, sibling = ""): Sources {
  const texts = new Map([
    [paths.handler, handler],
    [siblingPath, `package linux\n${sibling}`],
  ]);
  const parsed = new Map<string, GoFile>();
  const go = (path: string) => {
    const text = texts.get(path);
    if (text === undefined) return undefined;
    const file = parsed.get(path) ?? parser.parse(path, text);
    parsed.set(path, file);
    return file;
  };
  return { go, siblings: new Map([[siblingPath, texts.get(siblingPath) ?? ""]]) } as unknown as Sources;
}

/** What is said of a NodeValidateImplementation with that body, beside NodeAdd and some helpers. */
function verdict(body: string, { lock = "mutex", sibling = "" } = {}): boolean | string {
  const sources = sourcesOf(
    `package linux

func (n *linuxNodeHandler) NodeAdd(node Node) error {
	n.${lock}.Lock()
	defer n.${lock}.Unlock()
	return n.nodeUpdate(node)
}

func (n *linuxNodeHandler) nodeUpdate(node Node) error {
	n.neighbors(node)
	return nil
}

func (n *linuxNodeHandler) neighbors(node Node) {
	n.neighLock.Lock()
	defer n.neighLock.Unlock()
}

func (n *linuxNodeHandler) lockedUpdate(node Node) error {
	n.${lock}.Lock()
	defer n.${lock}.Unlock()
	return n.nodeUpdate(node)
}

func (n *linuxNodeHandler) viaLockedUpdate(node Node) error { return n.lockedUpdate(node) }

func (n *linuxNodeHandler) take() { n.${lock}.Lock() }

func (n *linuxNodeHandler) NodeValidateImplementation(node Node) error {
${body}
}
`,
    sibling,
  );
  const file = sources.go(paths.handler);
  const node = file?.declarations.func.get("linuxNodeHandler.NodeValidateImplementation")?.[0];
  if (!file || !node) throw new Error("expected the method");
  const held = holdsLock(sources, { file, node });
  return typeof held === "boolean" ? held : held.unclear;
}

const update = "\treturn n.nodeUpdate(node)";

describe("holdsLock", () => {
  it.each([
    ["takes it and defers giving it back", `\tn.mutex.Lock()\n\tdefer n.mutex.Unlock()\n${update}`, true],
    [
      "gives it back at the end",
      "\tn.mutex.Lock()\n\terr := n.nodeUpdate(node)\n\tn.mutex.Unlock()\n\treturn err",
      true,
    ],
    [
      "gives it back in a deferred function",
      `\tn.mutex.Lock()\n\tdefer func() { n.mutex.Unlock() }()\n${update}`,
      true,
    ],
    ["does not take it", update, false],
    ["mentions it in a comment", `\t// n.mutex.Lock() is for others to call.\n${update}`, false],
    ["mentions it in a string", `\tuse("n.mutex.Lock()")\n${update}`, false],
    ["takes another lock", `\tn.neighLock.Lock()\n\tdefer n.neighLock.Unlock()\n${update}`, false],
    ["takes the lock of another", `\tnode.mutex.Lock()\n\tdefer node.mutex.Unlock()\n${update}`, false],
    ["has a helper take it for all", "\treturn n.lockedUpdate(node)", true],
    ["has a helper of a helper take it for all", "\treturn n.viaLockedUpdate(node)", true],
    ["has a helper take it and keep it", `\tn.take()\n\tdefer n.mutex.Unlock()\n${update}`, true],
  ])("of a method that %s is told from its calls", (_, body, expected) => {
    expect(verdict(body)).toBe(expected);
  });

  it("takes the lock that the events take, whatever it is called", () => {
    expect(verdict(`\tn.mu.Lock()\n\tdefer n.mu.Unlock()\n${update}`, { lock: "mu" })).toBe(true);
    expect(verdict(`\tn.mutex.Lock()\n\tdefer n.mutex.Unlock()\n${update}`, { lock: "mu" })).toBe(false);
  });

  it("looks for helpers in the other files of the package", () => {
    const sibling =
      "func (n *linuxNodeHandler) elsewhere(node Node) error {\n\tn.mutex.Lock()\n\tdefer n.mutex.Unlock()\n\treturn nil\n}\n";
    expect(verdict("\treturn n.elsewhere(node)", { sibling })).toBe(true);
    expect(verdict("\treturn n.elsewhere(node)")).toBe(false);
  });

  it.each([
    [
      "takes it for a part of what it does",
      `\tn.lockedUpdate(node)\n${update}`,
      "lockedUpdate, which takes the lock itself",
    ],
    [
      "gives it back before it is done",
      `\tn.mutex.Lock()\n\tn.mutex.Unlock()\n${update}`,
      "a lock that is released before the end",
    ],
    [
      "takes it in one case",
      `\tif x {\n\t\tn.mutex.Lock()\n\t}\n${update}`,
      "a lock that is not always taken",
    ],
    ["takes it to read", `\tn.mutex.RLock()\n${update}`, "a lock that is not always taken"],
    [
      "takes it in a function literal",
      `\tgo func() { n.mutex.Lock() }()\n${update}`,
      "a lock that is not always taken",
    ],
    [
      "has a helper take it in one case",
      "\tif x {\n\t\treturn n.lockedUpdate(node)\n\t}\n\treturn nil",
      "lockedUpdate, which takes the lock itself",
    ],
  ])("is unknown of a method that %s", (_, body, found) => {
    expect(verdict(body)).toMatch(
      new RegExp(
        `^pkg/datapath/linux/node.go:\\d+: expected the handler's lock to be held throughout or not at all, found ${found}$`,
      ),
    );
  });
});
