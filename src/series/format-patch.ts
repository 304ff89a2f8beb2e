import type { Identity } from "./series.ts";
import type { WrittenCommit } from "./write-commits.ts";

/** The position of a patch in its series. */
export interface PatchPosition {
  /** Counts from 1. */
  readonly number: number;
  readonly total: number;
}

/** A commit as mail in the format of `git format-patch`, for `git am`. */
export function formatPatch(
  commit: WrittenCommit,
  identity: Identity,
  position: PatchPosition,
  signature: string,
): string {
  const [subject = "", ...rest] = commit.message.split("\n");
  const body = rest.join("\n").trim();
  const counter = position.total === 1 ? "[PATCH]" : `[PATCH ${position.number}/${position.total}]`;
  const headers = [
    `From ${commit.sha} Mon Sep 17 00:00:00 2001`,
    fromHeader(identity),
    `Date: ${mailDate(commit.dateSec)}`,
    `Subject: ${foldSubject(`${counter} ${subject}`)}`,
    ...(isAscii(commit.message) && isAscii(commit.diff)
      ? []
      : ["MIME-Version: 1.0", "Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: 8bit"]),
  ];
  return `${headers.join("\n")}\n\n${body}\n---\n${commit.diff.replace(/\n*$/, "")}\n-- \n${signature}\n\n`;
}

/** `0001-daemon-Add-the-option.patch`: git's own way of naming patches (pretty.c, format_sanitized_subject). */
export function patchName(subject: string, number: number): string {
  const words = subject
    .replace(/[^A-Za-z0-9._]+/g, "-")
    .replace(/\.{2,}/g, ".")
    .replace(/^-+/, "")
    .replace(/[-.]+$/, "")
    .slice(0, 52);
  return `${String(number).padStart(4, "0")}-${words}.patch`;
}

/** The line of a patch that names its author. */
export function fromHeader(identity: Identity): string {
  return `From: ${encodePhrase(identity)} <${identity.mail}>`;
}

function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text);
}

/** A name in a From line: quoted if it has special characters, encoded if it is not ASCII (RFC 5322, RFC 2047). */
function encodePhrase({ name, mail }: Identity): string {
  if (!isAscii(name) || name.includes("=?"))
    return encodeWords(name, "From: ".length, mail.length + " <>".length);
  return /[()<>@,;:\\".[\]]/.test(name) ? `"${name.replace(/["\\]/g, "\\$&")}"` : name;
}

/**
 * RFC 2047 words on lines of at most 76 characters, never splitting a character.
 *
 * @param before characters before the first word, @param after characters after the last.
 */
function encodeWords(text: string, before: number, after: number): string {
  const frame = "=?UTF-8?q??=".length;
  const words: string[] = [];
  let word = "";
  for (const character of text) {
    const encoded = [...Buffer.from(character)].map(encodeByte).join("");
    const taken = (words.length === 0 ? before : 1) + frame + after;
    if (taken + word.length + encoded.length > 75 && word !== "") {
      words.push(word);
      word = "";
    }
    word += encoded;
  }
  return [...words, word].map((part) => `=?UTF-8?q?${part}?=`).join("\n ");
}

function encodeByte(byte: number): string {
  const character = String.fromCharCode(byte);
  return /[A-Za-z0-9]/.test(character) ? character : `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

function foldSubject(subject: string): string {
  if (!isAscii(subject) || subject.includes("=?")) return encodeWords(subject, "Subject: ".length, 0);
  const lines: string[] = [];
  let line = "";
  for (const word of subject.split(" ")) {
    if (line !== "" && `Subject: ${line} ${word}`.length > 76) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join("\n ");
}

/** RFC 5322 date in UTC. */
function mailDate(seconds: number): string {
  return new Date(seconds * 1000)
    .toUTCString()
    .replace(/(\w+, )0?(\d)/, "$1$2")
    .replace("GMT", "+0000");
}
