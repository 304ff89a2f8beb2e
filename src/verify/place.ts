import { z } from "zod";
import { attempts, type EnginePlace, type EngineSession, treePrivileges } from "../host/engine.ts";

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
    .array(z.strictObject({ privileges: z.enum(treePrivileges), allowed: z.array(z.enum(attempts)) }))
    .optional(),
});

export type Place = z.infer<typeof place>;

/** The place of a session, for the evidence. */
export function placeOf({ place }: EngineSession): Place {
  const { engine, version, image, imageDigest, go, kernel, isolation } = place;
  return {
    engine,
    version,
    image,
    imageDigest,
    go,
    kernel,
    isolation: isolation.map((one) => ({ ...one, allowed: [...one.allowed] })),
  };
}

/** What a result depends on in addition to the trees. */
export function placeKey({ engine, imageDigest, go, kernel, isolation }: Place | EnginePlace): string {
  return JSON.stringify([engine, imageDigest, go, kernel, isolation]);
}
