import type { EngineResult, EngineSession } from "../host/engine.ts";
import type { Overlay } from "./overlay.ts";

/** What Go needs to be told of a tree. */
export interface GoTree {
  readonly session: EngineSession;
  /** Without go.mod a tree lives in a GOPATH. */
  readonly hasModule: boolean;
  readonly wantsC: boolean;
}

/** Runs commands of Go on one state of a tree: the base with an overlay over it. */
export interface GoCommand {
  readonly tree: GoTree;
  readonly overlay: Overlay;
  /** Runs `go` at the tree's root. */
  run(args: readonly string[], timeoutMs: number): Promise<EngineResult>;
  /** Variables for whatever the commands build. */
  readonly env: Readonly<Record<string, string>>;
}

/** Makes the commands of one state of a tree. Nothing is fetched: dependencies are the vendored ones. */
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

/** Variables that make Go build a tree from what lies in it. */
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

/** No symbol table and no DWARF, as Cilium's own Makefile has it (`NOSTRIP`): a linker is quicker without. */
export const stripped = ["-ldflags", "-s -w"];

/** The last lines of a text. */
export function tail(text: string, lines: number): string {
  return text.trimEnd().split("\n").slice(-lines).join("\n");
}

/** The lines of what a program printed that say something. */
export function nonBlankLines(text: string): string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}
