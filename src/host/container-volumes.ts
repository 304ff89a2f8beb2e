import { randomUUID } from "node:crypto";
import {
  type ContainerEngineSettings,
  client,
  clientTimeoutMs,
  commonFlags,
  engineFailed,
  label,
  removeContainer,
} from "./container-client.ts";

/** A scratch volume that is older than any run was left by one that was killed. */
const forgottenMs = 24 * 3_600_000;

/**
 * Creates a volume with folders for the user of the commands; one that is there stays as it is.
 *
 * @param target where it is mounted for that.
 */
export async function ensureVolume(
  settings: ContainerEngineSettings,
  volume: string,
  folders: readonly string[],
  target: string,
  limits: readonly string[],
): Promise<void> {
  const created = await client(settings, ["volume", "create", "--label", label, volume], clientTimeoutMs);
  // Podman, unlike Docker, treats an existing one as an error.
  if (created.status !== 0) {
    const found = await client(settings, ["volume", "inspect", volume], clientTimeoutMs);
    if (found.status !== 0) throw engineFailed(settings, created);
  }
  const list = folders.join(" ");
  const name = `cilium-patchkit-${randomUUID().slice(0, 18)}`;
  const args = [
    ...commonFlags(settings, name),
    "--rm",
    ...limits,
    ...["--cap-add", "CHOWN", "--cap-add", "DAC_OVERRIDE"],
    ...["--volume", `${volume}:${target}`],
  ];
  const script = `mkdir -p ${list} && chown ${settings.user} ${list}`;
  const result = await client(
    settings,
    ["run", ...args, settings.image, "sh", "-c", script],
    clientTimeoutMs,
  ).catch(async (error: unknown) => {
    await removeContainer(settings, name);
    throw error;
  });
  if (result.status !== 0) throw engineFailed(settings, result);
}

/** Volume with an empty BPF file system. */
export const bpfVolume = "cilium-patchkit-bpf";

/** Creates {@link bpfVolume}, if the engine can. */
export async function ensureBpfVolume(settings: ContainerEngineSettings): Promise<void> {
  const options = ["--opt", "type=bpf", "--opt", "device=bpf"];
  await client(settings, ["volume", "create", "--label", label, ...options, bpfVolume], clientTimeoutMs);
}

/** Removes a volume, if it is there. */
export async function removeVolume(settings: ContainerEngineSettings, volume: string): Promise<void> {
  await client(settings, ["volume", "rm", "--force", volume], clientTimeoutMs).catch(() => {});
}

/** Removes scratch volumes of runs that were killed. */
export async function sweepVolumes(settings: ContainerEngineSettings): Promise<void> {
  const format = ["--format", "{{.Name}}"];
  const filters = ["--filter", `label=${label}`, "--filter", "name=cilium-patchkit-scratch-"];
  const listed = await client(settings, ["volume", "ls", ...filters, ...format], clientTimeoutMs);
  for (const name of listed.stdout.split("\n").filter(Boolean)) {
    const asked = await client(
      settings,
      ["volume", "inspect", "--format", "{{.CreatedAt}}", name],
      clientTimeoutMs,
    );
    const created = Date.parse(asked.stdout.trim().replace(/ [+-]\d{4} \w+$/, ""));
    if (created < Date.now() - forgottenMs) await removeVolume(settings, name);
  }
}
