"""The sentences of answers in English; names stay as they are printed."""

from collections.abc import Sequence
from decimal import Decimal

from extraction import DisclosureKind, Unit
from index.citing import describe
from index.formulas import Formula, plain
from index.records import Aspect, Document, Fact, Lead, Plan

_KINDS = {DisclosureKind.BUDGET: "budget", DisclosureKind.FINAL: "final account"}
_ASPECTS = {
    Aspect.LEVEL: "",
    Aspect.CHANGE: ", change",
    Aspect.RATE: ", rate of change",
    Aspect.SHARE: ", share",
    Aspect.EARLIER: ", the year before",
    Aspect.PLANNED: ", initial budget",
    Aspect.COMPLETION: ", completion",
}
_DIRECTIONS = {"up": "up ", "down": "down ", "flat": "unchanged, "}
_LEADS = {Lead.REASON: "the reason given for ", Lead.DEFINITION: "", Lead.PLAIN: ""}
_SHOWN = 6

Figure = tuple[Document, Fact]


class English:
    """The sentences in English."""

    def document_label(self, document: Document) -> str:
        parts = (str(document.year or ""), _KINDS[document.kind] if document.kind else "")
        about = " ".join(filter(None, parts))
        name = document.agency or document.name
        return f"{name} ({about})" if about else name

    def figure(
        self, document: Document, fact: Fact, asked: Unit | None, value: Decimal | None
    ) -> str:
        text = shown(fact)
        if asked is not None and value is not None and asked is not fact.unit:
            text = f"{plain(value)}{asked} ({text})"
        whole = f" of {fact.against}" if fact.aspect is Aspect.SHARE and fact.against else ""
        year = f" ({fact.year})" if fact.year and fact.year != document.year else ""
        named = f"{describe(fact)}{year}{_ASPECTS[fact.aspect]}{whole}"
        return f"{self.document_label(document)}: {named}: {text} [1]."

    def computed(self, figures: Sequence[Figure], formula: Formula) -> str:
        return f"Not printed as such; from {self._name_all(figures)} follows {formula.shown}."

    def ranked(self, figures: Sequence[Figure], formula: Formula | None) -> str:
        worked = f"; {formula.shown}" if formula else ""
        return f"In order: {self._name_all(figures)}{worked}."

    def operands(self, figures: Sequence[Figure]) -> str:
        named = self._name_all(figures)
        return f"This has to be computed, which is not possible yet; printed are {named}."

    def _name_all(self, figures: Sequence[Figure]) -> str:
        """The figures with their marks, the document before each that is of another."""
        named = []
        for n, (document, fact) in enumerate(figures, start=1):
            is_new = n == 1 or figures[n - 2][0] != document
            label = f"{self.document_label(document)}: " if is_new else ""
            named.append(f"{label}{describe(fact)}{_ASPECTS[fact.aspect]} {shown(fact)} [{n}]")
        return "; ".join(named)

    def several(self, document: Document, figures: Sequence[Fact]) -> str:
        named = "; ".join(
            f"{describe(fact)} {shown(fact)} [{n}]" for n, fact in enumerate(figures, start=1)
        )
        label = self.document_label(document)
        return f"{label} prints several figures of that name; see which is meant: {named}."

    def quoted(self, document: Document, lead: Lead, name: str, text: str) -> str:
        about = f", {_LEADS[lead]}“{name}”" if name else ""
        return f"{self.document_label(document)}{about}: {text} [1]"

    def listed(self, document: Document, title: str, names: Sequence[str]) -> str:
        marked = ", ".join(f"{name} [{n}]" for n, name in enumerate(names, start=1))
        return f"{self.document_label(document)}, 《{title}》 lists: {marked}."

    def unknown_agency(self, plan: Plan, documents: Sequence[Document]) -> str:
        named = ", ".join(f"“{name}”" for name in plan.unknown_agencies)
        return f"There is no document of {named}. {self.there_is(documents)}"

    def unknown_year(self, plan: Plan, documents: Sequence[Document]) -> str:
        years = ", ".join(map(str, plan.years))
        return f"The documents publish nothing for {years}. {self.there_is(documents)}"

    def no_final(self, plan: Plan, documents: Sequence[Document]) -> str:
        years = ", ".join(map(str, plan.years))
        asked = f" of {years}" if years else ""
        there = self.there_is(documents)
        return f"Actual spending{asked} is asked for, and the documents are budgets. {there}"

    def not_found(self, question: str, near: Sequence[str], documents: Sequence[Document]) -> str:
        asked = question.strip(" \t\n？?。.！!")
        said = f"Nothing in the documents answers “{asked}”."
        return f"{said}{_nearest(near)} {self.there_is(documents)}"

    def not_listed(self, name: str, near: Sequence[str], documents: Sequence[Document]) -> str:
        said = f"The documents do not list “{name}”."
        return f"{said}{_nearest(near)} {self.there_is(documents)}"

    def there_is(self, documents: Sequence[Document]) -> str:
        labels = list(dict.fromkeys(self.document_label(document) for document in documents))
        more = f" and {len(labels) - _SHOWN} more" if len(labels) > _SHOWN else ""
        return (
            f"Available: {', '.join(labels[:_SHOWN])}{more}."
            if labels
            else "The library holds no documents yet."
        )

    def which(self, count: int) -> str:
        return f"{count} documents can answer this. Please choose:"

    def broken(self, number: int, statement: str) -> str:
        return f"[{number}] takes part in a sum that does not tie: {statement}"

    def words_only(self) -> str:
        return "Searched by words only, without vectors."

    def superseded(self, old: Document, newer: str) -> str:
        return f"There is a newer version of “{old.name}”: “{newer}”."

    def supersedes(self, document: Document, older: Sequence[str]) -> str:
        names = ", ".join(f"“{name}”" for name in older)
        return f"“{document.name}” is the newer version; published before: {names}."


def shown(fact: Fact) -> str:
    """A figure as printed, with its unit, and which way it went."""
    printed, unit = fact.printed.strip(), fact.unit or ""
    text = printed if unit and printed.endswith(unit) else f"{printed}{unit}"
    if fact.aspect in (Aspect.CHANGE, Aspect.RATE):
        than = f" against {fact.against}" if fact.against else ""
        text = f"{_DIRECTIONS.get(fact.direction, '')}{text}{than}"
    return text


def _nearest(names: Sequence[str]) -> str:
    named = ", ".join(f"“{name}”" for name in names[:_SHOWN])
    return f" Nearest: {named}." if named else ""
