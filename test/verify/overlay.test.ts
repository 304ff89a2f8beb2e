import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeOverlay } from "../../src/verify/overlay.ts";
import { makeFolder } from "../helpers/folder.ts";

describe("writeOverlay", () => {
  it("tells Go where each text is, and which files are gone", async () => {
    const work = await makeFolder();
    const folders = { work, sessionWork: "/shown", sessionTree: "/go/tree" };
    const overlay = await writeOverlay(
      folders,
      "state",
      new Map([
        ["pkg/a.go", "package a\n"],
        ["pkg/gone.go", undefined],
      ]),
    );
    expect(JSON.parse(readFileSync(join(work, "state/overlay.json"), "utf8"))).toEqual({
      Replace: { "/go/tree/pkg/a.go": "/shown/state/files/pkg/a.go", "/go/tree/pkg/gone.go": "" },
    });
    expect(overlay.file).toBe("/shown/state/overlay.json");
    expect(overlay.paths).toEqual(new Map([["pkg/a.go", "/shown/state/files/pkg/a.go"]]));
    expect(readFileSync(join(work, "state/files/pkg/a.go"), "utf8")).toBe("package a\n");
  });

  it("makes a vet that is handed the overlay's files, whatever form their paths have", async () => {
    const work = await makeFolder();
    const folders = { work, sessionWork: work, sessionTree: "/go/t+ee" };
    await writeOverlay(folders, "s", new Map([["pkg/a.go", "package a\n"]]));
    const config = join(work, "vet.cfg");
    const names = ["/go/t+ee/pkg/a.go", "pkg/a.go", "./pkg/a.go", "/go/t+ee/pkg/aXgo", "/go/t+ee/pkg/b.go"];
    writeFileSync(config, JSON.stringify({ GoFiles: names }));
    const go = await makeFolder({ go: "#!/bin/sh\necho true\n" });
    execFileSync("chmod", ["755", join(go, "go")]);
    execFileSync(join(work, "s", "vet"), [config], { env: { PATH: `${go}:${process.env["PATH"]}` } });
    const file = join(work, "s/files/pkg/a.go");
    expect(JSON.parse(readFileSync(config, "utf8"))).toEqual({
      GoFiles: [file, file, file, "/go/t+ee/pkg/aXgo", "/go/t+ee/pkg/b.go"],
    });
  });
});
