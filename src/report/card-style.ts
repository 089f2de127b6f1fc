/** The page's whole style: readable in light and dark, and on A4. Nothing is loaded from anywhere. */
export const CARD_STYLE = `
:root { color-scheme: light dark; --ink: #1b1b1b; --soft: #555; --line: #c9c9c9; --box: #f4f4f4; --paper: #fff;
  --accent: #1a5fb4; --warn: #8a4b00; --warn-box: #fdf3e3; --open: #8a4b00; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececec; --soft: #b0b0b0; --line: #4a4a4a; --box: #1f1f1f;
  --paper: #121212; --accent: #7cb3ff; --warn: #f2c078; --warn-box: #2e2818; --open: #f2c078; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.5rem 4rem; overflow-wrap: break-word; }
h1 { margin: 0; font-size: 1.7rem; line-height: 1.2; }
h2 { margin: 2.4rem 0 .6rem; padding-top: .6rem; border-top: 1px solid var(--line); font-size: 1.25rem; }
h3 { margin: 1.6rem 0 .4rem; font-size: 1.05rem; }
p { margin: .4rem 0; max-width: 48rem; }
.soft { color: var(--soft); }
.notice { margin: 1rem 0; padding: .5rem .8rem; border-left: 4px solid var(--warn); background: var(--warn-box); font-weight: 600; max-width: none; }
table { width: 100%; border-collapse: collapse; margin: .6rem 0 1rem; font-size: .9rem; }
caption { text-align: left; color: var(--soft); padding: .2rem 0; }
th, td { text-align: left; vertical-align: top; padding: .28rem .6rem .28rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
tbody th { font-weight: 400; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.facts th { width: 14rem; color: var(--soft); }
.facts td, .items td { overflow-wrap: anywhere; }
.items { table-layout: fixed; }
.items th:nth-child(1) { width: 3rem; }
.items th:nth-child(2) { width: 17rem; }
.items th:nth-child(3) { width: 4.5rem; }
.matrix { width: auto; }
.matrix th, .matrix td { padding-right: 1.4rem; }
code { overflow-wrap: anywhere; font: .88em ui-monospace, "DejaVu Sans Mono", Consolas, monospace; }
ul.plain { padding-left: 1.2rem; max-width: 48rem; }
.charts { display: flex; flex-wrap: wrap; gap: 1.5rem; }
figure { margin: .5rem 0; }
figcaption { max-width: 22rem; color: var(--soft); font-size: .85rem; }
svg { display: block; width: 22rem; max-width: 100%; height: auto; }
svg text { fill: var(--soft); font: 11px system-ui, Arial, sans-serif; }
.grid { stroke: var(--line); stroke-width: 1; fill: none; }
.chance { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 4 4; fill: none; }
.curve { stroke: var(--accent); stroke-width: 2; fill: none; }
.dot { fill: var(--accent); stroke: none; }
.point { fill: var(--paper); stroke: var(--accent); stroke-width: 2; }
.flow, .flow ol { list-style: none; margin: 0; padding: 0; }
.flow + .flow { margin-top: 1.2rem; }
.flow li { position: relative; }
.flow ol { margin-left: 1.6rem; border-left: 2px solid var(--line); padding-left: 1.2rem; }
.flow ol > li { padding-top: .5rem; }
.flow ol > li::before { content: "\\2192"; position: absolute; left: -1.2rem; top: .85rem; color: var(--soft); }
.step { display: flex; flex-wrap: wrap; align-items: flex-start; gap: .4rem 1rem; }
.box { padding: .35rem .7rem; border: 1px solid var(--soft); border-radius: 4px; background: var(--box); }
.box strong { font-variant-numeric: tabular-nums; }
.leaves { margin: 0; padding: .35rem .7rem; border: 1px dashed var(--soft); border-radius: 4px; color: var(--soft); list-style: none; font-size: .9rem; }
.tag { white-space: nowrap; font-weight: 600; }
.open, .partly { color: var(--open); }
@page { size: A4; margin: 16mm; }
@media print { :root { font-size: 11px; color-scheme: light; --ink: #000; --soft: #444; --line: #bbb; --box: #f4f4f4; --paper: #fff;
    --accent: #1a5fb4; --warn: #8a4b00; --warn-box: #fff; --open: #8a4b00; }
  body { font-size: 9pt; } main { max-width: none; padding: 0; } p, ul.plain { max-width: none; } .charts { flex-wrap: nowrap; }
  h2, h3, caption { break-after: avoid; } tr, figure, .step, .charts { break-inside: avoid; } thead { display: table-header-group; } }
`;
