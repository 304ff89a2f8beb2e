import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { adviseValue } from "../../src/cli/advise-value.ts";
import { fixtureFolder } from "../helpers/advise-fixtures.ts";
import { patchkit, temporaryFolder } from "../helpers/clone-program.ts";

describe("advise", () => {
  const gist = join(fixtureFolder, "shared-subnet-of-all-nodes");

  it("ends with 1 where something is wrong, and says where addresses go", async () => {
    const { code, stdout } = await patchkit([
      "advise",
      join(gist, "tt-lab3.txt"),
      join(gist, "unit.txt"),
      "--to",
      "10.247.2.30",
      "--json",
    ]);
    const value = adviseValue.parse(JSON.parse(stdout));
    expect([code, value.findings[0]?.code]).toEqual([1, "shared-own-cidr"]);
    expect(value.destinations[0]?.goes.map(({ route }) => route?.includes("cilium_host"))).toEqual([
      true,
      false,
      true,
      false,
      false,
    ]);
  });

  it("reads standard input, and ends with 0 where nothing is wrong", async () => {
    const run = await patchkit(["advise"], {
      wrap: ["sh", "-c", 'printf "default via 10.0.0.1 dev eth0\\n" | "$@"', "sh"],
    });
    expect([run.code, run.stderr]).toEqual([0, ""]);
    expect(run.stdout).toContain("nothing wrong");
  });

  it("reads a folder: a file per setting, and dumps", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "cmd"));
    writeFileSync(join(folder, "tunnel"), "disabled");
    writeFileSync(join(folder, "ipam"), "kubernetes\n");
    writeFileSync(
      join(folder, "cmd", "ip--4-r.md"),
      "# ip -4 r\n\n```\n10.2.0.0/24 via 10.1.0.9 dev cilium_host proto kernel src 10.1.0.9 mtu 1450\n```\n",
    );
    writeFileSync(join(folder, "cmd", "agent.log"), "level=info msg=hello\n");
    const { code, stdout } = await patchkit(["advise", folder, "--quiet", "--json"]);
    const value = adviseValue.parse(JSON.parse(stdout));
    expect([code, value.inputs.length, value.leftovers.length]).toEqual([1, 2, 1]);
  });

  it.each([
    [["advise", "/nowhere/at/all"], "expected a file or folder, found nothing there"],
    [["advise", "--to", "10.0.0.0/24", "x"], "--to: expected an IPv4 or IPv6 address"],
    [["advise", "--release", "newest", "x"], "--release: expected one such as 1.10.12"],
  ])("ends with 2 for %j", async (args, expected) => {
    const { code, stderr } = await patchkit(args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(expected)]);
  });

  it("ends with 2 where an input cannot be read, and uses the others", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "cut.json"), '{"items": [{"kind": "Cil');
    const { code, stdout } = await patchkit(["advise", join(folder, "cut.json"), join(gist, "tt-lab3.txt")]);
    expect(code).toBe(2);
    expect(stdout).toContain("ends in the middle");
    expect(stdout).toContain("shared-own-cidr");
  });
});
