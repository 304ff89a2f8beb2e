import { type Command, Option } from "commander";
import { PatchkitError } from "../errors.ts";
import type { EngineName } from "./engine-names.ts";
import {
  type CommonFlags,
  collect,
  configFlag,
  emitFlag,
  identityFlag,
  makeCommand,
  outFlag,
  type Runner,
  type SourceFlags,
  setFlag,
  sourceFlag,
  templatesFlag,
  variantFlag,
  verifyFlag,
} from "./flags.ts";
import type { Printer } from "./printer.ts";
import type { SettledFlags } from "./settle-flags.ts";
import type { Session } from "./workshop.ts";

interface ImageFlags extends CommonFlags, SourceFlags {
  readonly ref?: string[];
  readonly variant?: string[];
  readonly set?: string[];
  readonly identity?: string;
  readonly thin?: boolean;
  readonly baseImage?: string;
  readonly engine: "docker" | "podman";
  readonly builderImage?: string;
  readonly goRoot?: string;
  readonly platform?: string;
  readonly tag?: string;
  readonly push?: boolean;
  readonly network?: "none" | "host";
  readonly attest: string;
  readonly dryRun?: boolean;
  readonly plan?: string;
  readonly cache?: string;
  readonly tail?: boolean;
  readonly emit?: "bake" | "actions";
  readonly out?: string;
  readonly unverified?: boolean;
  readonly verify?: EngineName;
  readonly source: string;
}

const decided = ["ref", "variant", "set", "identity", "thin", "baseImage", "builderImage", "goRoot"];
const alsoDecided = ["platform", "tag", "push", "network", "unverified"];

/** `image` and its flags. */
export function imageCommand(version: string, run: Runner): Command {
  const command = makeCommand(
    "image",
    "builds an image of the agent with a variant: by the tree's own Dockerfile, or a rebuilt agent on a base image",
    { version, readsClone: true },
  );
  return command
    .addOption(new Option("--ref <ref>", "tag, branch, sha or expression").argParser(collect))
    .addOption(variantFlag())
    .addOption(setFlag())
    .addOption(identityFlag())
    .addOption(templatesFlag())
    .addOption(configFlag())
    .option("--thin", "only compile the agent, and put it in the place of that in a base image")
    .option(
      "--base-image <image>",
      "with --thin, the base image (default: the release's own, from the tree's chart)",
    )
    .addOption(
      new Option("--engine <name>", "builds the image; Docker through buildx, if it has it")
        .choices(["docker", "podman"])
        .default("docker"),
    )
    .option(
      "--builder-image <image>",
      "with --thin, image with Go; {go} is replaced by the tree's Go release line; upstream: the tree's own cilium-builder (default: that of verify)",
    )
    .option("--go-root <dir>", "Go for a builder image that is made from this machine")
    .option(
      "--platform <platform>",
      "platform of the image, such as linux/arm64; buildx takes several with commas",
    )
    .option("--tag <name>", "name of the image (default: cilium-patchkit/agent:<slug>-<variant>)")
    .option("--push", "push the image to its registry, with the engine's own credentials")
    .addOption(
      new Option(
        "--network <name>",
        "network of the Dockerfile's commands (default: none with --thin)",
      ).choices(["none", "host"]),
    )
    .option(
      "--attest <a,b>",
      "statements to attach where the builder can: sbom, provenance, or none",
      "sbom,provenance",
    )
    .option("--dry-run", "build nothing; print the plan, which --json gives in a form for --plan")
    .addOption(
      new Option("--plan <file>", "carry out a plan that --dry-run --json printed").conflicts([
        ...decided,
        ...alsoDecided,
      ]),
    )
    .option(
      "--cache <dir>",
      "folder that is kept between runs (default: $XDG_CACHE_HOME/cilium-patchkit, else ~/.cache/cilium-patchkit)",
    )
    .addOption(new Option("--tail", "show the builder's output").conflicts("quiet"))
    .addOption(emitFlag().conflicts(["plan", "dryRun"]))
    .addOption(sourceFlag())
    .addOption(outFlag("folder with the evidence of verify; with --emit, also for the series and the file"))
    .option(
      "--unverified",
      "also take a series without evidence of its own, or whose checks fail; the labels say so",
    )
    .addOption(verifyFlag().conflicts(["plan", "emit"]))
    .action(
      run(async ({ session, printer }, flags: ImageFlags) => {
        const { settleFlags } = await import("./settle-flags.ts");
        const settled = await settleFlags(session, printer.note, flags);
        if (flags.emit !== undefined) return emit(session, printer, flags, flags.emit, settled);
        const { runImage } = await import("./image.ts");
        const ref = flags.plan === undefined ? only("--ref", flags.ref) : "";
        const variant = flags.plan === undefined ? only("--variant", settled.variants) : "";
        return runImage(session, printer, {
          ...flags,
          ...settled,
          ref,
          variant,
          set: flags.set ?? [],
          thin: flags.thin === true,
          push: flags.push === true,
          unverified: flags.unverified === true,
          dryRun: flags.dryRun === true,
          tail: flags.tail === true,
        });
      }),
    );
}

async function emit(
  session: Session,
  printer: Printer,
  flags: ImageFlags,
  kind: "bake" | "actions",
  settled: SettledFlags,
): Promise<number> {
  if (flags.thin !== true)
    throw new PatchkitError("usage/bad-argument", "--emit: expected --thin with it, found none", {
      hint: "Builders elsewhere get the base from git and apply the series there: only a thin image can be made so.",
    });
  const [{ runEmit }, { parseAttestations }] = await Promise.all([import("./emit.ts"), import("./image.ts")]);
  return runEmit(session, printer, {
    ...flags,
    ...settled,
    emit: kind,
    command: "image",
    refs: flags.ref ?? ["HEAD"],
    set: flags.set ?? [],
    checks: [],
    image: {
      unverified: flags.unverified === true,
      baseImage: flags.baseImage ?? null,
      builderImage: flags.builderImage ?? null,
      platform: flags.platform ?? null,
      tag: flags.tag ?? null,
      attestations: parseAttestations(flags.attest),
    },
  });
}

function only(flag: string, values: readonly string[] = []): string {
  const [value, ...others] = values;
  if (value !== undefined && others.length === 0) return value;
  throw new PatchkitError(
    "usage/bad-argument",
    `${flag}: expected one, found ${value === undefined ? "none" : values.join(", ")}`,
    { hint: "One image holds one variant of one ref." },
  );
}
