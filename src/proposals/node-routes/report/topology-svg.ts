import { html, type Markup, nothing } from "../../../report/index.ts";
import { type Fate, fateWords, hostWayWords } from "../traffic/fate.ts";
import { hostDevice } from "../trial-setup.ts";
import { fatesByFilter, type TrafficPicture } from "./traffic.ts";

/**
 * What packets did, as a picture: a VM behind node A sends a request to a server on node B's host over the
 * fabric. It shows what was measured on node B. Colours come from the page's style; every sign has a label.
 * @param id prefix of its element ids, unique in the page.
 */
export function topologySvg(picture: TrafficPicture, id: string): Markup {
  const fates = fatesByFilter(picture);
  const has = (way: Fate["way"]) => picture.fates.some((fate) => fate.way === way);
  const dropped = picture.fates.filter(({ way }) => way === "dropped");
  return html`<svg class="topology" viewBox="0 0 360 316" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${fates.map(({ filters, fate }) => `${filters}: ${fateWords(fate)}`).join("; ")}</title>
<desc id="${id}-desc">${description(picture)}</desc>
<rect class="box" x="8" y="8" width="134" height="150" rx="6"/>
<text class="strong" x="18" y="28">Node A</text>
<rect class="chip" x="16" y="62" width="118" height="26" rx="4"/>
<text class="mono" x="21" y="80">VM 10.247.2.19</text>
<rect class="box" x="184" y="8" width="168" height="150" rx="6"/>
<text class="strong" x="194" y="28">Node B</text>
<text class="mono" x="194" y="48">10.248.14.22</text>
<rect class="chip" x="194" y="62" width="64" height="26" rx="4"/>
<text x="204" y="80">server</text>
<rect class="chip" x="250" y="120" width="96" height="26" rx="4"/>
<text class="mono" x="256" y="138">${hostDevice}</text>
<rect class="fabric" x="8" y="176" width="344" height="32" rx="4"/>
<text x="278" y="197" text-anchor="middle">fabric</text>
${request(dropped.length < picture.fates.length)}
${has("overlay") ? replyByOverlay : nothing}
${picture.fates.some(({ way, answered }) => way === "fabric" && answered) ? replyByFabric : nothing}
${dropped.length > 0 ? drop : nothing}
${fates.map(fateText)}
<text class="small" x="8" y="308">host to the peer's pods: ${hostWayWords(picture.hostWay)}</text>
<rect class="box" x="224" y="236" width="128" height="46" rx="6"/>
<text x="232" y="254">peer's pods</text>
<text class="mono" x="232" y="273">10.247.144.0/24</text>
${picture.hostWay === hostDevice ? hostWay : nothing}
</svg>`;
}

/** The VM's request, to the server or only to node B. */
function request(arrives: boolean): Markup {
  return html`<path class="plain" d="M44 88 V199 H206 V${arrives ? 96 : 166}"/>
${arrives ? html`<polygon class="plain-head" points="200,98 212,98 206,89"/>` : nothing}`;
}

const drop = html`<path class="bad" d="M199 151 l14 14 m0 -14 l-14 14"/>`;

const replyByOverlay = html`<path class="bad" d="M258 75 H298 V111"/>
<polygon class="bad-head" points="292,110 304,110 298,119"/>`;

const replyByFabric = html`<path class="good" d="M234 88 V186 H96 V97"/>
<polygon class="good-head" points="90,98 102,98 96,89"/>`;

const hostWay = html`<path class="plain dashed" d="M322 146 V226"/>
<polygon class="plain-head" points="316,226 328,226 322,235"/>`;

function fateText({ filters, fate }: { filters: string; fate: Fate }, index: number): Markup {
  const y = 228 + index * 37;
  const where = { fabric: "via the fabric", overlay: `via ${hostDevice}`, dropped: "", unknown: "" }[
    fate.way
  ];
  const words = fate.answered
    ? `✓ answered ${where}`
    : {
        fabric: "✗ no answer",
        overlay: `✗ reply ${where}`,
        dropped: "✗ request dropped",
        unknown: "✗ no answer",
      }[fate.way];
  return html`<text class="small" x="8" y="${y}">${filters}</text>
<text class="${fate.answered ? "good-text" : "bad-text"}" x="8" y="${y + 17}">${words}</text>`;
}

function description(picture: TrafficPicture): string {
  const fates = fatesByFilter(picture).map(({ filters, fate }) => `With ${filters}: ${fateWords(fate)}.`);
  return `A VM behind node A sends a request to a server on node B's host, over the fabric. ${fates.join(" ")} Route from node B's host to pods of a peer with its own CIDR: ${hostWayWords(picture.hostWay)}.`;
}
