import { describe, expect, it } from "vitest";
import { traffic } from "../../../../src/proposals/node-routes/traffic/trial.ts";
import { makeFacts } from "../../../helpers/facts.ts";
import { cured, drop, line, routes } from "../../../helpers/traffic-lines.ts";

const base = traffic.onBase(makeFacts());

function read(...lines: readonly string[]) {
  return base.read({ lines, trouble: undefined });
}

describe("the traffic on the unpatched tree", () => {
  it("is asked for in the format of the Go test", () => {
    const common = { Fields: {}, Mode: "", ClusterID: 0 };
    expect(base.input).toEqual([
      { Name: "base rp_filter 0", RPFilter: 0, ...common },
      { Name: "base rp_filter 1", RPFilter: 1, ...common },
    ]);
  });

  it("counts where it shows the fault", () => {
    const answer = read(line(drop), line());
    expect("records" in answer && answer.records.map(({ name }) => name)).toEqual([
      "base rp_filter 0",
      "base rp_filter 1",
    ]);
  });

  it("shows nothing about a fix where the fault does not occur", () => {
    expect(read(line(drop), line(cured))).toEqual({
      trouble: {
        words:
          "the fault does not occur: base rp_filter 0: request from the VM to the host: expected no answer, the reply leaves through cilium_host, found answered",
        isFailure: false,
        log: `base rp_filter 0: ${routes[0]}\nbase rp_filter 1: ${routes.join("; ")}`,
      },
    });
  });
});
