import { describe, expect, it } from "vitest";
import { type DownloadRequest, download } from "../../src/host/http-download.ts";
import { makeSecret } from "../../src/host/secret.ts";
import { failureOf } from "../helpers/failure.ts";
import { serveWeb } from "../helpers/web.ts";

function request(changed: Partial<DownloadRequest> = {}): DownloadRequest {
  const signal = new AbortController().signal;
  return { signal, timeoutMs: 5_000, mostBytes: 1024 ** 2, isAllowed: () => true, ...changed };
}

describe("download", () => {
  it("follows a redirect, and sends the token to its own origin alone", async () => {
    const other = await serveWeb(() => ({ body: "there" }));
    const web = await serveWeb(() => ({ status: 302, headers: { location: `${other.origin}/b?key=1` } }));
    const token = { secret: makeSecret("ghp_secret", "GH_TOKEN"), origin: web.origin };
    expect((await download(`${web.origin}/a`, request({ token }))).toString()).toBe("there");
    expect(web.asked[0]?.headers.authorization).toBe("Bearer ghp_secret");
    expect(other.asked[0]?.headers.authorization).toBeUndefined();
  });

  it("asks nothing of an origin that is not allowed, not even after a redirect", async () => {
    const other = await serveWeb(() => ({ body: "there" }));
    const web = await serveWeb(() => ({ status: 302, headers: { location: `${other.origin}/b` } }));
    const isAllowed = ({ origin }: URL) => origin === web.origin;
    const found = await failureOf(() => download(`${web.origin}/a`, request({ isAllowed })));
    expect(found.message).toBe(
      `expected to download ${web.origin}/a, found ${other.origin}/b, which is not asked`,
    );
    expect(other.asked).toEqual([]);
  });

  it("asks no other machine without TLS", async () => {
    const web = await serveWeb(() => ({ status: 302, headers: { location: "http://example.org/x" } }));
    expect((await failureOf(() => download(`${web.origin}/a`, request()))).message).toContain(
      "which is not asked",
    );
  });

  it("ends where redirects do not", async () => {
    const web = await serveWeb(() => ({ status: 302, headers: { location: "/a" } }));
    const { message } = await failureOf(() => download(`${web.origin}/a?token=secret`, request()));
    expect(message).toBe(`expected to download ${web.origin}/a, found more than 5 redirects`);
    expect(web.asked).toHaveLength(6);
  });

  it.each([
    ["too much", () => ({ body: Buffer.alloc(2 * 1024 ** 2) }), "more than 1 MB"],
    ["nothing in time", () => "never" as const, "no end within 0.3 seconds"],
    ["half an answer", () => "break" as const, "found "],
    ["that it is gone", () => ({ status: 404 }), "HTTP status 404"],
  ])("refuses %s", async (_, answer, found) => {
    const web = await serveWeb(answer);
    const { code, message } = await failureOf(() => download(`${web.origin}/a`, request({ timeoutMs: 300 })));
    expect([code, message]).toEqual(["environment/network", expect.stringContaining(found)]);
  });

  it("sends JSON by POST", async () => {
    const web = await serveWeb((_, body) => ({ body }));
    expect((await download(`${web.origin}/a`, request({ body: { x: 1 } }))).toString()).toBe('{"x":1}');
  });
});
