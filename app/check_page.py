"""Checks as one HTML page that opens anywhere: nothing in it is loaded, and no script runs."""

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape

from app.check_looks import STYLE
from app.check_results import (
    Checked,
    Quote,
    count_verdicts,
    demand_of,
    difference,
    own_parts,
    share_covered,
    statement_of,
    title_of,
)
from app.check_texts import CheckTexts
from evals.reports.tables import draw_grid
from extraction import RULES, Finding, Severity, Unit, Verdict
from extraction.relations import Operand

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_QUOTED = 3
"""Sentences of a finding that are shown unfolded."""
_FEW = 3
"""Parts that are all shown, zeros too."""
_PLACES = 4
"""Places that are named of one reason; the others are counted."""


def report_page(checks: Sequence[Checked], texts: CheckTexts) -> str:
    """The whole page: what came of each document, its findings, what was not checked, the rules."""
    documents = "".join(
        _draw_document(number, checked, texts) for number, checked in enumerate(checks, start=1)
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{texts.lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{texts.title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{texts.title}</h1>\n{_draw_summary(checks, texts)}{documents}"
        f"{_draw_catalogue(checks, texts)}</body>\n</html>\n"
    )


def _draw_summary(checks: Sequence[Checked], texts: CheckTexts) -> str:
    broken = sum(bool(checked.count(Severity.ERROR)) for checked in checks)
    whole = texts.whole.format(documents=len(checks), broken=broken)
    lead = f'<p class="lead">{whole}</p>\n' if len(checks) != 1 else ""
    cards = "".join(
        _draw_card(number, checked, texts) for number, checked in enumerate(checks, start=1)
    )
    return f'{lead}<div class="cards">{cards}</div>\n'


def _draw_card(number: int, checked: Checked, texts: CheckTexts) -> str:
    """One document in a few lines."""
    report = checked.report
    counts = "".join(
        f'<li class="{severity}{"" if checked.count(severity) else " none"}">'
        f"<b>{checked.count(severity)}</b> {texts.findings_by_severity[severity]}</li>"
        for severity in Severity
    )
    said = [texts.no_figures]
    if report.figures:
        share = share_covered(report)
        covered = texts.coverage.format(figures=report.figures, covered=report.covered, share=share)
        said = [f"{_draw_bar((('covered', share), ('rest', 100 - share)))}{covered}"]
    if checked.gaps:
        said.append(texts.gaps.format(gaps=len(checked.gaps)))
    return (
        f'<section class="card {_standing(checked)}">\n'
        f'<h2><a href="#d{number}">{escape(report.document)}</a></h2>\n'
        f'<p class="owner">{escape(texts.describe_owner(checked))}</p>\n'
        f'<p class="verdict">{escape(_verdict(checked, texts))}</p>\n'
        f'<ul class="counts">{counts}</ul>\n{_draw_checks(checked, texts)}'
        f"<p>{'<br>'.join(said)}</p>\n</section>\n"
    )


def _standing(checked: Checked) -> str:
    if checked.report.is_broken:
        return "error"
    return "clean" if checked.report.covered else "unknown"


def _verdict(checked: Checked, texts: CheckTexts) -> str:
    """What came of a document, in a plain sentence."""
    errors, wording = checked.count(Severity.ERROR), checked.count(Severity.WORDING)
    if errors:
        return texts.found.format(errors=errors)
    if _standing(checked) == "unknown":
        return texts.nothing
    return texts.wording_only.format(wording=wording) if wording else texts.clean


def _draw_checks(checked: Checked, texts: CheckTexts) -> str:
    """How many checks ran and what came of them, as a bar and in words."""
    report = checked.report
    if not report.ledger:
        return f"<p>{texts.no_checks}</p>\n"
    counts = count_verdicts(report)
    bar = _draw_bar([(_style(verdict), count) for verdict, count in counts.items()])
    told = " ".join(
        f'<span class="key {_style(verdict)}">{count} {texts.verdicts[verdict]}</span>'
        for verdict, count in counts.items()
    )
    return f"<p>{bar}{texts.checks.format(checks=len(report.ledger))} {told}</p>\n"


def _style(verdict: Verdict) -> str:
    return verdict.value.replace(" ", "-")


def _draw_bar(parts: Sequence[tuple[str, int]]) -> str:
    drawn = (
        f'<i class="{style}" style="flex-grow:{count}"></i>' for style, count in parts if count
    )
    return f'<span class="bar">{"".join(drawn)}</span>'


def _draw_document(number: int, checked: Checked, texts: CheckTexts) -> str:
    """The findings of a document by severity, then what of it was not checked or not read."""
    parts = []
    for severity in Severity:
        found = [pair for pair in checked.findings if pair[0].severity is severity]
        if found:
            drawn = "".join(_draw_finding(finding, quotes, texts) for finding, quotes in found)
            head = texts.findings_by_severity[severity]
            parts.append(f"<h3>{head} <small>{len(found)}</small></h3>\n{drawn}")
    findings = "".join(parts) or f"<p>{escape(_verdict(checked, texts))}</p>\n"
    return (
        f'<h2 class="document" id="d{number}">{escape(checked.report.document)}</h2>\n'
        f"{findings}{_draw_unchecked(checked, texts)}{_draw_gaps(checked, texts)}"
        f'<p class="faint">SHA-256 {escape(checked.sha256)}</p>\n'
    )


def _draw_finding(finding: Finding, quotes: Sequence[Quote], texts: CheckTexts) -> str:
    total = finding.cells[0]
    place = f"{texts.tell_table(total)} · {texts.place(total.source.spot)}"
    return (
        f'<article class="{finding.severity}">\n'
        f"<h4>{escape(title_of(finding.rule, texts.lang))} "
        f"<small>{escape(place)}</small></h4>\n"
        f"<p>{escape(statement_of(finding, texts.lang))}</p>\n"
        f"{_draw_cause(finding, texts)}{_draw_quotes(quotes, texts)}"
        f"{_draw_arithmetic(finding, texts)}{_draw_also(finding, texts)}</article>\n"
    )


def _draw_cause(finding: Finding, texts: CheckTexts) -> str:
    cause = finding.cause
    if cause is None:
        return ""
    place = f"{texts.tell_table(cause.cell)} · {texts.place(cause.cell.source.spot)}"
    return (
        f'<p class="cause"><b>{texts.cause}</b> {escape(texts.tell_cause(cause))} '
        f"<small>{escape(place)}</small></p>\n"
    )


def _draw_quotes(quotes: Sequence[Quote], texts: CheckTexts) -> str:
    """The sentences of a finding; of many all but the first few are folded."""
    drawn = [_draw_quote(quote, texts) for quote in quotes]
    shown, folded = drawn[:_QUOTED], drawn[_QUOTED:]
    if not folded:
        return "".join(shown)
    head = texts.more_sentences.format(count=len(folded))
    return f"{''.join(shown)}<details><summary>{head}</summary>{''.join(folded)}</details>\n"


def _draw_quote(quote: Quote, texts: CheckTexts) -> str:
    """A sentence with the figures of the finding marked in it."""
    drawn, at = [], 0
    for mark in quote.marks:
        drawn.append(escape(quote.text[at : mark.start]))
        kind = ' class="total"' if mark.is_total else ""
        drawn.append(f"<mark{kind}>{escape(quote.text[mark.start : mark.end])}</mark>")
        at = mark.end
    drawn.append(escape(quote.text[at:]))
    head = f"{texts.sentence} · {texts.place(quote.spot)}"
    return f"<blockquote><small>{escape(head)}</small>{''.join(drawn)}</blockquote>\n"


def _draw_arithmetic(finding: Finding, texts: CheckTexts) -> str:
    """The figure, what it is held against, what it should be, and the difference.

    Of many parts those that are blank or zero are only counted; what all figures share is said
    over them.
    """
    total, parts = finding.cells[0], own_parts(finding)
    if total.amount is None and not parts:
        return ""
    is_long = total.amount is not None and len(parts) > _FEW
    shown = [total, *(filter(_counts, parts) if is_long else parts)]
    words = [_operand_words(cell, texts) for cell in shown]
    columns = [0, *(n for n in (1, 2, 3) if len({row[n] for row in words}) > 1)]
    shared = [words[0][n] for n in (1, 2, 3) if n not in columns and words[0][n]]
    rows = [
        _draw_operand([row[n] for n in columns], cell, is_total=cell is total)
        for cell, row in zip(shown, words, strict=True)
    ]
    rows += _draw_results(finding, len(columns), texts)
    heads = "".join(f"<th>{texts.operand[n]}</th>" for n in columns)
    heads += f'<th class="figure">{texts.operand[-1]}</th>'
    left_out = len(parts) + 1 - len(shown)
    notes = [" ".join(shared), texts.left_out.format(count=left_out) if left_out else ""]
    over, under = (f'<p class="faint">{escape(note)}</p>' if note else "" for note in notes)
    is_open = " open" if finding.severity is Severity.ERROR else ""
    name = texts.arithmetic if total.amount else texts.comparison
    return (
        f"<details{is_open}><summary>{name}</summary>{over}"
        f'<div class="wide"><table class="sum"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>{under}</details>\n"
    )


def _counts(part: Operand) -> bool:
    """Whether a part adds anything."""
    return bool(part.amount and part.amount.value)


def _draw_results(finding: Finding, columns: int, texts: CheckTexts) -> Iterator[str]:
    """What should stand there, and how far that is from what does."""
    amount, gap = finding.cells[0].amount, difference(finding)
    if finding.computed:
        head = texts.computed if amount else texts.meant
        drawn = _draw_figure(finding.computed, amount.unit if amount else None)
        yield _draw_result(head, drawn, columns)
    if gap is not None:
        points = texts.percentage_points if finding.computed.endswith("%") else ""
        yield _draw_result(texts.difference, f"{gap:+,f}{points}", columns)


def _operand_words(cell: Operand, texts: CheckTexts) -> tuple[str, ...]:
    place = f"{texts.tell_table(cell)} · {texts.place(cell.source.spot)}"
    return place, cell.code, cell.label, cell.column


def _draw_operand(words: Sequence[str], cell: Operand, *, is_total: bool) -> str:
    cells = "".join(f"<td>{escape(word)}</td>" for word in words)
    unit = cell.amount.unit if cell.amount else None
    kind = ' class="total"' if is_total else ""
    return f'<tr{kind}>{cells}<td class="figure">{_draw_figure(cell.printed, unit)}</td></tr>'


def _draw_figure(printed: str, unit: Unit | None) -> str:
    """A figure with its unit, where that is not printed with it."""
    if unit is None or printed.endswith(unit.value):
        return escape(printed)
    return f"{escape(printed)}<small> {escape(unit)}</small>"


def _draw_result(head: str, result: str, columns: int) -> str:
    return (
        f'<tr class="result"><th colspan="{columns}">{head}</th>'
        f'<td class="figure">{result}</td></tr>'
    )


def _draw_also(finding: Finding, texts: CheckTexts) -> str:
    """What else does not hold for the same cause."""
    if not finding.also:
        return ""
    items = "".join(
        f"<li>{escape(statement_of(broken, texts.lang))} "
        f"<small>{escape(title_of(broken.rule, texts.lang))} · "
        f"{escape(texts.place(broken.source.spot))}</small></li>"
        for broken in finding.also
    )
    head = texts.also.format(count=len(finding.also))
    return f"<details open><summary>{head}</summary><ul>{items}</ul></details>\n"


def _draw_unchecked(checked: Checked, texts: CheckTexts) -> str:
    """What could not be checked, by reason and rule, the most frequent first."""
    entries = [e for e in checked.report.ledger if e.verdict is Verdict.NOT_CHECKABLE]
    if not entries:
        return ""
    places: dict[tuple[str, str], list[str]] = {}
    for entry in entries:
        places.setdefault((entry.reason, entry.rule), []).append(texts.place(entry.source.spot))
    rows = (
        (
            escape(texts.remark(reason)),
            escape(title_of(rule, texts.lang)),
            str(len(found)),
            escape(_name_places(found, texts)),
        )
        for (reason, rule), found in sorted(places.items(), key=lambda one: -len(one[1]))
    )
    head = texts.unchecked.format(count=len(entries))
    return f"<details><summary>{head}</summary>{draw_grid(texts.unchecked_heads, rows)}</details>\n"


def _name_places(places: Sequence[str], texts: CheckTexts) -> str:
    """Each place once, the first few by name."""
    known = list(dict.fromkeys(places))
    more = texts.and_more if len(known) > _PLACES else ""
    return texts.comma.join(known[:_PLACES]) + more


def _draw_gaps(checked: Checked, texts: CheckTexts) -> str:
    if not checked.gaps:
        return ""
    rows = (
        (
            escape(texts.place(gap.source.spot) if gap.source else ""),
            escape(texts.remark(gap.message)),
            escape(gap.printed),
        )
        for gap in checked.gaps
    )
    head = texts.unread.format(count=len(checked.gaps))
    return f"<details><summary>{head}</summary>{draw_grid(texts.unread_heads, rows)}</details>\n"


def _draw_catalogue(checks: Sequence[Checked], texts: CheckTexts) -> str:
    """Every rule, how often it applied, and what came of it."""
    grid = draw_grid(texts.catalogue_heads, _catalogue_rows(checks, texts), 1 + len(Verdict))
    return (
        f"<h2>{texts.catalogue}</h2>\n<p>{texts.catalogue_lead}</p>\n"
        f'<div class="catalogue">{grid}</div>\n'
    )


def _catalogue_rows(checks: Sequence[Checked], texts: CheckTexts) -> Iterator[tuple[str, ...]]:
    counts = Counter(
        (entry.rule, entry.verdict) for checked in checks for entry in checked.report.ledger
    )
    for rule in RULES:
        by_verdict = [counts[rule.id, verdict] for verdict in Verdict]
        figures = (sum(by_verdict), *by_verdict)
        words = (title_of(rule.id, texts.lang), demand_of(rule, texts.lang))
        yield *map(escape, words), *(str(figure or "–") for figure in figures)
