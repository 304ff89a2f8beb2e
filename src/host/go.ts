import { spawn } from "node:child_process";
import { once } from "node:events";
import { limitTime } from "./limit-time.ts";

/** How a go command ended; undefined where there is no Go on the machine. */
export interface GoResult {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs the local go command in a tree that vendors what it needs. */
export async function runGo(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<GoResult | undefined> {
  const child = spawn("go", args, {
    cwd: options.cwd,
    signal: options.signal,
    env: {
      ...options.env,
      GOFLAGS: "-mod=vendor -buildvcs=false",
      GOPROXY: "off",
      GOTOOLCHAIN: "local",
      GOWORK: "off",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  limitTime(child, 600_000);
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  try {
    const [status] = (await once(child, "close")) as [number | null];
    return { ok: status === 0, output: Buffer.concat(chunks).toString() };
  } catch (reason) {
    if (reason instanceof Error && "code" in reason && reason.code === "ENOENT") return undefined;
    throw reason;
  }
}
