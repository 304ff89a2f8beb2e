import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { sha256 } from "../../src/publish/checksums.ts";
import { makeZip } from "../../src/publish/make-zip.ts";
import { makeFolder } from "../helpers/folder.ts";

const files = new Map([
  ["x/b.txt", Buffer.from("b\n".repeat(1000))],
  ["x/a/c.png", Buffer.from([137, 80, 78, 71])],
]);

it("makes the same bytes in every time zone", async () => {
  const zone = process.env["TZ"];
  const sums: string[] = [];
  for (const name of ["UTC", "Pacific/Apia", "America/New_York"]) {
    process.env["TZ"] = name;
    sums.push(sha256(await makeZip(files)));
  }
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
  expect(new Set(sums).size).toBe(1);
});

it("makes a zip that others read", async () => {
  const folder = await makeFolder();
  await writeFile(`${folder}/x.zip`, await makeZip(files));
  const program = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip(), z.namelist())";
  const said = execFileSync("python3", ["-c", program, `${folder}/x.zip`], { encoding: "utf8" });
  expect(said).toBe("None ['x/b.txt', 'x/a/c.png']\n");
});
