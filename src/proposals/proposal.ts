import type { Knowledge } from "../advise/index.ts";
import type { FactValues } from "../profile/index.ts";
import type { ReportedProposal } from "../report/index.ts";
import type { TriedProposal } from "../verify/index.ts";

/**
 * A problem of Cilium's, and all that is known about it:
 * - `survey`: the files it looks at, and a probe for each fact.
 * - `vocabulary`: the names that its templates may use.
 * - `trials`: what each setting of its variants should do, as runs of the scenario and of traffic; none if the tests of
 *   its series show all that there is to show.
 * - `sections`: what it adds to a report of its series; it may have nothing to add.
 * - `advice`: what it says of a person's routes, settings and nodes; it may know nothing of them.
 *
 * Its templates are in `templates/<id>/`, a folder for each variant.
 */
export interface Proposal<Facts extends FactValues = FactValues>
  extends TriedProposal<Facts>,
    ReportedProposal {
  /** One sentence: what its variants do. */
  readonly about: string;
  /** Words of Cilium's that only this proposal uses: identifiers, modes. Its paths are those of the survey. */
  readonly words: readonly string[];
  /** Files that a contributor may expect a series to change, and why none does. */
  readonly untouched?: readonly { readonly path: string; readonly reason: string }[];
  /** Loaded when it is asked for: no other command needs it. */
  advice?(): Promise<Knowledge>;
}
