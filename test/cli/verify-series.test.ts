import { chmod, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fetchModule, type VerifyChoices, verifyQueue } from "../../src/cli/verify-series.ts";
import type { Workshop } from "../../src/matrix/index.ts";
import type { Subject } from "../../src/verify/index.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import { silentPrinter } from "../helpers/printer.ts";

const { signal } = new AbortController();
const choices: VerifyChoices = {
  engine: "host",
  checks: ["fmt"],
  perCommit: false,
  via: "run",
  fresh: false,
  tail: false,
};

/** Verifies the series of these folders below an output folder. */
async function verifyFolders(out: string, folders: readonly string[]): Promise<unknown[]> {
  const session = { env: {}, cwd: out, signal };
  const surroundings = {
    session,
    printer: silentPrinter().printer,
    workshop: {} as unknown as Workshop,
    out,
    cacheDir: await makeFolder(),
  };
  const group = folders.map((folder) => ({ folder }) as Subject);
  const found: unknown[] = [];
  for await (const evidence of verifyQueue(surroundings, { groups: [group], total: 1 }, choices))
    found.push(evidence);
  return found;
}

describe("verifyQueue", () => {
  it("follows no link out of the output folder, and starts nothing then", async () => {
    const [out, elsewhere] = [await makeFolder({ "v1/b/x": "" }), await makeFolder()];
    await symlink(elsewhere, join(out, "v1/a"));
    const { message } = await failureOf(() => verifyFolders(out, ["v1/b", "v1/a"]));
    expect(message).toContain(join(out, "v1/a"));
  });

  it("has no evidence where there are no series", async () => {
    expect(await verifyFolders(await makeFolder(), [])).toEqual([]);
  });
});

describe("fetchModule", () => {
  /** Fetches a module with a `go` that is this shell script. */
  async function fetch(script: string) {
    const bin = await makeFolder({ go: `#!/bin/sh\n${script}\n` });
    await chmod(join(bin, "go"), 0o755);
    return fetchModule(
      { env: { PATH: bin, GOFLAGS: "-insecure" }, cwd: bin, signal },
      "example.org/m@v1.0.0",
    );
  }

  it("gives the folder that go has it in, asked for outside of any module and without flags of the caller's", async () => {
    const ask =
      '[ "$*" = "mod download -json example.org/m@v1.0.0" ] && [ "$PWD" = / ] && [ "$GOFLAGS" = -mod=mod ]';
    expect(await fetch(`${ask} && echo '{"Dir":"/mod/m"}'`)).toBe("/mod/m");
  });

  it("gives none where go has none", async () => {
    expect(await fetch("echo '{}'; exit 1")).toBeUndefined();
  });
});
