/** One of our Go tests, added to the handler's package while a series is verified. */
export interface Companion {
  /** Also the name of its files, as in `scenario`. */
  readonly name: string;
  /** File below `_verify/` of the proposal's templates. */
  readonly template: string;
  readonly testName: string;
  /** Environment variable that names the file with its runs. */
  readonly variable: string;
  /** Prefix of the lines that it prints for us. */
  readonly marker: string;
}

/** The output of a companion, and why it did not finish, if so. */
export interface CompanionOutput {
  /** Its lines, without the marker. */
  readonly lines: readonly string[];
  readonly trouble: CompanionTrouble | undefined;
}

/** Why a companion did not finish. */
export interface CompanionTrouble {
  readonly words: string;
  /** Whether the tree is at fault, not the machine. */
  readonly isFailure: boolean;
  readonly log: string;
}
