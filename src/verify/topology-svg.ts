import { html, type Markup } from "./html-text.ts";
import type { EffectGroup } from "./report-routes.ts";

/** What is drawn: where the two prefixes go. */
export type Topology = Pick<EffectGroup, "shared" | "peer">;

/**
 * The setup as a picture: two nodes that announce one CIDR, a clustermesh peer with its own, and the
 * way a reply takes. Colours come from the page's style; every sign has its words beside it.
 * @param id prefix of the ids within, unique in the page.
 */
export function topologySvg({ shared, peer }: Topology, id: string): Markup {
  return html`<svg class="topology" viewBox="0 0 360 304" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${shared ? "Replies are lost" : "Replies arrive"}, clustermesh peer ${peer ? "reached" : "cut off"}</title>
<desc id="${id}-desc">${description({ shared, peer })}</desc>
${node(8, "Node A", "reply to the VM")}
${node(192, "Node B", "VM 10.247.2.17")}
<rect class="fabric" x="8" y="180" width="344" height="30" rx="4"/>
<text x="298" y="200" text-anchor="middle">fabric</text>
${shared ? lostReply : goodReply}
<rect class="box" x="8" y="244" width="160" height="52" rx="6"/>
<text class="strong" x="18" y="264">clustermesh peer</text>
<text class="mono" x="18" y="284">10.247.144.0/24</text>
${peer ? reachedPeer : cutPeer}
</svg>`;
}

function node(x: number, name: string, upper: string): Markup {
  return html`<rect class="box" x="${x}" y="8" width="160" height="148" rx="6"/>
<text class="strong" x="${x + 10}" y="28">${name}</text>
<text class="mono" x="${x + 10}" y="48">10.247.2.0/24</text>
<rect class="chip" x="${x === 8 ? 18 : 222}" y="62" width="${x === 8 ? 118 : 122}" height="26" rx="4"/>
<text x="${x === 8 ? 24 : 228}" y="80">${upper}</text>
<rect class="chip" x="${x === 8 ? 18 : 222}" y="120" width="${x === 8 ? 118 : 122}" height="26" rx="4"/>
<text class="mono" x="${x === 8 ? 24 : 228}" y="138">cilium_host</text>`;
}

const lostReply = html`<path class="bad" d="M66 88 V112"/>
<polygon class="bad-head" points="60,110 72,110 66,119"/>
<path class="bad" d="M144 126 l14 14 m0 -14 l-14 14"/>
<text class="bad-text" x="184" y="236">✗ reply is lost</text>
<text class="small" x="184" y="254">in A's own cilium_host</text>`;

const goodReply = html`<path class="good" d="M136 75 H152 V195 H207 V75 H213"/>
<polygon class="good-head" points="212,69 212,81 221,75"/>
<text class="good-text" x="184" y="236">✓ reply arrives</text>
<text class="small" x="184" y="254">over the fabric</text>`;

const reachedPeer = html`<path class="good dashed" d="M40 146 V234"/>
<polygon class="good-head" points="34,234 46,234 40,243"/>
<text class="good-text" x="184" y="282">✓ peer is reached</text>
<text class="small" x="184" y="300">by the tunnel</text>`;

const cutPeer = html`<path class="bad dashed" d="M40 146 V164"/>
<path class="bad" d="M33 161 l14 14 m0 -14 l-14 14"/>
<text class="bad-text" x="184" y="282">✗ peer is cut off</text>
<text class="small" x="184" y="300">no route to the tunnel</text>`;

function description({ shared, peer }: Topology): string {
  const reply = shared
    ? "Node A routes 10.247.2.0/24 into its own cilium_host, so its reply to the VM never leaves it."
    : "Node A has no route for 10.247.2.0/24 to cilium_host, so its reply goes over the fabric and arrives.";
  const mesh = peer
    ? "10.247.144.0/24 goes through cilium_host and the tunnel to the peer."
    : "There is no route to 10.247.144.0/24, so the peer is not reached.";
  return `Nodes A and B both announce 10.247.2.0/24; a VM runs on B. ${reply} A clustermesh peer announces 10.247.144.0/24. ${mesh}`;
}
