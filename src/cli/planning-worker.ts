// The program of the planning thread: shares the refs of a job with another thread.
import { once } from "node:events";
import { parentPort, threadId, workerData } from "node:worker_threads";
import { joinRepository } from "../checkout/index.ts";
import { loadGoFormatter, loadGoParser } from "../golang/index.ts";
import { grammarPath, readGofmt } from "../host/assets.ts";
import { openGit } from "../host/git.ts";
import { renderRefs } from "../matrix/index.ts";
import { proposals } from "../proposals/index.ts";
import { sent, sentRef, type ThreadInput, type ThreadMessage } from "./planning-thread.ts";

const { job, repository: location } = workerData as ThreadInput;
const tell = (message: ThreadMessage) => parentPort?.postMessage(message);

// The starting thread ends this one; git then ends when its input closes.
const git = openGit({ env: process.env, signal: new AbortController().signal });
const repository = joinRepository(git, location);
try {
  const [parser, formatter] = await Promise.all([
    loadGoParser(grammarPath()),
    readGofmt().then(loadGoFormatter),
  ]);
  const bench = { repository, proposals, parser, formatter, thread: threadId };
  await renderRefs(job, bench, async (rendered) => {
    const taken = parentPort && once(parentPort, "message");
    tell({ rendered: sentRef(rendered) });
    await taken;
  });
} catch (error) {
  tell({ error: sent(error) });
} finally {
  await repository.close();
}
