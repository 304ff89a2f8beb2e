import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { generate } from "../generate.ts";
import { packageRoot } from "../host/assets.ts";
import { makeTempFolder } from "../host/files.ts";
import { type Git, openGit } from "../host/git.ts";
import { runGo } from "../host/go.ts";
import { makeSampleRepository } from "../host/sample-repository.ts";
import { resolveParams } from "../plan/index.ts";
import type { Series } from "../series/index.ts";
import { chooseVariants } from "./choose-variants.ts";
import { writeSeriesTo } from "./generate.ts";
import { type Printer, table } from "./printer.ts";
import { schemaVersion } from "./schema-version.ts";
import type { DemoValue } from "./values.ts";
import { type Session, withWorkshop } from "./workshop.ts";

/** `demo`: the main job on the bundled sample tree, with git's and the compiler's word on the result. */
export async function runDemo(
  session: Session,
  printer: Printer,
  options: { readonly out?: string | undefined },
): Promise<number> {
  const dir =
    options.out === undefined
      ? await makeTempFolder(tmpdir(), "cilium-patchkit-demo-")
      : resolve(session.cwd, options.out);
  const repo = join(dir, "sample.git");
  const out = join(dir, "patches");
  const git = openGit({ env: session.env, signal: session.signal });
  const refs = await makeSampleRepository(git, join(packageRoot, "sample"), repo);
  const results = await withWorkshop(session, repo, async (workshop) => {
    const variants = chooseVariants(workshop.templates, []);
    const params = resolveParams(
      variants.map(({ spec }) => spec),
      [],
    );
    const rendered = await generate(workshop, { refs, variants, params });
    const series = rendered.flatMap(({ outcome }) =>
      outcome.status === "generated" ? [outcome.series] : [],
    );
    await writeSeriesTo(out, series, workshop);
    return rendered;
  });

  const rows: DemoValue["results"][number][] = [];
  for (const [index, { ref, variant, outcome }] of results.entries()) {
    printer.progress(`${index + 1}/${results.length}  ${ref}  ${variant}`);
    if (outcome.status !== "generated") {
      rows.push({ ref, variant, status: outcome.status, applied: null, builds: null });
      continue;
    }
    const tree = join(dir, "trees", ref, variant);
    const applied = await applyWithAm(git, repo, join(out, outcome.series.folder), tree, outcome.series);
    const built = applied
      ? await runGo(["vet", "./pkg/...", "./daemon/..."], {
          cwd: tree,
          env: session.env,
          signal: session.signal,
        })
      : undefined;
    rows.push({ ref, variant, status: outcome.status, applied, builds: built?.ok ?? null });
  }
  const value: DemoValue = { schema: schemaVersion, repo, out, results: rows };
  printer.result(value, () => words(value, printer));
  return rows.some(
    ({ status, applied, builds }) => status !== "generated" || applied === false || builds === false,
  )
    ? 1
    : 0;
}

/** Takes a series into a clean clone with plain `git am`, and compares the tree. */
async function applyWithAm(
  git: Git,
  repo: string,
  folder: string,
  tree: string,
  series: Series,
): Promise<boolean> {
  await git.run(["clone", "--quiet", "--no-checkout", repo, tree]);
  await git.run(["checkout", "--quiet", "--detach", series.base], { cwd: tree });
  const env = { GIT_COMMITTER_NAME: "demo", GIT_COMMITTER_EMAIL: "demo@example.invalid" };
  const patches = series.commits.map(({ patchName }) => join(folder, patchName));
  const { status } = await git.attempt(["am", "--quiet", ...patches], { cwd: tree, env });
  if (status !== 0) return false;
  return (await git.run(["rev-parse", "HEAD^{tree}"], { cwd: tree })).trim() === series.tree;
}

function words(value: DemoValue, { color }: Printer): string {
  const said = (answer: boolean | null, yes: string, no: string, unknown: string) =>
    answer === null ? color.dim(unknown) : answer ? color.green(yes) : color.red(no);
  const rows = value.results.map(({ ref, variant, status, applied, builds }) => [
    ref,
    variant,
    status,
    said(applied, "git am takes it", "git am refuses it", "not applied"),
    said(builds, "go vet is content", "go vet complains", "no Go here, not compiled"),
  ]);
  return [
    table(rows),
    "",
    `${color.dim("series")}        ${value.out}`,
    `${color.dim("cover letter")}  ${join(value.out, value.results[0]?.ref ?? "", value.results[0]?.variant ?? "", "cover-letter.txt")}`,
    `${color.dim("sample clone")}  ${value.repo}`,
    "",
    "Each folder is a series: `git am FOLDER/*.patch` puts it on the commit it was made for.",
    "The same on a real clone: cilium-patchkit generate -C /path/to/cilium --ref v1.10.12",
  ].join("\n");
}
