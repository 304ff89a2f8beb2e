import { z } from "zod";
import { attempts, confinedPrivileges } from "../host/engine.ts";

/** Where the checks ran. */
export const place = z.strictObject({
  engine: z.enum(["docker", "podman", "host"]),
  /** Version as reported by the engine. */
  version: z.string(),
  image: z.string().nullable(),
  imageDigest: z.string().nullable(),
  /** `go version` there. */
  go: z.string(),
  /** Release of the kernel whose routes were read. */
  kernel: z.string(),
  /**
   * What code of the tree could do there, with each kind of privileges that the engine has: every attempt was
   * made, and those listed were not refused.
   */
  isolation: z
    .array(z.strictObject({ privileges: z.enum(confinedPrivileges), allowed: z.array(z.enum(attempts)) }))
    .optional(),
});

export type Place = z.infer<typeof place>;
