import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Kernels without the dummy driver cannot run upstream's privileged tests, which create dummy links. In a copy of the
 * test file a veth takes the dummy's place. Each needs a peer, so each literal gets a peer name of its own from a
 * small counter. Its import shares the line of the package clause and its code comes last, to keep the line numbers.
 * @param {string} source a Go test file
 * @param {number} serial tells the copies of one package apart
 * @returns {string | undefined} nothing when the file makes no dummy
 */
export function withoutDummies(source, serial) {
  if (!/\bnetlink\.Dummy\{/.test(source)) return undefined;
  const peer = `rigPeer${serial}`;
  const strconv = `rigStrconv${serial}`;
  const count = `rigPeers${serial}`;
  const name = `"rig${serial}-" + ${strconv}.Itoa(${count})`;
  const helper = `var ${count} int\nfunc ${peer}() string { ${count}++; return ${name} }`;
  const changed = source
    .replaceAll(/\bnetlink\.Dummy\{/g, `netlink.Veth{PeerName: ${peer}(), `)
    .replaceAll(/\bnetlink\.Dummy\b/g, "netlink.Veth")
    .replace(/^package \w+/m, (clause) => `${clause}; import ${strconv} "strconv"`);
  return `${changed}\n${helper}\n`;
}

/**
 * Writes the stand-ins of a package's test files, as they are now, and gives the overlay's replacements.
 * @param {string} packageDir
 * @param {string} into an existing directory for the copies
 * @returns {Record<string, string>}
 */
export function standIns(packageDir, into) {
  const replacements = {};
  const files = readdirSync(packageDir)
    .filter((name) => name.endsWith("_test.go"))
    .sort();
  for (const [serial, name] of files.entries()) {
    const changed = withoutDummies(readFileSync(join(packageDir, name), "utf8"), serial);
    if (changed === undefined) continue;
    replacements[join(packageDir, name)] = join(into, name);
    writeFileSync(join(into, name), changed);
  }
  return replacements;
}
