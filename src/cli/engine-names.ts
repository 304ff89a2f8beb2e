/** Values of `--engine`. */
export const engineNames = ["auto", "docker", "podman", "host"] as const;

export type EngineName = (typeof engineNames)[number];
