import { z } from "zod";

/** A commit. */
export const plannedSha = z.string().regex(/^[0-9a-f]{40}$/);

/** `owner/name` of a repository. */
export const plannedName = z.string().regex(/^[\w.-]+\/[\w.-]+$/);

/** A branch's name, which git takes as one and not as a flag. */
export const plannedBranch = z.string().regex(/^[^\s~^:?*[\\\p{Cc}-][^\s~^:?*[\\\p{Cc}]*$/u);
