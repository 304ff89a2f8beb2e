import { nonBlankLines, tail } from "./go-command.ts";

/** How one test ended. */
export type TestStatus = "pass" | "fail" | "skip";

/** Test results of one package. */
export interface PackageTests {
  readonly status: "pass" | "fail" | "no-tests" | "does-not-build" | "could-not-run";
  /** By name: `TestX/sub`, or `suite.TestX` (`suite.TestX#2` where a suite embeds another). */
  readonly tests: Readonly<Record<string, TestStatus>>;
  /** Output of the failed tests, truncated. */
  readonly failures: Readonly<Record<string, string>>;
  /** Tests that passed in one of two runs of the package and failed in the other. */
  readonly flaky: readonly string[];
  /** End of the output if the status is not `pass`. */
  readonly output: string;
  /** What the compiler said with build tags with which the tests do not build, so that some files are not among them. */
  readonly leftOut: string;
}

/** A package without results; `output` is the reason. */
export function noTests(status: PackageTests["status"], output: string): PackageTests {
  return { status, tests: {}, failures: {}, flaky: [], output, leftOut: "" };
}

/** One line of `go tool test2json`. */
interface TestEvent {
  readonly Action?: string;
  readonly Test?: string;
  readonly Output?: string;
}

/** Reads the output of `go tool test2json`; suites of check.v1 are read from the output of the test that runs them. */
export function parseTestEvents(events: string, exitStatus: number): PackageTests {
  const parsed = nonBlankLines(events).flatMap(parseEvent);
  const output = parsed.map((event) => event.Output ?? "").join("");
  const plain = parsed.filter((event) => event.Test && isStatus(event.Action));
  const suites = parseSuites(output);
  const tests = {
    ...Object.fromEntries(plain.map((event) => [event.Test, event.Action as TestStatus])),
    ...suites.tests,
  };
  const failures = { ...plainFailures(plain, parsed), ...suites.failures };
  const status = exitStatus === 0 ? "pass" : "fail";
  return {
    status,
    tests,
    failures,
    flaky: [],
    output: status === "pass" ? "" : tail(output, 60),
    leftOut: "",
  };
}

/** A line that is not an event was printed by a test directly. */
function parseEvent(line: string): TestEvent[] {
  try {
    return [JSON.parse(line) as TestEvent];
  } catch {
    return [{ Output: `${line}\n` }];
  }
}

function isStatus(action: string | undefined): action is TestStatus {
  return action === "pass" || action === "fail" || action === "skip";
}

/** Reads the output of a test binary with `-test.v`, and with `-check.v` if it has suites of check.v1. */
export function parseTestOutput(output: string): Record<string, TestStatus> {
  const plain = [...output.matchAll(/^ *--- (PASS|FAIL|SKIP): (\S+) \(/gm)].map(
    ([, word = "", name = ""]) => [name, word.toLowerCase() as TestStatus] as const,
  );
  return { ...Object.fromEntries(plain), ...parseSuites(output).tests };
}

const longestFailure = 4000;

function plainFailures(plain: readonly TestEvent[], events: readonly TestEvent[]): Record<string, string> {
  const failed = plain.filter(({ Action }) => Action === "fail").map(({ Test }) => Test ?? "");
  const printed = (test: string) =>
    events
      .filter(({ Test }) => Test === test)
      .map(({ Output }) => Output ?? "")
      .join("");
  return Object.fromEntries(failed.map((test) => [test, printed(test).slice(-longestFailure)]));
}

const suiteLine = /^(PASS|FAIL|PANIC|SKIP|MISS|FAIL EXPECTED): \S+?:\d+: ([^\t\n(]+?)(?: \(.*\))?(?:\t.*)?$/;
const suiteStatus: Readonly<Record<string, TestStatus>> = {
  PASS: "pass",
  "FAIL EXPECTED": "pass",
  SKIP: "skip",
  FAIL: "fail",
  PANIC: "fail",
  MISS: "fail",
};

/** Reads the lines of check.v1 in its verbose mode. */
function parseSuites(output: string): {
  tests: Record<string, TestStatus>;
  failures: Record<string, string>;
} {
  const tests: Record<string, TestStatus> = {};
  const failures: Record<string, string> = {};
  let failing: string | undefined;
  for (const line of output.split("\n")) {
    const [, word, name] = suiteLine.exec(line) ?? [];
    if (word === undefined || name === undefined) {
      if (failing !== undefined) failures[failing] = `${failures[failing]}${line}\n`.slice(0, longestFailure);
      continue;
    }
    const key = freshName(name, tests);
    const status = suiteStatus[word] ?? "fail";
    tests[key] = status;
    failing = status === "fail" ? key : undefined;
    if (failing !== undefined) failures[failing] = `${line}\n`;
  }
  return { tests, failures };
}

function freshName(name: string, taken: Readonly<Record<string, unknown>>): string {
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name}#${count}`;
    if (!(candidate in taken)) return candidate;
  }
}

/**
 * Joins runs of one package with different privileges: a test passes if it passes with any. The package passes if
 * every test that failed in one run passed in the other; a run that failed without naming a test is not explained.
 */
export function joinRuns(first: PackageTests, second: PackageTests): PackageTests {
  const joined = mergeRuns(first, second);
  const failed = [...failedIn(first), ...failedIn(second)].filter((name) => joined.tests[name] !== "pass");
  const tests = { ...joined.tests, ...Object.fromEntries(failed.map((name) => [name, "fail" as const])) };
  const isGreen =
    failed.length === 0 && [first, second].every((run) => run.status === "pass" || failedIn(run).length > 0);
  return { ...joined, tests, flaky: [], ...(isGreen ? { status: "pass", output: "" } : { status: "fail" }) };
}

/** Whether a package's tests fail, and none of them by its name: a leak that TestMain looks for, or a panic. */
export function failsAsAWhole(run: PackageTests): boolean {
  return run.status === "fail" && failedIn(run).length === 0;
}

function failedIn({ tests }: Pick<PackageTests, "tests">): string[] {
  return Object.keys(tests).filter((name) => tests[name] === "fail");
}

/**
 * Merges two runs of one package: a test that passed in either run passes, and is flaky if not in both. The package
 * passes if every test does, unless both runs fail as a whole.
 */
export function mergeRuns(first: PackageTests, second: PackageTests): PackageTests {
  const names = [...new Set([...Object.keys(first.tests), ...Object.keys(second.tests)])];
  const passed = names.filter((name) => first.tests[name] === "pass" || second.tests[name] === "pass");
  const tests = {
    ...first.tests,
    ...second.tests,
    ...Object.fromEntries(passed.map((name) => [name, "pass" as const])),
  };
  const isGreen = failedIn({ tests }).length === 0 && !(failsAsAWhole(first) && failsAsAWhole(second));
  return {
    ...second,
    ...(second.status === "fail" && isGreen ? { status: "pass", output: "" } : {}),
    tests,
    flaky: passed.filter((name) => first.tests[name] !== second.tests[name]),
  };
}
