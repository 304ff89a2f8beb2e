// The licences of the packages whose code or data the build copies into dist/.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Text with name, version and licence of every package that the files belong to, in order of name.
 *
 * @param {readonly string[]} files absolute paths; those outside of node_modules are left out.
 * @returns {string}
 */
export function notices(files) {
  const folders = new Set(
    files.flatMap((file) => /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []),
  );
  const packages = [...folders].map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const texts = readdirSync(folder)
      .filter((entry) => /^(licen[cs]e|copying|notice)/i.test(entry))
      .sort()
      .map((entry) => readFileSync(join(folder, entry), "utf8").trim());
    if (license === undefined && texts.length === 0) throw new Error(`${name} states no licence`);
    return { name, text: [`${name} ${version} (${license})`, ...texts].join("\n\n") };
  });
  packages.sort((a, b) => (a.name < b.name ? -1 : 1));
  const line = `\n\n${"-".repeat(80)}\n\n`;
  return `This program contains code and data of the following packages.${line}${packages.map(({ text }) => text).join(line)}\n`;
}
