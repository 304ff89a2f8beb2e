import { chmodSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { installGoProgram } from "../../src/host/install-go-program.ts";
import { makeFolder } from "../helpers/folder.ts";

/** A Go for linux and amd64 that installs programs as go does, and notes for what it was asked. */
const script = `#!/bin/sh
here=$(dirname "$0")
if [ "$1" = env ]; then printf 'go1.24.1\\nHOSTOS\\namd64\\n/cache\\n'; exit 0; fi
echo "$* CGO_ENABLED=$CGO_ENABLED GOOS=$GOOS GOARCH=$GOARCH GOMODCACHE=$GOMODCACHE" >>"$here/asked"
[ ! -e "$here/fails" ] || { echo 'go: no route to the proxy' >&2; exit 1; }
if [ "$GOBIN" = "" ]; then bin=$GOPATH/bin/\${GOOS}_$GOARCH; else bin=$GOBIN; fi
mkdir -p "$bin" && echo made >"$bin/tool"
`;

const program = { package: "example.org/cmd/tool", version: "v1.2.3", inContainer: false };

async function machine({ os = "linux", fails = false } = {}) {
  const folder = await makeFolder({
    "bin/go": script.replace("HOSTOS", os),
    ...(fails ? { "bin/fails": "" } : {}),
  });
  chmodSync(join(folder, "bin/go"), 0o755);
  const cacheDir = join(folder, "cache");
  const install = (changed: Partial<typeof program> = {}) =>
    installGoProgram(
      {
        env: { PATH: `${join(folder, "bin")}:${process.env["PATH"]}` },
        signal: new AbortController().signal,
        cacheDir,
      },
      { ...program, ...changed },
    );
  const asked = () => readFile(join(folder, "bin/asked"), "utf8").catch(() => "");
  return { tools: join(cacheDir, "tools"), install, asked };
}

it("builds a program once, without cgo, under a name with its version, that of Go, and the system", async () => {
  const { tools, install, asked } = await machine();
  const path = join(tools, "tool-v1.2.3-go1.24.1-linux-amd64");
  expect(await install()).toEqual({ path });
  expect(await readFile(path, "utf8")).toBe("made\n");
  const once = await asked();
  expect(once).toContain(
    "install -trimpath -ldflags -s -w example.org/cmd/tool@v1.2.3 CGO_ENABLED=0 GOOS=linux",
  );
  expect(once).toContain("GOMODCACHE=/cache");
  expect(await install()).toEqual({ path });
  expect(await asked()).toBe(once);
  await install({ version: "v1.3.0" });
  expect((await readdir(tools)).sort()).toEqual([
    "tool-v1.2.3-go1.24.1-linux-amd64",
    "tool-v1.3.0-go1.24.1-linux-amd64",
  ]);
});

it("builds for Linux where a container is to run it, on another system too", async () => {
  const { tools, install } = await machine({ os: "darwin" });
  expect(await install({ inContainer: true })).toEqual({
    path: join(tools, "tool-v1.2.3-go1.24.1-linux-amd64"),
  });
  expect(await install()).toEqual({ path: join(tools, "tool-v1.2.3-go1.24.1-darwin-amd64") });
});

it("says why there is none, how to get it, and leaves nothing half made", async () => {
  const { tools, install } = await machine({ fails: true });
  const result = await install();
  expect(result).toEqual({
    reason: expect.stringMatching(
      /^tool could not be built \(go: no route to the proxy\): run `go install example\.org\/cmd\/tool@v1\.2\.3`/,
    ) as string,
  });
  expect(await readdir(tools)).toEqual([]);
  const settings = { env: { PATH: "/gone" }, signal: new AbortController().signal, cacheDir: tools };
  expect(await installGoProgram(settings, program)).toEqual({
    reason: "building tool needs a local Go, found none: install Go and run this again",
  });
});
