import type { Knowledge } from "../advise/index.ts";
import type { TriedProposal } from "../verify/index.ts";

/**
 * A problem of Cilium's, and all that is known about it:
 * - `survey`: the files it looks at, and a probe for each fact.
 * - `vocabulary`: the names that its templates may use.
 * - `trials`: what each setting of its variants should do, as runs of the scenario and of traffic.
 * - `advice`: what it says of a person's routes, settings and nodes.
 *
 * Its templates are in `templates/<id>/`, a folder for each variant.
 */
export interface Proposal extends TriedProposal {
  /** Words of Cilium's that only this proposal uses: identifiers, modes. Its paths are those of the survey. */
  readonly words: readonly string[];
  /** Loaded when it is asked for: no other command needs it. */
  readonly advice: () => Promise<Knowledge>;
}
