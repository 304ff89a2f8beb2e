import { buildPaths } from "../../profile/index.ts";
import { type Check, couldNotRun } from "../check.ts";

/** The chart renders, and its default output differs by exactly the intended lines. */
export const helmCheck: Check = {
  id: "helm",
  needs: "engine",
  perCommit: false,
  async run({ files, bench }) {
    const touched = files.filter(({ path }) => path.startsWith(`${buildPaths.chart}/`));
    if (touched.length === 0) {
      return couldNotRun("the series touches no file of the chart, so there is nothing to render");
    }
    if (!bench.session.place.programs.includes("helm"))
      return couldNotRun("helm is not installed where the checks run");
    return couldNotRun("comparing rendered charts is not implemented yet");
  },
};
