import { expect, it } from "vitest";
import { packetTable } from "../../../../src/proposals/node-routes/report/packet-table.ts";
import { planTraffic } from "../../../../src/proposals/node-routes/traffic/plan.ts";
import { drop, line, overlay, recordsOf, settings } from "../../../helpers/traffic-lines.ts";

it("says what became of each request", () => {
  const planned = planTraffic("flag-gate", settings.unchanged);
  const lines = [
    line({ Run: "flag-gate default rp_filter 0" }),
    line({ ...drop, Run: "flag-gate default rp_filter 1" }),
  ];
  const [lost, dropped] = recordsOf(planned, lines).map(({ run }) => run);
  if (!lost || !dropped) throw new Error("expected two runs");
  const { title, rows } = packetTable([lost, { ...dropped, before: false }]);
  const common = ["3.1 s", overlay.reply, "through cilium_host"];
  expect(title).toBe("Packets: 2 runs");
  expect(rows).toEqual([
    ["flag-gate, default", "0", "no answer, reply leaves through cilium_host", ...common],
    ["flag-gate, default", "1", "no answer even before the handler ran", ...common],
  ]);
});
