import { firstTelling, hasNoGoFiles, nonBlankLines, pathsInTree, stripped, tail } from "./go-command.ts";
import { endedWords, runTests, type TestKind } from "./go-tests.ts";
import type { PackageResult } from "./package-result.ts";
import { scratchGoPath } from "./scratch-tree.ts";
import { noTests, type PackageTests } from "./test-results.ts";
import { type Bench, filesOf, type TreeState } from "./tree-state.ts";

/** The result of the compiler or vet for one package. */
export interface PackageOutcome {
  readonly ok: boolean;
  /** Killed, or not started by go: no result for the package. */
  readonly cutShort: boolean;
  readonly output: string;
}

/** Results on the unpatched base, computed once per package for all series on it. */
export interface Baseline {
  build(packageName: string): Promise<PackageOutcome>;
  vet(packageName: string): Promise<PackageOutcome>;
  tests(packageName: string, kind: TestKind): Promise<PackageTests>;
  /**
   * Any other result; the caller measures it.
   *
   * @param key everything that the result depends on in addition to base and engine.
   * @param isLasting whether a result is also valid for later runs.
   */
  remember<T>(key: string, measure: () => Promise<T>, isLasting: (answer: T) => boolean): Promise<T>;
}

const buildTimeoutMs = 1_800_000;

/** Builds one package; a main package is also linked, into the scratch folder. */
export async function buildPackage(
  { go }: TreeState,
  packageName: string,
  output?: string,
): Promise<PackageOutcome> {
  const target = output === undefined ? [] : ["-o", output];
  const args = ["build", ...stripped, "-overlay", go.overlay.file, ...target, `./${packageName}`];
  const result = outcomeOf(await go.run(args, buildTimeoutMs));
  return { ...result, output: pathsInTree(go, result.output) };
}

/** Vets one package. */
export async function vetPackage({ go }: TreeState, packageName: string): Promise<PackageOutcome> {
  const { file, vetTool } = go.overlay;
  const args = ["vet", "-vettool", vetTool, "-overlay", file, `./${packageName}`];
  const result = outcomeOf(await go.run(args, buildTimeoutMs));
  return { ...result, output: pathsInTree(go, result.output) };
}

/** Vets a package that only the series has: vet starts in its folder, which an overlay does not make. */
export async function vetNewPackage(
  bench: Pick<Bench, "scratchTree">,
  state: TreeState,
  packageName: string,
): Promise<PackageOutcome> {
  const tree = await bench.scratchTree();
  return tree.show(filesOf(state), async (root) => {
    const { session } = state.go.tree;
    const env = { ...state.go.env, GOPATH: `${session.scratch}/${scratchGoPath}` };
    const vet = { command: ["go", "vet", `./${packageName}`], cwd: root, env };
    const result = outcomeOf(await session.run({ ...vet, privileges: "tool", timeoutMs: buildTimeoutMs }));
    return { ...result, output: result.output.replaceAll(`${root}/`, "") };
  });
}

function outcomeOf(result: Awaited<ReturnType<TreeState["go"]["run"]>>): PackageOutcome {
  if (result.ended !== "exited") return { ok: false, cutShort: true, output: endedWords(result.ended) };
  if (hasNoGoFiles(result.stderr)) return { ok: true, cutShort: false, output: "" };
  // Errors of go itself, not of the compiler.
  const isGoTrouble = result.status !== 0 && /^go: /m.test(result.stderr);
  return { ok: result.status === 0, cutShort: isGoTrouble, output: tail(result.stderr || result.stdout, 40) };
}

/** Findings of vet without their line numbers, so that an edit above one does not make it new. */
export function vetFindings(output: string): string[] {
  return nonBlankLines(output)
    .filter((line) => !line.startsWith("#"))
    .map((line) => line.replace(/^(?:vet: )?(?:\.\/)?(\S+\.go):\d+(:\d+)?:/, "$1:"));
}

/** The lines that occur more often in one list than in another. */
export function surplus(lines: readonly string[], known: readonly string[]): string[] {
  const rest = [...known];
  return lines.filter((line) => {
    const index = rest.indexOf(line);
    if (index !== -1) rest.splice(index, 1);
    return index === -1;
  });
}

/** A small store that outlives the run. */
export interface TextStore {
  get(key: string): Promise<string | undefined>;
  set(key: string, text: string): Promise<void>;
}

/** The result for a package that the series adds. */
const absent: PackageOutcome = { ok: true, cutShort: false, output: "" };

/**
 * Creates the baseline of a ref.
 *
 * @param store keeps results between runs; its keys must include base and engine.
 */
export function makeBaseline(base: TreeState, store: TextStore): Baseline {
  const asked = new Map<string, Promise<unknown>>();
  const ask = <T>(key: string, measure: () => Promise<T>, isLasting: (value: T) => boolean): Promise<T> => {
    let answer = asked.get(key) as Promise<T> | undefined;
    if (!answer) {
      answer = remembered(store, key, measure, isLasting);
      asked.set(key, answer);
    }
    return answer;
  };
  const has = (name: string) => base.go.tree.baseHas(name);
  const settled = ({ cutShort }: PackageOutcome) => !cutShort;
  return {
    build: async (name) =>
      (await has(name)) ? ask(`build ${name}`, () => buildPackage(base, name), settled) : absent,
    vet: async (name) =>
      (await has(name)) ? ask(`vet ${name}`, () => vetPackage(base, name), settled) : absent,
    tests: (name, kind) =>
      ask(
        `test results ${kind} ${name}`,
        async () => {
          if (!(await has(name))) return noTests("no-tests", "");
          const go = kind === "privileged" ? await base.privileged(name) : base.go;
          return runTests(go, name, kind);
        },
        ({ status }) => status !== "could-not-run",
      ),
    remember: ask,
  };
}

async function remembered<T>(
  store: TextStore,
  key: string,
  measure: () => Promise<T>,
  isLasting: (value: T) => boolean,
): Promise<T> {
  const known = await store.get(key);
  if (known !== undefined) return JSON.parse(known) as T;
  const value = await measure();
  if (isLasting(value)) await store.set(key, JSON.stringify(value));
  return value;
}

/** The overall outcome of packages: the worst one. */
export function worstOf(packages: readonly Pick<PackageResult, "name" | "status" | "output">[]): {
  readonly outcome: "pass" | "fail" | "could-not-run";
  readonly reason: string | null;
} {
  const failed = packages.find(({ status }) => status === "fail");
  if (failed) return { outcome: "fail", reason: `${failed.name}: ${firstTelling(failed.output)}` };
  const broken = packages.find(({ status }) => status === "base-broken");
  if (broken) {
    return {
      outcome: "could-not-run",
      reason: `the unpatched base fails in ${broken.name}, so the series cannot be checked there: ${firstTelling(broken.output)}`,
    };
  }
  return { outcome: "pass", reason: null };
}
