"""How the HTML page looks, and the script that filters its failures."""

STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1c2024; --faint: #667078;
  --line: #d9dee2; --soft: #f4f6f8; --link: #1257b0; --bar: #2f7d4f; --loss: #b5622b;
  --band: rgba(20, 30, 40, .38); --good: #1f6f43; --far: #b3261e; --near: #8a5a00;
  --expected: #b7e4c3; --got: #f6bdb8; --expected-box: #f0f9f2; --got-box: #fdf3f2; }
@media screen and (prefers-color-scheme: dark) { :root { --paper: #16191c; --ink: #e4e7ea;
  --faint: #97a1a9; --line: #363c42; --soft: #1f2327; --link: #7fb4f5; --bar: #4aa873;
  --loss: #d08550; --band: rgba(235, 240, 245, .42); --good: #6fcf97; --far: #ff8a80;
  --near: #f0b64a; --expected: #23633b; --got: #7d2a25; --expected-box: #19251d;
  --got-box: #2a1c1b; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem 1.5rem 4rem; background: var(--paper);
  color: var(--ink); font: 15px/1.45 system-ui, "Noto Sans CJK SC", "Noto Sans SC",
  "PingFang SC", "Microsoft YaHei", sans-serif; }
h1 { font-size: 1.5rem; margin: .5rem 0; }
h2 { font-size: 1.2rem; margin: 2rem 0 .6rem; padding-top: .4rem;
  border-top: 2px solid var(--line); }
h3 { font-size: 1rem; margin: 1.2rem 0 .4rem; }
h4 { font-size: .95rem; margin: 1rem 0 .3rem; color: var(--faint); }
a { color: var(--link); }
nav { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; }
dl { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: 0 0 .8rem; }
dt, small { color: var(--faint); font-size: .8rem; }
dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
dl.head { gap: .5rem; }
dl.head div { padding: .35rem .8rem; background: var(--soft); border-radius: .3rem; }
dl.head dd { font-variant-numeric: tabular-nums; }
dl.head dd + dd { font-size: 1.3rem; line-height: 1.2; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: .28rem .8rem .28rem 0; text-align: left;
  vertical-align: top; }
th { color: var(--faint); font-weight: 500; font-size: .8rem; vertical-align: bottom; }
td:first-child { min-width: 11rem; }
.figure { text-align: right; }
td.figure { white-space: nowrap; }
th.figure { max-width: 8.5rem; }
.faint { color: var(--faint); font-weight: normal; }
.whole b { color: var(--good); }
.bar { position: relative; display: inline-block; width: 12rem; height: .7rem;
  background: var(--soft); border: 1px solid var(--line); }
.bar i, .bar u { position: absolute; left: 0; top: 0; bottom: 0; background: var(--bar); }
.bar.loss i { background: var(--loss); }
.bar u { top: 35%; bottom: 35%; min-width: 2px; background: var(--band); }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 10em;
  font: inherit; font-variant-numeric: tabular-nums; }
pre.error { color: var(--far); }
summary { cursor: pointer; padding: .35rem 0; }
details.document { border-bottom: 1px solid var(--line); padding-bottom: .4rem; }
#filter { position: sticky; top: 0; z-index: 1; padding: .5rem 0; background: var(--paper);
  border-bottom: 1px solid var(--line); }
#filter select, #filter input, #filter button { font: inherit; padding: .15rem .3rem; }
article { margin: .5rem 0; padding: .5rem .7rem .6rem; border: 1px solid var(--line);
  border-radius: .3rem; break-inside: avoid; }
article p { margin: 0 0 .35rem; }
.outcome { margin-right: .4rem; }
.outcome.far { color: var(--far); }
.outcome.near { color: var(--near); }
.key { overflow-wrap: anywhere; }
.tag { margin-left: .3rem; padding: 0 .4rem; border-radius: .6rem; background: var(--soft);
  color: var(--faint); font-size: .8rem; white-space: nowrap; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: .5rem; }
.sides > div { padding: .2rem .5rem .3rem; border-left: .2rem solid var(--expected);
  background: var(--expected-box); min-width: 0; }
.sides > .got { border-color: var(--got); background: var(--got-box); }
.sides pre { font-weight: 600; }
.sides small, .source small { display: block; }
.source { margin-top: .5rem; padding: .2rem .5rem; background: var(--soft);
  border-left: .2rem solid var(--line); }
.source pre { max-height: 14em; overflow-y: auto; }
mark { color: inherit; background: var(--expected); border-radius: .15rem; }
.got mark, mark.got { background: var(--got); }
@media (max-width: 40rem) { .sides { grid-template-columns: 1fr; } }
@media print { :root { color-scheme: light; } body { max-width: none; padding: 0; font-size: 10pt; }
  nav, #filter { display: none; } .wide { overflow: visible; }
  .source pre { max-height: none; } h2, h3, h4, summary { break-after: avoid; }
  mark, .bar, .bar i, .bar u { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  details::details-content { content-visibility: visible; block-size: auto; } }
"""

SCRIPT = """
const form = document.getElementById("filter");
const folds = [...document.querySelectorAll("details")];
function unfold() { for (const fold of folds) fold.open = true; }
function follow() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) { target.open = true; target.scrollIntoView(); }
}
function filter() {
  const wanted = form.words.value.trim().toLowerCase();
  const isFiltered = wanted || form.aspect.value || form.outcome.value;
  let shown = 0;
  for (const article of document.querySelectorAll("article")) {
    const isShown = (!form.aspect.value || article.dataset.aspect === form.aspect.value)
      && (!form.outcome.value || article.dataset.outcome === form.outcome.value)
      && (!wanted || article.textContent.toLowerCase().includes(wanted));
    article.hidden = !isShown;
    shown += isShown;
  }
  for (const part of document.querySelectorAll("details.document, details.document section")) {
    part.hidden = !part.querySelector("article:not([hidden])");
    if (isFiltered && !part.hidden && part.tagName === "DETAILS") part.open = true;
  }
  form.querySelector("output").value = isFiltered ? `${shown} shown` : "";
}
if (form) {
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.unfold.addEventListener("click", unfold);
}
addEventListener("beforeprint", unfold);
addEventListener("hashchange", follow);
follow();
"""
