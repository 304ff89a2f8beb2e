import { handlerPath } from "./clone.ts";
import { commitOn, textAt } from "./clone-git.ts";

/** A function that a fork of Cilium might carry, in our own words. */
const ownFunction = `
// noteRemoteNode tells of every update of a remote node.
func (n *linuxNodeHandler) noteRemoteNode(node *nodeTypes.Node) {
	log.WithField("node", node.Name).Debug("A remote node is up to date")
}
`;

/** The call of it: first in what `nodeUpdate` does for remote nodes. */
const ownCall = "\tn.noteRemoteNode(newNode)\n\n";

/**
 * Commits what fork builders carry on top of a release: a function, and a call of it inside `nodeUpdate`, between lines
 * that series edit or have around their edits.
 *
 * @param dir repository that gets the commit, and a branch of that name for it.
 * @returns the commit's sha.
 */
export function commitFork(dir: string, release: string, branch: string): string {
  const text = textAt(dir, release, handlerPath);
  return commitOn(dir, release, branch, { [handlerPath]: forkOf(text) });
}

/** Whether a handler has both, once each. */
export function isFork(text: string): boolean {
  return [ownFunction, ownCall].every((part) => text.split(part).length === 2);
}

function forkOf(text: string): string {
  const start = text.indexOf("\nfunc (n *linuxNodeHandler) nodeUpdate(");
  const local = text.indexOf("\tif newNode.IsLocal() {\n", start);
  const end = text.indexOf("\n\t}\n\n", local) + 5;
  if (start < 0 || local < 0 || end < local)
    throw new Error("expected the nodeUpdate of v1.10, found another");
  return `${text.slice(0, end)}${ownCall}${text.slice(end)}${ownFunction}`;
}
