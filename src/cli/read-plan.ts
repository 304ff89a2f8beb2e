import type { z } from "zod";
import { PatchkitError } from "../errors.ts";
import { readTextIfThere } from "../host/files.ts";

/**
 * A plan that `--dry-run` printed: bare, or the value of `--dry-run --json` that has it.
 *
 * @param kind the command with its arguments, and the shape of its plans.
 * @throws PatchkitError `usage/bad-argument`.
 */
export async function readPlan<Plan>(
  { of, schema }: { readonly of: string; readonly schema: z.ZodType<Plan> },
  path: string,
): Promise<Plan> {
  const text = await readTextIfThere(path);
  const parsed = text === undefined ? undefined : schema.safeParse(planIn(text));
  if (parsed?.success) return parsed.data;
  const at = parsed?.error.issues[0]?.path.join(".") || "its beginning";
  throw new PatchkitError(
    "usage/bad-argument",
    `--plan: expected a plan of ${of} at ${path}, found ${text === undefined ? "no file" : `something else at ${at}`}`,
    { hint: `Make one with \`cilium-patchkit ${of} --dry-run --json >FILE\`.`, cause: parsed?.error },
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
