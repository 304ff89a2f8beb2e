import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { finding, findingsOfRef } from "../../src/cli/doctor-ref.ts";
import { agentPrograms } from "../../src/host/engine.ts";
import { commitOn } from "../helpers/clone-git.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import { makeRefClone } from "../helpers/ref-clone.ts";

/** Asks of a commit with these files, on a machine that has git, a shell and these programs. */
async function ask(files: Readonly<Record<string, string>>, programs: readonly string[] = [], ref = "b") {
  const { repository } = await makeRefClone({});
  commitOn(repository.dir, "main", "b", files);
  const bin = await makeFolder();
  for (const name of ["git", "sh"])
    await symlink(
      execFileSync("sh", ["-c", `command -v ${name}`])
        .toString()
        .trim(),
      join(bin, name),
    );
  for (const name of programs) await symlink(join(bin, "sh"), join(bin, name));
  const session = { env: { PATH: bin, HOME: bin }, cwd: bin, signal: new AbortController().signal };
  return findingsOfRef(session, repository.dir, ref);
}

// No machine has that Go.
it("tells what a ref needs, and that no engine of a bare machine has it", async () => {
  const found = await ask({ "go.mod": "module github.com/cilium/cilium\n\ngo 1.99.0\n" });
  expect(found.map(({ name }) => name)).toEqual([
    "b",
    "b in docker",
    "b in podman",
    "b in host",
    "b with whole agents",
  ]);
  expect(found[0]).toEqual({
    name: "b",
    ok: true,
    found: "Go 1.99 (go.mod: 1.99.0), ip, unshare, setpriv, mount",
    lack: null,
    hint: null,
  });
  for (const [index, engine] of ["docker", "podman", "host"].entries())
    expect(found[index + 1]).toMatchObject({
      ok: false,
      lack: `\`verify --ref b --engine ${engine}\` is not ready to run`,
      hint: expect.stringMatching(/./),
    });
});

it("wants the oldest Go for a tree without modules, and a C compiler where the tree calls C", async () => {
  const [found] = await ask({ "pkg/bpf/bpf.go": 'package bpf\n\nimport "C"\n' });
  expect(found?.found).toBe("Go 1.19 (no go.mod), gcc, ip, unshare, setpriv, mount");
});

it("tells which programs of whole agents are not on the machine", async () => {
  const lacking = async (programs: readonly string[]) => {
    const found = (await ask({}, programs)).at(-1)?.found ?? "";
    return found.startsWith("without ") ? found.slice("without ".length).split(", ") : [];
  };
  // Where a machine may have some of them, whatever the PATH.
  const llvm = readdirSync("/usr/lib").filter((name) => name.startsWith("llvm-"));
  const places = ["/usr/sbin", "/sbin", ...llvm.map((name) => `/usr/lib/${name}/bin`)];
  const own = agentPrograms.filter((name) => places.some((place) => existsSync(join(place, name))));
  const bare = await lacking([]);
  const expected = agentPrograms.filter((name) => !own.includes(name));
  expect(bare.filter((name) => name !== "root")).toEqual(expected);
  expect(bare.includes("root")).toBe(process.getuid?.() !== 0);
  expect((await lacking(agentPrograms)).filter((name) => name !== "root")).toEqual([]);
});

it("refuses a ref that there is none of", async () => {
  expect((await failureOf(() => ask({}, [], "none"))).code).toBe("checkout/unknown-ref");
});

it("a row says what is missing and what to do only where something is", () => {
  expect(finding("x", true, "1.0", "nothing runs", "Install it.")).toEqual({
    name: "x",
    ok: true,
    found: "1.0",
    lack: null,
    hint: null,
  });
  expect(finding("x", false, "none", "nothing runs", "Install it.")).toMatchObject({
    ok: false,
    lack: "nothing runs",
    hint: "Install it.",
  });
});
