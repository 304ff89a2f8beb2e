import { createHash } from "node:crypto";

/** What the text of a pull request says to the program about itself. */
export interface PullRecord {
  /** `<slug>/<variant>` of the series. */
  readonly folder: string;
  /** sha256 of its patches. */
  readonly digest: string;
  /** The commit that was pushed last. */
  readonly head: string;
}

/** A pull request's text, taken apart. */
export interface ReadBody {
  /** What people read: all but the record. */
  readonly text: string;
  /** Undefined where there is none: the text is somebody else's. */
  readonly record: PullRecord | undefined;
  /** Whether the text is another than the one that was written with the record. */
  readonly isEdited: boolean;
}

const names = {
  folder: "Patchkit-Series",
  digest: "Patchkit-Digest",
  head: "Patchkit-Head",
  text: "Patchkit-Text",
};
const sha = /^[0-9a-f]{40}$/;
const sha256 = /^[0-9a-f]{64}$/;

/**
 * A text with its record: as trailers that people see, and as a comment of HTML that they do not. One is left where
 * somebody takes out the other.
 */
export function formatBody(text: string, record: PullRecord, hash = hashOf(text)): string {
  const { folder, digest, head } = record;
  const fields = { folder, digest, head, text: hash };
  const trailers = Object.entries(names).map(
    ([key, name]) => `${name}: ${fields[key as keyof typeof names]}`,
  );
  // Two hyphens would end the comment.
  const comment = `<!-- patchkit:pull ${JSON.stringify(fields).replaceAll("--", "-\\u002d")} -->`;
  return `${text.trimEnd()}\n\n${trailers.join("\n")}\n\n${comment}\n`;
}

/** Takes a body apart, however its lines end. */
export function parseBody(body: string): ReadBody {
  const plain = body.replace(/\r\n?/g, "\n");
  const comment = /\n*^<!-- patchkit:pull (\{.*\}) -->[ ]*\n*/mu.exec(plain);
  const rest = comment ? plain.replace(comment[0], "\n") : plain;
  const trailers = /\n*((?:^Patchkit-(?:Series|Digest|Head|Text): .*\n?)+)/m.exec(rest);
  const text = (trailers ? rest.replace(trailers[0], "\n") : rest).trim();
  const found = fromComment(comment?.[1]) ?? fromTrailers(trailers?.[1] ?? "");
  if (!found) return { text, record: undefined, isEdited: true };
  const { text: hash, ...record } = found;
  return { text, record, isEdited: hashOf(text) !== hash };
}

/** The same text with another record; it stays an edited one. */
function withRecord(body: string, record: PullRecord): string {
  return formatBody(parseBody(body).text, record, "0".repeat(64));
}

/**
 * What a body has to become; undefined if it is that already. A text that a person has edited stays, and only its record
 * is written again: the next run has to know what was pushed.
 */
export function nextBody(body: string, text: string, record: PullRecord): string | undefined {
  const { isEdited } = parseBody(body);
  const next = isEdited ? withRecord(body, record) : formatBody(text, record);
  return next.trim() === body.replace(/\r\n?/g, "\n").trim() ? undefined : next;
}

type Fields = PullRecord & { readonly text: string };

function fromComment(json: string | undefined): Fields | undefined {
  try {
    return asFields(JSON.parse(json ?? "null"));
  } catch {
    return undefined;
  }
}

function fromTrailers(lines: string): Fields | undefined {
  const value = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(lines)?.[1]?.trim();
  return asFields(Object.fromEntries(Object.entries(names).map(([key, name]) => [key, value(name)])));
}

function asFields(value: unknown): Fields | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { folder, digest, head, text } = value as Record<string, unknown>;
  const isWhole = typeof folder === "string" && isOf(sha256, digest) && isOf(sha, head) && isOf(sha256, text);
  return isWhole ? { folder, digest: String(digest), head: String(head), text: String(text) } : undefined;
}

function isOf(pattern: RegExp, value: unknown): boolean {
  return typeof value === "string" && pattern.test(value);
}

function hashOf(text: string): string {
  return createHash("sha256").update(text.trim()).digest("hex");
}
