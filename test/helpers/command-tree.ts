import { Argument, Command, Option } from "commander";

/** A small command tree with each form of flag. */
export function makeCommandTree(): Command {
  return new Command("cilium-patchkit")
    .description("Does this - and that.")
    .option("--json", "print JSON")
    .addCommand(
      new Command("verify")
        .description("checks 'series': all of them")
        .option("--checks <a,b>", "run only these")
        .option("-C, --repo <dir>", "the clone")
        .addOption(new Option("--engine <name>", "where").choices(["docker", "host"]).default("docker")),
    )
    .addCommand(
      new Command("completion")
        .description("prints")
        .addArgument(new Argument("<shell>", "x").choices(["bash", "zsh"])),
    );
}
