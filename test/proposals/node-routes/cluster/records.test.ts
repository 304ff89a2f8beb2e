import { describe, expect, it } from "vitest";
import { readCluster } from "../../../../src/proposals/node-routes/cluster/records.ts";
import { unpatched } from "../../../../src/proposals/node-routes/promise.ts";
import { plansOf, recordOf, shown } from "../../../helpers/cluster-lines.ts";

const [plan] = plansOf("base", unpatched);

describe("readCluster", () => {
  it("keeps what was measured, and no time where there is no route", () => {
    const { run } = recordOf(plan, shown.fault);
    expect(run).toMatchObject({
      series: "base",
      setting: "",
      phases: [{ phase: "fresh", vmNode: "tt-lab6" }],
    });
    expect(run.phases[0]?.requests.map(({ rpFilter, rpDrops }) => [rpFilter, rpDrops])).toEqual([
      [0, 0],
      [1, 3],
    ]);
    expect(recordOf(plan, shown.remote).run.phases[0]?.apart.afterMs).toBeNull();
  });

  it("gives an agent's own words where it does not start", () => {
    const Log = [
      'time="2026-11-27T13:47:24Z" level=info msg="one of its flags"',
      'time="2026-11-27T13:47:24Z" level=fatal msg="Unable to set up the datapath" error="tc: no such option"',
      "goroutine 1 [running]:",
    ];
    const line = { Run: "base", Phase: "fresh", Trouble: "the agent of tt-lab6 ended", Log, Requests: null };
    expect(readCluster({ lines: [JSON.stringify(line)], trouble: undefined }, [plan])).toEqual({
      trouble: {
        words:
          'base, fresh: the agent of tt-lab6 ended: level=fatal msg="Unable to set up the datapath" error="tc: no such option"',
        isFailure: false,
        log: Log.join("\n"),
      },
    });
  });

  it("says what the machine lacks, and when nothing was printed", () => {
    const line = {
      Run: "",
      Phase: "",
      Trouble: "agents need etcd, found none",
      Log: null,
    };
    const trouble = { words: "x", isFailure: false, log: "" };
    expect(readCluster({ lines: [JSON.stringify(line)], trouble }, [plan])).toMatchObject({
      trouble: { words: "agents need etcd, found none" },
    });
    expect(readCluster({ lines: [], trouble }, [plan])).toEqual({ trouble });
    expect(readCluster({ lines: [], trouble: undefined }, [plan])).toMatchObject({
      trouble: { words: "base: nothing was measured" },
    });
  });
});
