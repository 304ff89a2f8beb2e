import { releaseProbes, type Survey } from "../../profile/index.ts";
import { companionProbes } from "./facts/companions.ts";
import type { NodeRouteFacts } from "./facts/facts.ts";
import { handlerProbes } from "./facts/handler.ts";
import { ipamProbes } from "./facts/ipam.ts";
import { optionProbes } from "./facts/option.ts";
import { testProbes } from "./facts/test.ts";
import { testMatrixProbes } from "./facts/test-matrix.ts";
import { besidePaths, packageFolders, paths, probedPaths, referenceFolder } from "./paths.ts";

/** A probe for every fact, which the type checks. */
const probes: Survey<NodeRouteFacts>["probes"] = {
  ...releaseProbes,
  ...handlerProbes,
  ...optionProbes,
  ...ipamProbes,
  ...testProbes,
  ...companionProbes,
  ...testMatrixProbes,
};

/** The files that the series change or refer to, and the facts about them. */
export const survey: Survey<NodeRouteFacts> = {
  files: {
    main: paths.handler,
    since: "v1.4",
    paths: probedPaths,
    beside: Object.values(besidePaths).flat(),
    folders: packageFolders,
    references: referenceFolder,
  },
  probes,
};
