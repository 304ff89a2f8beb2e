import { join } from "node:path";
import { packageRoot } from "../host/assets.ts";
import { loadTemplates, type TemplateSet } from "../plan/index.ts";
import { proposals } from "../proposals/index.ts";

/** The templates of this package's proposals. */
export function loadOwnTemplates(): Promise<TemplateSet> {
  return loadTemplates(
    join(packageRoot, "templates"),
    proposals.map(({ id }) => id),
  );
}
