/** Version of the `--json` output; raised when a change breaks readers. */
export const schemaVersion = 1;
