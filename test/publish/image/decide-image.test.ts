import { describe, expect, it } from "vitest";
import { decideImage } from "../../../src/publish/image/decide-image.ts";
import { imagePlanSchema } from "../../../src/publish/image/image-plan.ts";
import { failureOf } from "../../helpers/failure.ts";
import { makeImageInputs } from "../../helpers/image.ts";
import { makeSeries } from "../../helpers/series.ts";

const inputs = makeImageInputs();
const { wishes, tree, builder } = inputs;

function refusal(changed: Parameters<typeof makeImageInputs>[0]) {
  return failureOf(async () => decideImage(makeImageInputs(changed)));
}

describe("decideImage", () => {
  it("puts a rebuilt agent on the release's own image, without a network", () => {
    const plan = decideImage(inputs);
    expect(plan).toMatchObject({
      way: "thin",
      tag: "cilium-patchkit/agent:v1.10.12-flag-gate",
      baseImage: "quay.io/cilium/cilium:v1.10.12",
      builderImage: "golang:1.19",
      network: "none",
      target: null,
    });
    expect(plan.dockerfile.text).toContain("FROM quay.io/cilium/cilium:v1.10.12\n");
  });

  it("labels the image with what it was made from", () => {
    const { labels } = decideImage(inputs);
    expect(labels).toMatchObject({
      "org.opencontainers.image.revision": "2".repeat(40),
      "org.opencontainers.image.base.name": "quay.io/cilium/cilium:v1.10.12",
      "io.cilium.patchkit.base": "0".repeat(40),
      "io.cilium.patchkit.variant": "flag-gate",
      "io.cilium.patchkit.params": '{"flag":"enable-it","default":true,"allow":["a","b"]}',
      "io.cilium.patchkit.digest": "d".repeat(64),
    });
  });

  it("is plain data: a plan survives JSON, and its schema takes it", () => {
    const plan = decideImage(inputs);
    expect(imagePlanSchema.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
  });

  it("takes the tree's own Dockerfile, with the revision that a context has no .git for", () => {
    const own = makeImageInputs({
      wishes: { ...wishes, thin: false },
      tree: { ...tree, dockerfile: { path: "images/cilium/Dockerfile", hasReleaseStage: true } },
    });
    expect(decideImage(own)).toMatchObject({
      way: "tree",
      dockerfile: { path: "images/cilium/Dockerfile", text: null },
      target: "release",
      network: null,
      files: { GIT_VERSION: "222222222222 2022-01-02T03:04:05+00:00\n" },
      baseImage: null,
    });
  });

  it("attaches statements only where the builder makes them, and says why it does not", () => {
    const reasons = [
      inputs,
      makeImageInputs({ builder: { ...builder, builder: "buildx", attests: false } }),
      makeImageInputs({ builder: { ...builder, builder: "buildx", attests: true } }),
      makeImageInputs({ wishes: { ...wishes, attestations: [] } }),
    ].map((one) => decideImage(one));
    expect(reasons.map(({ attestations }) => attestations)).toEqual([[], [], [], []]);
    expect(reasons.map(({ withoutAttestations }) => withoutAttestations)).toEqual([
      expect.stringMatching(/^docker makes none/),
      expect.stringMatching(/Docker's store/),
      expect.stringMatching(/add --push/),
      "--attest none",
    ]);
    const attested = decideImage(
      makeImageInputs({
        builder: { ...builder, builder: "buildx", attests: true },
        wishes: { ...wishes, push: true },
      }),
    );
    expect(attested).toMatchObject({ attestations: ["sbom", "provenance"], withoutAttestations: null });
  });

  it("rolls out by the chart where it sets image and flag, else by kubectl", () => {
    expect(decideImage(inputs).use.deploy).toMatch(
      /^helm upgrade cilium \.\/install\/kubernetes\/cilium .* --set image\.tag=v1\.10\.12-flag-gate .* --set-string extraConfig\.it=false$/,
    );
    const old = decideImage(
      makeImageInputs({ tree: { ...tree, chart: { setsImage: false, addsConfig: false } } }),
    );
    expect(old.use.deploy).toMatch(
      /^kubectl patch && kubectl .* set image daemonset\/cilium cilium-agent=cilium-patchkit/,
    );
  });

  it("refuses what does not go with the tree", async () => {
    const unpublished = {
      ...tree,
      releaseImage: { reason: 'VERSION says "1.19.0-dev", which was not published' },
    };
    expect((await refusal({ tree: unpublished })).message).toMatch(/found that VERSION says "1.19.0-dev"/);
    expect((await refusal({ tree: { ...tree, wantsBindata: true } })).message).toMatch(
      /compiles them into the agent/,
    );
    const own = { ...wishes, thin: false };
    expect((await refusal({ wishes: own, tree: { ...tree, dockerfile: null } })).message).toMatch(
      /expected a Dockerfile/,
    );
    expect((await refusal({ wishes: { ...own, baseImage: "a" } })).message).toMatch(
      /no effect without --thin/,
    );
    expect((await refusal({ wishes: { ...wishes, baseImage: "a\nRUN b" } })).message).toMatch(
      /^--base-image: expected/,
    );
    expect((await refusal({ wishes: { ...wishes, tag: "--push" } })).message).toMatch(/^--tag: expected/);
    expect((await refusal({ wishes: { ...wishes, platform: "linux/amd64,linux/arm64" } })).message).toMatch(
      /^--platform: expected one platform without buildx/,
    );
  });

  it("keeps what a tree says of itself out of the Dockerfile's shell", () => {
    const odd = makeImageInputs({ tree: { ...tree, label: `1.0' && echo "x` }, series: makeSeries() });
    expect(decideImage(odd).dockerfile.text).toContain("ciliumVersion=1.0-echo-x 222222222222 ");
  });
});
