/** A Go test of ours that stands beside a series while it is verified, in the handler's package. */
export interface Companion {
  /** Also the name of its files, as in `scenario`. */
  readonly name: string;
  /** File below `templates/_verify/`. */
  readonly template: string;
  readonly testName: string;
  /** Environment variable that names the file with its runs. */
  readonly variable: string;
  /** Begins each line that it prints for us. */
  readonly marker: string;
}

/** What a companion printed, and why it did not come to its end where it did not. */
export interface CompanionOutput {
  /** Its lines for us, without their marker. */
  readonly lines: readonly string[];
  readonly trouble: CompanionTrouble | undefined;
}

/** Why a companion did not come to its end. */
export interface CompanionTrouble {
  readonly words: string;
  /** Whether the tree is at fault, and not the machine. */
  readonly isFailure: boolean;
  readonly log: string;
}
