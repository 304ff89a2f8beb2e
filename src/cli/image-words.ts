import { recipeOf } from "../host/builder-image.ts";
import type { ImagePlan } from "../publish/index.ts";
import { shellWords } from "../text/index.ts";
import type { ImageValue } from "./image-value.ts";
import type { Printer } from "./printer.ts";

/** What `image` prints for people: the image and how to use it; of a plan also how it would be made. */
export function imageWords(value: ImageValue, { color }: Printer): string {
  const { plan, status, image, reason } = value;
  if (plan === null || status === "failed") return `${status}${reason === null ? "" : `: ${reason}`}`;
  const { use, withoutAttestations, labels, doubts } = plan;
  const pinned = image?.digest == null ? "" : `${plan.tag.split("@")[0]}@${image.digest}`;
  const facts = [
    ["tag", plan.tag],
    ["way", plan.way === "thin" ? `thin, on ${plan.baseImage}` : `${plan.dockerfile.path} of the tree`],
    ...(image === null && plan.builderImage !== null ? [["builder", builderWords(plan)]] : []),
    ...(image === null ? [] : [["id", image.id ?? "not told by the builder"]]),
    ...(pinned === "" ? [] : [["digest", pinned]]),
    [
      "statements",
      withoutAttestations === null ? plan.attestations.join(", ") : `none: ${withoutAttestations}`,
    ],
    ...(doubts.length === 0 ? [] : [["unverified", `${doubts.join(", ")}; the labels say so`]]),
    ["try it", use.run],
    [
      "roll out",
      use.deploy.startsWith("helm ")
        ? `in a work tree of the series (apply --worktree): ${use.deploy}`
        : use.deploy,
    ],
    [
      "switch on",
      [use.switchOn.words, use.switchOn.kubectl && `Without Helm: ${use.switchOn.kubectl}`]
        .filter(Boolean)
        .join(" "),
    ],
  ];
  const rows = facts.map(([name = "", text = ""]) => `${color.dim(name.padEnd(10))}  ${text}`);
  if (status === "built") return rows.join("\n");
  const steps = value.commands.map((command) => `  ${shellWords(command)}`);
  const shown =
    plan.dockerfile.text === null ? [] : ["", `${plan.dockerfile.path}:`, plan.dockerfile.text.trimEnd()];
  const named = Object.entries(labels).map(([name, text]) => `  ${name}=${text}`);
  return [...rows, "", "labels:", ...named, "", "would run:", ...steps, ...shown].join("\n");
}

function builderWords({ builderImage, builderImageSources: sources }: ImagePlan): string {
  if (sources.length === 0) return `${builderImage}`;
  return `${builderImage}, which would be made first: from ${sources.map((one) => recipeOf(one).from).join(", else from ")}`;
}
