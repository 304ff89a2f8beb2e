import type { Series } from "../../src/series/index.ts";

/** A series of two commits, with `changed` put over it. */
export function makeSeries(changed: Partial<Series> = {}): Series {
  const commit = (number: number) => ({
    sha: String(number).repeat(40),
    tree: String(number + 2).repeat(40),
    subject: `subject ${number}`,
    patch: `patch ${number}\n`,
    patchName: `000${number}-subject-${number}.patch`,
    edits: [{ path: "a.go", created: number === 1, edits: [{ start: 0, end: 0, text: "x", replaced: "" }] }],
  });
  return {
    variant: "flag-gate",
    params: { flag: "enable-it", default: true, allow: ["a", "b"] },
    identity: null,
    base: "0".repeat(40),
    release: "v1.10",
    slug: "v1.10.12",
    folder: "v1.10.12/flag-gate",
    untested: "",
    facts: [{ name: "isLocalNode", value: true, path: "pkg/a.go", line: 3 }],
    commits: [commit(1), commit(2)],
    head: "2".repeat(40),
    tree: "4".repeat(40),
    files: [{ path: "a.go", added: 2, removed: 0 }],
    coverLetter: "Subject: x\n\ntext\n",
    answers: "",
    digest: "d".repeat(64),
    ...changed,
  };
}
