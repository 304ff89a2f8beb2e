/**
 * The commands of a make target, including those of targets it needs and calls, in the order in which make runs
 * them: Cilium asks contributors to run `make precheck`. Does not distinguish targets of other makefiles and
 * conditional parts.
 *
 * @returns each command once, without make's prefixes and with `go` instead of its variable.
 */
export function makeCommands(makefile: string, target: string): string[] {
  const found = new Set<string>();
  collect(makefile.replace(/\s*\\\n\s*/g, " "), target, new Set(), found);
  return [...found];
}

function collect(makefile: string, target: string, seen: Set<string>, found: Set<string>): void {
  if (seen.has(target)) return;
  seen.add(target);
  const lines = makefile.split("\n");
  const start = lines.findIndex((line) =>
    new RegExp(`^${target.replace(/\W/g, "\\$&")}\\s*:(?!=)`).test(line),
  );
  if (start === -1) return;
  const needed =
    /:([^#]*)/
      .exec(lines[start] ?? "")?.[1]
      ?.split(/\s+/)
      .filter(Boolean) ?? [];
  for (const one of needed) collect(makefile, one, seen, found);
  for (const line of lines.slice(start + 1)) {
    // Conditionals of make are not indented, between the lines of a recipe.
    if (!/^(?:\t|if|else|endif)/.test(line)) return;
    const command = line
      .replace(/^\t\s*/, "")
      .replace(/^@?(?:\$\(QUIET\)\s*)?/, "")
      .trim();
    const called = /^\$\(MAKE\) ([\w-]+)$/.exec(command)?.[1];
    if (called !== undefined) collect(makefile, called, seen, found);
    else if (line.startsWith("\t") && !/^(?:\$\(ECHO|echo\b|exit\b|#|$)/.test(command))
      found.add(command.replace(/\$[({]GO[)}]/g, "go").replace(/\$[({]MAKE[)}]/g, "make"));
  }
}
