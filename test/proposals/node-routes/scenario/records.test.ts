import { describe, expect, it } from "vitest";
import { unpatched } from "../../../../src/proposals/node-routes/promise.ts";
import { planScenario } from "../../../../src/proposals/node-routes/scenario/plan.ts";
import {
  isOfOthers,
  parseScenario,
  prefixesIn,
  routesTo,
} from "../../../../src/proposals/node-routes/scenario/records.ts";
import { makeFacts } from "../../../helpers/facts.ts";

const planned = planScenario("base", unpatched, makeFacts()).slice(0, 2);
const line = JSON.stringify({
  Run: "base local off",
  Step: "1 start",
  Event: "add tt-lab4",
  Routes: [
    { dst: "10.247.2.0/24", gateway: "10.247.2.95", dev: "cilium_host", metrics: [{ mtu: 1450 }] },
    { dst: "10.247.2.0/24", dev: "cilium_host", protocol: "bird", metric: 9 },
    { dst: "10.247.2.95", dev: "cilium_host" },
    { dst: "10.0.0.0/8", dev: "eth0" },
  ],
  Routes6: [{ dst: "fe80::/64", dev: "eth0" }, { dst: "fd00:2::/96" }],
  Monitor: " Deleted 10.247.2.0/24 \n\n",
  Log: 'time="12:00" level=info msg=b\nlevel=info msg=a\n',
  Error: "",
});

describe("parseScenario", () => {
  const [first, second] = parseScenario([line], planned);
  const event = first?.events[0];
  if (!event) throw new Error("expected an event");

  it("has the planned runs in their order, those without a line too", () => {
    expect([first?.name, second?.name, second?.events]).toEqual([
      "base local off",
      "base local off, native",
      [],
    ]);
  });

  it("shows routes as ip does, without the kernel's own, and logs without times, sorted", () => {
    expect(event.routes).toEqual([
      "10.247.2.0/24 via 10.247.2.95 dev cilium_host mtu 1450",
      "10.247.2.0/24 dev cilium_host proto bird metric 9",
      "10.247.2.95 dev cilium_host",
      "10.0.0.0/8 dev eth0",
      "fd00:2::/96 dev cilium_host",
    ]);
    expect(event.monitor).toEqual(["Deleted 10.247.2.0/24"]);
    expect(event.log).toEqual(["level=info msg=a", "level=info msg=b"]);
  });

  it("counts neither routes of other programs nor single addresses as the handler's", () => {
    expect(event.routes.map(isOfOthers)).toEqual([false, true, false, false, false]);
    expect(routesTo(event, "10.247.2.0/24")).toEqual(event.routes.slice(0, 1));
    expect(prefixesIn(event)).toEqual(["10.247.2.0/24", "fd00:2::/96"]);
  });
});
