import { join } from "node:path";
import type { EngineResult } from "../host/engine.ts";
import { writeBuildContext } from "./build-context.ts";
import { buildDockerfile } from "./build-dockerfile.ts";
import type { EngineCheckInput } from "./check.ts";
import { goEnvironment } from "./go-command.ts";

const dockerfile = "patchkit.Dockerfile";
const buildTimeoutMs = 1_800_000;

/**
 * Builds the agent with the engine's image builder, from an archive of the patched tree, as a fork builder does.
 * Undefined if the engine has no builder.
 */
export async function buildInImage(input: EngineCheckInput): Promise<EngineResult | undefined> {
  const { bench, subject, applied, patched } = input;
  const { session, repository, base, folders } = bench;
  const { image } = session.place;
  if (!session.build || image === null) return undefined;
  const folder = join(folders.work, `${patched.name}-context`);
  const text = buildDockerfile({
    sha: subject.sha,
    variant: subject.variant,
    image,
    environment: goEnvironment(bench.tree, "/go"),
  });
  const texts = new Map([
    [dockerfile, text],
    // The tree's own .dockerignore is for its own Dockerfiles.
    [`${dockerfile}.dockerignore`, ""],
  ]);
  for (const [path, content] of bench.generated) if (content !== undefined) texts.set(path, content);
  const tree = applied.commits.at(-1)?.tree ?? "";
  const tarFile = await writeBuildContext({ repository, base, tree, texts, folder });
  return session.build({ tarFile, dockerfile, timeoutMs: buildTimeoutMs });
}
