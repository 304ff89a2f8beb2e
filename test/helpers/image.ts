import type { ImageInputs } from "../../src/publish/image/decide-image.ts";
import { makeSeries } from "./series.ts";

/** Inputs of a thin image with Docker's own client, with `changed` put over them. */
export function makeImageInputs(changed: Partial<ImageInputs> = {}): ImageInputs {
  return {
    ref: "v1.10.12",
    series: makeSeries(),
    doubts: [],
    identity: null,
    date: "2022-01-02T03:04:05+00:00",
    toolVersion: "0.1.0",
    tree: {
      label: "1.10.12",
      releaseImage: { image: "quay.io/cilium/cilium:v1.10.12" },
      chart: { setsImage: true, addsConfig: true },
      dockerfile: { path: "images/cilium/Dockerfile", hasReleaseStage: false },
      wantsBindata: false,
      environment: { GOPROXY: "off" },
    },
    builder: { builder: "docker", attests: false, goImage: { name: "golang:1.19", sources: [] } },
    switchOn: {
      words: "The variant acts with --it=false.",
      agentFlag: "--it=false",
      helm: "--set-string extraConfig.it=false",
      kubectl: "kubectl patch",
    },
    wishes: {
      thin: true,
      baseImage: null,
      tag: null,
      push: false,
      platform: null,
      network: null,
      attestations: ["sbom", "provenance"],
    },
    ...changed,
  };
}
