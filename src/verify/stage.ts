import { join } from "node:path";
import { type Checkout, openCheckout, resolveRefs } from "../checkout/index.ts";
import type { GoParser } from "../golang/index.ts";
import type { EngineSession } from "../host/engine.ts";
import { copyFileTo, listNames, makeSharedTempFolder, removeFolder, writeProgram } from "../host/files.ts";
import type { GoProgram, InstalledProgram } from "../host/install-go-program.ts";
import {
  allFacts,
  bindataStub,
  buildPaths,
  type Profile,
  readGoVersion,
  readSources,
  type Survey,
  takeProfile,
  upstreamBuilder,
  wantsBindata,
  wantsC,
} from "../profile/index.ts";
import { prepareBaseTree } from "./base-tree.ts";
import { type Baseline, makeBaseline, type TextStore } from "./baseline.ts";
import { standInFolder } from "./go-tests.ts";
import { type Place, placeKey, placeOf } from "./place.ts";
import { makeScratchTree, type ScratchTree } from "./scratch-tree.ts";
import { buildSeccompWrapper } from "./seccomp-wrapper.ts";
import { bpftoolStandIn } from "./stand-in.ts";
import { type Bench, once, openState, type TreeState } from "./tree-state.ts";
import { isTrouble, wordsOf } from "./trouble.ts";
import type { VerifyWorkshop } from "./verify-workshop.ts";

/** Data that the series of one base share. */
export interface Stage {
  readonly checkout: Checkout;
  /** The `go` line of the tree's go.mod; "" if it has none. */
  readonly goVersion: string;
  /** The whole profile, in whose facts nothing is left to be probed. */
  readonly profile: (survey: Survey) => Promise<Profile>;
  /** Description of the engine; null if there is none. */
  readonly place: Place | null;
  /** The tree in its engine, created on first use; a reason if that is not possible. */
  readonly engine: () => Promise<OpenedEngine | { readonly reason: string }>;
  close(): Promise<void>;
}

interface OpenedEngine {
  readonly bench: Bench;
  readonly base: TreeState;
  readonly baseline: Baseline;
}

/** Opens the base of series, for checks that start whole agents or not. The caller closes it. */
export async function openStage(workshop: VerifyWorkshop, sha: string, runsAgents: boolean): Promise<Stage> {
  const { repository, parser } = workshop;
  const [ref] = await resolveRefs(repository, [sha]);
  if (!ref || "error" in ref) throw ref?.error ?? new Error(`the base ${sha} was there a moment ago`);
  const checkout = await openCheckout(repository, ref);
  const goVersion = await readGoVersion(checkout);
  const profiles = new Map<Survey, Promise<Profile>>();
  const profile = (survey: Survey) => {
    const taken = profiles.get(survey) ?? readProfile(checkout, parser, survey);
    profiles.set(survey, taken);
    return taken;
  };
  const work = await makeSharedTempFolder(workshop.tempDir, "cilium-patchkit-verify-");
  const treeRoot = join(workshop.cacheDir, "trees", sha, "src/github.com/cilium/cilium");
  let session: EngineSession | undefined;
  let scratchTree: Promise<ScratchTree> | undefined;
  let refusal: string | undefined;
  try {
    const engine = await workshop.engineFor({
      goVersion,
      upstreamImage: () => upstreamBuilder(checkout),
      runsAgents,
    });
    session = await engine.open({ tree: treeRoot, work });
  } catch (error) {
    if (!isTrouble(error)) throw error;
    refusal = wordsOf(error);
  }
  const open = async (opened: EngineSession): Promise<OpenedEngine> => {
    const base = await prepareBaseTree(workshop, sha);
    await writeProgram(join(work, standInFolder, "bpftool"), bpftoolStandIn);
    const [wantsStub, needsC] = await Promise.all([wantsBindata(checkout), wantsC(checkout)]);
    const bench: Bench = {
      repository,
      session: opened,
      base,
      tree: {
        session: opened,
        workFolder: work,
        hasModule: goVersion !== "",
        wantsC: needsC,
        baseHas: (name) => hasGoFiles(join(base.root, name)),
        bpfWrapper: once(async () => {
          const built = await buildSeccompWrapper(opened, work);
          return "path" in built ? [built.path] : [];
        }),
      },
      folders: { work, sessionWork: opened.work, sessionTree: opened.tree },
      generated: new Map(wantsStub ? [[buildPaths.bindata, bindataStub]] : []),
      hasDummies: once(() => makesDummies(opened)),
      tool: (program) => showTool(workshop, opened, work, program),
      scratchTree: () => {
        scratchTree ??= makeScratchTree(opened);
        return scratchTree;
      },
    };
    const state = await openState(bench, "base", new Map());
    const key = `${workshop.programDigest} ${sha} ${placeKey(opened.place)}`;
    return { bench, base: state, baseline: makeBaseline(state, prefixed(workshop.store, `baseline ${key}`)) };
  };
  const opened = session;
  return {
    checkout,
    goVersion,
    profile,
    place: opened ? placeOf(opened) : null,
    engine: once(async () => (opened ? open(opened) : { reason: refusal ?? "there is no engine" })),
    async close() {
      await session?.close();
      await removeFolder(work);
    },
  };
}

async function hasGoFiles(folder: string): Promise<boolean> {
  return (await listNames(folder).catch(() => [])).some((name) => name.endsWith(".go"));
}

/** A profile that needs its sources no more. */
async function readProfile(checkout: Checkout, parser: GoParser, survey: Survey): Promise<Profile> {
  const sources = await readSources(checkout, parser, survey.files);
  try {
    const profile = takeProfile(sources, survey);
    allFacts(profile);
    return profile;
  } finally {
    sources.dispose();
  }
}

function prefixed(store: TextStore, prefix: string): TextStore {
  return {
    get: (key) => store.get(`${prefix} ${key}`),
    set: (key, text) => store.set(`${prefix} ${key}`, text),
  };
}

/** Builds a program, and makes it available to the commands of a session. */
async function showTool(
  { installProgram }: VerifyWorkshop,
  session: EngineSession,
  work: string,
  program: Pick<GoProgram, "package" | "version">,
): Promise<InstalledProgram> {
  const installed = await installProgram({ ...program, inContainer: session.place.engine !== "host" });
  if ("reason" in installed) return installed;
  const name = installed.path.slice(installed.path.lastIndexOf("/") + 1);
  await copyFileTo(installed.path, join(work, "tools", name));
  return { path: `${session.work}/tools/${name}` };
}

async function makesDummies(session: EngineSession): Promise<boolean> {
  const { status } = await session.run({
    command: ["ip", "link", "add", "patchkit", "type", "dummy"],
    cwd: session.tree,
    privileges: "network",
    timeoutMs: 60_000,
  });
  return status === 0;
}
