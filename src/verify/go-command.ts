import type { EngineResult, EngineSession } from "../host/engine.ts";
import type { Overlay } from "./overlay.ts";

/** Properties of a tree that Go needs. */
export interface GoTree {
  readonly session: EngineSession;
  /** A tree without go.mod must be in a GOPATH. */
  readonly hasModule: boolean;
  readonly wantsC: boolean;
}

/** Runs Go commands on one state of a tree: the base with an overlay. */
export interface GoCommand {
  readonly tree: GoTree;
  readonly overlay: Overlay;
  /** Runs `go` at the tree's root. */
  run(args: readonly string[], timeoutMs: number): Promise<EngineResult>;
  /** Environment variables for builds. */
  readonly env: Readonly<Record<string, string>>;
}

/** Creates the commands for one state of a tree. Nothing is downloaded: dependencies are vendored. */
export function makeGoCommand(tree: GoTree, overlay: Overlay): GoCommand {
  const { session } = tree;
  const env = goEnvironment(tree, session.goPath);
  return {
    tree,
    overlay,
    env,
    run: (args, timeoutMs) =>
      session.run({ command: ["go", ...args], cwd: session.tree, env, privileges: "none", timeoutMs }),
  };
}

/** Environment variables that make Go build a tree from its own files. */
export function goEnvironment(
  { hasModule, wantsC }: Pick<GoTree, "hasModule" | "wantsC">,
  goPath: string,
): Record<string, string> {
  return {
    GOPROXY: "off",
    GOWORK: "off",
    GOTELEMETRY: "off",
    GOTOOLCHAIN: "local",
    GOPATH: goPath,
    CGO_ENABLED: wantsC ? "1" : "0",
    GO111MODULE: hasModule ? "on" : "off",
    GOFLAGS: hasModule ? "-mod=vendor" : "",
  };
}

/** No symbol table and no DWARF, as in Cilium's own Makefile (`NOSTRIP`): linking is faster without. */
export const stripped = ["-ldflags", "-s -w"];

/** The last lines of a text. */
export function tail(text: string, lines: number): string {
  return text.trimEnd().split("\n").slice(-lines).join("\n");
}

/** The lines of a program's output that are not blank. */
export function nonBlankLines(text: string): string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}
