// Times the main job on a real clone, with the same work done by git's porcelain beside it in the same run.
//
//   CILIUM_REPO=/path/to/cilium npm run bench [-- RUNS]
//
// Whole processes, wall clock, medians. Nothing is asserted here.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../dist/bin/cilium-patchkit.js", import.meta.url));
const repo = process.env.CILIUM_REPO;
const runs = Number(process.argv[2] ?? 5);
const one = "v1.10.12";
const refs = (
  "v1.4.10 v1.5.13 v1.6.12 v1.7.16 v1.8.13 v1.9.17 v1.10.12 v1.11.6 819d92133317 " +
  "7f2cc7cc83fb abf057fd1d09 b5a0cf529ac1 447c92dd59f6 df809d67b81c eef25305626f 8e8421dd3ee7"
).split(" ");
const variants = ["cidr-validation", "flag-gate", "ipam-mode"];
/** What a series needs of a work tree; a whole one would only be slower. */
const sparse = [
  "daemon",
  "pkg/datapath",
  "pkg/option",
  "pkg/defaults",
  "pkg/nodediscovery",
  "Documentation/cmdref",
];

if (!repo) {
  console.log("skipped: CILIUM_REPO names no clone");
  process.exit(0);
}

const work = mkdtempSync(join(tmpdir(), "cilium-patchkit-bench-"));
try {
  console.log(`node ${process.version}, ${cpus().length} cores, medians of ${runs} runs`);
  row(
    "--help",
    measure(() => patchkit(["--help"])),
  );
  const first = measure(() => generate([one]));
  row("1 ref x 3 variants", first);
  const all = measure(() => generate(refs));
  row("16 refs x 3 variants", all);
  const pairs = refs.length * variants.length - 2;
  row("each further ref x variant", { ms: (all.ms - first.ms) / (pairs - variants.length), mb: undefined });
  row(
    "reading and parsing 16 refs (inspect)",
    measure(() => patchkit(["inspect", "-C", repo, ...refs.flatMap((ref) => ["--ref", ref]), "--quiet"])),
  );
  const series = join(work, "series");
  patchkit(["generate", "-C", repo, "--ref", one, "--out", series, "--quiet"]);
  row(
    "today's way, 1 ref x 1 variant",
    measure(() => porcelain(join(series, one, variants[1]))),
  );
} finally {
  rmSync(work, { recursive: true, force: true });
}

function row(name, { ms, mb }) {
  console.log(
    `${name.padEnd(40)} ${ms.toFixed(0).padStart(7)} ms${mb === undefined ? "" : ` ${mb.toFixed(0).padStart(5)} MB`}`,
  );
}

/** Median time of `runs` runs, and the largest resident set where the run gives one. */
function measure(run) {
  const times = [];
  let mb;
  for (let index = 0; index < runs; index++) {
    const start = performance.now();
    const used = run();
    times.push(performance.now() - start);
    if (used !== undefined) mb = Math.max(mb ?? 0, used);
  }
  return { ms: times.sort((a, b) => a - b)[Math.floor(times.length / 2)], mb };
}

function generate(list) {
  const out = join(work, "out");
  rmSync(out, { recursive: true, force: true });
  return patchkit([
    "generate",
    "-C",
    repo,
    ...list.flatMap((ref) => ["--ref", ref]),
    "--out",
    out,
    "--quiet",
  ]);
}

/** Runs the program; returns its largest resident set in MB, which it writes when it ends. */
function patchkit(args) {
  const report = "process.on('exit',()=>process.stderr.write('\\nMAXRSS='+process.resourceUsage().maxRSS))";
  const hook = `data:text/javascript,${encodeURIComponent(report)}`;
  const { status, stderr } = spawnSync(process.execPath, ["--import", hook, program, ...args], {
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  if (status !== 0 && status !== 1) throw new Error(stderr);
  return Number(/MAXRSS=(\d+)/.exec(stderr)?.[1]) / 1024;
}

/** A work tree of its own, the series through `git am -3`, and patches of it again. */
function porcelain(folder) {
  const tree = join(work, "tree");
  const clone = join(work, "clone");
  const git = (cwd, ...args) =>
    execFileSync("git", ["-c", "user.name=bench", "-c", "user.email=bench@example.invalid", ...args], {
      cwd,
      stdio: "pipe",
    });
  if (!readdirSync(work).includes("clone")) {
    git(work, "clone", "--quiet", "--shared", "--no-checkout", repo, clone);
    git(clone, "config", "extensions.partialClone", "origin");
    git(clone, "config", "remote.origin.promisor", "true");
  }
  git(clone, "worktree", "add", "--quiet", "--no-checkout", "--detach", tree, one);
  git(tree, "sparse-checkout", "set", ...sparse);
  git(tree, "checkout", "--quiet");
  git(
    tree,
    "am",
    "--quiet",
    "-3",
    ...readdirSync(folder)
      .filter((name) => name.endsWith(".patch"))
      .sort()
      .map((name) => join(folder, name)),
  );
  git(tree, "format-patch", "--quiet", "-o", join(work, "formatted"), one);
  git(clone, "worktree", "remove", "--force", tree);
}
