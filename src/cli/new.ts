import { basename, dirname, join, resolve } from "node:path";
import {
  assertOwnRepository,
  type Draft,
  draftCheck,
  draftEdit,
  draftFact,
  draftProposal,
  draftVariant,
  isOwnRepository,
  writeDraft,
} from "../author/index.ts";
import { packageRoot } from "../host/assets.ts";
import { realPathOf } from "../host/files.ts";
import { proposals } from "../proposals/index.ts";
import type { NewValue } from "./new-value.ts";
import { loadOwnTemplates } from "./own-templates.ts";
import type { Printer } from "./printer.ts";
import { schemaVersion } from "./schema-version.ts";
import type { Session } from "./workshop.ts";

/** What `new` is asked for. */
export interface NewOptions {
  readonly kind: "variant" | "fact" | "check" | "edit" | "proposal";
  readonly name: string;
  /** Folder of templates, for a variant. */
  readonly dir?: string | undefined;
  readonly proposal?: string | undefined;
}

/** `new`: makes something that compiles, is listed, and has a test to be filled in. */
export async function runNew(session: Session, printer: Printer, options: NewOptions): Promise<number> {
  const draft = await draftOf(session, options);
  await writeDraft(draft);
  const { root, files, changed, next } = draft;
  const value: NewValue = {
    schema: schemaVersion,
    kind: options.kind,
    name: options.name,
    root,
    made: [...files.keys()],
    changed: [...changed.keys()],
    next: [...next],
  };
  printer.result(value, () => words(value, printer));
  return 0;
}

async function draftOf({ cwd }: Session, { kind, name, ...options }: NewOptions): Promise<Draft> {
  const proposal = options.proposal ?? proposals[0]?.id ?? "";
  if (kind === "variant") {
    const dir = await realPathOf(resolve(cwd, options.dir ?? "templates"));
    // A checkout's own templates are the package's, whichever copy of the program runs.
    const isBundled = basename(dir) === "templates" && (await isOwnRepository(dirname(dir)));
    const bundled = isBundled ? dir : join(packageRoot, "templates");
    return draftVariant(name, { bundled, dir, proposals: proposals.map(({ id }) => id), proposal });
  }
  await assertOwnRepository(cwd);
  switch (kind) {
    case "fact":
      return draftFact(cwd, name, proposal);
    case "check":
      return draftCheck(cwd, name);
    case "edit":
      return draftEdit(cwd, name);
    case "proposal": {
      const { variants } = await loadOwnTemplates();
      const ids = variants.map(({ spec }) => spec.id);
      return draftProposal(cwd, name, { variants: ids, files: proposals[0].survey.files });
    }
  }
}

function words({ root, made, changed, next }: NewValue, { color }: Printer): string {
  return [
    ...made.map((path) => `${color.green("made")}     ${join(root, path)}`),
    ...changed.map((path) => `${color.cyan("changed")}  ${join(root, path)}`),
    ...next.map((step, index) => `${color.dim(index === 0 ? "next," : "then,")}    ${step}`),
  ].join("\n");
}
