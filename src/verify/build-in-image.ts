import { join } from "node:path";
import type { EngineResult } from "../host/engine.ts";
import { writeText } from "../host/files.ts";
import { archiveTree } from "../host/git-tree.ts";
import { renderText } from "../plan/index.ts";
import { buildPaths } from "../profile/index.ts";
import type { EngineCheckInput } from "./check.ts";
import { goEnvironment } from "./go-command.ts";

const dockerfile = "patchkit.Dockerfile";
const buildTimeoutMs = 1_800_000;

/**
 * Builds the agent with the engine's image builder, from an archive of the patched tree, as a fork builder does.
 * Undefined if the engine has no builder.
 */
export async function buildInImage(input: EngineCheckInput): Promise<EngineResult | undefined> {
  const { bench, subject, applied, templates, patched } = input;
  const { session, repository, base, folders } = bench;
  if (!session.build) return undefined;
  const folder = join(folders.work, `${patched.name}-context`);
  const text = renderText(templates, "agent.Dockerfile.hbs", {
    sha: subject.sha,
    variant: subject.variant,
    image: session.place.image,
    agentName: buildPaths.agentName,
    agentProgram: buildPaths.agentProgram,
    variables: Object.entries(goEnvironment(bench.tree, "/go")).map(([name, value]) => ({
      name,
      value: JSON.stringify(value),
    })),
  });
  await writeText(join(folder, dockerfile), text);
  // The tree's own .dockerignore is for its own Dockerfiles.
  await writeText(join(folder, `${dockerfile}.dockerignore`), "");
  const added = new Map([
    [dockerfile, join(folder, dockerfile)],
    [`${dockerfile}.dockerignore`, join(folder, `${dockerfile}.dockerignore`)],
    ...base.restored.map((path) => [path, join(base.root, path)] as const),
  ]);
  for (const [path, content] of bench.generated) {
    if (content === undefined) continue;
    await writeText(join(folder, path), content);
    added.set(path, join(folder, path));
  }
  const tarFile = join(folder, "context.tar");
  await archiveTree(repository.git, repository.store.gitDir, {
    tree: applied.commits.at(-1)?.tree ?? "",
    tarFile,
    leftOut: [...base.restored, ...base.absent],
    added,
  });
  return session.build({ tarFile, dockerfile, timeoutMs: buildTimeoutMs });
}
