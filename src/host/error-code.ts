/** The code of an error of Node's, such as `ENOENT`; "" if it has none. */
export function codeOf(reason: unknown): string {
  return reason instanceof Error && "code" in reason ? String(reason.code) : "";
}
