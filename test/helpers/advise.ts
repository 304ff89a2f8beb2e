import { parseRouteLine } from "../../src/advise/parse-route-line.ts";
import { parseAddress, parsePrefix } from "../../src/advise/prefix.ts";
import type { Route } from "../../src/advise/route.ts";

/** A prefix that the test knows to be one. */
export function prefix(text: string) {
  const parsed = parsePrefix(text);
  if (!parsed) throw new Error(`no prefix: ${text}`);
  return parsed;
}

/** An address that the test knows to be one. */
export function address(text: string) {
  const parsed = parseAddress(text);
  if (!parsed) throw new Error(`no address: ${text}`);
  return parsed;
}

/** Routes from lines that the test knows to be some. */
export function routes(text: string): Route[] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line, index) => {
      const route = parseRouteLine(line, { family: null, table: "main", input: "table", line: index + 1 });
      if (!route || "problem" in route) throw new Error(`no route: ${line}`);
      return route;
    });
}
