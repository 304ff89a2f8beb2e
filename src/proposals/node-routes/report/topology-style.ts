/** Style of the pictures of `topologySvg`, in the page's colours. */
export const topologyStyle = `.topology { width: 100%; max-width: 30rem; height: auto; margin: auto auto 0; font: 13px system-ui, sans-serif; }
.topology text { fill: var(--text); }
.topology .mono { font: 12.5px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.topology .strong { font-weight: 700; }
.topology .small { fill: var(--muted); font-size: 12px; }
.topology .box { fill: var(--soft); stroke: var(--muted); }
.topology .chip { fill: var(--bg); stroke: var(--muted); }
.topology .fabric { fill: var(--soft); stroke: var(--muted); }
.topology .plain { stroke: var(--muted); } .topology .plain-head { fill: var(--muted); }
.topology path { fill: none; stroke-width: 2.5; }
.topology .dashed { stroke-dasharray: 6 4; }
.topology .good { stroke: var(--good); } .topology .good-head, .topology .good-text { fill: var(--good); }
.topology .bad { stroke: var(--bad); } .topology .bad-head, .topology .bad-text { fill: var(--bad); }
.topology .good-text, .topology .bad-text { font-weight: 700; }
`;
