import { z } from "zod";
import { adviceSchema } from "../advise/index.ts";
import { schemaVersion } from "./schema-version.ts";

/** `advise --json`. */
export const adviseValue = z.strictObject({ schema: z.literal(schemaVersion), ...adviceSchema.shape });

export type AdviseValue = z.infer<typeof adviseValue>;
