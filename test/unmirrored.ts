/**
 * Files of `src/` that decide something and have no test of their own: other tests, such as those that run the program,
 * may reach them. The list may only shrink; a new file comes with its test.
 */
export const unmirrored: readonly string[] = [
  "cli/discuss-command.ts",
  "cli/main.ts",
  "cli/planning-thread.ts",
  "cli/planning-worker.ts",
  "cli/pr-command.ts",
  "cli/workshop.ts",
  "errors.ts",
  "golang/gofmt-wasm.ts",
  "proposals/node-routes/index.ts",
  "proposals/node-routes/paths.ts",
];
