import { join } from "node:path";
import { expect, it } from "vitest";
import { packageRoot } from "../../src/host/assets.ts";
import { makeOrigin, shapes } from "../helpers/clone.ts";
import { patchkit, temporaryFolder } from "../helpers/clone-program.ts";

const temp = temporaryFolder();

it("the worked example in patches/ is what the templates render (npm run golden renders it anew)", async () => {
  const origin = await makeOrigin(temp);
  const refs = shapes.flatMap((ref) => ["--ref", ref]);
  const run = await patchkit([
    "generate",
    "-C",
    origin.dir,
    ...refs,
    "--out",
    join(packageRoot, "patches"),
    "--check",
  ]);
  expect(run).toMatchObject({ code: 0, stderr: "" });
});
