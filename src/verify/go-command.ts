import type { EngineResult, EngineSession } from "../host/engine.ts";
import { cutMiddle } from "../text/index.ts";
import type { Overlay } from "./overlay.ts";

/** Properties of a tree that Go needs. */
export interface GoTree {
  readonly session: EngineSession;
  /** The session's work folder on this machine. */
  readonly workFolder: string;
  /** A tree without go.mod must be in a GOPATH. */
  readonly hasModule: boolean;
  readonly wantsC: boolean;
  /** Whether the base has a folder of this name with Go files. */
  baseHas(packageName: string): Promise<boolean>;
  /** Program in front of tests with `bpf` privileges; empty if it cannot be built. */
  bpfWrapper(): Promise<readonly string[]>;
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
      session.run({ command: ["go", ...args], cwd: session.tree, env, privileges: "tool", timeoutMs }),
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

/**
 * Whether go says of the package itself, not of an imported one, that it has nothing to compile: only tests, only
 * files for other systems, or no files any more.
 */
export function hasNoGoFiles(stderr: string): boolean {
  return /^(?:(?:package |go build )?\S+: (?:no non-test Go files|build constraints exclude all Go files)|no Go files) in /m.test(
    stderr,
  );
}

/** The folder of an overlay's files, inside the engine. */
export function overlayFolder({ file }: Overlay): string {
  return `${file.slice(0, file.lastIndexOf("/"))}/files`;
}

/** A program's output with paths from the repository root, whether a file is from the tree or the overlay. */
export function pathsInTree({ overlay, tree }: GoCommand, output: string): string {
  return output.replaceAll(`${overlayFolder(overlay)}/`, "").replaceAll(`${tree.session.tree}/`, "");
}

const longestLine = 2000;

/** The last lines of a text, long ones shortened. */
export function tail(text: string, lines: number): string {
  const last = text.trimEnd().split("\n").slice(-lines);
  return last.map((line) => cutMiddle(line, longestLine)).join("\n");
}

/** The lines of a program's output that are not blank. */
export function nonBlankLines(text: string): string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}

/** What heads other lines of a compiler or a test, a rule between them, or a test that was not run. */
const heading = /^(#|=== |MISS: |[^\p{L}]*$)/u;

/** The first line of a compiler or a test that says something. */
export function firstTelling(output: string): string {
  return (nonBlankLines(output).find((line) => !heading.test(line)) ?? "it says nothing").slice(0, 300);
}
