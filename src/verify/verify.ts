import type { Evidence } from "./evidence.ts";
import { openStage } from "./stage.ts";
import type { Subject } from "./subject.ts";
import type { VerifyProgress } from "./verify-event.ts";
import { verifySubject } from "./verify-subject.ts";
import type { VerifyRequest, VerifyWorkshop } from "./verify-workshop.ts";

/** The series grouped by base, in the order in which they are verified. */
export function groupByBase(subjects: readonly Subject[]): Subject[][] {
  const bases = [...new Set(subjects.map(({ sha }) => sha))];
  return bases.map((sha) => subjects.filter((subject) => subject.sha === sha));
}

/** Runs the checks on every series, one base after another; each series gets evidence, even if checks fail. */
export async function verify(
  workshop: VerifyWorkshop,
  request: VerifyRequest,
  progress: VerifyProgress = () => {},
): Promise<Evidence[]> {
  const evidence: Evidence[] = [];
  for (const subjects of groupByBase(request.subjects)) {
    const [first] = subjects;
    if (!first) continue;
    progress({ kind: "preparing", subject: first });
    const stage = await openStage(workshop, first.sha);
    try {
      for (const subject of subjects) {
        const found = await verifySubject(workshop, stage, subject, request, progress);
        await workshop.keep(found);
        evidence.push(found);
      }
    } finally {
      await stage.close();
    }
  }
  return evidence;
}
