"""The sentences of answers over several documents, in English; names stay as printed."""

from collections.abc import Sequence

from extraction import Unit
from index.calculating.formulas import Formula, plain
from index.calculating.standings import Standing, Unlike
from index.proving.citing import in_quotes
from index.records import Aspect, Document, Operation
from index.sentences.english import English, shown

_UNLIKE = {
    Unlike.KIND: "some are budgets and some are final accounts",
    Unlike.YEAR: "they are of different years",
    Unlike.SCOPE: "some are of a whole department and some of a single unit",
    Unlike.FUND: "some count all funds and some only the fiscal appropriation",
}
_GATHERED = {
    Operation.SUM: "Together",
    Operation.AVERAGE: "Mean",
    Operation.SHARE: "Share of the first in the sum",
}


class AcrossEnglish:
    """The sentences in English."""

    def label(self, document: Document, year: int | None) -> str:
        """The document, and whether it is the year before that is meant."""
        label = English().document_label(document)
        if year is None or year == document.year:
            return label
        return f"{label}, the year before"

    def most(self, best: Sequence[Standing], others: Sequence[Standing], *, is_least: bool) -> str:
        word = _superlative(best[0], is_least=is_least)
        tied = ", tied" if len(best) > 1 else ""
        rest = f" The others: {self._join(others)}." if others else ""
        return f"{word}{tied}: {self._join(best)}.{rest}"

    def ordered(self, standings: Sequence[Standing], *, is_rising: bool) -> str:
        lead = "From lowest to highest" if is_rising else "From highest to lowest"
        return f"{lead}: {self._join(standings)}."

    def each(self, standings: Sequence[Standing]) -> str:
        return f"{self._join(standings)}."

    def apart(
        self, more: Standing, less: Standing, formula: Formula | None, others: Sequence[Standing]
    ) -> str:
        rest = f" The others: {self._join(others)}." if others else ""
        if formula is None or more.size == less.size:
            equal = "The same: " if more.size == less.size else ""
            return f"{equal}{self._join((more, less))}.{rest}"
        words = ("Highest", "lowest") if others else ("Higher", "lower")
        named = f"{words[0]}: {self._tell(more)}; {words[1]}: {self._tell(less)}"
        if more.size < less.size:
            named = self._join((more, less))
        about = "the first is so many times the second" if formula.unit == "倍" else "difference"
        return f"{named}; {about}: {formula.shown}.{rest}"

    def gathered(
        self, operation: Operation, standings: Sequence[Standing], formula: Formula
    ) -> str:
        return f"{_GATHERED[operation]}: {formula.shown}. {self._join(standings)}."

    def trend(self, standings: Sequence[Standing], formula: Formula) -> str:
        first, last = standings[0], standings[-1]
        way = "above" if last.size > first.size else "below"
        return f"{self._join(standings)}. The last year is {way} the first by {formula.shown}."

    def grown(self, first: Standing, last: Standing, formula: Formula) -> str:
        way = "Decrease" if last.size < first.size and formula.value > 0 else "Change"
        return f"{way}: {formula.shown}. {self._join((first, last))}."

    def split(self, these: Sequence[Standing], others: Sequence[Standing]) -> str:
        named = f"These are: {self._join(these)}." if these else "None is."
        return named + (f" The others: {self._join(others)}." if others else "")

    def having(self, these: Sequence[Standing], others: Sequence[Standing]) -> str:
        named = f"Has: {self._join(these)}." if these else "None is above zero."
        return named + (f" Zero: {self._join(others)}." if others else "")

    def place(self, agency: str, document: Document | None, year: int | None) -> str:
        return (
            self.label(document, year)
            if document
            else f"{agency} (no document of that year and kind)"
        )

    def which(self, count: int) -> str:
        return f"{count} sets of documents can be compared. Please choose:"

    def without(self, labels: Sequence[str], *, is_refusal: bool) -> str:
        end = ", so this cannot be answered" if is_refusal else " and is left out"
        return f"No such figure is printed for {', '.join(labels)}{end}."

    def untold(self, agencies: Sequence[str]) -> str:
        return f"Nothing is said of it by {', '.join(agencies)}."

    def unlike(self, what: Unlike) -> str:
        return f"The figures are not of one sort: {_UNLIKE[what]}."

    def _join(self, standings: Sequence[Standing]) -> str:
        return "; ".join(map(self._tell, standings))

    def _tell(self, standing: Standing) -> str:
        items = ", ".join(map(in_quotes, standing.names))
        label = self.label(standing.document, standing.year)
        if standing.basis:
            label += " in per cent of" if standing.unit is Unit.PERCENT else " less"
            label += " the budget"
        label = f"{label} {items}".strip()
        if standing.is_printed:
            return f"{label} {shown(standing.facts[0])} {standing.marks}"
        value = f"{plain(standing.shown_value)}{standing.shown_unit}"
        return f"{label}: {standing.text} = {value} {standing.marks}"


def _superlative(best: Standing, *, is_least: bool) -> str:
    """The word for the first of all: of changes by the way it went."""
    if best.facts[0].aspect not in (Aspect.CHANGE, Aspect.RATE):
        return "Lowest" if is_least else "Highest"
    way = "decrease" if best.value < 0 else "increase"
    return f"{'Largest' if is_least == (best.value < 0) else 'Smallest'} {way}"
