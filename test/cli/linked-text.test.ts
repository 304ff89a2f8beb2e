import { join } from "node:path";
import { expect, it } from "vitest";
import { linkedText } from "../../src/cli/linked-text.ts";
import { makeOrigin } from "../helpers/clone.ts";
import { patchkit, patchkitOnTerminal, temporaryFolder } from "../helpers/clone-program.ts";

const temp = temporaryFolder();
const link = (url: string, text = url) => `\x1b]8;;${url}\x1b\\${text}\x1b]8;;\x1b\\`;

it("makes links of web addresses, and of the paths that the value names", () => {
  const value = { out: "/a b/out", zip: { path: "/z.zip" }, results: ["/etc/passwd"], ref: "v1" };
  expect(linkedText("in /a b/out\n/z.zip: 3 kB", value)).toBe(
    `in ${link("file:///a%20b/out", "/a b/out")}\n${link("file:///z.zip", "/z.zip")}: 3 kB`,
  );
  expect(linkedText("see (https://a.example/b?c=1#d), or 'http://e.example/ü'.", value)).toBe(
    `see (${link("https://a.example/b?c=1#d")}), or '${link("http://e.example/%C3%BC", "http://e.example/ü")}'.`,
  );
  const others = "git am /a b/out/v1/*.patch; /etc/passwd; x/z.zip; v1; https://";
  expect(linkedText(others, value)).toBe(others);
});

it("has links only on a terminal that shows them, and lets no other text make one", async () => {
  const origin = await makeOrigin(temp);
  const out = join(temp, "out");
  const args = ["generate", "-C", origin.dir, "--ref", "v1.10.12", "--out", out];
  const shows = { VTE_VERSION: "7600", TERM: "xterm-256color" };
  expect(patchkitOnTerminal(args, { env: shows }).shown).toContain(link(`file://${out}`, out));
  expect(patchkitOnTerminal(args).shown).not.toContain("\x1b]8");
  expect(patchkitOnTerminal([...args, "--json"], { env: shows }).shown).not.toContain("\x1b]8");
  expect((await patchkit(args, { env: { ...shows, FORCE_HYPERLINK: "1" } })).stdout).not.toContain("\x1b]8");
  const odd = ["inspect", "-C", origin.dir, "--ref", "\x1b]8;;https://a.example\x1b\\x"];
  expect(patchkitOnTerminal(odd, { env: shows }).shown).not.toContain("\x1b]8;;https://a.example\x1b");
});
