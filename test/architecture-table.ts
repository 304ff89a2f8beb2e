/** A folder of `src/`, or a file at its root by its name without `.ts`. */
export interface Row {
  readonly name: string;
  /** Folders and root files whose front doors it may import. Everyone may import `errors`. */
  readonly imports: readonly string[];
  /** Where only some of its files may import one of them: which. */
  readonly only?: Readonly<Record<string, readonly string[]>>;
  readonly reason: string;
}

/** Who may import whom: style.md, "Who may import whom", and design.md, section 9. */
export const table: readonly Row[] = [
  { name: "errors", imports: [], reason: "Everyone imports it, so it may need no one." },
  { name: "text", imports: [], reason: "Positions and edits in strings, whatever they mean." },
  {
    name: "golang",
    imports: ["text"],
    reason: "Go syntax is useful without Cilium, and knows nothing of it.",
  },
  {
    name: "edit",
    imports: ["golang", "text"],
    reason:
      "A kind of edit sees one file, as text or as Go; what a release has in it and where it comes from is decided before.",
  },
  { name: "host", imports: [], reason: "The outside world serves every stage, so it may know none." },
  {
    name: "checkout",
    imports: ["text", "host"],
    reason:
      "Reads files at a commit; what is done with them is not its matter. A mistyped ref is compared with others.",
  },
  {
    name: "profile",
    imports: ["checkout", "golang", "text"],
    reason:
      "Asks the probes of a proposal and remembers where each fact was found; git and templates would let something else decide.",
  },
  {
    name: "plan",
    imports: ["edit", "profile", "checkout", "golang", "text", "host"],
    only: { host: ["load-templates.ts", "load-all-templates.ts"] },
    reason:
      "Decides and writes nothing: no git, no network, no clock. Templates have to be read from somewhere.",
  },
  {
    name: "series",
    imports: ["plan", "checkout", "text", "host"],
    reason: "Turns decided edits into commits; it need not know that they are Go.",
  },
  {
    name: "verify",
    imports: ["series", "checkout", "host", "profile", "plan", "golang", "text"],
    reason:
      "Evidence about a series; bite compares the syntax trees of base and patched file, the other checks need facts and templates. Never GitHub.",
  },
  {
    name: "report",
    imports: ["verify", "series", "plan", "text"],
    reason:
      "Shows what was found; it reads the folder of series, and starts no git and no engine. A stack's id is taken apart as the plan put it together. A mistyped choice is compared with what is there. Checks and proposals hand in what only they know.",
  },
  {
    name: "publish",
    imports: ["series", "verify", "report", "host", "checkout", "plan", "profile", "text"],
    reason:
      "Hands over what was verified, in the words of the report; the pull request template and refresh need the tree and a plan, an image what a release's agent is built from.",
  },
  {
    name: "folder",
    imports: ["series", "host"],
    reason: "Owns the output folder: it knows series and files, and neither how series are made nor shown.",
  },
  {
    name: "advise",
    imports: ["matrix", "text"],
    reason:
      "Knows routes, prefixes and the longest match; what they mean for a proposal comes as values, and inputs come as texts.",
  },
  {
    name: "proposals",
    imports: ["advise", "report", "verify", "plan", "profile", "checkout", "golang", "text"],
    reason:
      "What is known of Cilium's code, as values in the shapes that the stages ask for; the stages do not know it. A report is told what its series came to as sections.",
  },
  {
    name: "matrix",
    imports: ["checkout", "golang", "plan", "profile", "series", "text"],
    reason:
      "The stages from a ref to its series, which several threads may go through at once; no files, no words.",
  },
  {
    name: "author",
    imports: ["plan", "host"],
    reason:
      "Writes sources and templates for contributors; it knows which templates there are, and neither Cilium nor git.",
  },
  {
    name: "index",
    imports: [
      "checkout",
      "folder",
      "matrix",
      "golang",
      "host",
      "plan",
      "profile",
      "proposals",
      "publish",
      "series",
      "text",
      "verify",
    ],
    reason: "The library's front door shows what others may use of the stages.",
  },
  {
    name: "cli",
    imports: [
      "advise",
      "author",
      "checkout",
      "folder",
      "matrix",
      "golang",
      "host",
      "plan",
      "profile",
      "proposals",
      "publish",
      "report",
      "series",
      "text",
      "verify",
    ],
    reason: "Flags in, one call, words and exit code out; it builds the host and hands it on.",
  },
];

/** Folders without an `index.ts`: their files are narrow interfaces, imported one by one. */
export const withoutFrontDoor: readonly string[] = ["host"];

/** Files that nothing imports, because they are where it begins. */
export const entries: readonly string[] = [
  "index.ts",
  "cli/start.ts",
  "cli/planning-worker.ts",
  // Called by scripts/man.mjs.
  "cli/man-page.ts",
];

/** Packages that reach the outside world; only `host/` imports them, so that all else can be tested without one. */
export const hostPackages: readonly string[] = [
  "node:fs",
  "node:fs/promises",
  "node:child_process",
  "node:http",
  "node:https",
  "node:net",
  "proper-lockfile",
  "simple-git",
  "@octokit/rest",
];

/** Members of `process` that files outside of `cli/` may use. */
export const processUses: readonly { readonly folder: string; readonly members: readonly string[] }[] = [
  // Temporary names carry the process's id, and process groups are ended.
  { folder: "host", members: ["pid", "kill"] },
];

/** What a rule finds in some files, and why that is put up with. */
export interface Exception {
  /** An imported file, or a text. */
  readonly found: string;
  readonly files: readonly string[];
  readonly reason: string;
}

export const wordExceptions: readonly Exception[] = [
  {
    found: "Documentation/cmdref",
    files: ["profile/build-paths.ts"],
    reason: "The agent prints its command reference, whatever a proposal changes.",
  },
  {
    found: "Documentation/cmdref/cilium-agent.md",
    files: ["profile/build-paths.ts"],
    reason: "As above.",
  },
  {
    found: "daemon/cmd",
    files: ["profile/build-paths.ts"],
    reason: "The agent is built there, whatever a proposal changes.",
  },
  {
    found: "kubernetes",
    files: ["profile/build-paths.ts"],
    reason: "The chart's folder, not the mode of that name.",
  },
  {
    found: "pkg/datapath",
    files: ["profile/release-image.ts"],
    reason: "A variable that the linker sets in every agent, whatever a proposal changes.",
  },
];

export const frontDoorExceptions: readonly Exception[] = [];
