// Writes man/cilium-patchkit.1 from the command tree that --help is made of; run `npm run build` before.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { manPage } from "../dist/cli/man-page.js";
import { helpAfter, makeProgram } from "../dist/cli/program.js";

const folder = fileURLToPath(new URL("../man", import.meta.url));
mkdirSync(folder, { recursive: true });
const program = makeProgram("", () => async () => {});
writeFileSync(`${folder}/cilium-patchkit.1`, manPage(program, helpAfter));
