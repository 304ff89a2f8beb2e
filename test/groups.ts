/**
 * Folders of tests that need more than Node and git, by the group that runs them. Every other test is in the group
 * `fast`: it calls functions, and starts neither the built program nor an engine.
 */
export const groups: Readonly<Record<string, readonly string[]>> = {
  program: ["cli", "faults", "hostile", "scripts"],
  cilium: ["cilium"],
  docker: ["docker"],
  browser: ["browser"],
};
