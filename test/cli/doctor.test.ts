import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type DoctorValue, doctorValue } from "../../src/cli/values.ts";
import { makeOrigin } from "../helpers/clone.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";

const temp = temporaryFolder();

/** A PATH with real programs by name, and small ones of our own. */
function pathWith(name: string, real: readonly string[], own: Readonly<Record<string, string>>): string {
  const folder = join(temp, name);
  mkdirSync(folder);
  for (const program of real) {
    const path = execFileSync("sh", ["-c", `command -v ${program}`])
      .toString()
      .trim();
    symlinkSync(path, join(folder, program));
  }
  for (const [program, script] of Object.entries(own)) {
    writeFileSync(join(folder, program), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, program), 0o755);
  }
  return folder;
}

async function doctor(
  path: string,
  args: readonly string[] = [],
): Promise<{ code: number | null; by: Record<string, DoctorValue["findings"][number]> }> {
  const run = await patchkit(["doctor", "--json", ...args], { env: { PATH: path } });
  const { findings } = parseOutput(run, doctorValue);
  return { code: run.code, by: Object.fromEntries(findings.map((finding) => [finding.name, finding])) };
}

it("says what is missing, what that costs, and what to do, and ends with 1 where git is", async () => {
  const { code, by } = await doctor(pathWith("bare", ["sh"], {}));
  expect(code).toBe(1);
  for (const name of ["git", "go", "docker", "podman"]) {
    expect(by[name], name).toMatchObject({
      ok: false,
      found: "none",
      lack: expect.any(String),
      hint: expect.any(String),
    });
  }
});

it("tells a client without a daemon, one without permission, and a new client without buildx apart", async () => {
  const versions = (words: string, status: number) => `echo '${words}' >&2; exit ${status}`;
  const noDaemon = await doctor(
    pathWith("no-daemon", ["git", "sh"], {
      docker: `echo '28.2.2 '; ${versions("Cannot connect to the Docker daemon at unix:///var/run/docker.sock.", 1)}`,
    }),
  );
  expect(noDaemon.by["docker"]?.found).toBe("a client without a daemon");
  expect(noDaemon.code).toBe(0);
  const forbidden = await doctor(
    pathWith("forbidden", ["git", "sh"], {
      docker: `echo '28.2.2 '; ${versions("permission denied while trying to connect to the Docker daemon socket", 1)}`,
    }),
  );
  expect(forbidden.by["docker"]).toMatchObject({ ok: false, hint: expect.stringContaining("group docker") });
  const plugin = (client: string) => `if [ "$1" = buildx ]; then exit 1; fi; echo '${client} 20.10.24'`;
  const without = await doctor(pathWith("without", ["git", "sh"], { docker: plugin("28.2.2") }));
  expect(without.by["docker build"]).toMatchObject({ ok: false, found: "client 28 without buildx" });
  const old = await doctor(pathWith("old", ["git", "sh"], { docker: plugin("20.10.24") }));
  expect(old.by["docker build"]?.ok).toBe(true);
});

it("says what a ref needs, and which engine has it", async () => {
  const { dir } = await makeOrigin(temp);
  const noImage = `case "$1" in version) echo 20.10.24 ;; *) exit 1 ;; esac`;
  const programs = ["git", "go", "sh", "uname"];
  const { by, code } = await doctor(pathWith("ref", programs, { docker: noImage }), [
    ...["-C", dir, "--ref", "v1.10.12"],
  ]);
  expect(code).toBe(0);
  expect(by["v1.10.12"]).toMatchObject({
    ok: true,
    found: "Go 1.19 (go.mod: 1.19), ip, unshare, setpriv, mount",
  });
  expect(by["v1.10.12 in docker"]).toMatchObject({
    ok: false,
    found: "expected a builder image, found none",
    hint: "`verify` makes one from docker.io/library/golang:1.19, else from this machine's Debian packages.",
  });
  expect(by["v1.10.12 in podman"]).toMatchObject({
    ok: false,
    found: "expected podman, found no program podman",
  });
  expect(by["v1.10.12 with whole agents"]).toMatchObject({
    ok: false,
    found: expect.stringMatching(/^without .*\betcd\b/),
    hint: expect.stringContaining("etcd-server"),
  });
  expect(by["v1.10.12 in host"]).toMatchObject({
    ok: false,
    found: expect.stringContaining("unshare could not be started"),
  });
});

it("refuses a ref that is not there, with the nearest one", async () => {
  const { dir } = await makeOrigin(temp);
  const run = await patchkit(["doctor", "-C", dir, "--ref", "v1.10.13"]);
  expect(run.code).toBe(2);
  expect(run.stderr).toContain("v1.10.12");
});
