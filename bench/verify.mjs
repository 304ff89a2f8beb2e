// Times verification of a real ref from an empty cache, with today's way beside it in the same run: a work tree
// and a build cache of its own for each variant.
//
//   CILIUM_REPO=/path/to/cilium npm run bench:verify [-- REF [verify's flags, such as --engine docker]]
//
// As root for the network tests. Takes a quarter of an hour; nothing is asserted here.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../dist/bin/cilium-patchkit.js", import.meta.url));
const repo = process.env.CILIUM_REPO;
const [ref = "v1.10.12", ...flags] = process.argv.slice(2);
const engine = flags.includes("--engine") ? flags : ["--engine", "host", ...flags];
/** cidr-validation and ipam-mode touch the same packages; flag-gate touches the agent's, too. */
const variants = ["cidr-validation", "ipam-mode", "flag-gate"];
const checks = "apply,fmt,vet,build,unit,cmdref,scenario,traffic,bite";

if (!repo) {
  console.log("skipped: CILIUM_REPO names no clone");
  process.exit(0);
}

const work = mkdtempSync(join(tmpdir(), "cilium-patchkit-bench-"));
const out = join(work, "out");
try {
  console.log(`${ref}, ${checks}`);
  let first;
  for (const variant of variants) {
    const ms = timed(() => verify([variant]));
    first ??= ms;
    row(`verify ${variant}`, ms, `${((100 * ms) / first).toFixed(0)} % of the first`);
  }
  row(
    "verify all again",
    timed(() => verify(variants)),
    "cached",
  );
  const folder = readdirSync(out).find((name) => existsSync(join(out, name, variants[0], "series.json")));
  for (const variant of variants) {
    row(
      `today's way, ${variant}`,
      timed(() => today(join(out, folder, variant))),
      "vet, build and test in a cold work tree; no scenario, no mutants",
    );
  }
} finally {
  // Go writes its module cache read-only.
  execFileSync("chmod", ["-R", "u+w", work]);
  rmSync(work, { recursive: true, force: true });
}

function row(name, ms, note) {
  console.log(`${name.padEnd(32)} ${(ms / 1000).toFixed(1).padStart(8)} s   ${note}`);
}

function timed(run) {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function verify(names) {
  const chosen = names.flatMap((name) => ["--variant", name]);
  const args = ["verify", "-C", repo, "--ref", ref, ...chosen, "--checks", checks, "--out", out, ...engine];
  const { status, stderr } = spawnSync(
    process.execPath,
    [program, ...args, "--cache", join(work, "cache"), "--quiet"],
    { encoding: "utf8" },
  );
  if (status !== 0 && status !== 1) throw new Error(stderr);
}

/** What somebody does by hand: a work tree, git am, and Go's commands with nothing cached. */
function today(series) {
  const { base, files } = JSON.parse(readFileSync(join(series, "series.json"), "utf8"));
  const clone = join(work, "clone");
  const root = join(clone, "src/github.com/cilium/cilium");
  const git = (...args) =>
    execFileSync("git", ["-c", "user.name=bench", "-c", "user.email=bench@localhost", ...args], {
      cwd: existsSync(root) ? root : work,
      stdio: "pipe",
    });
  git("clone", "--quiet", "--shared", "--no-checkout", repo, root);
  try {
    git("config", "extensions.partialClone", "origin");
    git("config", "remote.origin.promisor", "true");
    git("checkout", "--quiet", "--detach", base);
    const patches = readdirSync(series).filter((name) => name.endsWith(".patch"));
    git("am", "--quiet", ...patches.map((name) => join(series, name)));
    const debian = "/usr/lib/go-1.19";
    const env = {
      ...process.env,
      PATH: `${existsSync(debian) ? `${debian}/bin:` : ""}${process.env.PATH}`,
      GOCACHE: join(clone, "cache"),
      GOPATH: clone,
      GOFLAGS: "-mod=vendor",
      GOPROXY: "off",
      CGO_ENABLED: "0",
    };
    const packages = [
      ...new Set(
        files
          .filter(({ path }) => path.endsWith(".go"))
          .map(({ path }) => `./${path.replace(/\/[^/]*$/, "")}`),
      ),
    ];
    const handler = "./pkg/datapath/linux";
    const run = (...command) => spawnSync(command[0], command.slice(1), { cwd: root, env, stdio: "ignore" });
    run("go", "vet", ...packages);
    run("go", "build", "-o", join(clone, "cilium-agent"), "./daemon");
    run("go", "test", handler);
    run("unshare", "-n", "-m", "go", "test", "-tags", "privileged_tests", handler);
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
}
