import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { programFolder } from "./clone-program.ts";

/**
 * Writes a program that calls writeFolders: `RUNNER OUT TEXT CALL`. It kills itself right after the
 * CALL-th rename, write, removal or mkdir (0: never). `TEXT` is the text of all files; with `next` it writes v1/d
 * only, with `hold` it waits for its input to end before the moves.
 *
 * @returns its path.
 */
export function writeRunner(folder: string): string {
  const module = pathToFileURL(join(programFolder, "dist", "host", "output-folder.js")).href;
  const path = join(folder, "runner.mjs");
  writeFileSync(
    path,
    `
import { syncBuiltinESMExports } from "node:module";
import fs from "node:fs";

const [, , out, text, call] = process.argv;
let count = 0;
const die = () => process.kill(process.pid, "SIGKILL");
for (const name of ["rename", "writeFile", "mkdir", "mkdtemp", "rm"]) {
  const real = fs.promises[name];
  fs.promises[name] = async (...args) => {
    const result = await real(...args);
    if (++count === Number(call)) die();
    return result;
  };
}
syncBuiltinESMExports();
const { writeFolders } = await import(${JSON.stringify(module)});

const series = new Map(["1.patch", "2.patch", "series.json"].map((name) => [name, text]));
const names = text === "next" ? ["v1/d"] : ["v1/a", "v1/b", "v1/c"];
const folders = async (read) => {
  const content = new Map();
  for (const name of names) {
    const evidence = await read(name + "/evidence.json");
    content.set(name, evidence === undefined ? series : new Map([...series, ["evidence.json", evidence]]));
  }
  return content;
};
await writeFolders(out, folders, async (read) => {
  if (text === "hold") {
    console.log("holding");
    await new Promise((resolve) => process.stdin.resume().once("end", resolve));
  }
  const known = await read("manifest.json");
  return new Map([["manifest.json", text === "new" ? text : known + " " + text]]);
});
`,
  );
  return path;
}
