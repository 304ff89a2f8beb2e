import { dirname, join, resolve } from "node:path";
import { kindAt, NoRegularFile, readForeignText } from "../host/file-kind.ts";
import { isFolder, ownerOf, realPathOf } from "../host/files.ts";
import { openGit } from "../host/git.ts";
import { badConfig, type ConfigFile, configName, parseConfig } from "./config-file.ts";
import type { Session } from "./workshop.ts";

/** Where the configuration is looked for. */
export interface ConfigPlace {
  /** The file that the user named; it is read wherever it is. */
  readonly config?: string | undefined;
  /** Folder of the clone that the command reads; undefined if it reads none. */
  readonly clone: string | undefined;
  /** Files by which a clone of Cilium is known, whichever a command reads. */
  readonly marks: readonly string[];
}

/**
 * The configuration that a command obeys: the file that the user named, else the first one in the current folder and
 * its parents, up to the root of the work tree or the home folder. A folder that is in neither is the only one looked
 * at: its parents, such as /tmp, may be anybody's.
 *
 * A file in the clone that is read is not obeyed, nor one in another tree of Cilium, nor one of another user: whoever
 * publishes the clone would choose the author, the templates and the folder that is written. A user who trusts it can
 * name it.
 *
 * @param note told of a file that is not obeyed.
 * @throws PatchkitError `usage/bad-config`.
 */
export async function findConfig(
  session: Session,
  { config, ...place }: ConfigPlace,
  note: (text: string) => void,
): Promise<ConfigFile | undefined> {
  if (config !== undefined) return readConfig(resolve(session.cwd, config));
  const path = await lookUpwards(session);
  if (path === undefined) return undefined;
  const reason = await whyNot(session, dirname(path), place);
  if (reason === undefined) return readConfig(path);
  note(`${path} is not used: ${reason}; --config FILE uses it`);
  return undefined;
}

async function readConfig(path: string): Promise<ConfigFile> {
  const text = await readForeignText(path).catch((cause: unknown) => {
    if (cause instanceof NoRegularFile)
      throw badConfig(path, `expected a file, found ${cause.found}`, "", cause);
    throw cause;
  });
  if (text === undefined)
    throw badConfig(path, "expected the file, found none", "Name a file with --config FILE.");
  return { path, config: parseConfig(text, path) };
}

/** The first configuration file from the current folder on. */
async function lookUpwards({ cwd, env }: Session): Promise<string | undefined> {
  const start = await realPathOf(cwd);
  const home = env["HOME"] ? await realPathOf(env["HOME"]) : undefined;
  const folders: string[] = [];
  for (let folder = start; ; folder = dirname(folder)) {
    folders.push(folder);
    if (folder === home || (await kindAt(join(folder, ".git"))) !== undefined) break;
    if (folder === dirname(folder)) {
      folders.length = 1;
      break;
    }
  }
  for (const folder of folders) {
    const path = join(folder, configName);
    if ((await kindAt(path)) !== undefined) return path;
  }
  return undefined;
}

/** Why a configuration in a folder is not obeyed; undefined if it is. */
async function whyNot(
  session: Session,
  folder: string,
  { clone, marks }: Omit<ConfigPlace, "config">,
): Promise<string | undefined> {
  const user = process.getuid?.();
  const owner = await ownerOf(join(folder, configName));
  if (user !== undefined && owner !== user && owner !== 0) return `it belongs to another user (${owner})`;
  const here = await placesOf(session, folder);
  for (const path of here.folders.flatMap((one) => marks.map((mark) => join(one, mark))))
    if ((await kindAt(path)) !== undefined)
      return "it is in a tree of Cilium, whose authors would decide for you";
  if (clone === undefined) return undefined;
  const there = await placesOf(session, clone);
  const isInside = there.folders.some((one) => folder === one || folder.startsWith(`${one}/`));
  const isSame = here.repository !== undefined && here.repository === there.repository;
  return isInside || isSame
    ? "it is in the clone that is read, whose authors would decide for you"
    : undefined;
}

interface Places {
  /** The git folder that all work trees of a repository share, if it is one. */
  readonly repository: string | undefined;
  /** The work tree's root, or the folder itself. */
  readonly folders: readonly string[];
}

async function placesOf({ env, signal, cwd }: Session, folder: string): Promise<Places> {
  const git = openGit({ env, signal });
  const dir = resolve(cwd, folder);
  const ask = async (question: string) => {
    if (!(await isFolder(dir))) return undefined;
    const { status, stdout } = await git.attempt(["rev-parse", question], { cwd: dir });
    return status === 0 ? realPathOf(resolve(dir, stdout.toString().replace(/\n$/, ""))) : undefined;
  };
  const [repository, root] = await Promise.all([ask("--git-common-dir"), ask("--show-toplevel")]);
  const folders = [await realPathOf(dir), repository, root].filter((one) => one !== undefined);
  return { repository, folders };
}
