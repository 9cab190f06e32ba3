"""What an agent found, by its handles, and what a reader sees where the agent writes one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from index.answering.quoting import shorten
from index.calculating.across_figures import list_unlike
from index.calculating.formulas import Formula
from index.calculating.standings import Standing, Unlike
from index.library import Library
from index.modelling.model_wording import PLACEHOLDER, Placeholder
from index.proving.citing import cite_fact, cite_passage
from index.records import Citation, Document, Fact, Language, Lead, Passage, PassageKind
from index.sentences.saying import speak

_LEADS = {PassageKind.DEFINITION: Lead.DEFINITION, PassageKind.REASON: Lead.REASON}


class UnknownHandle(ValueError):
    """A handle that nothing was found under."""


@dataclass(frozen=True, slots=True)
class Worked:
    """What was worked out of figures."""

    operands: tuple[Fact, ...]
    formula: Formula | None
    """None where they are only put in order, from the largest."""


Found = Fact | Passage | Worked


@dataclass(frozen=True, slots=True)
class Shown:
    """What some handles stand for in an answer."""

    citations: tuple[Citation, ...]
    placeholders: dict[str, Placeholder]


@dataclass(frozen=True, slots=True)
class Desk:
    """The documents of a question and what was found in them; nothing else has a handle."""

    library: Library
    documents: dict[str, Document]
    """By handle: `d1`, …"""
    language: Language
    _found: dict[str, Found] = field(default_factory=dict)

    def put(self, found: Found) -> str:
        """The handle of what was found: `v1` of a figure, `c1` of a passage, `f1` of a formula."""
        letter = "v" if isinstance(found, Fact) else "c" if isinstance(found, Passage) else "f"
        own = [name for name in self._found if name.startswith(letter)]
        name = next((name for name in own if self._found[name] == found), f"{letter}{len(own) + 1}")
        self._found[name] = found
        return name

    def document(self, handle: str) -> Document:
        """The document of a handle. Raises `UnknownHandle`."""
        if handle not in self.documents:
            raise UnknownHandle(f"there is no document {handle}")
        return self.documents[handle]

    def fact(self, handle: str) -> Fact:
        """The figure of a handle. Raises `UnknownHandle`."""
        found = self._found.get(handle)
        if not isinstance(found, Fact):
            raise UnknownHandle(f"there is no figure {handle}")
        return found

    def used(self, texts: Sequence[str]) -> list[Found]:
        """What texts point at, in their order."""
        names = (name for text in texts for name in PLACEHOLDER.findall(text))
        return [self._found[name] for name in dict.fromkeys(names) if name in self._found]

    def cited(self, texts: Sequence[str]) -> list[Fact | Passage]:
        """The figures and passages that texts show, operands among them, each once."""
        return list(dict.fromkeys(_list_cited(self.used(texts))))

    def show(self, texts: Sequence[str]) -> Shown:
        """What the handles in texts stand for; citations are numbered as they come first."""
        cited = {one: number for number, one in enumerate(self.cited(texts), start=1)}
        citations = tuple(
            cite_fact(self.library, number, one)
            if isinstance(one, Fact)
            else cite_passage(self.library, number, one)
            for one, number in cited.items()
        )
        fill = partial(self._fill, cited)
        names = dict.fromkeys(name for text in texts for name in PLACEHOLDER.findall(text))
        held = {name: fill(self._found[name]) for name in names if name in self._found}
        return Shown(citations, held)

    def list_unlike(self, texts: Sequence[str]) -> list[Unlike]:
        """In what the operands of what texts show are not of one sort."""
        found = (
            unlike
            for one in self.used(texts)
            if isinstance(one, Worked)
            for unlike in list_unlike(self.library, [self._stand(fact) for fact in one.operands])
        )
        return list(dict.fromkeys(found))

    def _fill(self, cited: dict[Fact | Passage, int], found: Found) -> Placeholder:
        say = speak(self.language)
        if isinstance(found, Worked):
            named = [self._name(fact, cited[fact]) for fact in found.operands]
            numbers = tuple(cited[fact] for fact in found.operands)
            return Placeholder("", say.worked_out(named, found.formula), numbers)
        number = cited[found]
        if isinstance(found, Fact):
            return Placeholder("", self._name(found, number), (number,))
        lead = _LEADS.get(found.kind, Lead.PLAIN)
        printed = shorten(cite_passage(self.library, number, found).printed)
        name = "" if lead is Lead.PLAIN else found.topic
        quoted = say.quoted(self.library.document(found.document), lead, name, [printed])
        return Placeholder("", _mark(quoted, number), (number,))

    def _name(self, fact: Fact, number: int) -> str:
        document = self.library.document(fact.document)
        return _mark(speak(self.language).named(document, fact), number)

    def _stand(self, fact: Fact) -> Standing:
        assert fact.value is not None  # only such have a handle
        document = self.library.document(fact.document)
        return Standing(
            document, (fact,), fact.value, fact.unit, fact.printed, fact.value, fact.year
        )


def _list_cited(found: Sequence[Found]) -> Iterator[Fact | Passage]:
    for one in found:
        if isinstance(one, Worked):
            yield from one.operands
        else:
            yield one


def _mark(said: str, number: int) -> str:
    """What ends in the mark of citation 1 with the mark of another."""
    return f"{said.removesuffix('[1]')}[{number}]"
