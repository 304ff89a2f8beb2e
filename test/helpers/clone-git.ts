import { execFileSync } from "node:child_process";

/** Git for the tests themselves: an identity, no configuration of the machine, no programs of a clone. */
const settings: readonly (readonly [string, string])[] = [
  ["user.name", "Test"],
  ["user.email", "test@example.invalid"],
  ["core.fsmonitor", "false"],
  ["core.hooksPath", "/dev/null"],
  ["gc.auto", "0"],
  ["maintenance.auto", "false"],
  ["advice.detachedHead", "false"],
  ["init.defaultBranch", "main"],
  ["protocol.file.allow", "always"],
];

export interface GitCall {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Buffer;
}

/** Runs git in a folder; returns what it printed. Throws where it does not exit with 0. */
export function git(cwd: string, args: readonly string[], call: GitCall = {}): string {
  return gitBytes(cwd, args, call).toString();
}

/** Like {@link git}, for output that need not be text. */
export function gitBytes(cwd: string, args: readonly string[], call: GitCall = {}): Buffer {
  const pairs = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return execFileSync("git", args, {
    cwd,
    input: call.input ?? "",
    maxBuffer: 1 << 28,
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_COUNT: String(settings.length),
      GIT_OPTIONAL_LOCKS: "0",
      GIT_AUTHOR_DATE: "1700000000 +0000",
      GIT_COMMITTER_DATE: "1700000000 +0000",
      ...Object.fromEntries(pairs),
      ...call.env,
    },
  });
}

/** The object a name stands for, 40 hex digits. */
export function objectId(cwd: string, name: string): string {
  return git(cwd, ["rev-parse", "--verify", "--end-of-options", name]).trim();
}

/** Text of a file at a commit. */
export function textAt(cwd: string, ref: string, path: string): string {
  return git(cwd, ["cat-file", "blob", `${ref}:${path}`]);
}

/** What a changed commit has at a path: a file, a symbolic link, a file that may be run, a folder's worth of nothing. */
export type Content = string | Buffer | { readonly symlink: string } | { readonly executable: string } | null;

/** Files of a changed commit by path; null where one is removed. */
type Changes = Readonly<Record<string, Content>>;

/**
 * Commits on top of a ref, without a work tree: the files at those paths are replaced, or removed
 * where the content is null. The commit gets a branch of that name.
 */
export function commitOn(dir: string, ref: string, branch: string, files: Changes): string {
  commitAll(dir, ref, new Map([[branch, files]]));
  return objectId(dir, branch);
}

/** Like {@link commitOn} for many commits on one ref, by the names of their branches. */
export function commitAll(dir: string, ref: string, commits: ReadonlyMap<string, Changes>): void {
  const base = objectId(dir, `${ref}^{commit}`);
  const stream = [...commits].flatMap(([branch, files]) => [
    Buffer.from(
      `commit refs/heads/${branch}\ncommitter Test <test@example.invalid> 1700000000 +0000\n${data(`${branch}\n`)}from ${base}\n`,
    ),
    ...Object.entries(files).map(([path, content]) => fastImportChange(path, content)),
    Buffer.from("\n"),
  ]);
  git(dir, ["fast-import", "--quiet", "--force"], { input: Buffer.concat(stream) });
}

function fastImportChange(path: string, content: Content): Buffer {
  if (content === null) return Buffer.from(`D ${path}\n`);
  if (typeof content === "string" || Buffer.isBuffer(content)) {
    const bytes = Buffer.from(content);
    return Buffer.concat([
      Buffer.from(`M 100644 inline ${path}\ndata ${bytes.length}\n`),
      bytes,
      Buffer.from("\n"),
    ]);
  }
  if ("executable" in content) return Buffer.from(`M 100755 inline ${path}\n${data(content.executable)}`);
  return Buffer.from(`M 120000 inline ${path}\n${data(content.symlink)}`);
}

/** Bytes as git-fast-import reads them. */
export function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
