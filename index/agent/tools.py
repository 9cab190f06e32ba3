"""The tools of an agent: they read what its documents print, and show it no figure.

What a document prints stands between <document> and </document>, figures of prose as `#`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from extraction import normal_form
from index.agent.arguments import (
    CheckFindings,
    Compute,
    ListDocuments,
    QueryFacts,
    SearchPassages,
)
from index.agent.desk import Desk, UnknownHandle
from index.agent.working import NotWorkedOut, work_out
from index.answering.constraints import bears, named_in
from index.answering.quoting import cover
from index.models.tool_calls import Tool
from index.proving.citing import describe, is_proven
from index.records import Aspect, Document, Fact, PassageKind, Record
from index.words.matching import Weights, weigh_topic

_PROSE = frozenset(
    {PassageKind.PARAGRAPH, PassageKind.REASON, PassageKind.DEFINITION, PassageKind.LISTING}
)
_FIGURES = re.compile(r"\d[\d,.]*")
_MOST_LISTED = 40
_MOST_FOUND = 8
_MOST_FINDINGS = 20
_LONGEST = 300
_COVERED = 0.4
_Arguments = TypeVar("_Arguments", bound=Record)


@dataclass(frozen=True, slots=True)
class Toolbox:
    """The tools over one desk."""

    desk: Desk
    years: tuple[int, ...]
    """The years that the question names; what is of none of them, from first to last, is left out.
    Empty for any."""

    @property
    def tools(self) -> list[Tool]:
        """The tools with what they take."""
        return [
            Tool("list_documents", "List documents.", ListDocuments, _tell(self.list_documents)),
            Tool("query_facts", "Find printed figures.", QueryFacts, _tell(self.query_facts)),
            Tool(
                "search_passages",
                "Find prose: reasons, definitions, duties, lists.",
                SearchPassages,
                _tell(self.search_passages),
            ),
            Tool(
                "check_findings",
                "Find figures that do not tie with others.",
                CheckFindings,
                _tell(self.check_findings),
            ),
            Tool("compute", "Work out what follows from figures.", Compute, _tell(self.compute)),
        ]

    def list_documents(self, asked: ListDocuments) -> Iterator[str]:
        """A line for each document that fits."""
        found = [
            f"{handle} {_label(document)}"
            for handle, document in self.desk.documents.items()
            if normal_form(asked.agency) in normal_form(document.agency or document.name)
            and normal_form(asked.region) in normal_form(document.region or "")
            and asked.year in (None, document.year)
            and asked.kind in (None, document.kind)
        ]
        yield from found[:_MOST_LISTED]
        if len(found) > _MOST_LISTED:
            yield f"and {len(found) - _MOST_LISTED} more: ask for an agency, a region or a year"

    def query_facts(self, asked: QueryFacts) -> Iterator[str]:
        """The figures of each document that bear most of what is asked for."""
        for handle in dict.fromkeys(asked.documents):
            document = self.desk.document(handle)
            lines = [self._tell_fact(fact) for fact in self._rank(asked, document)]
            yield f"{handle} {_label(document)}: {'' if lines else 'nothing'}"
            yield from lines

    def search_passages(self, asked: SearchPassages) -> Iterator[str]:
        """The passages that fit best."""
        handles = {self.desk.document(handle).name: handle for handle in asked.documents}
        kinds = _PROSE & set(asked.kinds) or _PROSE
        for hit in self.desk.library.search(asked.query, list(handles), _MOST_FOUND, kinds):
            one = hit.passage
            said = f"{one.topic} {one.text}"[:_LONGEST]
            yield f"{self.desk.put(one)} {handles[one.document]} ({one.kind}): {_mask(said)}"

    def check_findings(self, asked: CheckFindings) -> Iterator[str]:
        """What the checks found, each at a figure that is part of it."""
        library = self.desk.library
        for handle in dict.fromkeys(asked.documents):
            name = self.desk.document(handle).name
            facts = {fact.source: fact for fact in library.facts([name])}
            found = []
            for finding in library.report(name).findings[:_MOST_FINDINGS]:
                cells = (facts.get(cell.source) for cell in finding.cells)
                fact = next((f for f in cells if f is not None and self._is_printed(f)), None)
                if fact is not None:
                    said = f"{finding.severity}: {_mask(finding.statement_en)}"
                    found.append(f"{self._tell_fact(fact)} | {said}")
            yield f"{handle}: {'' if found else 'nothing'}"
            yield from found

    def compute(self, asked: Compute) -> Iterator[str]:
        """A handle for what follows from figures."""
        facts = [self.desk.fact(handle) for handle in asked.handles]
        figures = [(self.desk.library.document(fact.document), fact) for fact in facts]
        worked = work_out(asked.operation, figures)
        yield f"{self.desk.put(worked)}: {asked.operation} of {', '.join(asked.handles)}"
        if worked.formula is None:
            yield f"order: {', '.join(self.desk.put(fact) for fact in worked.operands)}"

    def _rank(self, asked: QueryFacts, document: Document) -> list[Fact]:
        """The facts of a document that fit, those that bear most of an item's name first."""
        every = self.desk.library.facts([document.name])
        facts = [f for f in every if self._is_open(f, document) and _fits(f, asked)]
        if asked.item:
            weights = Weights(name for fact in every for name in (fact.item, *fact.column))
            topic, named = weigh_topic(asked.item, weights), named_in(asked.item, facts)
            scores = {}
            for fact in facts:
                names = (fact.title, fact.context, *fact.groups)
                fields = {**dict.fromkeys(names, 0.6), fact.item: 1.0}
                covered = cover(topic, fields | dict.fromkeys(fact.column, 0.8))
                if covered >= _COVERED and bears(fact, asked.item, named):
                    scores[fact] = covered + topic.share(fact.item, weights)
            facts = sorted(scores, key=lambda fact: -scores[fact])
        return [fact for fact in facts if self._is_printed(fact)][: asked.limit]

    def _is_open(self, fact: Fact, document: Document) -> bool:
        """Whether a fact is of the years that the question names."""
        if not self.years:
            return True
        first, last = min(self.years), max(self.years)
        years = (fact.year, document.year)
        return any(year is not None and first <= year <= last for year in years)

    def _is_printed(self, fact: Fact) -> bool:
        is_figure = fact.value is not None and fact.unit is not None
        return is_figure and is_proven(self.desk.library, fact.source, fact.printed)

    def _tell_fact(self, fact: Fact) -> str:
        """A fact without its figure."""
        aspect = "" if fact.aspect is Aspect.LEVEL else f"({fact.aspect})"
        of = (fact.side, fact.unit, fact.year, fact.code, "total" if fact.is_total else "")
        told = " | ".join(str(one) for one in of if one)
        return f"{self.desk.put(fact)} {describe(fact)}{aspect} | {told}"


def _fits(fact: Fact, asked: QueryFacts) -> bool:
    return (
        (not asked.code or asked.code in (fact.code, fact.full_code))
        and asked.year in (None, fact.year)
        and asked.aspect in (None, fact.aspect)
        and asked.measure in (None, fact.measure)
        and asked.table_kind in (None, fact.table_kind)
    )


def _tell(find: Callable[[_Arguments], Iterator[str]]) -> Callable[[_Arguments], str]:
    """A tool that says what it finds as data, or what is wrong with its arguments."""

    def tell(asked: _Arguments) -> str:
        try:
            said = "\n".join(find(asked)) or "nothing"
        except (UnknownHandle, NotWorkedOut) as exc:
            return f"error: {exc}"
        shown = said.replace("<", "(").replace(">", ")")
        return f"<document>\n{shown}\n</document>"

    return tell


def _label(document: Document) -> str:
    said = (document.agency or document.name, document.region, document.year, document.kind)
    return " ".join(str(one) for one in said if one)


def _mask(text: str) -> str:
    return _FIGURES.sub("#", text)
