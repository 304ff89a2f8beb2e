import { tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { digestProgram } from "../host/assets.ts";
import { downloadEnvironment, downloadFolder } from "../host/go-download.ts";
import { installGoProgram } from "../host/install-go-program.ts";
import { assertNoLinks, writeBelow } from "../host/output-folder.ts";
import { runProgram } from "../host/run-program.ts";
import { openTextStore } from "../host/text-store.ts";
import type { Workshop } from "../matrix/index.ts";
import { proposals } from "../proposals/index.ts";
import { type CheckId, type Evidence, moduleFolder, type Subject, verify } from "../verify/index.ts";
import { type EngineOptions, makeEngineFor } from "./engines.ts";
import type { Printer } from "./printer.ts";
import { liveProgress, makePace, plainProgress } from "./verify-progress.ts";
import type { VerifyQueue } from "./verify-queue.ts";
import type { Session } from "./workshop.ts";

/** What verification needs from its caller. */
export interface VerifySurroundings {
  readonly session: Session;
  readonly printer: Printer;
  readonly workshop: Workshop;
  /** Folder of the series; an evidence.json is written for each. */
  readonly out: string;
  readonly cacheDir: string;
}

/** How series are verified. */
export interface VerifyChoices extends EngineOptions {
  readonly checks: readonly CheckId[];
  readonly perCommit: boolean;
  readonly via: "run" | "build";
  /** Does not reuse results of earlier runs. */
  readonly fresh: boolean;
  /** Shows the output of running programs. */
  readonly tail: boolean;
}

/** Enough to link three test binaries of the agent's size at once. */
const enoughMemoryBytes = 12 * 1024 ** 3;

/**
 * Runs checks on series, shows the progress, and writes the evidence next to each, after every check.
 *
 * @returns the evidence of each series when it is complete.
 */
export async function* verifyQueue(
  { session, printer, workshop, out, cacheDir }: VerifySurroundings,
  queue: VerifyQueue,
  choices: VerifyChoices,
): AsyncGenerator<Evidence> {
  // Containers read trees and overlays as a different user.
  if (process.getuid?.() === 0) process.umask(0o022);
  const answers = openTextStore(join(cacheDir, "answers"));
  const store = choices.fresh ? { ...answers, get: async () => undefined } : answers;
  const engineFor = makeEngineFor(choices, {
    session,
    cacheDir,
    memory: store,
    onOutput: choices.tail ? (text) => printer.tail(text) : undefined,
    note: printer.note,
    makesImages: true,
  });
  const pace = makePace(printer, queue.total, () => performance.now());
  const view =
    printer.screen && !choices.tail
      ? liveProgress(pace, printer.screen, printer)
      : plainProgress(pace, printer);
  const run = verify(
    {
      ...workshop,
      proposals,
      programDigest: await digestProgram(),
      engineFor,
      store,
      cacheDir,
      tempDir: tmpdir(),
      now: () => performance.now(),
      note: (text) => printer.note(text),
      signal: session.signal,
      keep: (one) => writeBelow(out, `${one.folder}/evidence.json`, `${JSON.stringify(one, null, 2)}\n`),
      installProgram: (program) =>
        installGoProgram({ env: session.env, signal: session.signal, cacheDir }, program),
      fetchModule: (module) => fetchModule(session, module),
    },
    { ...choices, groups: withoutLinks(out, queue.groups), concurrent: totalmem() >= enoughMemoryBytes },
    view.told,
  );
  try {
    yield* run;
  } finally {
    await view.end();
  }
}

async function* withoutLinks(out: string, groups: VerifyQueue["groups"]): AsyncGenerator<readonly Subject[]> {
  for await (const group of groups) {
    for (const { folder } of group) await assertNoLinks(out, folder);
    yield group;
  }
}

/** The folder of a Go module in the machine's module cache; undefined if it is not available. */
export async function fetchModule(session: Session, module: string): Promise<string | undefined> {
  return moduleFolder(
    await runProgram(["go", "mod", "download", "-json", module], {
      cwd: downloadFolder,
      env: downloadEnvironment(session.env),
      signal: session.signal,
      timeoutMs: 600_000,
    }),
  );
}
