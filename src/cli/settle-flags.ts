import { dirname, resolve } from "node:path";
import { proposals } from "../proposals/index.ts";
import type { Config, ConfigFile } from "./config-file.ts";
import { findConfig } from "./find-config.ts";
import type { Presets } from "./presets.ts";
import { stackedVariants } from "./stacked-variants.ts";
import { cloneOf, type Session } from "./workshop.ts";

/** The default output folder. */
export const defaultOut = "./patches";

/** Flags that a configuration file may replace. */
export interface ConfigurableFlags {
  readonly repo?: string;
  readonly config?: string | undefined;
  readonly templates?: readonly string[];
  readonly variant?: string | readonly string[];
  readonly proposal?: string | readonly string[];
  readonly stack?: boolean;
  readonly identity?: string;
  readonly out?: string | undefined;
}

/** What commands use: the flags, else what the configuration says, else the defaults. */
export interface SettledFlags {
  /** Absolute paths. */
  readonly templates: readonly string[];
  /** Ids, also of stacks; empty means all variants. */
  readonly variants: readonly string[];
  readonly identity: string | undefined;
  /** As typed, or absolute if it comes from a configuration. */
  readonly out: string;
  /** Undefined without a configuration. */
  readonly presets: Presets | undefined;
}

/**
 * Completes a command's flags with those of the configuration file.
 *
 * @param readsClone whether the command reads a clone, where no configuration is obeyed.
 * @throws PatchkitError `usage/bad-config`.
 */
export async function settleFlags(
  session: Session,
  note: (text: string) => void,
  flags: ConfigurableFlags,
  readsClone = true,
): Promise<SettledFlags> {
  const clone = readsClone ? cloneOf(session, flags.repo) : session.env["CILIUM_REPO"];
  const marks = proposals.map(({ survey }) => survey.files.main);
  const found = await findConfig(session, { config: flags.config, clone, marks }, note);
  return mergeFlags(flags, found, session.cwd);
}

/** The command line wins; folders of templates, and params of different variants, add up. */
export function mergeFlags(
  flags: ConfigurableFlags,
  found: ConfigFile | undefined,
  cwd: string,
): SettledFlags {
  const config: Config = found?.config ?? {};
  const below = (path: string) => resolve(found ? dirname(found.path) : cwd, path);
  // Who names a proposal means its variants.
  const isTyped = flags.variant !== undefined || flags.proposal !== undefined;
  const typed = stackedVariants(isTyped ? [flags.variant ?? []].flat() : undefined, flags.stack === true);
  const presets = found && {
    path: found.path,
    hasVariants: !typed && config.variants !== undefined,
    set: config.set ?? {},
  };
  return {
    templates: [
      ...(flags.templates ?? []).map((folder) => resolve(cwd, folder)),
      ...(config.templates ?? []).map(below),
    ],
    variants: typed ?? config.variants ?? [],
    identity: flags.identity ?? config.identity,
    out: flags.out ?? (config.out === undefined ? defaultOut : below(config.out)),
    presets,
  };
}
