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

/** What a workshop is opened for. */
export interface WorkshopOptions {
  /** The clone; undefined means the usual one. */
  readonly repo?: string | undefined;
  /** Folders of templates outside the package. */
  readonly templates?: readonly string[] | undefined;
}

/** Opens what the main job needs, and closes it after `work`, even if that fails. */
export async function withWorkshop<T>(
  session: Session,
  { repo, templates: folders }: WorkshopOptions,
  work: (workshop: Workshop) => Promise<T>,
): Promise<T> {
  const git = openGit({ env: session.env, signal: session.signal });
  const dir = cloneOf(session, repo);
  const loading = Promise.all([
    loadGoParser(grammarPath()),
    readGofmt().then(loadGoFormatter),
    loadOwnTemplates(folders),
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

/** The folder of the clone that a command reads. */
export function cloneOf({ env, cwd }: Session, repo: string | undefined): string {
  return repo ?? env["CILIUM_REPO"] ?? cwd;
}

/** Opens a clone, and closes it after `work`, even if that fails. */
export async function withRepository<T>(
  session: Session,
  repo: string | undefined,
  work: (repository: Repository) => Promise<T>,
): Promise<T> {
  const git = openGit({ env: session.env, signal: session.signal });
  const repository = await openRepository({ git, dir: cloneOf(session, repo), tempDir: tmpdir() });
  try {
    return await work(repository);
  } finally {
    await repository.close();
  }
}
