import { tmpdir } from "node:os";
import { openRepository, type Repository } from "../checkout/index.ts";
import { loadGoFormatter, loadGoParser } from "../golang/index.ts";
import { grammarPath, readGofmt, readToolVersion } from "../host/assets.ts";
import { openGit } from "../host/git.ts";
import type { RenderingHelper, Workshop } from "../matrix/index.ts";
import { proposals } from "../proposals/index.ts";
import { loadOwnTemplates } from "./own-templates.ts";
import { startPlanningThread } from "./planning-thread.ts";

/** What every command receives. */
export interface Session {
  readonly signal: AbortSignal;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

/** Opens what the main job needs, and closes it after `work`, even if that fails. */
export async function withWorkshop<T>(
  session: Session,
  repo: string | undefined,
  work: (workshop: Workshop) => Promise<T>,
): Promise<T> {
  const git = openGit({ env: session.env, signal: session.signal });
  const dir = repo ?? session.env["CILIUM_REPO"] ?? session.cwd;
  const loading = Promise.all([
    loadGoParser(grammarPath()),
    readGofmt().then(loadGoFormatter),
    loadOwnTemplates(),
    readToolVersion(),
  ]);
  // Git runs in the meantime; its errors about the folder are reported first.
  loading.catch(() => {});
  const repository = await openRepository({ git, dir, tempDir: tmpdir() });
  try {
    const [parser, formatter, templates, version] = await loading;
    const helper: RenderingHelper = (job, done) => startPlanningThread(repository, job, done);
    return await work({ repository, proposals, parser, formatter, templates, toolVersion: version, helper });
  } finally {
    await repository.close();
  }
}

/** Opens a clone, and closes it after `work`, even if that fails. */
export async function withRepository<T>(
  session: Session,
  repo: string | undefined,
  work: (repository: Repository) => Promise<T>,
): Promise<T> {
  const git = openGit({ env: session.env, signal: session.signal });
  const dir = repo ?? session.env["CILIUM_REPO"] ?? session.cwd;
  const repository = await openRepository({ git, dir, tempDir: tmpdir() });
  try {
    return await work(repository);
  } finally {
    await repository.close();
  }
}
