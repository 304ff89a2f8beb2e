import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/host/assets.ts";
import { openGit } from "../../src/host/git.ts";
import { makeSampleRepository } from "../../src/host/sample-repository.ts";
import { commitOn, git } from "./clone-git.ts";

/** The repository that all clones of a test file are made from. */
export interface Origin {
  /** Bare repository. */
  readonly dir: string;
  /** Tags, one per shape. */
  readonly refs: readonly string[];
}

/** One clone and how to look at it. */
export interface Clone {
  /** What a user would name with `-C`. */
  readonly dir: string;
  /** Every folder that must stay as it is. */
  readonly folders: readonly string[];
  /** Whether `git status` has something to say of it. */
  readonly bare: boolean;
  /** Put in front of a program that works on it. */
  readonly wrap?: readonly string[];
}

/** Tags of the sample, one per shape, in order. */
export const shapes = ["v1.9.0", "v1.10.12", "v1.15.0-dev", "v1.19.0-dev"] as const;

/** The bundled variants of the first proposal, in the order of the templates: one for each folder. */
export const variants: readonly string[] = readdirSync(join(packageRoot, "templates", "node-routes"))
  .filter((name) => /^[a-z]/.test(name))
  .sort();

/** Ref that every form of clone has. */
export const commonRef = "v1.10.12";

/** File that every shape has. */
export const handlerPath = "pkg/datapath/linux/node.go";

/** Makes the sample repository below a folder. @param more folders of the sample whose files every shape gets too. */
export async function makeOrigin(parent: string, more: readonly string[] = []): Promise<Origin> {
  const dir = join(parent, "origin.git");
  const controller = new AbortController();
  const refs = await makeSampleRepository(
    openGit({ env: process.env, signal: controller.signal }),
    join(packageRoot, "sample"),
    dir,
    more,
  );
  git(dir, ["config", "uploadpack.allowFilter", "true"]);
  git(dir, ["config", "uploadpack.allowAnySHA1InWant", "true"]);
  return { dir, refs };
}

/** One way a clone may be; `make` is given a folder that does not exist yet. */
export interface CloneForm {
  readonly form: string;
  make(origin: Origin, dir: string): Clone;
}

/** Every form of clone the tool has to read, and to leave as it is. */
export const cloneForms: readonly CloneForm[] = [
  { form: "a plain clone", make: plain },
  { form: "a clone with a dirty work tree", make: dirty },
  { form: "a clone in the middle of a rebase", make: rebasing },
  { form: "a shallow clone of depth 1", make: shallow },
  { form: "a linked work tree", make: linked },
  { form: "a bare clone", make: bare },
  { form: "a partial clone without blobs", make: blobless },
  { form: "a read-only clone", make: readOnly },
];

export function plain(origin: Origin, dir: string): Clone {
  git(origin.dir, ["clone", "--quiet", "--no-local", origin.dir, dir]);
  git(dir, ["checkout", "--quiet", "-b", "work", commonRef]);
  return { dir, folders: [dir], bare: false };
}

export function dirty(origin: Origin, dir: string): Clone {
  const clone = plain(origin, dir);
  appendFileSync(join(dir, handlerPath), "\nthis is not Go\n");
  appendFileSync(join(dir, "go.mod"), "// staged\n");
  git(dir, ["add", "go.mod"]);
  writeFileSync(join(dir, "untracked.txt"), "untracked\n");
  return clone;
}

function rebasing(origin: Origin, dir: string): Clone {
  const clone = plain(origin, dir);
  for (const branch of ["ours", "theirs"]) commitOn(dir, commonRef, branch, { VERSION: `${branch}\n` });
  git(dir, ["checkout", "--quiet", "theirs"]);
  try {
    git(dir, ["rebase", "ours"]);
  } catch {
    // It stops at the conflict, which is what is wanted.
  }
  if (!existsSync(join(dir, ".git", "rebase-merge"))) throw new Error("expected the rebase to stop half-way");
  return clone;
}

function shallow(origin: Origin, dir: string): Clone {
  git(origin.dir, ["clone", "--quiet", "--depth=1", `--branch=${commonRef}`, `file://${origin.dir}`, dir]);
  return { dir, folders: [dir], bare: false };
}

export function linked(origin: Origin, dir: string): Clone {
  const main = `${dir}-main`;
  plain(origin, main);
  git(main, ["worktree", "add", "--quiet", "--detach", dir, commonRef]);
  return { dir, folders: [main, dir], bare: false };
}

export function bare(origin: Origin, dir: string): Clone {
  git(origin.dir, ["clone", "--quiet", "--bare", "--no-local", origin.dir, dir]);
  return { dir, folders: [dir], bare: true };
}

export function blobless(origin: Origin, dir: string): Clone {
  git(origin.dir, ["clone", "--quiet", "--no-checkout", "--filter=blob:none", `file://${origin.dir}`, dir]);
  const missing = git(dir, ["rev-list", "--objects", "--missing=print", commonRef]).match(/^\?/gm);
  if (!missing) throw new Error("expected a clone that lacks blobs");
  return { dir, folders: [dir], bare: true };
}

/** A clone that cannot be written even by root, where the machine lets us mount. */
function readOnly(origin: Origin, dir: string): Clone {
  const clone = plain(origin, dir);
  const script = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"';
  const wrap = ["unshare", "--mount", "sh", "-c", script, dir];
  try {
    execFileSync("unshare", [...wrap.slice(1), "true"], { stdio: "pipe" });
    return { ...clone, wrap };
  } catch {
    execFileSync("chmod", ["-R", "a-w", dir]);
    return clone;
  }
}

/** A clone that would like to run programs, and the file they would leave behind. */
export interface HostileClone extends Clone {
  readonly marker: string;
}

/** Where a clone may name a program; each of these writes the marker. */
function hostileSettings(program: string): readonly (readonly [string, string])[] {
  return [
    ...["fsmonitor", "sshCommand", "gitProxy", "pager", "editor", "askPass", "alternateRefsCommand"].map(
      (name): [string, string] => [`core.${name}`, `${program} core.${name}`],
    ),
    ["credential.helper", `!${program}`],
    ["diff.external", program],
    ["diff.evil.textconv", `${program} diff.evil.textconv`],
    ["diff.evil.command", `${program} diff.evil.command`],
    ["filter.evil.clean", `${program} filter.evil.clean`],
    ["filter.evil.smudge", `${program} filter.evil.smudge`],
    ["filter.evil.process", `${program} filter.evil.process`],
    ["merge.evil.driver", `${program} merge.evil.driver`],
    ["gpg.program", program],
    ["commit.gpgSign", "true"],
    ["protocol.ext.allow", "always"],
    ["pack.packSizeLimit", "1"],
    ["alias.rev-parse", `!${program}`],
    ["alias.cat-file", `!${program}`],
    ["alias.diff-tree", `!${program}`],
    ["alias.fast-import", `!${program}`],
  ];
}

const hookNames = ["post-checkout", "post-index-change", "pre-commit", "reference-transaction", "update"];

/**
 * A clone whose hooks, settings, attributes and file system monitor are programs, with a symbolic
 * link out of its work tree.
 */
export function hostile(origin: Origin, dir: string): HostileClone {
  const clone = plain(origin, dir);
  return makeHostile(clone, `${dir}-marker`);
}

/**
 * The same, without blobs, so that git has to ask the remote: and that is a program as well.
 *
 * @param remote what the clone calls its remote.
 */
export function hostileBlobless(origin: Origin, dir: string, remote: string): HostileClone {
  git(origin.dir, [
    "clone",
    "--quiet",
    "--no-checkout",
    `--origin=${remote}`,
    "--filter=blob:none",
    `file://${origin.dir}`,
    dir,
  ]);
  const clone = makeHostile({ dir, folders: [dir], bare: true }, `${dir}-marker`);
  git(dir, ["config", `remote.${remote}.uploadpack`, `${dir}-program uploadpack; git-upload-pack`]);
  return clone;
}

function makeHostile(clone: Clone, marker: string): HostileClone {
  const { dir } = clone;
  const program = `${dir}-program`;
  writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> '${marker}'\nexit 1\n`);
  chmodSync(program, 0o755);
  const hooks = join(dir, ".git", "hooks");
  mkdirSync(hooks, { recursive: true });
  for (const name of hookNames) {
    writeFileSync(join(hooks, name), `#!/bin/sh\nexec '${program}' ${name}\n`);
    chmodSync(join(hooks, name), 0o755);
  }
  if (!clone.bare) {
    writeFileSync(join(dir, ".gitattributes"), "* filter=evil diff=evil merge=evil\n");
    symlinkSync("/etc", join(dir, "outside"));
  }
  writeFileSync(join(dir, ".git", "info", "attributes"), "* filter=evil diff=evil merge=evil\n");
  for (const [key, value] of hostileSettings(program)) git(dir, ["config", "--add", key, value]);
  // Git's own status would run the filters: the listing of files has to do.
  return { ...clone, bare: true, marker };
}

/** What the programs of a hostile clone left behind: a line each, empty where none ran. */
export function ranPrograms({ marker }: HostileClone): string[] {
  if (!existsSync(marker)) return [];
  return [...new Set(readFileSync(marker, "utf8").split("\n").filter(Boolean))];
}
