import { join } from "node:path";
import { packageRoot } from "../host/assets.ts";
import { loadAllTemplates, type TemplateSet } from "../plan/index.ts";
import { proposals } from "../proposals/index.ts";

/** The templates of this package's proposals, and of folders outside of it. @throws PatchkitError as {@link loadAllTemplates}. */
export function loadOwnTemplates(outside: readonly string[] = []): Promise<TemplateSet> {
  return loadAllTemplates(
    join(packageRoot, "templates"),
    proposals.map(({ id }) => id),
    outside,
  );
}
