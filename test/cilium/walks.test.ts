import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { git, objectId } from "../helpers/clone-git.ts";
import { programFolder, temporaryFolder } from "../helpers/clone-program.ts";
import { readSeries } from "../helpers/clone-series.ts";
import { addAccount, addRepository, addThread } from "../helpers/github/people.ts";
import { serveGitHub } from "../helpers/github/serve-github.ts";
import { talkOf } from "../helpers/github/state.ts";
import { hasNamespaces } from "../helpers/machine.ts";

/** A clone of Cilium; this tier is skipped without one. */
const repo = process.env["CILIUM_REPO"] ?? "";

/** The commit that stands for the tip of the development branch: of October 2025. */
const tip = "8e8421dd3ee7";

/** Commands of README's walks, as they stand there. */
function walks(): string[][] {
  const readme = readFileSync(join(programFolder, "README.md"), "utf8");
  const [, section = ""] = /^## Handing over: three walks\n([\s\S]*?)\n## /m.exec(readme) ?? [];
  return [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = ""]) => block.trim().split("\n"));
}

/** Every check runs with the local Go: ten minutes for a ref and variant are not unusual. */
const timeout = 3_600_000;

describe.skipIf(repo === "" || !hasNamespaces)("README's walks (skipped without CILIUM_REPO or root)", () => {
  const home = temporaryFolder();
  const bin = join(home, "bin");
  const clone = join(home, "src", "cilium");

  beforeAll(() => {
    mkdirSync(join(home, "src"), { recursive: true });
    git(home, ["clone", "--quiet", "--shared", "--bare", repo, clone]);
    git(clone, ["update-ref", "refs/heads/main", objectId(repo, `${tip}^{commit}`)]);
    git(clone, ["symbolic-ref", "HEAD", "refs/heads/main"]);
    mkdirSync(bin);
    const program = join(programFolder, "dist", "bin", "cilium-patchkit.js");
    writeFileSync(join(bin, "npx"), `#!/bin/sh\nshift\nexec '${process.execPath}' '${program}' "$@"\n`, {
      mode: 0o755,
    });
  });

  /** GitHub with Cilium's repository and Jane's account, and what runs commands of README's there. */
  async function open(name: string) {
    const github = await serveGitHub(join(home, name));
    const jane = addAccount(github, "jane", { name: "Jane Doe" });
    const upstream = addRepository(github, "cilium/cilium", clone);
    const env = { ...process.env, HOME: home, GH_ENTERPRISE_TOKEN: jane.token };
    const follow = async (line: string, added: string) => {
      const path = [bin, process.env["PATH"]].join(":");
      const call = ["-c", `${line} ${added}`];
      await promisify(execFile)("sh", call, { cwd: home, env: { ...env, PATH: path } });
    };
    return { github, upstream, follow };
  }

  it("are of two steps, one and one", () => {
    expect(walks().map((lines) => lines.length)).toEqual([2, 1, 1]);
  });

  it("lead a maintainer to a draft pull request with the evidence of every check", { timeout }, async () => {
    const [[verify = "", pr = ""] = []] = walks();
    const { github, upstream, follow } = await open("pulls");
    await follow(verify, "--engine host");
    await follow(pr, `--api-url ${github.apiUrl} --yes`);
    const { pulls } = talkOf(github.state, upstream);
    const series = readSeries(join(home, "series", "main", "flag-gate"));
    expect(pulls.map(({ draft, base, headOwner }) => [draft, base, headOwner])).toEqual([
      [true, "main", "jane"],
    ]);
    expect(github.bare.tip("jane/cilium", pulls[0]?.headBranch ?? "")).toBe(series.head);
    const evidence = /## Evidence\n([\s\S]*?)\n\n(?!-)/.exec(pulls[0]?.body ?? "")?.[1];
    expect(evidence).not.toMatch(/Not verified|fail|could not run/);
    expect(evidence).toContain("scenario");
  });

  it("lead a person in a discussion to a post whose patches others fetch, byte for byte", {
    timeout,
  }, async () => {
    const [, , [discuss = ""] = []] = walks();
    const { github, upstream, follow } = await open("threads");
    const thread = addThread(github, upstream, "discussion", "routes to nodes that share a subnet");
    const url = `${github.url}/cilium/cilium/discussions/${thread.number}`;
    const line = discuss.replace("https://github.com/cilium/cilium/discussions/NUMBER", url);
    const api = `--api-url ${github.apiUrl}`;
    await follow(line.replace(/--verify$/, "--verify host"), `${api} --yes`);
    expect(thread.comments).toHaveLength(1);
    expect(thread.comments[0]?.body).not.toMatch(/Not verified|could not run/);
    await follow(
      `npx cilium-patchkit fetch ${url}#discussioncomment-${thread.comments[0]?.id}`,
      `--to got ${api}`,
    );
    for (const variant of ["cidr-validation", "flag-gate", "ipam-mode"]) {
      const [made, got] = ["patches", "got"].map((folder) =>
        readSeries(join(home, folder, "v1.10.12", variant)),
      );
      expect(got?.digest, variant).toBe(made?.digest);
    }
  });
});
