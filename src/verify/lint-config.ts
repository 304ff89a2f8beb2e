import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type Scalar,
  visit,
  type YAMLSeq,
} from "yaml";
import { applyEdits, type Edit, lineStart, nextLineStart } from "../text/index.ts";

/** A release of golangci-lint, which reads configurations of one format. */
export interface LinterRelease {
  /** Main package, as on the Go module proxy. */
  readonly package: string;
  readonly version: string;
  /** Flags that make a run print only JSON. */
  readonly jsonFlags: readonly string[];
  /** Commands that list its linters as JSON. */
  readonly lists: readonly (readonly string[])[];
  /** Linters by their former names: exclusions in a configuration only work with the current name. */
  readonly renamed: Readonly<Record<string, string>>;
}

/**
 * The last release of the first format. Its names are those of `WithAlternativeNames` in
 * pkg/lint/lintersdb/builder_linter.go; gomnd's own deprecation there calls mnd a renaming.
 */
const first: LinterRelease = {
  package: "github.com/golangci/golangci-lint/cmd/golangci-lint",
  version: "v1.64.8",
  jsonFlags: ["--out-format", "json"],
  lists: [["help", "linters", "--json"]],
  renamed: {
    gas: "gosec",
    goerr113: "err113",
    gomnd: "mnd",
    logrlint: "loggercheck",
    vet: "govet",
    vetshadow: "govet",
  },
};

/** The release that Cilium's main of June 2026 asks for (`GOLANGCILINT_WANT_VERSION`); Go 1.25 builds it. */
const second: LinterRelease = {
  package: "github.com/golangci/golangci-lint/v2/cmd/golangci-lint",
  version: "v2.12.2",
  jsonFlags: ["--output.json.path", "stdout", "--show-stats=false"],
  lists: [
    ["help", "linters", "--json"],
    ["help", "formatters", "--json"],
  ],
  renamed: {},
};

/** The release that reads a configuration: the second format has `version: "2"`. */
export function releaseFor(config: string): LinterRelease {
  return String(parseDocument(config, quiet).get("version")) === "2" ? second : first;
}

/** A configuration that a release can use. */
export interface AdaptedConfig {
  readonly text: string;
  /** Linters in it that the release no longer has, in byte order. */
  readonly dropped: readonly string[];
}

/** Unknown tags are ignored, such as the one that Cilium's build tags became. */
const quiet = { logLevel: "silent" } as const;

/** Lists of names that a release refuses if it does not know one of them. */
const nameLists: readonly (readonly string[])[] = [
  ["linters", "enable"],
  ["linters", "disable"],
  ["formatters", "enable"],
];

/**
 * Replaces former names of linters by current ones, and removes linters that a release does not have: it would
 * refuse the whole configuration, or end with an error after the work. All other bytes stay the same.
 *
 * @param available the linters that the release has.
 */
export function adaptConfig(
  config: string,
  { renamed }: Pick<LinterRelease, "renamed">,
  available: ReadonlySet<string>,
): AdaptedConfig {
  const document = parseDocument(config, quiet);
  if (document.errors.length > 0) return { text: config, dropped: [] };
  const presentName = (name: string) => (Object.hasOwn(renamed, name) ? (renamed[name] ?? name) : name);
  const gone = (name: string) => !available.has(presentName(name));
  const edits = new Map<number, Edit>();
  for (const { value, range } of linterNames(document)) {
    const [start = 0, end = 0] = range ?? [];
    const name = String(value);
    if (presentName(name) !== name) edits.set(start, { start, end, text: presentName(name) });
  }
  const dropped = new Set<string>();
  for (const list of nameLists.flatMap((path) => seqAt(document, path))) {
    const names = list.items.filter((item): item is Scalar => isScalar(item));
    const unknown = names.filter(({ value }) => gone(String(value)));
    if (unknown.length === 0) continue;
    for (const { value } of unknown) dropped.add(String(value));
    const kept = names
      .filter((name) => !unknown.includes(name))
      .map(({ value }) => presentName(String(value)));
    for (const { range } of list.flow ? names : unknown) edits.delete(range?.[0] ?? -1);
    for (const edit of removal(config, list, unknown, kept)) edits.set(edit.start, edit);
  }
  return { text: applyEdits(config, [...edits.values()]), dropped: [...dropped].sort() };
}

/** Removes entries from a list: their lines, or, in a list on a single line, the entries. */
function removal(config: string, list: YAMLSeq, unknown: readonly Scalar[], kept: readonly string[]): Edit[] {
  if (list.flow || kept.length === 0) {
    const [start = 0, end = 0] = list.range ?? [];
    return [{ start, end, text: `[${kept.join(", ")}]` }];
  }
  return unknown.map(({ range }) => {
    const start = lineStart(config, range?.[0] ?? 0);
    return { start, end: nextLineStart(config, start), text: "" };
  });
}

/** Every place with a linter's name in the configuration: lists of linters, and the keys of their settings. */
function linterNames(document: Document.Parsed): Scalar[] {
  const found: Scalar[] = [];
  visit(document, {
    Pair(_, { key, value }: Pair) {
      if (!isScalar(key)) return;
      const name = String(key.value);
      if (["linters", "enable", "disable"].includes(name) && isSeq(value))
        found.push(...value.items.filter((item): item is Scalar => isScalar(item)));
      if (name === "linters-settings" && isMap(value))
        found.push(
          ...value.items.map((setting) => setting.key).filter((one): one is Scalar => isScalar(one)),
        );
    },
  });
  return found;
}

function seqAt(document: Document.Parsed, path: readonly string[]): YAMLSeq[] {
  const found: unknown = document.getIn(path, true);
  return isSeq(found) ? [found] : [];
}
