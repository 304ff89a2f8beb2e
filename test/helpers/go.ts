import { type GoFile, type GoParser, loadGoParser } from "../../src/golang/index.ts";
import { grammarPath } from "../../src/host/assets.ts";

/** The parser the tool itself uses. */
export function makeGoParser(): Promise<GoParser> {
  return loadGoParser(grammarPath());
}

/** Parses a piece of Go as the file `file.go`; the package clause is put in front of it, on a line of its own. */
export function parseGo(parser: GoParser, declarations: string): GoFile {
  return parser.parse("file.go", `package p\n${declarations}`);
}
