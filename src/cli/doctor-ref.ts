import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCheckout, resolveRefs } from "../checkout/index.ts";
import { PatchkitError } from "../errors.ts";
import { agentPackages } from "../host/builder-image.ts";
import { goLineFor } from "../host/choose-engine.ts";
import { agentPrograms, confinedPrivileges, type EnginePlace } from "../host/engine.ts";
import { makeSharedTempFolder, removeFolder } from "../host/files.ts";
import { runProgram } from "../host/run-program.ts";
import type { Workshop } from "../matrix/index.ts";
import { readGoVersion, upstreamBuilder, wantsC } from "../profile/index.ts";
import { makeEngineFor } from "./engines.ts";
import type { DoctorValue } from "./values.ts";
import { type Session, withWorkshop } from "./workshop.ts";

type Finding = DoctorValue["findings"][number];

/** A row of `doctor`. */
export function finding(name: string, ok: boolean, found: string, lack: string, hint: string): Finding {
  return { name, ok, found, lack: ok ? null : lack, hint: ok ? null : hint };
}

/** What verifying a ref needs. */
interface Needs {
  readonly goVersion: string;
  /** The Go release line to build it with. */
  readonly line: string;
  readonly programs: readonly string[];
  readonly upstreamImage: () => Promise<string | undefined>;
  readonly runsAgents: false;
}

/** What verifying a ref needs, and which of it each engine has. No image is made or pulled for that. */
export async function findingsOfRef(
  session: Session,
  repo: string | undefined,
  ref: string,
): Promise<Finding[]> {
  return withWorkshop(session, { repo }, async (workshop) => {
    const needs = await needsOf(workshop, ref);
    const asked = needs.goVersion === "" ? "no go.mod" : `go.mod: ${needs.goVersion}`;
    const words = `Go ${needs.line} (${asked}), ${needs.programs.join(", ")}`;
    const found = [finding(ref, true, words, "", "")];
    for (const engine of ["docker", "podman", "host"] as const)
      found.push(await findingOfEngine(session, ref, engine, needs));
    found.push(await findingOfAgents(session, ref));
    return found;
  });
}

/** Programs for network tests and for the sandbox of the tree's code. */
const networkPrograms = ["ip", "unshare", "setpriv", "mount"];

async function needsOf({ repository }: Workshop, ref: string): Promise<Needs> {
  const [resolved] = await resolveRefs(repository, [ref]);
  if (!resolved || "error" in resolved) throw resolved?.error ?? new Error(`no answer for ${ref}`);
  const checkout = await openCheckout(repository, resolved);
  const goVersion = await readGoVersion(checkout);
  return {
    goVersion,
    line: goLineFor(goVersion),
    programs: [...((await wantsC(checkout)) ? ["gcc"] : []), ...networkPrograms],
    upstreamImage: () => upstreamBuilder(checkout),
    runsAgents: false,
  };
}

async function findingOfEngine(
  session: Session,
  ref: string,
  engine: "docker" | "podman" | "host",
  needs: Needs,
): Promise<Finding> {
  const name = `${ref} in ${engine}`;
  const lack = `\`verify --ref ${ref} --engine ${engine}\` is not ready to run`;
  const folder = await makeSharedTempFolder(tmpdir(), "cilium-patchkit-doctor-");
  try {
    const engineFor = makeEngineFor(
      { engine },
      {
        session,
        cacheDir: join(folder, "cache"),
        memory: { get: async () => undefined, set: async () => {} },
        note: () => {},
        makesImages: false,
      },
    );
    const opened = await (await engineFor(needs)).open({ tree: folder, work: folder });
    await opened.close();
    return findingOfPlace(name, opened.place, needs);
  } catch (error) {
    if (!(error instanceof PatchkitError) || error.code === "environment/interrupted") throw error;
    return finding(name, false, error.message, lack, error.hint ?? "See above.");
  } finally {
    await removeFolder(folder);
  }
}

const probeTimeoutMs = 20_000;

/** Prints the programs among its arguments that are there, as the agents of the check `cluster` look for them. */
const agentProbe = `for program; do
  set -- /usr/lib/llvm-*/bin/"$program"
  if command -v "$program" >/dev/null || [ -x "$1" ]; then echo "$program"; fi
done`;

/** Whether this machine has what whole agents need; an image is made with it. How new clang is to be, only a start tells. */
async function findingOfAgents({ env, signal }: Session, ref: string): Promise<Finding> {
  const { stdout } = await runProgram(["sh", "-c", agentProbe, "sh", ...agentPrograms], {
    env: { ...env, PATH: `${env["PATH"] ?? ""}:/usr/sbin:/sbin` },
    cwd: tmpdir(),
    signal,
    timeoutMs: probeTimeoutMs,
  });
  const there = stdout.split("\n");
  const missing = agentPrograms.filter((program) => !there.includes(program));
  const isRoot = process.getuid?.() === 0;
  const lacks = [...(isRoot ? [] : ["root"]), ...missing];
  return finding(
    `${ref} with whole agents`,
    lacks.length === 0,
    lacks.length === 0 ? agentPrograms.join(", ") : `without ${lacks.join(", ")}`,
    "`verify --checks cluster --engine host --trust-tree` cannot run",
    `As root, on Debian: apt-get install iproute2 ${agentPackages.join(" ")}; or use --engine docker, whose image is made with them.`,
  );
}

/** What cannot run without a sandbox with these privileges. */
const lacksOf = {
  user: "no sandbox for the tree's code",
  network: "no sandbox for unit, scenario, traffic and bite",
  bpf: "no sandbox for tests that create BPF maps, which releases up to v1.15 have",
};

/** Whether a place has all that is needed. */
function findingOfPlace(name: string, place: EnginePlace, { line, programs }: Needs): Finding {
  const missing = programs.filter((program) => !place.programs.includes(program));
  const kinds = place.isolation.filter(({ allowed }) => allowed.length === 0).map((one) => one.privileges);
  const lacking = confinedPrivileges.filter((kind) => !kinds.includes(kind));
  const image = place.image === null ? "" : `, image ${place.image}`;
  const found = `${place.go}${image}, sandbox for ${kinds.join(", ") || "nothing"}`;
  const hasGo = place.go.startsWith(`go${line}.`) || place.go.startsWith(`go${line} `);
  const lacks = [
    ...(hasGo ? [] : [`this is not Go ${line}: it may refuse the tree, or fail its tests`]),
    ...missing.map((program) => `checks that need ${program} cannot run`),
    ...lacking.map((kind) => lacksOf[kind]),
  ];
  const isHost = place.engine === "host";
  return finding(
    name,
    lacks.length === 0,
    found,
    `checks that need it cannot run: ${lacks.join(", ")}`,
    isHost
      ? "Install it, name a Go with --go-root, or verify in a container."
      : "Use another --builder-image.",
  );
}
