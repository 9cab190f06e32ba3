"""What a check of one document hands to its reports: findings, with the prose that they quote."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from extraction import (
    RULES,
    Disclosure,
    Finding,
    Gap,
    Printed,
    Report,
    Rule,
    Severity,
    Source,
    Spot,
    Unit,
    Verdict,
    check,
)
from extraction.audit import Break
from extraction.records import Amount
from extraction.relations import Operand

_AROUND = 120
"""Characters of a sentence that are quoted on either side of what is marked."""


class Lang(StrEnum):
    """The language that findings are told in."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure, or words, in a quotation."""

    start: int
    end: int
    is_total: bool
    """Whether the finding is about it; else that is held against it."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of the prose, with the figures of a finding in it."""

    spot: Spot
    text: str
    marks: tuple[Mark, ...]
    """In the order of the text, none over another."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The check of one document, and what of the document its reports show."""

    report: Report
    owner: tuple[str, ...]
    """Agency, year and kind, as far as they were found."""
    sha256: str
    """SHA-256 of the file's bytes, in hexadecimal."""
    gaps: tuple[Gap, ...]
    """What could not be read."""
    quotes: tuple[tuple[Quote, ...], ...]
    """Of each finding the sentences that its figures stand in."""

    @property
    def findings(self) -> Iterator[tuple[Finding, tuple[Quote, ...]]]:
        """The findings with their quotations, errors first."""
        quotes = dict(zip(map(id, self.report.findings), self.quotes, strict=True))
        return ((finding, quotes[id(finding)]) for finding in sort_findings(self.report.findings))

    def count(self, severity: Severity) -> int:
        """How many findings are of a severity."""
        return sum(finding.severity is severity for finding in self.report.findings)


_ORDER = {severity: place for place, severity in enumerate(Severity)}
_RULES = {rule.id: rule for rule in RULES}


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """The findings with errors first and wording last, else in the order given."""
    return sorted(findings, key=lambda finding: _ORDER[finding.severity])


def check_disclosure(disclosure: Disclosure) -> Checked:
    """Check a disclosure, and keep of it what reports quote."""
    report = check(disclosure)
    owner = (disclosure.agency, disclosure.year, disclosure.kind)
    return Checked(
        report=report,
        owner=tuple(found.value for found in owner if found),
        sha256=disclosure.sha256,
        gaps=disclosure.gaps,
        quotes=tuple(tuple(_quotes(disclosure, finding)) for finding in report.findings),
    )


def statement_of(found: Finding | Break, lang: Lang) -> str:
    """What is found, in a sentence."""
    return found.statement if lang is Lang.ZH else found.statement_en


def title_of(rule: str, lang: Lang) -> str:
    """What a person calls a rule, by its id."""
    return _RULES[rule].title_zh if lang is Lang.ZH else _RULES[rule].title_en


def demand_of(rule: Rule, lang: Lang) -> str:
    """What a rule says must hold."""
    return rule.zh if lang is Lang.ZH else rule.en


def amount_computed(finding: Finding) -> Decimal | None:
    """What should stand there (in the total's unit); None where that is no amount."""
    try:
        return Decimal(finding.computed.removesuffix("%"))
    except InvalidOperation:
        return None


def difference(finding: Finding) -> Decimal | None:
    """By how much the printed figure is more than the computed one; None without such.

    In the prose, where the direction is a word, figures are compared without their signs.
    """
    total, computed = finding.cells[0], amount_computed(finding)
    if total.amount is None or computed is None:
        return None
    printed = total.amount.value
    return abs(printed) - abs(computed) if total.table is None else printed - computed


def share_covered(report: Report) -> int:
    """What percentage of the figures at least one check covers, no more than it is."""
    return report.covered * 100 // report.figures if report.figures else 0


def own_parts(finding: Finding) -> tuple[Operand, ...]:
    """What the total is held against, without the figures of what breaks with it."""
    return finding.cells[1 : finding.own]


def in_unit(amount: Amount, unit: Unit | None) -> Decimal:
    """An amount in a unit of money; as it is where it cannot be had in that."""
    wanted = unit.in_yuan if unit else None
    return amount.size / wanted if wanted and amount.yuan is not None else amount.value


def count_verdicts(report: Report) -> dict[Verdict, int]:
    """How many checks came to each verdict."""
    return {verdict: report.count(verdict) for verdict in Verdict}


def _quotes(disclosure: Disclosure, finding: Finding) -> Iterator[Quote]:
    """The sentences that the figures of a finding stand in, each once."""
    quoted: dict[Source, tuple[Printed, list[Mark]]] = {}
    for number, cell in enumerate(finding.cells):
        found = _find_text(disclosure, cell.source) if cell.table is None else None
        if found is None:
            continue
        text, (start, end) = found
        marks = quoted.setdefault(text.source, (text, []))[1]
        if not any(mark.start < end and start < mark.end for mark in marks):
            marks.append(Mark(start, end, is_total=number == 0))
    for text, marks in quoted.values():
        yield _cut(text, sorted(marks, key=lambda mark: mark.start))


def _cut(text: Printed, marks: Sequence[Mark]) -> Quote:
    """A text without what is far from the marks."""
    left = max(marks[0].start - _AROUND, 0)
    right = min(marks[-1].end + _AROUND, len(text.printed))
    head, tail = "…" if left else "", "…" if right < len(text.printed) else ""
    shift = len(head) - left
    moved = tuple(Mark(mark.start + shift, mark.end + shift, mark.is_total) for mark in marks)
    return Quote(text.source.spot, f"{head}{text.printed[left:right]}{tail}", moved)


def _find_text(disclosure: Disclosure, source: Source) -> tuple[Printed, tuple[int, int]] | None:
    """The sentence, else the paragraph or heading, that holds a place, and where in it that is."""
    for text in _texts(disclosure):
        if (start := _offset(text, source.spans[0].line, source.spans[0].start)) is None:
            continue
        last = source.spans[-1]
        if (end := _offset(text, last.line, last.end)) is not None:
            return text, (start, end)
    return None


def _texts(disclosure: Disclosure) -> Iterable[Printed]:
    yield from (statement.sentence for statement in disclosure.statements)
    yield from disclosure.paragraphs
    yield from disclosure.headings
    yield from disclosure.contents


def _offset(text: Printed, line: int, place: int) -> int | None:
    """Where in a text a place of the document stands; None outside of it."""
    offset = 0
    for span in text.source.spans:
        if span.line == line and span.start <= place <= span.end:
            return offset + place - span.start
        offset += span.end - span.start
    return None
