import { z } from "zod";
import { attempts, confinedPrivileges } from "../host/engine.ts";

/** Version of the format of evidence.json. */
export const evidenceSchemaVersion = 1;

/** Ids of the checks, in the order they run. */
export const checkIds = [
  "apply",
  "fmt",
  "vet",
  "build",
  "unit",
  "cmdref",
  "lint",
  "scenario",
  "traffic",
  "bite",
] as const;

/** The default checks. */
export const standardChecks: readonly CheckId[] = checkIds;

/**
 * How a check ended. `fail`: the series has a problem. `could-not-run`: there is no result for the series, for
 * the given reason, for example because the unpatched base is broken.
 */
export const outcomes = ["pass", "fail", "could-not-run"] as const;

const outcome = z.enum(outcomes);

/** The result of `vet` or `build` for one package. */
const packageResult = z.strictObject({
  /** Folder from the repository root. */
  name: z.string(),
  /** `base-broken`: the unpatched package fails as well. */
  status: z.enum(["pass", "fail", "base-broken"]),
  /** The compiler's output, or the findings that the base does not have; "" if there are none. */
  output: z.string(),
});

/** Test results of one package, compared with the unpatched base. */
const testedPackage = z.strictObject({
  name: z.string(),
  /** `privileged`: as root in separate network and mount namespaces. */
  kind: z.enum(["unit", "privileged"]),
  status: z.enum(["pass", "fail", "base-broken"]),
  /** Names of tests that pass with the series. */
  passing: z.array(z.string()),
  /** Number of tests that pass without the series. */
  passingBefore: z.number(),
  /** Tests that passed on the base and no longer do, and tests that only fail with the series. */
  regressions: z.array(
    z.strictObject({ name: z.string(), before: z.string(), now: z.string(), output: z.string() }),
  ),
  /** Tests that fail with the series and without it. */
  stillFailing: z.array(z.string()),
  /** Tests that failed first and passed in a second run of the package. */
  flaky: z.array(z.string()),
  output: z.string(),
});

/** A test function that the series adds. */
const addedTest = z.strictObject({
  path: z.string(),
  name: z.string(),
  unit: z.string(),
  privileged: z.string(),
});

/** The state after one event of the scenario. */
const scenarioEvent = z.strictObject({
  step: z.string(),
  event: z.string(),
  /** `ip -j route` of both families, each entry in the format of `ip route`. */
  routes: z.array(z.string()),
  /** Output of `ip monitor route` during the event. */
  monitor: z.array(z.string()),
  /** The handler's log, without times, sorted. */
  log: z.array(z.string()),
  /** The error returned by the event, "" if there was none. */
  error: z.string(),
});

/** One run of the scenario: a state of the tree, a setting, and whether the local route is enabled. */
const scenarioRun = z.strictObject({
  name: z.string(),
  /** `base` or the variant's id. */
  series: z.string(),
  setting: z.string(),
  localRoute: z.boolean(),
  events: z.array(scenarioEvent),
});

/** One expectation of a run. */
const runVerdict = z.strictObject({
  run: z.string(),
  check: z.string(),
  expected: z.string(),
  found: z.string(),
  ok: z.boolean(),
});

/** One run with packets: a state of the tree, a setting, and whether node B filters by reverse path. */
const trafficRun = z.strictObject({
  /** `base` or the variant's id. */
  series: z.string(),
  setting: z.string(),
  rpFilter: z.union([z.literal(0), z.literal(1)]),
  /** Whether the VM got an answer before the handler ran. */
  before: z.boolean(),
  /** Whether it got an answer afterwards. */
  answered: z.boolean(),
  /** From the VM's request to the answer or the timeout. */
  elapsedMs: z.number(),
  /** `ip route get` on node B, from the server to the VM. */
  replyRoute: z.string(),
  /** `ip route` on node B. */
  routes: z.array(z.string()),
  /** Packets that node B sent through the overlay's device during the request. */
  hostTx: z.number(),
  /** Packets that its reverse path filter dropped during the request. */
  rpDrops: z.number(),
  /** A request from node B's host to a pod of a peer with its own CIDR. */
  hostToDisjoint: z.strictObject({ answered: z.boolean(), route: z.string() }),
});

/** One condition or early return of the series, changed. */
const mutant = z.strictObject({
  path: z.string(),
  line: z.number(),
  /** Surrounding function, such as `linuxNodeHandler.nodeUpdate`. */
  function: z.string(),
  change: z.enum(["inverted", "dropped"]),
  /** Source text of the condition or statement. */
  text: z.string(),
  outcome: z.enum(["caught", "survived", "does-not-compile"]),
  /** The tests that failed, if it was caught. */
  by: z.array(z.string()),
});

/** One finding of a linter. */
const lintFinding = z.strictObject({
  path: z.string(),
  line: z.number(),
  linter: z.string(),
  text: z.string(),
});

/** Result of golangci-lint with the tree's own configuration. */
const golangci = z.strictObject({
  /** Path of the configuration. */
  config: z.string(),
  /** Version of golangci-lint, such as `v1.64.8`. */
  version: z.string(),
  /** Packages that were linted: those of touched Go files. */
  packages: z.array(z.string()),
  /** Packages that do not compile on the base and therefore are not linted. */
  broken: z.array(z.string()),
  /** Linters that ran. */
  linters: z.array(z.string()),
  /** Linters in the configuration that this version no longer has. */
  dropped: z.array(z.string()),
  /** Number of findings in those packages without the series. */
  findingsBefore: z.number(),
  /** Findings that the base does not have. */
  findings: z.array(lintFinding),
});

/** One of the tree's own check scripts, or another command of its `make precheck`. */
const ownCheck = z.strictObject({
  command: z.string(),
  /** `base-fails`: it also fails on the unpatched base. `not-run`: no result, for the given reason. */
  status: z.enum(["pass", "fail", "base-fails", "not-run"]),
  reason: z.string().nullable(),
  /** End of what it printed with the series and not on the base; "" if it passes. */
  output: z.string(),
});

const details = z.discriminatedUnion("check", [
  z.strictObject({ check: z.literal("apply"), tree: z.string(), expectedTree: z.string() }),
  z.strictObject({ check: z.literal("fmt"), unformatted: z.array(z.string()) }),
  z.strictObject({ check: z.literal("vet"), packages: z.array(packageResult) }),
  z.strictObject({
    check: z.literal("build"),
    via: z.enum(["run", "build"]),
    packages: z.array(packageResult),
  }),
  z.strictObject({ check: z.literal("unit"), packages: z.array(testedPackage), added: z.array(addedTest) }),
  /** Unified diff from the committed command reference to the agent's own output; "" if they are equal. */
  z.strictObject({ check: z.literal("cmdref"), path: z.string(), diff: z.string() }),
  z.strictObject({
    check: z.literal("lint"),
    /** Null if the tree has no configuration, or golangci-lint could not run. */
    golangci: golangci.nullable(),
    scripts: z.array(ownCheck),
  }),
  z.strictObject({
    check: z.literal("scenario"),
    runs: z.array(scenarioRun),
    verdicts: z.array(runVerdict),
  }),
  z.strictObject({
    check: z.literal("traffic"),
    runs: z.array(trafficRun),
    verdicts: z.array(runVerdict),
  }),
  z.strictObject({
    check: z.literal("bite"),
    mutants: z.array(mutant),
    /** Rendered tests that pass on the base with only the configuration of the series; each is a finding. */
    greenOnBase: z.array(z.string()),
    /** Number of rendered tests that fail there. */
    redOnBase: z.number(),
  }),
]);

/** Result of one check on one series. */
export const checkResult = z.strictObject({
  check: z.enum(checkIds),
  /** The checked commit, counted from 1; null for the whole series. */
  commit: z.number().nullable(),
  outcome,
  /** One sentence: why it failed or could not run, or a remark on a pass. */
  reason: z.string().nullable(),
  /** Duration of the check; for a cached result, in the earlier run. */
  timeMs: z.number(),
  /** Whether the result is from an earlier run: same trees, same check, same image. */
  cached: z.boolean(),
  /** End of the programs' output, truncated. */
  log: z.string(),
  details: details.nullable(),
});

/** Where the checks ran. */
const place = z.strictObject({
  engine: z.enum(["docker", "podman", "host"]),
  /** Version as reported by the engine. */
  version: z.string(),
  image: z.string().nullable(),
  imageDigest: z.string().nullable(),
  /** `go version` there. */
  go: z.string(),
  /** Release of the kernel whose routes were read. */
  kernel: z.string(),
  /**
   * What code of the tree could do there, with each kind of privileges that the engine has: every attempt was
   * made, and those listed were not refused.
   */
  isolation: z
    .array(z.strictObject({ privileges: z.enum(confinedPrivileges), allowed: z.array(z.enum(attempts)) }))
    .optional(),
});

/** `evidence.json`, next to its series. */
export const evidenceSchema = z.strictObject({
  schema: z.literal(evidenceSchemaVersion),
  tool: z.string(),
  ref: z.string(),
  /** The base commit. */
  sha: z.string(),
  release: z.string(),
  slug: z.string(),
  variant: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())])),
  /** Folder of the series below the output folder. */
  folder: z.string(),
  tree: z.string(),
  /** sha256 of the patches' bytes in order. */
  digest: z.string(),
  place: place.nullable(),
  checks: z.array(checkResult),
});

export type CheckId = (typeof checkIds)[number];
export type CheckOutcome = (typeof outcomes)[number];
export type CheckResult = z.infer<typeof checkResult>;
export type CheckDetails = z.infer<typeof details>;
export type PackageResult = z.infer<typeof packageResult>;
export type TestedPackage = z.infer<typeof testedPackage>;
export type AddedTest = z.infer<typeof addedTest>;
export type ScenarioEvent = z.infer<typeof scenarioEvent>;
export type ScenarioRun = z.infer<typeof scenarioRun>;
export type ScenarioVerdict = z.infer<typeof runVerdict>;
export type TrafficRun = z.infer<typeof trafficRun>;
export type TrafficVerdict = z.infer<typeof runVerdict>;
export type LintFinding = z.infer<typeof lintFinding>;
export type OwnCheck = z.infer<typeof ownCheck>;
export type Mutant = z.infer<typeof mutant>;
export type Place = z.infer<typeof place>;
export type Evidence = z.infer<typeof evidenceSchema>;
