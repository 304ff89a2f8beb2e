import type { Command } from "commander";
import { type CommonFlags, collect, makeCommand, type Runner } from "./flags.ts";

interface AdviseFlags extends CommonFlags {
  readonly to?: string[];
  readonly after?: boolean;
  readonly release?: string;
}

const helpAfter = `
Inputs are told by their content: ip route, ip -6 route, ip route show table all, ip -j route, ip rule; flags of an agent
or of kube-apiserver; cilium-config as YAML or JSON, or lines of key and value; CiliumNodes and Nodes as YAML or JSON; a
folder of a sysdump, or with a file per setting. Exit code 1: a problem was found; 2: an input could not be read.

  ip route | cilium-patchkit advise
  cilium-patchkit advise routes.txt config.yaml nodes.json --to 10.247.2.20`;

/** `advise` and its flags. */
export function adviseCommand(version: string, run: Runner): Command {
  return makeCommand(
    "advise",
    "says from routes, settings and nodes at hand what is wrong, what cures it, and where addresses go",
    { version, readsClone: false },
  )
    .argument("[input...]", "files and folders; - for standard input (default: standard input)")
    .option(
      "--to <address>",
      "say where this address goes, now and with each variant; may be repeated",
      collect,
    )
    .option("--after", "also say how to see on a live node that it worked, and how to go back")
    .option("--release <release>", "the release that runs, such as 1.10.12")
    .addHelpText("after", helpAfter)
    .action((inputs: string[], flags: AdviseFlags, command: Command) =>
      run(async ({ session, printer }, common: AdviseFlags) => {
        const { runAdvise } = await import("./advise.ts");
        return runAdvise(session, printer, {
          inputs,
          to: common.to ?? [],
          after: common.after === true,
          release: common.release,
        });
      })(flags, command),
    );
}
