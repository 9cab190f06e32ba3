"""What a reader is told, in the language of the question."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from extraction import Unit
from index.calculating.formulas import Formula
from index.records import Document, Fact, Language, Lead, Plan
from index.sentences.chinese import Chinese
from index.sentences.english import English


class Phrases(Protocol):
    """The sentences of answers; `[n]` marks what citation n proves."""

    def document_label(self, document: Document) -> str:
        """Agency, year and kind as a person reads them."""
        ...

    def figure(
        self, document: Document, fact: Fact, asked: Unit | None, value: Decimal | None
    ) -> str:
        """A figure in a sentence; `value` is in the unit asked for."""
        ...

    def computed(self, figures: Sequence[tuple[Document, Fact]], formula: Formula) -> str:
        """A figure that follows from printed ones, with its formula."""
        ...

    def ranked(self, figures: Sequence[tuple[Document, Fact]], formula: Formula | None) -> str:
        """Figures set side by side in order, and what follows from them."""
        ...

    def checked(self, figures: Sequence[tuple[Document, Fact]], formula: Formula | None) -> str:
        """Whether two figures are one: they are where no difference is given."""
        ...

    def summed(
        self, figures: Sequence[tuple[Document, Fact]], total: Formula, gap: Formula | None
    ) -> str:
        """Whether figures add up to the last of them: by how much they do not, if they do not."""
        ...

    def unchanged(self, document: Document, fact: Fact, formula: Formula | None) -> str:
        """That a figure is as it was the year before."""
        ...

    def rate_checked(
        self, figures: Sequence[tuple[Document, Fact]], formula: Formula, *, is_right: bool
    ) -> str:
        """Whether the rate that comes first is what the others come to."""
        ...

    def tallied(self, figures: Sequence[tuple[Document, Fact]], *, is_none: bool) -> str:
        """How many rows are as a question wants them, and which; or the ends of all, if none is."""
        ...

    def operands(self, figures: Sequence[tuple[Document, Fact]]) -> str:
        """That what a question wants is not computed, and the figures it speaks of."""
        ...

    def named(self, document: Document, fact: Fact) -> str:
        """A figure by its document and its place, with its mark `[1]`."""
        ...

    def several(self, document: Document, figures: Sequence[Fact]) -> str:
        """That several figures bear the name that is asked about."""
        ...

    def whole(self, fact: Fact) -> str:
        """That another total (`[2]`) may be meant: the one with, or without, what is kept over."""
        ...

    def quoted(
        self, document: Document, lead: Lead, name: str, texts: Sequence[str], first: int = 1
    ) -> str:
        """Printed texts in a row, marked from `first` on; `name` is what they are about."""
        ...

    def listed(
        self, document: Document, title: str, entries: Sequence[tuple[str, Fact | None]]
    ) -> str:
        """The entries of a table, some with a figure; each of both has its citation, in order."""
        ...

    def empty(self, document: Document, title: str) -> str:
        """That the table of what is asked for is there, and holds no data."""
        ...

    def disagreeing(self, document: Document, figures: Sequence[str]) -> str:
        """The figures of a document that do not tie, each marked with its citation."""
        ...

    def agreeing(self, documents: Sequence[Document]) -> str:
        """That nothing of the sort was found in documents."""
        ...

    def counted(self, document: Document, found: int, shown: int) -> str:
        """How many were found in a document, and how many of them are shown."""
        ...

    def unknown_agency(self, plan: Plan, documents: Sequence[Document]) -> str:
        """That no document is of the agency asked about."""
        ...

    def untranslated(self, plan: Plan, documents: Sequence[Document]) -> str:
        """That words of the question are not known."""
        ...

    def unknown_year(self, plan: Plan, documents: Sequence[Document]) -> str:
        """That no document is of the year asked about."""
        ...

    def no_final(self, plan: Plan, documents: Sequence[Document]) -> str:
        """That what was spent is asked for, and only budgets are there."""
        ...

    def not_found(self, question: str, near: Sequence[str], documents: Sequence[Document]) -> str:
        """That nothing printed answers a question, and what comes nearest."""
        ...

    def more(self, count: int) -> str:
        """How many of what is asked for are printed and not shown."""
        ...

    def not_listed(self, name: str, near: Sequence[str], documents: Sequence[Document]) -> str:
        """That an item is not printed, and what comes nearest."""
        ...

    def there_is(self, documents: Sequence[Document]) -> str:
        """What the documents in scope are."""
        ...

    def which(self, count: int, left: int = 0) -> str:
        """The question back; `left` is how many choices there are beside those shown."""
        ...

    def broken(self, numbers: Sequence[int], statement: str) -> str:
        """That cited figures take part in what does not tie: a sum, a year, what is repeated."""
        ...

    def understood(self, wording: str) -> str:
        """How a question that goes on from another was understood."""
        ...

    def words_only(self) -> str:
        """That vectors are not to be had."""
        ...

    def not_planned(self, reason: str) -> str:
        """That a model's plan was not taken."""
        ...

    def read_as(self, phrases: Sequence[str]) -> str:
        """What a model took a question to ask about."""
        ...

    def not_worded(self, reason: str) -> str:
        """That a model asked for the words of an answer failed."""
        ...

    def broken_off(self, reason: str) -> str:
        """That a model failed after the first words of an answer."""
        ...

    def besides(self, left: Sequence[str]) -> str:
        """What was found, beside what a model said of it."""
        ...

    def worked_out(self, figures: Sequence[str], formula: Formula | None) -> str:
        """Named figures and what follows from them; without a formula their order."""
        ...

    def looked_up(self) -> str:
        """That a model chose by its own search what is shown."""
        ...

    def not_looked_up(self, reason: str) -> str:
        """That a model's own search came to nothing."""
        ...

    def superseded(self, old: Document, newer: str) -> str:
        """That a newer publication exists."""
        ...

    def supersedes(self, document: Document, older: Sequence[str]) -> str:
        """That the answer is from the newer one of several publications."""
        ...


def speak(language: Language) -> Phrases:
    """The sentences of a language."""
    return English() if language is Language.ENGLISH else Chinese()
