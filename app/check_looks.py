"""How the page of a check looks, on a screen, a phone and paper."""

STYLE = """
:root { --ink: #1c2024; --faint: #667078; --line: #d9dee2; --soft: #f4f6f8; --link: #1257b0;
  --error: #b3261e; --error-box: #fdf1f0; --rounding: #d9a514; --wording: #4a7fc1;
  --tied: #3f9160; --none: #b8c0c7; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1rem 1.2rem 4rem; background: #fff;
  color: var(--ink); font: 15px/1.55 system-ui, "Noto Sans CJK SC", "Noto Sans SC",
  "PingFang SC", "Microsoft YaHei", "WenQuanYi Zen Hei", sans-serif; }
h1 { font-size: 1.45rem; margin: .4rem 0 .8rem; }
h2 { font-size: 1.15rem; margin: 2.4rem 0 .6rem; overflow-wrap: anywhere; }
h2.document { padding-top: .8rem; border-top: 2px solid var(--ink); }
h3 { font-size: 1rem; margin: 1.2rem 0 .5rem; }
h4 { font-size: .95rem; margin: 0 0 .2rem; }
p { margin: 0 0 .5rem; overflow-wrap: anywhere; }
a { color: inherit; text-decoration-color: var(--none); }
small, .faint, .owner { color: var(--faint); font-size: .8rem; font-weight: normal; }
.lead { font-size: 1.1rem; font-weight: 600; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr));
  gap: .8rem; }
.card { padding: .8rem 1rem .5rem; border: 1px solid var(--line); border-top: .35rem solid;
  border-radius: .3rem; break-inside: avoid; }
.card.error { border-top-color: var(--error); }
.card.clean { border-top-color: var(--tied); }
.card.unknown { border-top-color: var(--none); }
.card h2 { font-size: 1rem; margin: 0; }
.card .verdict { font-size: 1.25rem; font-weight: 700; margin: .3rem 0; }
.card.error .verdict { color: var(--error); }
.card.clean .verdict { color: #25693f; }
.counts { display: flex; flex-wrap: wrap; gap: .3rem 1.6rem; margin: 0 0 .6rem; padding: 0;
  list-style: none; }
.counts b { font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.counts .error b { color: var(--error); }
.counts .rounding b { color: #8a6500; }
.counts .wording b { color: #2d5f9e; }
.counts .none b { color: var(--none); }
.bar { display: flex; height: .6rem; margin: .1rem 0 .2rem; background: var(--soft); }
.bar i { flex-basis: 0; min-width: 3px; }
.bar .tied { background: var(--tied); }
.bar .rounding { background: var(--rounding); }
.bar .broken { background: var(--error); }
.bar .not-checkable { background: var(--none); }
.bar .covered { background: #5c6f80; }
.bar .rest { background: var(--soft); }
.key { white-space: nowrap; margin-right: .7em; }
.key::before { content: ""; display: inline-block; width: .65em; height: .65em;
  margin-right: .3em; }
.key.tied::before { background: var(--tied); }
.key.rounding::before { background: var(--rounding); }
.key.broken::before { background: var(--error); }
.key.not-checkable::before { background: var(--none); }
article { margin: .6rem 0; padding: .5rem .8rem .3rem; border: 1px solid var(--line);
  border-left: .3rem solid var(--none); border-radius: .3rem; }
article.error { border-left-color: var(--error); }
article.rounding { border-left-color: var(--rounding); }
article.wording { border-left-color: var(--wording); }
.cause { padding: .3rem .6rem; background: var(--error-box); }
blockquote { margin: 0 0 .5rem; padding: .3rem .6rem; background: var(--soft);
  overflow-wrap: anywhere; }
blockquote small { display: block; }
mark { color: inherit; background: #fdeaa8; border-radius: .15rem; padding: 0 .1em; }
mark.total { background: #f6bdb8; font-weight: 600; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .88rem; margin: .2rem 0 .4rem;
  font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: .2rem .9rem .2rem 0; text-align: left;
  vertical-align: top; }
thead th { color: var(--faint); font-weight: 500; font-size: .8rem; white-space: nowrap; }
.sum td:first-child, .catalogue td:first-child { white-space: nowrap; }
td { max-width: 22rem; overflow-wrap: break-word; }
td.figure, th.figure { text-align: right; white-space: nowrap; padding-right: .3rem;
  padding-left: .6rem; }
tr.total td { font-weight: 600; background: var(--soft); }
tr.result th { text-align: right; font-weight: 500; border: 0; }
tr.result td { font-weight: 600; border-bottom: 0; }
td:not(:first-child, .figure) { min-width: 5em; }
ul { margin: .1rem 0 .4rem; padding-left: 1.3rem; overflow-wrap: anywhere; }
summary { cursor: pointer; padding: .2rem 0; color: var(--link); }
.catalogue td:first-child { font-weight: 600; }
@page { size: A4; margin: 15mm; }
@media print { body { max-width: none; padding: 0; font-size: 9.5pt; }
  .wide { overflow: visible; } h2, h3, h4, summary { break-after: avoid; }
  tr, blockquote { break-inside: avoid; } article.rounding, article.wording { break-inside: avoid; }
  .bar, .bar i, .key::before, mark, .cause, blockquote, tr.total td {
    print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  details::details-content { content-visibility: visible; block-size: auto; } }
"""
