import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { fetchValue } from "../../src/cli/fetch-value.ts";
import { generateValue } from "../../src/cli/values.ts";
import { commonRef, makeOrigin } from "../helpers/clone.ts";
import { git } from "../helpers/clone-git.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";

// With TMPDIR in a folder that does not tell case apart, as macOS has them, the same holds there.
const temp = temporaryFolder();

it("has refs that differ only in case in folders of their own, and one commit in one, from generate to fetch", async () => {
  const origin = await makeOrigin(temp);
  for (const [name, ref] of [
    ["REL", commonRef],
    ["rel", commonRef],
    ["Fix", commonRef],
    ["fix", "v1.9.0"],
  ] as const) {
    git(origin.dir, ["tag", name, ref]);
    // A file for each would be one file.
    git(origin.dir, ["pack-refs", "--all"]);
  }
  const out = join(temp, "out");
  const refs = ["REL", "rel", "Fix", "fix"].flatMap((ref) => ["--ref", ref]);
  const common = ["-C", origin.dir, ...refs, "--variant", "flag-gate", "--out", out, "--json"];
  const { results } = parseOutput(await patchkit(["generate", ...common]), generateValue);
  const [upper, lower, one, other] = results.map(({ slug }) => slug);
  expect([upper, lower]).toEqual(["REL", "REL"]);
  expect(one).toMatch(/^Fix-[0-9a-f]{12}$/);
  expect(other).toMatch(/^fix-[0-9a-f]{12}$/);
  expect(readdirSync(out).sort()).toEqual([one, "REL", other, "manifest.json"]);
  expect((await patchkit(["generate", ...common, "--check"])).code).toBe(0);

  const to = join(temp, "bundle");
  const bundled = await patchkit(["bundle", "--out", out, "--to", to, "--unverified"]);
  expect(bundled.code, bundled.stderr).toBe(0);
  const zip = readdirSync(to).find((name) => name.endsWith(".zip")) ?? "";
  const fetched = await patchkit(["fetch", join(to, zip), "--to", join(temp, "back"), "--json"]);
  expect(parseOutput(fetched, fetchValue).series.map(({ folder }) => folder)).toEqual(
    [one, "REL", other].map((slug) => `${slug}/flag-gate`),
  );
});
