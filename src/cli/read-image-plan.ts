import { PatchkitError } from "../errors.ts";
import { readTextIfThere } from "../host/files.ts";
import { type ImagePlan, imagePlanSchema } from "../publish/index.ts";

/**
 * A plan of `image`, or the value of `--dry-run --json` that has it.
 *
 * @throws PatchkitError `usage/bad-argument`.
 */
export async function readImagePlan(path: string): Promise<ImagePlan> {
  const text = await readTextIfThere(path);
  const parsed = text === undefined ? undefined : imagePlanSchema.safeParse(planIn(text));
  if (parsed?.success) return parsed.data;
  const at = parsed?.error.issues[0]?.path.join(".") || "its beginning";
  throw new PatchkitError(
    "usage/bad-argument",
    `--plan: expected a plan at ${path}, found ${text === undefined ? "no file" : `something else at ${at}`}`,
    { hint: "Make one with `cilium-patchkit image --dry-run --json >FILE`.", cause: parsed?.error },
  );
}

function planIn(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "plan" in value ? value.plan : value;
  } catch {
    return undefined;
  }
}
