import { describe, expect, it } from "vitest";
import { loopOf, requestWords } from "../../../../src/proposals/node-routes/cluster/fate.ts";
import { unpatched } from "../../../../src/proposals/node-routes/promise.ts";
import { plansOf, recordOf, shown } from "../../../helpers/cluster-lines.ts";

const [plan] = plansOf("base", unpatched);

function requestsOf(found: object) {
  return recordOf(plan, found).run.phases.flatMap(({ requests }) => requests);
}

describe("what became of a request", () => {
  it("is told by routes and counters", () => {
    expect(requestsOf(shown.fault).map(requestWords)).toEqual([
      "no answer, the reply leaves through cilium_host",
      "no answer, the request is dropped on arrival",
    ]);
    expect(requestsOf(shown.equal).map(requestWords)).toEqual(["answered", "answered"]);
  });

  it("counts what goes into the overlay before the agent's device has sent it", () => {
    const [looping] = requestsOf(shown.fault);
    if (!looping) throw new Error("expected a request");
    const nodes = looping.nodes.map((node) => ({ ...node, hostTx: 0 }));
    expect(requestWords({ ...looping, nodes })).toBe("no answer, the reply leaves through cilium_host");
    const silent = nodes.map((node) => ({ ...node, vxlanTx: 0 }));
    expect(requestWords({ ...looping, nodes: silent })).toMatch(/^no answer, unknown where it was lost/);
  });

  it("is a loop only where packets ended because they were forwarded too often", () => {
    const [looping] = requestsOf(shown.fault);
    if (!looping) throw new Error("expected a request");
    expect(loopOf(looping)).toEqual({ ended: 6, carried: 192 });
    const nodes = looping.nodes.map((node) => ({ ...node, ttlExceeded: 0 }));
    expect(loopOf({ ...looping, nodes })).toBeUndefined();
    expect(requestsOf(shown.equal).map(loopOf)).toEqual([undefined, undefined]);
  });
});
