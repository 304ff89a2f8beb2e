import { expect, it } from "vitest";
import type { Checkout } from "../../../src/checkout/index.ts";
import { readTreeFacts } from "../../../src/publish/image/read-tree-facts.ts";

function checkout(files: Readonly<Record<string, string>>): Checkout {
  const read = async (path: string) => files[path];
  return { readText: read, peekText: read, list: async () => [] } as unknown as Checkout;
}

it("finds the agent's Dockerfile, and the stage that is released", async () => {
  const staged = await readTreeFacts(
    checkout({
      VERSION: "1.16.0\n",
      "go.mod": "module x\n\ngo 1.22\n",
      "images/cilium/Dockerfile": "FROM a AS builder\nFROM ${B} AS release\nFROM release AS debug\n",
      Dockerfile: "FROM old\n",
    }),
  );
  expect(staged).toMatchObject({
    label: "1.16.0",
    dockerfile: { path: "images/cilium/Dockerfile", hasReleaseStage: true },
    environment: { GO111MODULE: "on", GOPATH: "/go" },
    wantsBindata: false,
  });
  const old = await readTreeFacts(checkout({ VERSION: "1.8.13", Dockerfile: "FROM x as builder\nFROM y\n" }));
  expect(old).toMatchObject({
    dockerfile: { path: "Dockerfile", hasReleaseStage: false },
    environment: { GO111MODULE: "off" },
  });
  expect((await readTreeFacts(checkout({}))).dockerfile).toBeNull();
});
