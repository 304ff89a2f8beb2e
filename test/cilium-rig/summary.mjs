/**
 * A check's result in a few lines.
 * @param {Awaited<ReturnType<typeof import("./check.mjs").check>>} result
 */
export function summarize(result) {
  const head = `${result.ok ? "PASS" : "FAIL"} ${result.label} (${result.commit.slice(0, 12)}, ${result.go})`;
  if (result.apply.status === "fail") return `${head}\n  apply fail\n${indent(result.apply.output)}`;
  const lines = [
    head,
    "  apply pass",
    `  tree ${result.tree.status} ${result.tree.actual}${result.tree.expected ? "" : " (series.json names none)"}`,
    `  gofmt ${result.gofmt.status} ${result.gofmt.files.join(" ")}`.trimEnd(),
    `  build ${result.build.status}${troubles(result.build.packages, ({ output }) => output)}`,
    `  vet ${result.vet.status}${troubles(result.vet.packages, ({ findings }) => findings.join("\n"))}`,
    ...["unit", "privileged"].flatMap((kind) => testLines(kind, result[kind])),
    ...result.added.tests.map(
      (t) => `  added ${t.name} (${t.file}): unit ${t.unit}, privileged ${t.privileged}`,
    ),
  ];
  return lines.join("\n");
}

/** Packages that do not pass, each with what was said of it. */
function troubles(packages, text) {
  return Object.entries(packages)
    .filter(([, result]) => result.status !== "pass")
    .map(([name, result]) => `\n    ${name}: ${result.status}\n${indent(text(result) ?? "")}`)
    .join("");
}

function testLines(kind, { packages }) {
  return Object.entries(packages).flatMap(([name, result]) => {
    if (result.passing === undefined)
      return [`  ${kind} ${name}: ${result.status}\n${indent(result.output)}`];
    const counts = `${result.passing} passing (base ${result.passingBefore})`;
    const lost = result.regressions.map(({ name: test, now }) => `    ${test}: ${now}`);
    return [`  ${kind} ${name}: ${result.status}, ${counts}`, ...lost];
  });
}

/**
 * A baseline in a few lines.
 * @param {import("./check.mjs").Baseline} base
 */
export function summarizeBaseline(base) {
  const broken = Object.entries(base.build).filter(([, { status }]) => status === "fail");
  return [
    `${base.label} (${base.commit.slice(0, 12)}, ${base.go})`,
    `  build ${Object.keys(base.build).length - broken.length} packages`,
    ...broken.map(([name, { output }]) => `  base-broken ${name}\n${indent(output)}`),
    ...Object.entries(base.vet).map(([name, { findings }]) => `  vet ${name}: ${findings.length} findings`),
    ...["unit", "privileged"].flatMap((kind) => baselineTests(kind, base.tests[kind])),
  ].join("\n");
}

function baselineTests(kind, packages) {
  return Object.entries(packages).flatMap(([name, { status, tests, output }]) => {
    const count = (wanted) => Object.values(tests).filter((s) => s === wanted).length;
    const counts = `${count("pass")} pass, ${count("fail")} fail, ${count("skip")} skip`;
    const failed = Object.keys(tests).filter((test) => tests[test] === "fail");
    const reason = status === "does-not-build" ? [indent(output)] : [];
    return [
      `  ${kind} ${name}: ${status}, ${counts}`,
      ...failed.map((test) => `    ${test}: fail`),
      ...reason,
    ];
  });
}

function indent(text) {
  return text.replaceAll(/^(?=.)/gm, "      ");
}
