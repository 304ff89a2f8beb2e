import { type Evidence, runsAgents } from "./evidence.ts";
import { openStage } from "./stage.ts";
import type { Subject } from "./subject.ts";
import type { VerifyProgress } from "./verify-event.ts";
import { verifySubject } from "./verify-subject.ts";
import type { VerifyRequest, VerifyWorkshop } from "./verify-workshop.ts";

/** The series grouped by base, in the order in which they are verified. */
export function groupByBase<Based extends Pick<Subject, "sha">>(subjects: readonly Based[]): Based[][] {
  const bases = [...new Set(subjects.map(({ sha }) => sha))];
  return bases.map((sha) => subjects.filter((subject) => subject.sha === sha));
}

/**
 * Runs the checks on every series, one base after another; each series gets evidence, even if checks fail.
 *
 * @returns the evidence of each series as soon as it is complete.
 */
export async function* verify(
  workshop: VerifyWorkshop,
  request: VerifyRequest,
  progress: VerifyProgress = () => {},
): AsyncGenerator<Evidence> {
  for await (const subjects of request.groups) {
    const [first] = subjects;
    if (!first) continue;
    progress({ kind: "preparing", subjects });
    const stage = await openStage(workshop, first.sha, runsAgents(request.checks));
    try {
      for (const subject of subjects) yield await verifySubject(workshop, stage, subject, request, progress);
    } finally {
      await stage.close();
    }
  }
}
