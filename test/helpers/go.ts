import {
  type GoFile,
  type GoFormatter,
  type GoParser,
  loadGoFormatter,
  loadGoParser,
} from "../../src/golang/index.ts";
import { grammarPath, readGofmt } from "../../src/host/assets.ts";

/** The parser the tool itself uses. */
export function makeGoParser(): Promise<GoParser> {
  return loadGoParser(grammarPath());
}

/** The formatter the tool itself uses. */
export async function makeGoFormatter(): Promise<GoFormatter> {
  return loadGoFormatter(await readGofmt());
}

/** Parses a piece of Go as the file `file.go`; the package clause is put in front of it, on a line of its own. */
export function parseGo(parser: GoParser, declarations: string): GoFile {
  return parser.parse("file.go", `package p\n${declarations}`);
}
