import type { Checkout } from "../../checkout/index.ts";
import {
  buildPaths,
  readChartWays,
  readGoVersion,
  releaseImage,
  wantsBindata,
  wantsC,
} from "../../profile/index.ts";
import { goEnvironment } from "../../verify/index.ts";
import type { TreeFacts } from "./decide-image.ts";

/** What an image depends on in a tree. */
export async function readTreeFacts(checkout: Checkout): Promise<TreeFacts> {
  const [label, image, chart, dockerfile, bindata, needsC, goVersion] = await Promise.all([
    checkout.readText("VERSION"),
    releaseImage(checkout),
    readChartWays(checkout),
    findDockerfile(checkout),
    wantsBindata(checkout),
    wantsC(checkout),
    readGoVersion(checkout),
  ]);
  return {
    label: label?.trim() ?? "",
    releaseImage: image,
    chart,
    dockerfile,
    wantsBindata: bindata,
    environment: goEnvironment({ hasModule: goVersion !== "", wantsC: needsC }, "/go"),
  };
}

async function findDockerfile(checkout: Checkout): Promise<TreeFacts["dockerfile"]> {
  for (const path of buildPaths.dockerfiles) {
    const text = await checkout.peekText(path);
    if (text === undefined) continue;
    const stage = new RegExp(`^FROM\\s.*\\sAS\\s+${buildPaths.releaseStage}\\s*$`, "im");
    return { path, hasReleaseStage: stage.test(text) };
  }
  return null;
}
