import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { imageValue } from "../../src/cli/image-value.ts";
import { refreshValue } from "../../src/cli/refresh-value.ts";
import { applyValue, generateValue } from "../../src/cli/values.ts";
import { commonRef, handlerPath, variants } from "./clone.ts";
import { git, objectId, textAt } from "./clone-git.ts";
import { parseOutput, patchkit } from "./clone-program.ts";
import { readSeries, type SeriesOnDisk, touchedPaths } from "./clone-series.ts";
import { fakeDocker } from "./fake-docker.ts";
import { commitFork, isFork } from "./fork.ts";

/** Where the fork is made, and what is known of its release. */
export interface ForkPlace {
  /** Folder for what the tests write. */
  readonly temp: string;
  /** Makes the repository that has {@link commonRef}; it gets commits and branches. */
  readonly open: () => Promise<string>;
  /** Name of the release's own image, without the tag. */
  readonly image: string;
  /** The tree's own Dockerfile of the agent; null if it has none. */
  readonly dockerfile: string | null;
}

/** Registers what has to hold on a fork of a release: series, branches, new revisions and images. */
export function testFork({ temp, open, image, dockerfile }: ForkPlace): void {
  const out = join(temp, "out");
  let dir: string;
  let sha: string;
  const seriesOf = (variant: string): SeriesOnDisk => readSeries(join(out, "fork", variant));

  beforeAll(async () => {
    dir = await open();
    sha = commitFork(dir, commonRef, "fork");
    const run = await patchkit(["generate", "-C", dir, "--ref", "fork", "--out", out, "--json"]);
    const { results } = parseOutput(run, generateValue);
    expect(results.map((one) => [one.variant, one.status, one.sha])).toEqual(
      variants.map((variant) => [variant, "generated", sha]),
    );
  });

  it("gets series that git am takes there, and that leave its own code alone", () => {
    const clone = join(temp, "am");
    git(temp, ["clone", "--quiet", "--shared", "--no-checkout", dir, clone]);
    // What a partial clone lacks outside of these folders is not missed then.
    git(clone, ["config", "remote.origin.promisor", "true"]);
    const paths = variants.flatMap((variant) => touchedPaths(seriesOf(variant)));
    const folders = new Set(paths.map((path) => path.slice(0, path.lastIndexOf("/"))));
    git(clone, ["sparse-checkout", "set", ...folders]);
    for (const variant of variants) {
      const series = seriesOf(variant);
      git(clone, ["checkout", "--quiet", "--detach", sha]);
      git(clone, ["am", "--quiet", ...series.patchPaths]);
      expect(objectId(clone, "HEAD^{tree}"), variant).toBe(series.tree);
      expect(isFork(readFileSync(join(clone, handlerPath), "utf8")), variant).toBe(true);
    }
  });

  it("gets each on a branch, with the recorded tree", async () => {
    for (const variant of variants) {
      const run = await patchkit(["apply", "-C", dir, "--ref", "fork", "--variant", variant, "--json"]);
      const { branch } = parseOutput(run, applyValue);
      expect(branch).toBe(`patchkit/${variant}/fork`);
      expect(objectId(dir, `${branch}^{tree}`)).toBe(seriesOf(variant).tree);
      expect(isFork(textAt(dir, `${branch}`, handlerPath)), variant).toBe(true);
    }
  });

  it("gets the release's series by refresh, which says what of them changed", async () => {
    const moved = join(temp, "moved");
    const generate = ["generate", "-C", dir, "--ref", commonRef, "--out", moved];
    expect(await patchkit(generate)).toMatchObject({ code: 0 });
    const run = await patchkit(["refresh", "-C", dir, "--out", moved, "--onto", "fork", "--json"]);
    expect(run.code).toBe(0);
    const { results } = parseOutput(run, refreshValue);
    expect(results.map(({ former, folder, status, digest }) => [former, folder, status, digest])).toEqual(
      variants.map((variant) => [
        `${commonRef}/${variant}`,
        `fork/${variant}`,
        "refreshed",
        seriesOf(variant).digest,
      ]),
    );
    const changesOf = (variant: string) => {
      const commits = results.find((one) => one.variant === variant)?.commits ?? [];
      const kept = join(moved, ".revisions", "fork", variant, "v1");
      return {
        changes: commits.map(({ change }) => change),
        namesCall: readFileSync(join(kept, "range-diff.txt"), "utf8").includes("noteRemoteNode"),
      };
    };
    // Only this one edits nodeUpdate, beside the fork's call.
    expect(changesOf("cidr-validation")).toEqual({ changes: ["changed"], namesCall: true });
    for (const variant of ["flag-gate", "ipam-mode"])
      expect(changesOf(variant), variant).toEqual({ changes: ["same", "same"], namesCall: false });
  });

  /** The plan of an image of the fork, for which nothing is built. */
  async function planOf(variant: string, ...args: string[]) {
    const docker = mkdtempSync(join(temp, "docker-"));
    const chosen = ["image", "-C", dir, "--ref", "fork", "--variant", variant, "--out", out, ...args];
    const env = { PATCHKIT_DOCKER: fakeDocker(docker).program };
    const run = await patchkit([...chosen, "--unverified", "--dry-run", "--json"], { env });
    const { status, plan } = parseOutput(run, imageValue);
    expect(status).toBe("planned");
    expect(plan).toMatchObject({ sha, digest: seriesOf(variant).digest });
    return plan;
  }

  it.each(variants)("gets a plan of an image with %s on the release's own", async (variant) => {
    const plan = await planOf(variant, "--thin", "--builder-image", "golang:1.19");
    expect(plan?.baseImage).toBe(`${image}:${commonRef}`);
    expect(plan?.tag).toBe(`cilium-patchkit/agent:fork-${variant}`);
  });

  it.skipIf(dockerfile === null)("gets a plan of an image by its own Dockerfile", async () => {
    expect((await planOf("flag-gate"))?.dockerfile).toEqual({ path: dockerfile, text: null });
  });
}
