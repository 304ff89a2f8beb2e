import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runFetch } from "../../src/cli/fetch.ts";
import { fetchValue } from "../../src/cli/fetch-value.ts";
import { formatMarker, formatPatchMarker } from "../../src/publish/post-marker.ts";
import { digestOf } from "../../src/series/index.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import { silentPrinter } from "../helpers/printer.ts";
import { serveWeb } from "../helpers/web.ts";

const marker = formatMarker({ folder: "main/flag-gate", base: "a".repeat(40), digest: digestOf(["x\n"]) });
const body = `${marker}\n\n${formatPatchMarker("main/flag-gate/0001-x.patch")}\n\n\`\`\`diff\nx\n\`\`\`\n`;

async function fetchFrom(path: string, env: Readonly<Record<string, string>>) {
  const web = await serveWeb(() => ({ body: JSON.stringify({ body }) }));
  const cwd = await makeFolder();
  const { printer, values, words } = silentPrinter();
  const session = {
    signal: new AbortController().signal,
    env: { PATH: process.env["PATH"], HOME: "/nowhere", GH_CONFIG_DIR: "/nowhere", ...env },
    cwd,
  };
  const flags = { from: `${web.origin}${path}`, to: "back", apiUrl: `${web.origin}/api/v3` };
  return { web, cwd, values, words, run: () => runFetch(session, printer, flags) };
}

describe("fetch", () => {
  it("reads a public post without a token, and says how to apply and what is missing", async () => {
    const { web, cwd, values, words, run } = await fetchFrom("/a/b/issues/7", {});
    expect(await run()).toBe(0);
    expect(await readFile(join(cwd, "back/main/flag-gate/0001-x.patch"), "utf8")).toBe("x\n");
    expect(fetchValue.parse(values[0]).series).toMatchObject([
      { folder: "main/flag-gate", whole: false, apply: `git am ${cwd}/back/main/flag-gate/*.patch` },
    ]);
    expect(words[0]).toContain("from the text of a post");
    expect(web.asked[0]?.headers.authorization).toBeUndefined();
  });

  it("needs a token for a discussion, and prints it nowhere", async () => {
    const without = await fetchFrom("/a/b/discussions/7", {});
    expect((await failureOf(without.run)).code).toBe("environment/no-token");
    const token = "ghp_verysecret";
    const { web, run } = await fetchFrom("/a/b/discussions/7", { GH_ENTERPRISE_TOKEN: token });
    expect(JSON.stringify(await failureOf(run))).not.toContain(token);
    expect(web.asked[0]?.headers.authorization).toBe(`Bearer ${token}`);
  });
});
