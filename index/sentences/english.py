"""The sentences of answers in English.

Names stand as they are printed, with the English of the glossary behind where it has one.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import count

from extraction import DisclosureKind, Unit, squash
from index.answering.constraints import basis_of
from index.calculating.formulas import Formula, plain
from index.proving.citing import in_quotes
from index.records import Aspect, Document, Fact, Lead, Plan
from index.sentences.apart import tell_apart
from index.translation import in_english
from index.words.wording import CLASS_MARK

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
_PREVIOUS = {"预算": " (budget)", "执行": " (outturn)", "决算": " (final account)"}
_DIRECTIONS = {"up": "up ", "down": "down ", "flat": "unchanged, "}
_LEADS = {Lead.REASON: "the reason given for ", Lead.DEFINITION: "", Lead.PLAIN: ""}
# What a change is measured by, as printed, and in English.
_BASES = (
    (r"(?:比|较|与)?(?:上年|去年|上一年)度?(?:同期)?数?", "the year before"),
    (
        r"(?:比|较|与)?(?:上年|去年|上一年)度?预算(?:数|安排|执行数)?",
        "the budget of the year before",
    ),
    (
        r"(?:比|较|与)?(?:上年|去年|上一年)度?(?:支出)?(?:决算|执行)数?",
        "the outturn of the year before",
    ),
    (r"(?:比|较|与)?(?:当年|全年|年初)?预算数?", "the initial budget"),
)
# Units that a reader of English may not know, as they stand behind a figure.
_UNITS = {
    Unit.WAN.value: "ten thousand yuan",
    Unit.YI.value: "a hundred million yuan",
    Unit.YUAN.value: "yuan",
    "倍": "times",
    Unit.VEHICLES.value: "vehicles",
    Unit.PEOPLE.value: "people",
}
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
        is_share = fact.aspect is Aspect.SHARE and fact.against
        whole = f" of {name_item(fact.against)}" if is_share else ""
        year = f" ({fact.year})" if fact.year and fact.year != document.year else ""
        basis = _PREVIOUS.get(basis_of(fact), "")
        named = f"{name_fact(fact)}{year}{_ASPECTS[fact.aspect]}{basis}{whole}"
        return f"{self.document_label(document)}: {named}: {_explain(f'{text} [1]')}."

    def computed(self, figures: Sequence[Figure], formula: Formula) -> str:
        worked = f"{self._name_all(figures)}; {formula.shown}"
        return f"Not printed as such; computed from {_explain(worked)}."

    def ranked(self, figures: Sequence[Figure], formula: Formula | None) -> str:
        worked = f"; {formula.shown}" if formula else ""
        return f"In order: {_explain(f'{self._name_all(figures)}{worked}')}."

    def checked(self, figures: Sequence[Figure], formula: Formula | None) -> str:
        if formula is None:
            return f"The figures agree: {_explain(self._name_all(figures))}."
        told = f"{self._name_all(figures)}; {formula.shown}"
        return f"The figures differ: {_explain(told)}."

    def summed(self, figures: Sequence[Figure], total: Formula, gap: Formula | None) -> str:
        told = f"{self._name_all(figures)}; {total.shown}"
        if gap is None:
            return f"They add up: {_explain(told)}."
        return f"They do not add up: {_explain(f'{told}; {gap.shown}')}."

    def unchanged(self, document: Document, fact: Fact, formula: Formula | None) -> str:
        worked = f"; {formula.shown}" if formula else ""
        told = _explain(f"{name_fact(fact)} {shown(fact)} [1]")
        label = self.document_label(document)
        return f"{label}: {told}, which is said to be unchanged from the year before{worked}."

    def rate_checked(self, figures: Sequence[Figure], formula: Formula, *, is_right: bool) -> str:
        said = "It is right" if is_right else "It is not what is worked out"
        return f"{said}: {_explain(f'{self._name_all(figures)}; {formula.shown}')}."

    def tallied(self, figures: Sequence[Figure], *, is_none: bool) -> str:
        named = _explain(self._name_all(figures))
        if is_none:
            return f"None is as asked; the largest and the smallest listed are {named}."
        return f"As asked are {len(figures)}: {named}."

    def operands(self, figures: Sequence[Figure]) -> str:
        named = _explain(self._name_all(figures))
        return f"No single printed figure answers this; the related figures are {named}."

    def named(self, document: Document, fact: Fact) -> str:
        return self._name_all([(document, fact)])

    def _name_all(self, figures: Sequence[Figure]) -> str:
        """The figures with their marks, the document before each that is of another."""
        named = []
        for n, (document, fact) in enumerate(figures, start=1):
            is_new = n == 1 or figures[n - 2][0] != document
            label = f"{self.document_label(document)}: " if is_new else ""
            named.append(f"{label}{name_fact(fact)}{_ASPECTS[fact.aspect]} {shown(fact)} [{n}]")
        return "; ".join(named)

    def several(self, document: Document, figures: Sequence[Fact]) -> str:
        named = "; ".join(
            f"{name_fact(fact)}{f' ({name_item(apart)})' if apart else ''} {shown(fact)} [{n}]"
            for n, (fact, apart) in enumerate(zip(figures, tell_apart(figures), strict=True), 1)
        )
        label = self.document_label(document)
        return (
            f"{label} prints several figures of that name; see which is meant: {_explain(named)}."
        )

    def whole(self, fact: Fact) -> str:
        return f" Counted otherwise: {name_fact(fact)} {shown(fact)} [2]; see which is meant."

    def quoted(
        self, document: Document, lead: Lead, name: str, texts: Sequence[str], first: int = 1
    ) -> str:
        about = f", {_LEADS[lead]}{name_item(name)}" if name else ""
        text = " ".join(f"{in_quotes(text)} [{n}]" for n, text in enumerate(texts, start=first))
        return f"{self.document_label(document)}{about}: {text}"

    def listed(
        self, document: Document, title: str, entries: Sequence[tuple[str, Fact | None]]
    ) -> str:
        numbers = count(1)
        marked = ", ".join(
            f"{name} [{next(numbers)}]" + (f": {shown(fact)} [{next(numbers)}]" if fact else "")
            for name, fact in entries
        )
        return f"{self.document_label(document)}, 《{title}》 lists: {marked}."

    def empty(self, document: Document, title: str) -> str:
        return f"{self.document_label(document)}: the table 《{title}》 [1] is empty."

    def disagreeing(self, document: Document, figures: Sequence[str]) -> str:
        return f"{self.document_label(document)}, not tied: {'; '.join(figures)}."

    def agreeing(self, documents: Sequence[Document]) -> str:
        labels = "; ".join(self.document_label(document) for document in documents[:_SHOWN])
        more = " and others" if len(documents) > _SHOWN else ""
        return f"Nothing of the sort was found in {labels}{more}, as far as it can be checked."

    def counted(self, document: Document, found: int, shown: int) -> str:
        more = f", {shown} shown" if shown < found else ""
        return f"{self.document_label(document)}: {found} found{more}."

    def unknown_agency(self, plan: Plan, documents: Sequence[Document]) -> str:
        named = ", ".join(f"“{name}”" for name in plan.unknown_agencies)
        return f"There is no document of {named}. {self.there_is(documents)}"

    def untranslated(self, plan: Plan, documents: Sequence[Document]) -> str:
        named = ", ".join(f"“{word}”" for word in plan.untranslated)
        said = f"The question's {named} could not be matched to a term of the budget."
        return f"{said} Try other words, or the Chinese term. {self.there_is(documents)}"

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

    def more(self, count: int) -> str:
        return f"The document holds {count} more, not shown here."

    def not_listed(self, name: str, near: Sequence[str], documents: Sequence[Document]) -> str:
        said = f"The documents do not list {name_item(name)}."
        return f"{said}{_nearest(near)} {self.there_is(documents)}"

    def there_is(self, documents: Sequence[Document]) -> str:
        labels = list(dict.fromkeys(self.document_label(document) for document in documents))
        more = f" and {len(labels) - _SHOWN} more" if len(labels) > _SHOWN else ""
        return (
            f"Available: {', '.join(labels[:_SHOWN])}{more}."
            if labels
            else "The library holds no documents yet."
        )

    def which(self, count: int, left: int = 0) -> str:
        more = f" ({left} more choices are not shown: name the agency or place)" if left else ""
        return f"{count} documents can answer this. Please choose{more}:"

    def broken(self, numbers: Sequence[int], statement: str) -> str:
        marks = "".join(f"[{number}]" for number in numbers)
        return f"{marks}, not tied: {statement}"

    def understood(self, wording: str) -> str:
        return f"Understood as “{wording}”."

    def words_only(self) -> str:
        return "Searched by words only, without vectors."

    def not_planned(self, reason: str) -> str:
        return f"The model gave no plan of use, so the rules answer ({reason})."

    def read_as(self, phrases: Sequence[str]) -> str:
        return f"The model read the question as: {'; '.join(phrases)}."

    def not_worded(self, reason: str) -> str:
        return f"The model did not answer, so the rules word the answer ({reason})."

    def broken_off(self, reason: str) -> str:
        return f"The model broke off, so the rules word the rest ({reason})."

    def besides(self, left: Sequence[str]) -> str:
        return f"Besides: {'; '.join(left)}."

    def worked_out(self, figures: Sequence[str], formula: Formula | None) -> str:
        named = "; ".join(figures)
        return f"from {named} follows {formula.shown}" if formula else f"in order: {named}"

    def looked_up(self) -> str:
        said = "Found by a model's own search; every figure is copied from the place cited."
        return f"{said} Check that it is what you asked for."

    def not_looked_up(self, reason: str) -> str:
        return f"The model's own search came to nothing ({reason})."

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
        than = f" against {_name_base(fact.against)}" if fact.against else ""
        text = f"{_DIRECTIONS.get(fact.direction, '')}{text}{than}"
    return text


def _name_base(against: str) -> str:
    """What a change is measured by, in English where that is known."""
    found = (english for pattern, english in _BASES if re.fullmatch(pattern, against))
    return next(found, in_quotes(against))


def name_fact(fact: Fact) -> str:
    """A fact's place in words: its row, column and table, or its sentence's item."""
    item = name_item(fact.item)
    if fact.table is None:
        return item
    column = _with_english(in_quotes("/".join(fact.column)), fact.column[-1] if fact.column else "")
    row = " under ".join(filter(None, (item, column)))
    return f"{row} in 《{squash(fact.title)}》" if fact.title else row


def name_item(name: str) -> str:
    """A printed name in quotation marks, with its English behind."""
    return _with_english(in_quotes(name), next(filter(None, reversed(CLASS_MARK.split(name))), ""))


def _with_english(shown_as: str, name: str) -> str:
    english = in_english(name)
    return f"{shown_as} ({english})" if english else shown_as


def _explain(text: str) -> str:
    """A text with what its units of money are, said once."""
    told = "; ".join(
        f"{unit}: {english}"
        for unit, english in _UNITS.items()
        if re.search(rf"[\d.] ?{unit}(?![一-龥])", text)
    )
    return f"{text} ({told})" if told else text


def _nearest(names: Sequence[str]) -> str:
    named = ", ".join(name_item(name) for name in names[:_SHOWN])
    return f" Nearest: {named}." if named else ""
