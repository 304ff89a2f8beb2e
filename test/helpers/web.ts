import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** What a server answers. */
export interface WebAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** A server on loopback for one test, and what it was asked. */
export async function serveWeb(
  answer: (path: string, body: string) => WebAnswer | "never" | "break",
): Promise<{
  readonly origin: string;
  readonly asked: { path: string; headers: IncomingMessage["headers"] }[];
}> {
  const asked: { path: string; headers: IncomingMessage["headers"] }[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push({ path, headers: request.headers });
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const found = answer(path, Buffer.concat(chunks).toString());
      if (found === "never") return;
      if (found === "break") {
        response.writeHead(200, { "content-length": "100" });
        response.write("half", () => response.destroy());
        return;
      }
      response.writeHead(found.status ?? 200, found.headers).end(found.body ?? "");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
