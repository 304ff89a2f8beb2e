import { failureMark, type Pictures, type Report, type Section } from "../../../report/index.ts";
import { fateWords, hostWayWords } from "../traffic/fate.ts";
import { topologyStyle } from "./topology-style.ts";
import { topologySvg } from "./topology-svg.ts";
import { fatesByFilter, type TrafficGroup, trafficGroups } from "./traffic.ts";

/** Describes the setup of the check `traffic`, for its pictures. */
const packetsNote =
  "The handler manages node B's routes. A VM behind node A, with an address from the pod CIDR that all nodes share, sends a request to a server on node B's host; node B's host also sends a request to a pod of a peer that has its own pod CIDR (10.247.144.0/24). Each picture shows what was measured with the settings it names. With rp_filter 1, the kernel of node B drops a request if the reply would leave through another device.";

/** What packets did, a picture per outcome; none if no packets were sent. */
export function packetSections(report: Report): Section[] {
  const groups = trafficGroups(report);
  if (groups.length === 0) return [];
  return [
    {
      title: ["What packets did"],
      id: "packets",
      blocks: [
        { kind: "paragraph", text: packetsNote },
        {
          kind: "pictures",
          style: topologyStyle,
          heads: { results: "the VM's request", other: "host's route to the peer's pods" },
          pictures: groups.map((group, index) => pictureOf(report, group, index)),
        },
      ],
      sections: [],
    },
  ];
}

function pictureOf(report: Report, group: TrafficGroup, index: number): Pictures["pictures"][number] {
  return {
    cases: group.rows.map(({ label, name, isOtherSetup }) => ({
      label,
      remark: isOtherSetup ? "not the reported setup: sets the IPAM mode" : undefined,
      mark: failureMark(report, name),
    })),
    results: fatesByFilter(group).map(({ filters, fate }) => ({
      when: filters,
      mark: { tone: fate.answered ? "good" : "bad", words: fateWords(fate) },
    })),
    other: hostWayWords(group.hostWay),
    svg: topologySvg(group, `packets-${index}`).markup,
  };
}
