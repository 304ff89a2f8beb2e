// Times ten edits of a chart's values.yaml, each placed in what the one before it left, with the same keys added by the
// yaml package's own document beside it, which parses all and prints all again.
//
//   CILIUM_REPO=/path/to/cilium npm run bench:yaml [-- REF]
//
// In this process: time of the first and the median of five rounds, and the processor's of all per round, which a busy
// machine stretches less. Nothing is asserted here.
import { execFileSync } from "node:child_process";
import { parseDocument } from "yaml";
import { yamlKey } from "../dist/edit/yaml-key.js";
import { applyEdits } from "../dist/text/index.js";

const repo = process.env.CILIUM_REPO;
const ref = process.argv[2] ?? "HEAD";
const path = "install/kubernetes/cilium/values.yaml";
const mappings =
  "debug hubble.relay.image operator ipam clustermesh.config envoy hubble.ui encryption image bpf".split(" ");

if (!repo) {
  console.log("skipped: CILIUM_REPO names no clone");
  process.exit(0);
}

const text = execFileSync("git", ["-C", repo, "show", `${ref}:${path}`], {
  encoding: "utf8",
  maxBuffer: 1e8,
});
console.log(
  `node ${process.version}, ${path} at ${ref}: ${text.split("\n").length - 1} lines, ten keys added`,
);
row("cilium-patchkit", ours);
row("yaml package, all parsed and printed", theirs);

function ours() {
  return mappings.reduce((before, at, index) => {
    const written = { text: `# -- A key.\nbenchmark${index}: false\n`, template: "bench" };
    const edit = yamlKey.bind({ file: path, at, place: "end" }, written);
    return applyEdits(before, edit.locate({ path, text: before }));
  }, text);
}

function theirs() {
  return mappings.reduce((before, at, index) => {
    const document = parseDocument(before);
    document.setIn([...at.split("."), `benchmark${index}`], false);
    return String(document);
  }, text);
}

function row(name, run) {
  const times = [];
  let after = "";
  const before = process.cpuUsage();
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    after = run();
    times.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(before);
  const [first] = times;
  const median = times.sort((a, b) => a - b)[2];
  console.log(
    `${name.padEnd(40)} ${first.toFixed(0).padStart(6)} ms first, ${median.toFixed(0).padStart(6)} ms median, ${((user + system) / 5000).toFixed(0).padStart(6)} ms CPU, ${otherLines(after)} other lines changed`,
  );
}

/** Lines of the file that are not in the result. */
function otherLines(after) {
  const kept = new Set(after.split("\n"));
  return text.split("\n").filter((line) => !kept.has(line)).length;
}
