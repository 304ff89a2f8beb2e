import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A client of Docker that only writes down what it is asked. */
export interface FakeDocker {
  readonly program: string;
  /** A line per call: its arguments. */
  calls(): string[];
  /** Tar file that the last build got. */
  readonly context: string;
}

/**
 * Makes a client in a folder.
 *
 * @param answers shell commands by the first argument, such as `buildx`; without one, the client succeeds.
 */
export function fakeDocker(folder: string, answers: Readonly<Record<string, string>> = {}): FakeDocker {
  const program = join(folder, "docker");
  const [log, context] = [join(folder, "calls"), join(folder, "context.tar")];
  const all = {
    buildx: "exit 1",
    version: "echo 20.10.24",
    image: "echo sha256:0 amd64",
    build: `while [ $# -gt 1 ]; do if [ "$1" = --iidfile ]; then printf sha256:feed >"$2"; fi; shift; done; cat >'${context}'`,
    push: `echo "1: digest: sha256:${"e".repeat(64)} size: 1"`,
    ...answers,
  };
  const cases = Object.entries(all).map(([name, script]) => `${name})\n${script}\n;;`);
  writeFileSync(program, `#!/bin/sh\necho "$*" >>'${log}'\ncase $1 in\n${cases.join("\n")}\nesac\n`);
  chmodSync(program, 0o755);
  return {
    program,
    context,
    calls: () => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : []),
  };
}
