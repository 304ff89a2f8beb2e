/** Style of the page: no font, picture or file from elsewhere; the colours follow the reader's scheme. */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --text: #1f2328; --bg: #fff; --soft: #f6f8fa; --line: #d1d9e0; --muted: #59636e; --link: #0550ae;
  --good: #116329; --good-bg: #dafbe1; --bad: #a40e26; --bad-bg: #ffebe9; --warn: #7d4e00; --warn-bg: #fff8c5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e6edf3; --bg: #0d1117; --soft: #161b22; --line: #3d444d; --muted: #9da7b3; --link: #79c0ff;
    --good: #7ee787; --good-bg: #12261e; --bad: #ffa198; --bad-bg: #2d1618; --warn: #e3b341; --warn-bg: #272115;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--bg); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 76rem; margin: 0 auto; padding: 1rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .5rem 0 1rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; }
h1, h2, h3, p, li, summary { overflow-wrap: anywhere; }
p, ul, ol { margin: .5rem 0; }
ul, ol { padding-left: 1.4rem; }
a { color: var(--link); }
code, pre, .mono { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { font-size: .875em; overflow-wrap: anywhere; }
pre { margin: .5rem 0; padding: .6rem .75rem; background: var(--soft); border: 1px solid var(--line); border-radius: 6px;
  overflow: auto; max-height: 28rem; font-size: .8125rem; line-height: 1.45; }
.command { white-space: pre-wrap; overflow-wrap: anywhere; }
.note { color: var(--muted); font-size: .875rem; }
.scroll { overflow-x: auto; max-width: 100%; margin: .5rem 0; }
table { border-collapse: collapse; }
.grid th, .grid td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; }
.grid thead th { background: var(--soft); }
.grid tbody th { font-weight: 600; position: sticky; left: 0; background: var(--bg); }
.grid .mark { white-space: nowrap; }
.decision { width: 100%; min-width: 52rem; table-layout: fixed; }
.decision thead td, .decision tbody th { width: 8.5rem; }
.decision .mark { white-space: normal; }
.paths { list-style: none; padding: 0; margin: .2rem 0 0; line-height: 1.3; }
.found { font-size: .8125rem; }
.found tbody th { font-weight: 400; position: static; }
.found td, .found tbody th { overflow-wrap: anywhere; min-width: 7rem; }
.what { display: block; font-weight: 400; color: var(--muted); font-size: .8125rem; }
.mark { display: inline-block; padding: 0 .45rem; border-radius: 1rem; border: 1px solid currentColor; font-size: .875rem;
  font-weight: 600; line-height: 1.5; margin: .1rem 0; }
.mark.good { color: var(--good); background: var(--good-bg); }
.mark.bad { color: var(--bad); background: var(--bad-bg); }
.mark.warn { color: var(--warn); background: var(--warn-bg); }
.mark.plain { color: var(--muted); background: var(--soft); }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); gap: 1rem; margin: 1rem 0; }
figure { margin: 0; padding: .75rem; border: 1px solid var(--line); border-radius: 8px; display: flex; flex-direction: column; }
figcaption { order: -1; margin-bottom: .5rem; }
figcaption ul { list-style: none; padding: 0; margin: .4rem 0 0; }
.answer { font-size: 1.1rem; }
figcaption li { font-weight: 700; }
`;

/** Laid over it: comparisons, and what folds. */
export const comparisonStyle = `.tables { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 1rem; align-items: start; }
.tables > div { min-width: 0; }
.tables h4 { margin: .25rem 0; font-size: 1rem; }
.compared { font-size: .8125rem; width: 100%; }
.compared th, .compared td { border-bottom: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
.compared .change { white-space: nowrap; font-weight: 600; }
.compared .line { font-weight: 400; }
.compared code { font-size: .75rem; }
.compared .change { width: 1%; }
.compared .removed .change, .compared .removed code { color: var(--bad); }
.compared .removed code { text-decoration: line-through; }
.compared .added .change, .compared .added code { color: var(--good); }
details { margin: .4rem 0; border: 1px solid var(--line); border-radius: 6px; padding: 0 .75rem; }
details[open] { padding-bottom: .5rem; }
summary { cursor: pointer; padding: .4rem 0; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
`;

/** Laid over diff2html's own style: plain table cells that scroll with their table, and text one can read. */
export const diffStyle = `
:root { --d2h-dim-color: var(--muted); --d2h-dark-dim-color: var(--muted); --d2h-dark-color: var(--text);
  --d2h-dark-bg-color: var(--bg); }
.diff { padding: 0 .5rem; }
.diff .scroll { margin: 0 0 .25rem; border: 1px solid var(--line); border-radius: 4px; }
.diff .d2h-file-diff { overflow: visible; }
.diff .d2h-diff-table { font: .75rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.diff .d2h-code-line { display: table-row-group; padding: 0; width: auto; white-space: pre; tab-size: 4;
  user-select: text; -webkit-user-select: text; }
.diff td { padding: 0 .4rem; border: 0; }
.diff td:nth-child(-n+2) { color: var(--muted); text-align: right; min-width: 2.2rem; user-select: none;
  -webkit-user-select: none; }
.diff td:last-child { width: 100%; }
.diff td > b { display: inline-block; width: 1.2em; font-weight: 400; user-select: none; -webkit-user-select: none; }
.diff ins, .diff del { display: inline; }
@media (max-width: 40rem) { .diff td:first-child { display: none; } }
`;

/** Print style: light colours, and scrolling content wraps. Folded parts stay folded. */
export const printStyle = `
@media print {
  :root { color-scheme: light;
    --text: #1f2328; --bg: #fff; --soft: #f6f8fa; --line: #d1d9e0; --muted: #59636e; --link: #0550ae;
    --good: #116329; --good-bg: #dafbe1; --bad: #a40e26; --bad-bg: #ffebe9; --warn: #7d4e00; --warn-bg: #fff8c5; }
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  .scroll { overflow: visible; }
  .decision { min-width: 0; }
  .decision thead td, .decision tbody th { width: 15%; }
  pre { max-height: none; overflow: visible; white-space: pre-wrap; overflow-wrap: anywhere; }
  .grid th, .grid td, .grid .mark, .compared th, .compared td { white-space: normal; overflow-wrap: anywhere; }
  .grid tbody th { position: static; }
  .found td, .found tbody th { min-width: 0; }
  .diff .d2h-diff-table { width: 100%; }
  .diff .d2h-code-line { white-space: pre-wrap; overflow-wrap: anywhere; }
  h2, h3, h4, summary { break-after: avoid; }
  tr, figure, .mark { break-inside: avoid; }
  a[download] { display: none; }
}
`;
