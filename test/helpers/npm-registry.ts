import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { programFolder } from "./clone-program.ts";

/** Where the packages themselves are; no package has such a name. */
const archives = "-/archives/";

/**
 * Serves the program, as it would be published, and the dependencies that are here, as npm's registry does
 * (github.com/npm/registry, "Package metadata"); on loopback, until the test ends.
 *
 * @returns its URL.
 */
export async function serveNpm(): Promise<string> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "/").slice(1);
    if (path.startsWith(archives)) sendArchive(response, path.slice(archives.length));
    else sendVersions(response, path, `http://${request.headers.host}`);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Folders of a package below the program's: several where there are several versions of it. */
function foldersOf(name: string): string[] {
  const { packages } = JSON.parse(readFileSync(join(programFolder, "package-lock.json"), "utf8"));
  const listed = Object.keys(packages).filter((key) => `/${key}`.endsWith(`/node_modules/${name}`));
  const folders = name === "cilium-patchkit" ? ["."] : [`node_modules/${name}`, ...listed];
  return [...new Set(folders)].filter((folder) => existsSync(join(programFolder, folder, "package.json")));
}

function sendVersions(response: ServerResponse, name: string, url: string): void {
  const versions = foldersOf(name).map((folder) => {
    const manifest = JSON.parse(readFileSync(join(programFolder, folder, "package.json"), "utf8"));
    return { ...manifest, dist: { tarball: `${url}/${archives}${encodeURIComponent(folder)}` } };
  });
  const latest = versions[0]?.version;
  const byVersion = Object.fromEntries(versions.map((one) => [one.version, one]));
  response.writeHead(latest === undefined ? 404 : 200, { "Content-Type": "application/json" });
  response.end(JSON.stringify({ name, "dist-tags": { latest }, versions: byVersion }));
}

function sendArchive(response: ServerResponse, folder: string): void {
  response.writeHead(200, { "Content-Type": "application/octet-stream" });
  response.end(folder === "." ? packedProgram() : archiveOf(folder));
}

const much = { maxBuffer: 1 << 28 };

function archiveOf(folder: string): Buffer {
  const names = ["--exclude=./node_modules", "--transform=s,^\\.,package,"];
  return execFileSync("tar", ["-cz", ...names, "-C", join(programFolder, folder), "."], much);
}

function packedProgram(): Buffer {
  const script =
    'd=$(mktemp -d) && npm pack --silent --ignore-scripts --pack-destination "$d" >&2 && cat "$d"/*.tgz && rm -r "$d"';
  return execFileSync("sh", ["-c", script], {
    ...much,
    cwd: programFolder,
    stdio: ["ignore", "pipe", "ignore"],
  });
}
