import { chmodSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findLocalGo, type WantedGo } from "../../src/host/local-go.ts";
import { failureOf } from "../helpers/failure.ts";
import { makeFolder } from "../helpers/folder.ts";

/** A machine whose Go answers so. @param script of the program `go`; undefined for none on PATH. */
async function machine(script: string | undefined) {
  const folder = await makeFolder(script === undefined ? {} : { "bin/go": `#!/bin/sh\n${script}\n` });
  if (script !== undefined) chmodSync(join(folder, "bin/go"), 0o755);
  const env = { PATH: join(folder, "bin") };
  const find = (wanted: Partial<WantedGo> = {}) =>
    findLocalGo({ env, signal: new AbortController().signal, ...wanted }, folder);
  return { folder, find };
}

/** A Go that can download others, but not 1.99. */
const modern = '[ "$GOTOOLCHAIN" != go1.99 ] || exit 1; echo "/roots/$GOTOOLCHAIN"';

it("takes the release that is asked for from a Go that can download it, else the one that is there", async () => {
  const { find } = await machine(modern);
  expect(await find({ goVersion: "1.20" })).toEqual({ root: "/roots/go1.20" });
  expect(await find({ goVersion: "1.99" })).toEqual({ root: "/roots/local" });
  expect(await find()).toEqual({ root: "/roots/local" });
});

it("takes the Go that the user names, whatever the release", async () => {
  const { folder, find } = await machine('echo "$0 $GOTOOLCHAIN $GOENV $GOWORK"');
  const found = await find({ goRoot: folder, goVersion: "1.20" });
  expect(found).toEqual({ root: `${folder}/bin/go local off off` });
});

it("says what it looked for, and what the program said that was found", async () => {
  const { find } = await machine(undefined);
  expect(await failureOf(() => find({ goVersion: "1.20" }))).toMatchObject({
    code: "environment/engine-missing",
    message: expect.stringMatching(/^expected Go 1\.20 on this machine, found none/) as string,
  });
  const broken = await machine("echo 'go: cannot find GOROOT' >&2; exit 2");
  expect((await failureOf(() => broken.find({ goRoot: broken.folder }))).message).toBe(
    `expected Go in ${broken.folder}, found go: cannot find GOROOT`,
  );
  expect((await failureOf((await machine("exit 0")).find)).code).toBe("environment/engine-missing");
});
