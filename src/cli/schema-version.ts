/** Version of the shapes that commands print with `--json`; raised when one changes in a way that breaks readers. */
export const schemaVersion = 1;
