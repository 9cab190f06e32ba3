"""What a reader is told of figures of several documents, in the language of the question."""

from collections.abc import Sequence
from typing import Protocol

from index.calculating.formulas import Formula
from index.calculating.standings import Standing, Unlike
from index.records import Document, Language, Operation
from index.sentences.across_chinese import AcrossChinese
from index.sentences.across_english import AcrossEnglish


class AcrossPhrases(Protocol):
    """The sentences of answers over several documents."""

    def label(self, document: Document, year: int | None) -> str:
        """The document of a figure, and whether it is the year before that is meant."""
        ...

    def most(self, best: Sequence[Standing], others: Sequence[Standing], *, is_least: bool) -> str:
        """Which is highest or lowest, and the others."""
        ...

    def ordered(self, standings: Sequence[Standing], *, is_rising: bool) -> str:
        """All in their order."""
        ...

    def each(self, standings: Sequence[Standing]) -> str:
        """Each as its document gives it."""
        ...

    def apart(
        self, more: Standing, less: Standing, formula: Formula | None, others: Sequence[Standing]
    ) -> str:
        """By how much, or how many times, one is above another; no formula where none holds."""
        ...

    def gathered(
        self, operation: Operation, standings: Sequence[Standing], formula: Formula
    ) -> str:
        """Their sum, their mean, or the share of the first in their sum."""
        ...

    def trend(self, standings: Sequence[Standing], formula: Formula) -> str:
        """Each year's figure, and how far the last is from the first."""
        ...

    def grown(self, first: Standing, last: Standing, formula: Formula) -> str:
        """By how much one year's figure is above another's."""
        ...

    def split(self, these: Sequence[Standing], others: Sequence[Standing]) -> str:
        """Which are on the side of a threshold that is asked about."""
        ...

    def having(self, these: Sequence[Standing], others: Sequence[Standing]) -> str:
        """Which have what is asked for, and which print a zero."""
        ...

    def place(self, agency: str, document: Document | None, year: int | None) -> str:
        """Where a figure was looked for."""
        ...

    def which(self, count: int) -> str:
        """The question back: which set of documents."""
        ...

    def without(self, labels: Sequence[str], *, is_refusal: bool) -> str:
        """Which documents give no such figure."""
        ...

    def untold(self, agencies: Sequence[str]) -> str:
        """Which agencies' documents say nothing of what others are quoted for."""
        ...

    def unlike(self, what: Unlike) -> str:
        """In what the figures are not of one sort."""
        ...


def speak_across(language: Language) -> AcrossPhrases:
    """The sentences of a language."""
    return AcrossEnglish() if language is Language.ENGLISH else AcrossChinese()
