import { describe, expect, it } from "vitest";
import { cluster } from "../../../../src/proposals/node-routes/cluster/trial.ts";
import { shown } from "../../../helpers/cluster-lines.ts";
import { makeFacts } from "../../../helpers/facts.ts";

function readBase(found: object) {
  const line = JSON.stringify({ Run: "base", Phase: "fresh", ...found });
  return cluster.onBase(makeFacts()).read({ lines: [line], trouble: undefined });
}

describe("the trial with whole agents", () => {
  it("shows no fix where the base has no fault", () => {
    expect(readBase(shown.fault)).toHaveProperty("records");
    expect(readBase(shown.equal)).toMatchObject({
      trouble: {
        words:
          "the fault does not occur: base: request from the VM, rp_filter 0: expected no answer, the reply leaves through cilium_host, found answered",
      },
    });
  });
});
