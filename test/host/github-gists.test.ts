import { join } from "node:path";
import { expect, it } from "vitest";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";
import { gitHubOf } from "../helpers/github/open-stand-in.ts";
import { addAccount } from "../helpers/github/people.ts";
import { serveGitHub } from "../helpers/github/serve-github.ts";

async function serve() {
  const standIn = await serveGitHub(join(await makeFolder(), "served"));
  const jane = addAccount(standIn, "jane");
  return { standIn, jane, github: gitHubOf(standIn, jane) };
}

const files = new Map([
  ["a.patch", "one\n"],
  ["series", "a.patch\n"],
]);

it("makes a public gist, and finds it again with its texts", async () => {
  const { standIn, github } = await serve();
  const made = await github.createGist("series for it", files);
  expect(standIn.state.gists).toMatchObject([{ description: "series for it", isPublic: true }]);
  expect(await github.listGists()).toEqual([made]);
  expect(made).toMatchObject({ description: "series for it", files: [...files.keys()] });
  expect(await github.readGistTexts(made.id)).toEqual(files);
});

it("replaces a text, and removes a file of null", async () => {
  const { github } = await serve();
  const { id } = await github.createGist("it", files);
  const changes = new Map([
    ["a.patch", "two\n"],
    ["series", null],
  ]);
  expect((await github.updateGist(id, changes)).files).toEqual(["a.patch"]);
  expect(await github.readGistTexts(id)).toEqual(new Map([["a.patch", "two\n"]]));
});

it("lists more than a page, of this account alone", async () => {
  const { standIn, jane, github } = await serve();
  const other = addAccount(standIn, "joe");
  await gitHubOf(standIn, other).createGist("of another", files);
  for (let at = 0; at < 101; at++)
    standIn.state.gists.push({
      id: `${at}`.padStart(20, "a"),
      owner: jane.login,
      description: `${at}`,
      isPublic: true,
      files: new Map(files),
    });
  const listed = await github.listGists();
  expect([listed.length, listed.some(({ description }) => description === "of another")]).toEqual([
    101,
    false,
  ]);
});

it("asks for a gist once, as one that was made would be there twice", async () => {
  const { standIn, github } = await serve();
  standIn.faults.push({ on: /^POST \/gists$/, fault: { kind: "status", status: 502 }, times: 9 });
  const { code } = await failureOf(() => github.createGist("it", files));
  expect(code).toBe("environment/github-unreachable");
  expect(standIn.requests).toEqual(["POST /gists"]);
});
