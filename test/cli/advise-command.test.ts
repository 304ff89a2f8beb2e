import { describe, expect, it } from "vitest";
import { patchkit } from "../helpers/clone-program.ts";

describe("the flags of advise", () => {
  it("are told by its help", async () => {
    const { code, stdout } = await patchkit(["advise", "--help"]);
    expect(code).toBe(0);
    for (const flag of ["--to <address>", "--after", "--release <release>", "--json"])
      expect(stdout).toContain(flag);
  });
});
