import { expect, it } from "vitest";
import { patchkit } from "../helpers/clone-program.ts";

it("the program's entry tells of too many open files where its modules cannot be loaded", async () => {
  const run = await patchkit(["--help"], { wrap: ["sh", "-c", 'ulimit -n 24 && exec "$@"', "sh"] });
  expect([run.code, run.stdout]).toEqual([2, ""]);
  expect(run.stderr).toMatch(
    /^cilium-patchkit: environment\/system: expected to open \/.+\.js, found too many open files\n/,
  );
  expect(run.stderr).toContain("Raise the limit, for example with `ulimit -n 1024`.");
  expect(run.stderr).not.toContain("    at ");
});
