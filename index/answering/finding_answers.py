"""Answers about what the checks found: where a document's figures disagree, which documents' do."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction import Finding, FindingKind, Severity, Source, squash
from index.library import Library
from index.proving.citing import cite_fact, cite_source, describe, in_quotes, is_proven
from index.records import Answer, Citation, Fact, Language, Plan
from index.sentences.saying import speak
from index.words.wording import canonical

_ROUNDING = re.compile(r"尾差|四舍五入|舍入|取整")
_WORDS = re.compile(r"错别字|错字|别字|用字|用词|用语|标点|表述|措辞|笔误|文字差错|占位")
_IS_LESS = re.compile(f"{_ROUNDING.pattern}|{_WORDS.pattern}")
_SUMS = re.compile(r"合计|总计|总数|小计|加总|加起来|相加|勾稽|分项")
_IN_TEXT = re.compile(r"文字|正文|说明|文表|表述")
_SUM_KINDS = frozenset(
    {
        FindingKind.ROW_SUM,
        FindingKind.COLUMN_SUM,
        FindingKind.HIERARCHY_SUM,
        FindingKind.CROSS_TABLE,
        FindingKind.TEXT_ARITHMETIC,
    }
)
_TEXT_KINDS = frozenset(
    {FindingKind.TEXT_ARITHMETIC, FindingKind.TEXT_VS_TABLE, FindingKind.TEXT_VS_TEXT}
)
_SHORTEST_TITLE = 4
_SHOWN = 20
_SHOWN_EACH = 2


@dataclass(frozen=True, slots=True)
class _Shown:
    """A finding with the figure that it is about, as a person reads it."""

    finding: Finding
    label: str
    printed: str
    source: Source
    fact: Fact | None


def answer_findings(library: Library, plan: Plan) -> Answer:
    """The findings that are asked about, each at its figure; that there are none is an answer."""
    say = speak(plan.language)
    broken: dict[str, list[_Shown]] = {}
    agreeing = []
    for name in plan.documents:
        if len(broken) == _SHOWN:
            break
        document = library.document(name)
        is_clean = not document.broken and not _IS_LESS.search(plan.wording)
        if not is_clean and (findings := list(_find(library, plan, name))):
            broken[name] = findings
        else:
            agreeing.append(document)
    each = _SHOWN if len(broken) == 1 else _SHOWN_EACH
    citations: list[Citation] = []
    notes: list[str] = []
    said: list[str] = []
    for name, findings in broken.items():
        named = []
        for one in findings[:each]:
            number = len(citations) + 1
            citations.append(_cite(library, number, one))
            named.append(f"{_name(one)}[{number}]")
            notes += _note(plan, number, one.finding)
        said.append(say.disagreeing(library.document(name), named))
        notes.append(say.counted(library.document(name), len(findings), min(each, len(findings))))
    if agreeing:
        said.append(say.agreeing(agreeing))
    return Answer(
        answer="\n".join(said),
        refused=False,
        citations=tuple(citations),
        notes=tuple(notes),
        plan=plan,
    )


def _find(library: Library, plan: Plan, name: str) -> Iterator[_Shown]:
    """The findings of a document that are of the sort, and in the table, that is asked about."""
    facts = {fact.source: fact for fact in library.facts([name])}
    tables = library.disclosure(name).tables
    titles = {t.number: canonical(squash(t.title.printed)) for t in tables if t.title}
    asked = canonical(plan.wording)
    wanted = {n for n, title in titles.items() if len(title) >= _SHORTEST_TITLE and title in asked}
    seen: set[Source] = set()
    for finding in library.report(name).findings:
        cell = next((c for c in finding.cells if is_proven(library, c.source, c.printed)), None)
        if cell is None or not cell.printed.strip() or not _is_asked(plan.wording, finding):
            continue
        if cell.source in seen:
            continue
        if not wanted or wanted & {cell.table for cell in finding.cells[: finding.own]}:
            seen.add(cell.source)
            yield _Shown(finding, cell.label, cell.printed, cell.source, facts.get(cell.source))


def _is_asked(question: str, finding: Finding) -> bool:
    """Whether a finding is of the sort that a question speaks of: errors, unless it says else."""
    if _ROUNDING.search(question):
        return finding.severity is Severity.ROUNDING
    if _WORDS.search(question):
        return finding.severity is Severity.WORDING
    if finding.severity is not Severity.ERROR:
        return False
    if _SUMS.search(question):
        return finding.kind in _SUM_KINDS
    return not _IN_TEXT.search(question) or finding.kind in _TEXT_KINDS


def _name(one: _Shown) -> str:
    """The figure that a finding is about, with its place in words."""
    if one.fact is not None:
        return f"{describe(one.fact)}{squash(one.printed)}{_unit(one.fact)}"
    return f"{in_quotes(one.label)}{squash(one.printed)}"


def _unit(fact: Fact) -> str:
    """The unit of a fact, where its print does not end in it."""
    unit = fact.unit or ""
    return "" if squash(fact.printed).endswith(unit) else unit


def _cite(library: Library, number: int, one: _Shown) -> Citation:
    if one.fact is not None:
        return cite_fact(library, number, one.fact)
    return cite_source(library, number, one.source, one.printed)


def _note(plan: Plan, number: int, finding: Finding) -> Sequence[str]:
    """What was found at a cited figure; of an error every answer says so anyway."""
    if finding.severity is Severity.ERROR:
        return ()
    is_english = plan.language is Language.ENGLISH
    return (f"[{number}] {finding.statement_en if is_english else finding.statement}",)
