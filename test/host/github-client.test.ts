import { join } from "node:path";
import { expect, it } from "vitest";
import { openClient } from "../../src/host/github-client.ts";
import { parseGitHubHost } from "../../src/host/github-host.ts";
import { makeSecret } from "../../src/host/secret.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import type { Fault } from "../helpers/github/faults.ts";
import { addAccount } from "../helpers/github/people.ts";
import { serveGitHub } from "../helpers/github/serve-github.ts";

async function serve() {
  const standIn = await serveGitHub(join(await makeFolder(), "served"));
  const { token } = addAccount(standIn, "jane");
  const controller = new AbortController();
  const waits: [number, string][] = [];
  const client = openClient({
    host: parseGitHubHost(standIn.apiUrl),
    token: makeSecret(token, "GH_TOKEN"),
    signal: controller.signal,
    userAgent: "tests",
    onWait: (seconds, why) => waits.push([seconds, why]),
  });
  const fail = (fault: Fault, times: number) => standIn.faults.push({ on: /./, fault, times });
  const read = () => client.ask("read the account", ({ users }) => users.getAuthenticated());
  return { standIn, controller, waits, client, fail, read, token };
}

it("reads again where the server broke down, and says so where it stays so", async () => {
  const { standIn, fail, read } = await serve();
  fail({ kind: "status", status: 502 }, 2);
  expect((await read()).data.login).toBe("jane");
  expect(standIn.requests).toHaveLength(3);
  fail({ kind: "status", status: 502 }, Number.POSITIVE_INFINITY);
  expect(await failureOf(read)).toMatchObject({
    code: "environment/github-unreachable",
    message: expect.stringContaining("expected to read the account, found no answer"),
  });
});

it("waits for a short limit, tells how long, and does not wait for a long one", async () => {
  const { standIn, waits, fail, read } = await serve();
  fail({ kind: "secondary-limit", retryAfterSec: 1 }, 1);
  await read();
  expect(waits).toEqual([[1, "too many requests in a short time"]]);
  standIn.requests.length = 0;
  fail({ kind: "secondary-limit", retryAfterSec: 300 }, 1);
  expect((await failureOf(read)).code).toBe("environment/rate-limited");
  expect([waits.length, standIn.requests.length]).toEqual([1, 1]);
});

it("finds nothing where there is no such thing, and no other refusal", async () => {
  const { client, fail, token } = await serve();
  const find = () => client.find("read it", ({ repos }) => repos.get({ owner: "no", repo: "body" }));
  expect(await find()).toBeUndefined();
  fail({ kind: "expired" }, 1);
  const refused = await failureOf(find);
  expect(refused.code).toBe("environment/token-refused");
  expect(JSON.stringify(refused)).not.toContain(token);
});

it("ends with the interruption, not with a failed request", async () => {
  const { standIn, controller, read } = await serve();
  const interruption = new Error("interrupted");
  standIn.onCarriedOut = () => controller.abort(interruption);
  await expect(read()).rejects.toBe(interruption);
});
