import { basename, resolve } from "node:path";
import {
  type Address,
  advise,
  decodeText,
  hasProblem,
  type Knowledge,
  type NamedText,
  parseAddress,
  printAdvice,
  tellsSomething,
  unusable,
} from "../advise/index.ts";
import { PatchkitError } from "../errors.ts";
import { isFolder } from "../host/files.ts";
import {
  collect,
  type GivenBytes,
  readGivenFile,
  readGivenFolder,
  UnreadableInput,
} from "../host/given-inputs.ts";
import { proposals } from "../proposals/index.ts";
import type { AdviseValue } from "./advise-value.ts";
import type { Printer } from "./printer.ts";
import { schemaVersion } from "./schema-version.ts";
import type { Session } from "./workshop.ts";

export interface AdviseOptions {
  /** Files, folders, and `-`; none: standard input. */
  readonly inputs: readonly string[];
  readonly to: readonly string[];
  readonly after: boolean;
  readonly release: string | undefined;
}

/**
 * `advise`: what is wrong with a setup, by what its person has at hand.
 *
 * @returns 0 if nothing is, 1 if a problem was found, 2 if an input could not be read.
 */
export async function runAdvise(session: Session, printer: Printer, options: AdviseOptions): Promise<number> {
  const to = options.to.map(addressOf);
  const release = options.release ?? null;
  if (release !== null && !/^v?\d+\.\d+/.test(release))
    throw bad(
      `--release: expected one such as 1.10.12, found ${JSON.stringify(release)}`,
      "Give major and minor number.",
    );
  const knowledge = await proposals.find(({ advice }) => advice !== undefined)?.advice?.();
  if (!knowledge) throw new Error("no proposal has advice");
  const texts = await readAll(session, options.inputs, knowledge);
  const advice = advise(texts, knowledge, { to, after: options.after, release });
  const value: AdviseValue = { schema: schemaVersion, ...advice };
  const problems = () => [
    ...unusable(advice).map(({ name, problem }) => `${name}: ${problem}`),
    ...advice.findings.filter(({ level }) => level === "problem").map(({ code, says }) => `${code}: ${says}`),
    ...advice.leftovers.map(({ command }) => `leftover: ${command}`),
  ];
  printer.result(value, () => printAdvice(advice), problems);
  if (unusable(advice).length > 0) return 2;
  return hasProblem(advice) ? 1 : 0;
}

function addressOf(text: string): Address {
  const address = parseAddress(text);
  if (address) return address;
  throw bad(
    `--to: expected an IPv4 or IPv6 address, found ${JSON.stringify(text)}`,
    "Give one without a prefix length or zone.",
  );
}

async function readAll(
  session: Session,
  inputs: readonly string[],
  knowledge: Knowledge,
): Promise<NamedText[]> {
  const texts: NamedText[] = [];
  for (const input of inputs.length === 0 ? ["-"] : inputs) {
    const path = resolve(session.cwd, input);
    if (input === "-") texts.push(decoded(await readStandardInput()));
    else if (await isFolder(path)) texts.push(...(await readFolder(path, input, knowledge)));
    else {
      const given = await readGivenFile(path).catch((reason: unknown) => {
        throw reason instanceof UnreadableInput
          ? bad(
              `${input}: expected a file or folder, found ${reason.found}`,
              "Name files that are there, or - for standard input.",
            )
          : reason;
      });
      texts.push(decoded({ ...given, name: input }));
    }
  }
  return texts;
}

async function readStandardInput(): Promise<GivenBytes> {
  if (process.stdin.isTTY === true)
    throw bad(
      "expected an input, found none",
      "Name files or folders, or pipe one in: ip route | cilium-patchkit advise",
    );
  return { name: "-", bytes: await collect(process.stdin, "standard input"), folder: null };
}

/** Files of a folder that tell something; a folder with a file per setting is one input. */
async function readFolder(path: string, shown: string, knowledge: Knowledge): Promise<NamedText[]> {
  const { wanted } = await readGivenFolder(
    path,
    (name, head) =>
      knowledge.settings.has(basename(name)) ||
      tellsSomething({ name, text: decodeText(head).text, folder: null }, knowledge),
  );
  if (wanted.length === 0)
    throw bad(
      `${shown}: expected files with routes, settings or nodes, found none`,
      "Name the unpacked folder of a sysdump, or the files themselves.",
    );
  const settings = wanted.filter(({ name }) => knowledge.settings.has(basename(name)));
  const others = wanted.filter((file) => !settings.includes(file));
  const lines = settings.map(
    ({ name, bytes }) => `${basename(name)}: ${decodeText(bytes).text.trim().split("\n")[0] ?? ""}`,
  );
  return [
    ...(lines.length > 0 ? [{ name: shown, text: lines.join("\n"), folder: null }] : []),
    ...others.map((file) => decoded({ ...file, name: `${shown.replace(/\/+$/, "")}/${file.name}` })),
  ];
}

function decoded({ name, bytes, folder }: GivenBytes): NamedText {
  return { name, folder, ...decodeText(bytes) };
}

function bad(message: string, hint: string): PatchkitError {
  return new PatchkitError("usage/bad-argument", message, { hint });
}
