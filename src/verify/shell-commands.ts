/** What a shell script does, as far as its text shows. */
export interface ShellCommands {
  /** Simple commands, each as unquoted words; a substitution in a word is `$()`. */
  readonly commands: readonly (readonly string[])[];
  /** Functions that it defines. */
  readonly functions: ReadonlySet<string>;
  /** Files that output is redirected to. */
  readonly written: readonly string[];
}

/** A position in a script, and what was found before it. */
interface Cursor {
  readonly text: string;
  at: number;
  readonly commands: string[][];
  readonly functions: Set<string>;
  readonly written: string[];
}

/** How a list of commands ends, and whether its words are commands. */
interface Within {
  readonly end?: ")" | "`";
  /** Words of an array or a test, in which only substitutions are commands. */
  readonly isData?: boolean;
}

/**
 * Finds the commands of a bash script, including those in substitutions, functions and branches. Nothing is
 * expanded; commands in `eval` or in variables are not found.
 */
export function readShell(text: string): ShellCommands {
  const cursor: Cursor = { text, at: 0, commands: [], functions: new Set(), written: [] };
  // A stray parenthesis ends a list early.
  while (cursor.at < text.length) readList(cursor, {});
  const { commands, functions, written } = cursor;
  return { commands, functions, written };
}

const redirect = /(?:\d*|&)(<<-|<<<|<<|<&|>&|>>|>\||<>|>|<)/y;
const wordEnd = /[\s;&|()<>]/;

/** A list of commands while it is read. */
interface List {
  readonly within: Within;
  /** Words of the current command. */
  words: string[];
  /** Number of open `case` commands. */
  cases: number;
  /** Delimiters of the here-documents that begin on the next line. */
  readonly hereDocuments: string[];
}

function readList(cursor: Cursor, within: Within): void {
  const list: List = { within, words: [], cases: 0, hereDocuments: [] };
  while (cursor.at < cursor.text.length && cursor.text[cursor.at] !== within.end) {
    if (!skipBlank(cursor) && !readOperator(cursor, list)) readNextWord(cursor, list);
  }
  if (within.end !== undefined) cursor.at++;
  finish(cursor, list);
}

function finish({ commands }: Cursor, list: List): void {
  if (list.words.length > 0 && !list.within.isData) commands.push(list.words);
  list.words = [];
}

/** Skips white space, a continued line or a comment; false if none is here. */
function skipBlank(cursor: Cursor): boolean {
  const { text, at } = cursor;
  if (text[at] === "#") skipTo(cursor, "\n");
  else if (text.startsWith("\\\n", at)) cursor.at += 2;
  else if (/[^\S\n]/.test(text[at] ?? "")) cursor.at++;
  else return false;
  return true;
}

/** Reads what is between words; false if a word begins. */
function readOperator(cursor: Cursor, list: List): boolean {
  const { text, at } = cursor;
  const char = text[at] ?? "";
  if (/^[<>]\(/.test(text.slice(at, at + 2))) {
    cursor.at += 2;
    readList(cursor, { end: ")" });
    list.words.push("$()");
  } else if (matchAt(redirect, cursor)) {
    readRedirect(cursor, list);
  } else if (text.startsWith("((", at)) {
    skipTo(cursor, "))");
  } else if (char === "(") {
    finish(cursor, list);
    cursor.at++;
    readList(cursor, { ...list.within, end: ")" });
  } else if ("\n;&|)".includes(char)) {
    readSeparator(cursor, list);
  } else return false;
  return true;
}

function readSeparator(cursor: Cursor, list: List): void {
  const isCaseEnd = list.cases > 0 && cursor.text.startsWith(";;", cursor.at);
  finish(cursor, list);
  const char = take(cursor);
  if (isCaseEnd) {
    cursor.at++;
    list.cases += skipPattern(cursor);
  }
  if (char === "\n") for (const word of list.hereDocuments.splice(0)) skipHereDocument(cursor, word);
}

function readNextWord(cursor: Cursor, list: List): void {
  const word = readWord(cursor, list.within);
  const next = cursor.text.slice(cursor.at, cursor.at + 2);
  if (/^\w+\+?=$/.test(word) && next.startsWith("(")) {
    cursor.at++;
    readList(cursor, { end: ")", isData: true });
  } else if (next === "()") {
    cursor.functions.add(word);
    cursor.at += 2;
    list.words = [];
  } else if (word === "in" && list.words[0] === "case") {
    list.words = [];
    list.cases += 1 + skipPattern(cursor);
  } else {
    if (word === "[[") readTest(cursor);
    if (word === "esac" && list.words.length === 0) list.cases--;
    list.words.push(word);
  }
}

/** Reads a word, and the commands in its substitutions. */
function readWord(cursor: Cursor, { end }: Within): string {
  let word = "";
  while (cursor.at < cursor.text.length) {
    const char = cursor.text[cursor.at] ?? "";
    if (char === end || wordEnd.test(char)) break;
    if (char === "'") word += skipTo(cursor, "'", 1).slice(1, -1);
    else if (char === '"') word += readQuoted(cursor);
    else if (char === "\\") {
      word += cursor.text[cursor.at + 1] ?? "";
      cursor.at += 2;
    } else word += readSubstitution(cursor) ?? take(cursor);
  }
  return word;
}

function readQuoted(cursor: Cursor): string {
  let word = "";
  cursor.at++;
  while (cursor.at < cursor.text.length && cursor.text[cursor.at] !== '"') {
    if (cursor.text[cursor.at] === "\\") take(cursor);
    else {
      const substituted = readSubstitution(cursor);
      if (substituted !== undefined) {
        word += substituted;
        continue;
      }
    }
    word += take(cursor);
  }
  cursor.at++;
  return word;
}

/** Reads `$(…)`, `` `…` ``, `$((…))` or `${…}`; undefined if none begins here. */
function readSubstitution(cursor: Cursor): string | undefined {
  const { text, at } = cursor;
  if (text.startsWith("$((", at)) {
    skipTo(cursor, "))");
    return "$(())";
  }
  if (text.startsWith("$(", at)) {
    cursor.at += 2;
    readList(cursor, { end: ")" });
    return "$()";
  }
  if (text[at] === "`") {
    cursor.at++;
    readList(cursor, { end: "`" });
    return "$()";
  }
  if (!text.startsWith("${", at)) return undefined;
  cursor.at += 2;
  while (cursor.at < text.length && text[cursor.at] !== "}") readSubstitution(cursor) ?? take(cursor);
  cursor.at++;
  return text.slice(at, cursor.at);
}

function readRedirect(cursor: Cursor, { hereDocuments, within }: List): void {
  const [, operator = ""] = matchAt(redirect, cursor) ?? [];
  cursor.at = redirect.lastIndex;
  while (/[ \t]/.test(cursor.text[cursor.at] ?? "")) cursor.at++;
  if (cursor.text.startsWith("<(", cursor.at) || cursor.text.startsWith(">(", cursor.at)) return;
  const word = readWord(cursor, within);
  if (operator === "<<" || operator === "<<-") hereDocuments.push(word);
  else if (operator.includes(">") && !within.isData) cursor.written.push(word);
}

/** In `[[ … ]]`, only substitutions are commands; parentheses and comparisons have their own meaning. */
function readTest(cursor: Cursor): void {
  const end = cursor.text.indexOf("]]", cursor.at);
  const inner = { ...cursor, text: cursor.text.slice(0, end === -1 ? cursor.text.length : end) };
  while (inner.at < inner.text.length) readList(inner, { isData: true });
  cursor.at = inner.at;
}

/** Skips a pattern of `case`; -1 if the `case` ends instead, else 0. */
function skipPattern(cursor: Cursor): -1 | 0 {
  while (/\s/.test(cursor.text[cursor.at] ?? "")) cursor.at++;
  if (/^esac\b/.test(cursor.text.slice(cursor.at, cursor.at + 5))) {
    cursor.at += 4;
    return -1;
  }
  skipTo(cursor, ")");
  return 0;
}

function skipHereDocument(cursor: Cursor, word: string): void {
  while (cursor.at < cursor.text.length) {
    const line = skipTo(cursor, "\n");
    cursor.at++;
    if (line.replace(/^\t+/, "").replace(/\n$/, "") === word) return;
  }
}

/** Skips past the next `mark` (but not past a line break), and returns the skipped text. */
function skipTo(cursor: Cursor, mark: string, from = 0): string {
  const start = cursor.at;
  const found = cursor.text.indexOf(mark, start + from);
  cursor.at = found === -1 ? cursor.text.length : found + (mark === "\n" ? 0 : mark.length);
  return cursor.text.slice(start, cursor.at);
}

function take(cursor: Cursor): string {
  const char = cursor.text[cursor.at] ?? "";
  cursor.at++;
  return char;
}

function matchAt(pattern: RegExp, { text, at }: Cursor): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
