import { isAbsolute, resolve } from "node:path";
import type { Command } from "commander";
import { PatchkitError } from "../errors.ts";
import { readToolVersion } from "../host/assets.ts";
import { exit, type Failure, failureOf } from "./failure.ts";
import { type CommonFlags, commonFlagsOf, type Runner } from "./flags.ts";
import { interruptedCode } from "./interrupt.ts";
import { makePrinter, type Printer } from "./printer.ts";
import { makeProgram } from "./program.ts";
import { strayWordOf } from "./stray-word.ts";
import { watchStreams } from "./streams.ts";
import { describeChecks, verifyName } from "./verify-command.ts";
import type { Session } from "./workshop.ts";

/** Runs the command of the process's arguments and sets its exit code. */
export async function main(signal: AbortSignal): Promise<void> {
  const streams = watchStreams();
  const args = process.argv.slice(2);
  const lines = args.includes("--json-lines");
  let printer = makePrinter({ json: lines || args.includes("--json"), lines, quiet: false, color: false });
  const session = makeSession(signal);
  const run: Runner = (work) => async (own, command) => {
    const flags = { ...own, ...commonFlagsOf(command) };
    printer = printerFor(flags);
    process.exitCode = await work({ session, printer }, flags);
  };
  let program: Command | undefined;
  try {
    setTempDir(session);
    signal.throwIfAborted();
    program = makeProgram(await readToolVersion(), run);
    const chosen = args.length > 0 ? args : await chooseCommand(program, session, printer);
    if (chosen?.includes(verifyName)) await describeChecks(program);
    if (chosen) await program.parseAsync(chosen, { from: "user" });
  } catch (error) {
    const { exitCode, told } = signal.aborted
      ? interrupted
      : (strayWordOf(error, program, args) ?? failureOf(error));
    if (told) printer.error(told);
    process.exitCode = exitCode;
  }
  const unwritten = await streams.flush();
  if (!unwritten) return;
  const message = `expected to write to standard output, found ${unwritten.code}`;
  const told = {
    code: "environment/not-writable",
    message,
    hint: "Free some space, or choose another file.",
  };
  makePrinter({ json: false, quiet: false, color: false }).error(told);
  process.exitCode = exit.environment;
}

const interrupted: Failure = {
  exitCode: interruptedCode,
  told: { code: "environment/interrupted", message: "interrupted; no partly written files are left" },
};

function printerFor(flags: CommonFlags): Printer {
  const isPlain = process.env["NO_COLOR"] || process.env["TERM"] === "dumb";
  const color = flags.color && process.stdout.isTTY === true && !isPlain;
  const lines = "jsonLines" in flags;
  return makePrinter({ json: lines || flags.json === true, lines, quiet: flags.quiet === true, color });
}

/** The current folder is asked for when it is needed: it may be gone. */
function makeSession(signal: AbortSignal): Session {
  return {
    signal,
    env: process.env,
    get cwd() {
      try {
        return process.cwd();
      } catch (cause) {
        throw new PatchkitError("environment/no-folder", "expected a current folder, found that it is gone", {
          cause,
          hint: "Change to a folder that is there.",
        });
      }
    },
  };
}

/** A relative folder for temporary files is that of the current folder, for git and other programs too. */
function setTempDir(session: Session): void {
  for (const name of ["TMPDIR", "TMP", "TEMP"]) {
    const dir = process.env[name];
    if (dir && !isAbsolute(dir)) process.env[name] = resolve(session.cwd, dir);
  }
}

/** Without arguments: asks for a command on a terminal; otherwise prints the help. */
async function chooseCommand(
  program: Command,
  session: Session,
  printer: Printer,
): Promise<string[] | undefined> {
  if (process.stdin.isTTY !== true || process.stdout.isTTY !== true) {
    program.outputHelp({ error: true });
    process.exitCode = exit.environment;
    return undefined;
  }
  const { commandLine, guide, terminalAsker } = await import("./guide.ts");
  const chosen = await guide(session, terminalAsker(session.signal));
  if (chosen) printer.note(commandLine(chosen));
  else process.exitCode = interruptedCode;
  return chosen;
}
