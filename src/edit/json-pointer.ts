import type { TextFile } from "./edit-kind.ts";
import { type JsonNode, scanJson } from "./json-text.ts";
import { mismatch } from "./mismatch.ts";

/** Steps of a JSON pointer (RFC 6901). */
export function stepsOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** A JSON pointer of steps. */
function pointerOf(steps: readonly string[]): string {
  return steps.map((step) => `/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** All of a file. @throws PatchkitError `golang/anchor-mismatch` if it is not JSON. */
export function rootOf(file: TextFile): JsonNode {
  try {
    return scanJson(file.text);
  } catch (error) {
    throw mismatch(file, "JSON that parses", error instanceof Error ? error.message : String(error));
  }
}

/** The value that steps lead to; undefined if it is not there. The last of members with one name, as JSON.parse takes it. */
export function findValue(root: JsonNode, steps: readonly string[]): JsonNode | undefined {
  let node: JsonNode | undefined = root;
  for (const step of steps) {
    if (node?.kind === "object") node = node.members.findLast(({ name }) => name === step)?.value;
    else if (node?.kind === "array" && /^(0|[1-9]\d*)$/.test(step)) node = node.items[Number(step)];
    else return undefined;
  }
  return node;
}

/** @throws PatchkitError `golang/anchor-mismatch`, also for a name that an object on the way has twice. */
export function resolveValue(file: TextFile, root: JsonNode, steps: readonly string[]): JsonNode {
  let node = root;
  steps.forEach((step, index) => {
    const within = index === 0 ? "the file" : pointerOf(steps.slice(0, index));
    const [first, second] = node.kind === "object" ? node.members.filter(({ name }) => name === step) : [];
    if (first && second) throw mismatch(file, `one ${step} in ${within}`, "another", second.start);
    const next = findValue(node, [step]);
    if (!next) throw mismatch(file, `a value at ${pointerOf(steps)}`, `no ${step} in ${within}`, node.start);
    node = next;
  });
  return node;
}
