import { join } from "node:path";
import { describe } from "vitest";
import { commonRef } from "../helpers/clone.ts";
import { git, objectId } from "../helpers/clone-git.ts";
import { temporaryFolder } from "../helpers/clone-program.ts";
import { makeScratch } from "../helpers/clone-scratch.ts";
import { testFork } from "../helpers/test-fork.ts";

/** A clone of Cilium; this tier is skipped without one. */
const repo = process.env["CILIUM_REPO"] ?? "";

describe.skipIf(repo === "")("a fork of a clone of Cilium (CILIUM_REPO names it)", () => {
  const temp = temporaryFolder();
  testFork({
    temp,
    // The tags do not come with the objects.
    open: async () => withTag(makeScratch(repo, join(temp, "scratch.git"))),
    image: "quay.io/cilium/cilium",
    dockerfile: "images/cilium/Dockerfile",
  });
});

function withTag(scratch: string): string {
  git(scratch, ["tag", commonRef, objectId(repo, `${commonRef}^{commit}`)]);
  return scratch;
}
