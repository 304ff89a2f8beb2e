import { appendFileSync, chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HostileClone } from "./clone.ts";
import { git } from "./clone-git.ts";

/** Every hook that git knows of in a repository that is worked in. */
const hooks = [
  ...["post-checkout", "post-commit", "post-index-change", "post-merge", "post-rewrite", "pre-auto-gc"],
  ...["pre-commit", "pre-push", "prepare-commit-msg", "push-to-checkout", "reference-transaction", "update"],
  ...["fsmonitor-watchman", "post-update", "pre-receive", "post-receive", "proc-receive"],
];

/**
 * Lets a hostile clone name programs in every further place as well: in files that are only included in a linked work
 * tree or on a branch of the tool's, in the configuration of each work tree, and in all hooks.
 */
export function withConditions(clone: HostileClone): HostileClone {
  const gitDir = join(clone.dir, ".git");
  const program = `${clone.dir}-program`;
  const filters = (name: string) =>
    [
      `[core]\n\tfsmonitor = ${program} ${name}.fsmonitor\n\thooksPath = ${join(gitDir, "hooks")}`,
      `\talternateRefsCommand = ${program} ${name}.refs\n\tattributesFile = ${join(gitDir, "info", "attributes")}`,
      `[filter "${name}"]\n\tclean = ${program} ${name}.clean\n\tsmudge = ${program} ${name}.smudge`,
      `[filter "${name}-process"]\n\tprocess = ${program} ${name}.process\n\trequired = true`,
      `[diff "${name}"]\n\tcommand = ${program} ${name}.diff\n\ttextconv = ${program} ${name}.textconv`,
      `[log]\n\tshowSignature = true\n[gpg]\n\tprogram = ${program} ${name}.gpg\n`,
    ].join("\n");
  const names = ["linked", "branch", "worktree"];
  for (const name of names) writeFileSync(join(gitDir, `${name}.inc`), filters(name));
  appendFileSync(
    join(gitDir, "config"),
    `[includeIf "gitdir:**/worktrees/**"]\n\tpath = linked.inc\n[includeIf "onbranch:patchkit/**"]\n\tpath = branch.inc\n`,
  );
  git(clone.dir, ["config", "core.repositoryFormatVersion", "1"]);
  git(clone.dir, ["config", "extensions.worktreeConfig", "true"]);
  writeFileSync(join(gitDir, "config.worktree"), filters("worktree"));
  const attributes = [...names, "evil"].map(
    (name, index) => `*${["node.go", "VERSION", ".mod", ".md"][index]} filter=${name} diff=${name}\n`,
  );
  writeFileSync(
    join(gitDir, "info", "attributes"),
    `* filter=linked diff=linked\n*.go filter=linked-process\n${attributes.join("")}`,
  );
  mkdirSync(join(gitDir, "hooks"), { recursive: true });
  for (const name of hooks) {
    writeFileSync(join(gitDir, "hooks", name), `#!/bin/sh\nexec '${program}' ${name}\n`);
    chmodSync(join(gitDir, "hooks", name), 0o755);
  }
  return clone;
}

/** Names in the folder of the clone's linked work trees. */
export function linkedNames(dir: string): string[] {
  try {
    return readdirSync(join(dir, ".git", "worktrees"));
  } catch {
    return [];
  }
}
