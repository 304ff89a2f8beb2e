import { spawnSync } from "node:child_process";

/** Whether there is a Go to compile with. */
export const hasGo = spawnSync("go", ["version"]).status === 0;

/** Whether this user may make network and mount namespaces, as the network tests need. */
export const hasNamespaces =
  process.getuid?.() === 0 && spawnSync("unshare", ["-n", "-m", "ip", "link"]).status === 0;
