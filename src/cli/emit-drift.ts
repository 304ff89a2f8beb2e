import { join, resolve } from "node:path";
import { listRefs, resolveRefs, shortNames } from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import { writeText } from "../host/files.ts";
import type { Workshop } from "../matrix/index.ts";
import { driftWorkflow } from "../publish/index.ts";
import { githubName } from "./emit.ts";
import type { EmitValue } from "./emit-value.ts";
import { assertOwnDefault } from "./generate.ts";
import type { DriftOptions } from "./inspect-drift.ts";
import type { Printer } from "./printer.ts";
import { schemaVersion } from "./schema-version.ts";
import { type Session, withWorkshop } from "./workshop.ts";

/** Flags of `inspect --drift --emit actions`. */
export interface EmitDriftOptions extends DriftOptions {
  /** Folder of the workflow. */
  readonly out: string;
  /** Where the workflow gets the branch: a URL of git. */
  readonly source: string;
}

/** `inspect --drift --emit actions`: writes the workflow that does it once a week. */
export async function runEmitDrift(
  session: Session,
  printer: Printer,
  options: EmitDriftOptions,
): Promise<number> {
  const out = resolve(session.cwd, options.out);
  const path = join(out, "patchkit-drift.yml");
  const value = await withWorkshop(session, options, async (workshop): Promise<EmitValue> => {
    const [since] = await resolveRefs(workshop.repository, [options.since]);
    if (!since || "error" in since) throw since?.error ?? new Error("fewer results than refs");
    const text = driftWorkflow({
      repository: githubName(options.source),
      branch: await branchOf(workshop, options.until),
      since: since.sha,
      proposal: options.proposal,
      toolVersion: workshop.toolVersion,
    });
    await assertOwnDefault(options.out, out);
    await writeText(path, text);
    return {
      schema: schemaVersion,
      repo: workshop.repository.dir,
      kind: "actions",
      path,
      cells: [],
      skipped: [],
    };
  });
  printer.result(
    value,
    () => `${path}\nnext: put it into .github/workflows/ of a repository, and run it there once by hand`,
  );
  return 0;
}

/** The branch that a ref names, here or of a remote: a scheduled run has to find something new under its name. */
async function branchOf({ repository }: Workshop, ref: string): Promise<string> {
  const found = (await listRefs(repository)).find(
    ({ fullName }) => !fullName.startsWith("refs/tags/") && shortNames(fullName).includes(ref),
  );
  const name = found?.fullName.replace(/^refs\/(?:heads|remotes\/[^/]+)\//, "");
  if (name !== undefined) return name;
  throw new PatchkitError(
    "usage/bad-argument",
    `--until: expected a branch, which a scheduled run can follow, found ${JSON.stringify(ref)}`,
    { hint: "Name the branch that ports will be needed for, such as main." },
  );
}
