/** The stylesheet of a report's page: for a phone, a desk and paper; light and dark as the reader has it. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --bg: #fff; --soft: #f5f6f8; --ink: #16181d; --muted: #5c6470; --line: #dde1e6; --code: #9b2c1f;
}
@media screen and (prefers-color-scheme: dark) {
  :root { --bg: #15181b; --soft: #1f2327; --ink: #f2f3f5; --muted: #a5adb8; --line: #35393f; --code: #f0a39c; }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--bg); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", sans-serif;
  overflow-wrap: anywhere;
}
body > * { max-width: 60rem; margin-inline: auto; padding-inline: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 1.25rem 0 .5rem; }
h2 { font-size: 1.125rem; margin: 0 0 .5rem; }
main > section { padding-block: 1rem; border-top: 1px solid var(--line); }
dl { display: flex; flex-wrap: wrap; gap: .5rem 1.75rem; margin: 0 0 1rem; }
dt { color: var(--muted); font-size: .8125rem; }
dd { margin: 0; }
p { margin: 0; }
.section, .context, .rich { margin: .5rem 0; }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); gap: .25rem 1.25rem; }
.field, td { font-variant-numeric: tabular-nums; }
.context, footer { color: var(--muted); font-size: .875rem; }
.context > span { display: block; }
.ref { font-weight: 600; }
.spark { white-space: nowrap; }
code, pre { font: .875em/1.45 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
code { color: var(--code); background: var(--soft); border-radius: 3px; padding: .05em .3em; }
pre { margin: 0; padding: .625rem .75rem; overflow-x: auto; background: var(--soft); border-radius: 6px; overflow-wrap: normal; }
blockquote { margin: 0; padding-left: .75rem; border-left: 3px solid var(--line); }
table { display: block; width: fit-content; max-width: 100%; overflow-x: auto; border-collapse: collapse; overflow-wrap: normal; font-size: .875rem; }
th, td { padding: .25rem .625rem; text-align: left; white-space: nowrap; border-bottom: 1px solid var(--line); }
th { color: var(--muted); font-weight: 600; }
figure { margin: .75rem 0; overflow-x: auto; }
figure img { display: block; width: 40rem; min-width: 35rem; max-width: 100%; border-radius: 8px; }
.emoji { display: inline-block; }
[class*="_circle"] {
  width: .8em; height: .8em; border-radius: 50%; overflow: hidden; text-indent: 2em; vertical-align: -.05em;
  background: var(--dot, transparent); border: .14em solid var(--dot, var(--muted));
  -webkit-print-color-adjust: exact; print-color-adjust: exact;
}
.red_circle { --dot: #d3302f; }
.large_orange_circle { --dot: #e8750a; }
.large_yellow_circle { --dot: #e0b000; }
.large_green_circle { --dot: #22a05f; }
.large_blue_circle { --dot: #2b7de0; }
footer { padding-block: 1rem 2rem; border-top: 1px solid var(--line); }
@media print {
  body { font-size: 10.5pt; }
  body > * { max-width: none; padding-inline: 0; }
  figure, tr { break-inside: avoid; }
  h2 { break-after: avoid; }
  table, pre, figure { overflow: visible; white-space: pre-wrap; }
  th, td { white-space: normal; }
  figure img { min-width: 0; }
}
`
