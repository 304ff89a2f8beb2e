import { join } from "node:path";
import { PatchkitError } from "../errors.ts";
import { isFolder, listTree, readText } from "../host/files.ts";
import type { Draft } from "./draft.ts";
import { addMember, addProperty, editSource, hasName, importName } from "./edit-source.ts";
import { assertName, formsOf } from "./names.ts";

/**
 * A fact of a proposal: its probe in a file of its own, its type among the proposal's facts, and the probe among the
 * proposal's probes.
 *
 * @throws PatchkitError `usage/bad-argument` for a bad or taken name, or a proposal without probes.
 */
export async function draftFact(root: string, name: string, proposal: string): Promise<Draft> {
  assertName("fact", name);
  const { kebab } = formsOf(name);
  const room = `src/proposals/${proposal}`;
  const texts = await readRoom(root, room);
  const types = [...texts].find(([, text]) => /^export (interface|type) \w+Facts\b/m.test(text));
  const probes = [...texts].find(([, text]) => /^(export )?const probes\b/m.test(text));
  if (!types || !probes) {
    const hint =
      "Name a proposal that has a type of its facts and a constant of its probes with --proposal ID.";
    throw new PatchkitError("usage/bad-argument", `${room}: expected facts and probes, found none`, { hint });
  }
  const [typesPath, typesText] = types;
  const [probesPath, probesText] = probes;
  if (await hasName(typesText, name))
    throw new PatchkitError("usage/bad-argument", `${typesPath}: expected no fact ${name}, found one`, {
      hint: "Choose another name; `cilium-patchkit inspect` lists the facts.",
    });
  const folder = (await isFolder(join(root, room, "facts"))) ? `${room}/facts` : room;
  const path = `${folder}/${kebab}.ts`;
  const test = `test/${folder.slice("src/".length)}/${kebab}.test.ts`;
  const from = specifier(probesPath, path);
  return {
    root,
    files: new Map([
      [path, probeText(name, specifier(path, "src/profile/index.ts"))],
      [test, testText(name, specifier(test, path), specifier(test, "src/profile/sources.ts"), path)],
    ]),
    changed: new Map([
      [
        typesPath,
        await editSource(typesText, (file) =>
          addMember(
            file,
            /Facts$/,
            `/** To be described: what the value means. */\nreadonly ${name}: string;`,
          ),
        ),
      ],
      [
        probesPath,
        await editSource(probesText, (file) => {
          addProperty(file, "probes", name);
          importName(file, name, from);
        }),
      ],
    ]),
    next: [
      `Write the probe and say for which releases it was tried: ${path}`,
      `npx vitest run ${test}`,
      `cilium-patchkit inspect --ref REF shows the fact`,
    ],
  };
}

/** The TypeScript files of a proposal, by path. */
async function readRoom(root: string, room: string): Promise<Map<string, string>> {
  if (!(await isFolder(join(root, room))))
    throw new PatchkitError("usage/bad-argument", `${room}: expected the folder of a proposal, found none`, {
      hint: "Name a proposal with --proposal ID.",
    });
  const paths = (await listTree(join(root, room))).filter((path) => path.endsWith(".ts"));
  const texts = await Promise.all(paths.map((path) => readText(join(root, room, path))));
  return new Map(paths.map((path, index) => [`${room}/${path}`, texts[index] ?? ""]));
}

/** How a file imports another one; both paths from the root. */
export function specifier(from: string, to: string): string {
  const [base, target] = [from.split("/").slice(0, -1), to.split("/")];
  while (base.length > 0 && base[0] === target[0]) {
    base.shift();
    target.shift();
  }
  return base.length === 0 ? `./${target.join("/")}` : `${"../".repeat(base.length)}${target.join("/")}`;
}

function probeText(name: string, profile: string): string {
  return `import type { Found, Sources } from "${profile}";

/** To be described: what the fact says, and the releases for which the probe was tried. */
export function ${name}(sources: Sources): Found<string> {
  const path = "VERSION";
  if (sources.text(path) === undefined) return { missing: \`\${path} does not exist\` };
  return { missing: "the probe of ${name} is not written yet" };
}
`;
}

function testText(name: string, probe: string, sources: string, path: string): string {
  return `import { expect, it } from "vitest";
import type { Sources } from "${sources}";
import { ${name} } from "${probe}";

/** A tree with these files. */
function tree(files: Readonly<Record<string, string>>): Sources {
  return { text: (path: string) => files[path] } as unknown as Sources;
}

it("finds ${name}, with file and line", () => {
  const found = ${name}(tree({ VERSION: "1.10.12\\n" }));
  expect(found, "write the probe in ${path}, then say here what it finds").toEqual({
    value: "1.10.12",
    at: { path: "VERSION", line: 1 },
  });
});

it("says why there is none", () => {
  expect(${name}(tree({}))).toEqual({ missing: "VERSION does not exist" });
});
`;
}
