import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { imageValue } from "../../src/cli/image-value.ts";
import { makeOrigin } from "../helpers/clone.ts";
import { parseOutput, patchkit, temporaryFolder } from "../helpers/clone-program.ts";
import { fakeDocker } from "../helpers/fake-docker.ts";

const temp = temporaryFolder();

it("takes Go from a registry for a builder that does not see the engine's images", async () => {
  const origin = await makeOrigin(temp);
  mkdirSync(join(temp, "remote"));
  const docker = fakeDocker(join(temp, "remote"), { buildx: 'echo "Driver: remote"', version: "exit 1" });
  const args = [
    "image",
    "-C",
    origin.dir,
    "--ref",
    "v1.10.12",
    "--variant",
    "flag-gate",
    "--thin",
    "--push",
    "--unverified",
  ];
  const run = await patchkit([...args, "--dry-run", "--json"], { env: { PATCHKIT_DOCKER: docker.program } });
  const { plan } = parseOutput(run, imageValue);
  expect(plan).toMatchObject({
    builder: "buildx",
    builderImage: "docker.io/library/golang:1.19",
    attestations: ["sbom", "provenance"],
    withoutAttestations: null,
  });
});
