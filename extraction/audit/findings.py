"""What a check of a disclosure gives: its findings, and the ledger of all that was checked."""

from enum import StrEnum

from pydantic import PositiveInt

from extraction.audit.catalogue import FindingKind, Severity
from extraction.records import Record, Source
from extraction.relations import Operand, Verdict


class CauseKind(StrEnum):
    """What may have gone wrong."""

    SWAPPED_DIGITS = "swapped_digits"
    WRONG_DIGIT = "wrong_digit"
    DECIMAL_POINT = "decimal_point"
    UNIT = "unit"
    SIGN = "sign"
    MISSING_ROW = "missing_row"
    REPEATED_ROW = "repeated_row"
    MOVED_FIGURE = "moved_figure"
    ONE_CELL = "one_cell"


class Cause(Record):
    """The likeliest cause of a finding: one cell, and the figure with which all would tie."""

    kind: CauseKind
    """What may have gone wrong with it."""
    cell: Operand
    """The figure that is likely wrong; of a row that is missing, the total that lacks it."""
    tying: str
    """What it would have to be for the sums to tie (in the unit of its column)."""
    zh: str
    """The cause in a sentence, in Chinese."""
    en: str
    """The same in English."""


class Break(Record):
    """Another relation that does not hold for the same cause."""

    rule: str
    """Id of the rule in the catalogue."""
    where: str
    """Where a person finds its total."""
    source: Source
    """The place of its total."""
    statement: str
    """What is found, in a Chinese sentence."""
    statement_en: str
    """The same in English."""
    printed: str
    """The total as printed."""
    computed: str
    """What it should be by the others."""


class Finding(Record):
    """A place where the document disagrees with itself."""

    document: str
    """Name of the document."""
    rule: str
    """Id of the rule in the catalogue."""
    kind: FindingKind
    """What disagrees with what."""
    severity: Severity
    """`rounding` inside what rounding explains, `error` beyond it, `wording` of no figures."""
    where: str
    """Where a person finds the total: its cell, page or line."""
    statement: str
    """What is found, in a Chinese sentence."""
    statement_en: str
    """The same in English."""
    printed: str
    """The total (in the unit of its column), the figure of the prose or the words, as printed."""
    computed: str
    """What should stand there by the others (in the same unit); empty where that is not known."""
    cells: tuple[Operand, ...]
    """The total, then its parts; the figure of the prose, then what it is held against; then the
    figures of what else does not hold for the same cause."""
    own: PositiveInt
    """How many of these are the finding's own: the first ones."""
    cause: Cause | None = None
    """What likely went wrong; null where nothing is likelier than the rest."""
    also: tuple[Break, ...] = ()
    """What else does not hold for the same cause."""


class LedgerEntry(Record):
    """One rule at one place, and what came of it."""

    document: str
    """Name of the document."""
    rule: str
    """Id of the rule in the catalogue."""
    table: int | None
    """Number of the table that the total stands in; null in the prose."""
    where: str
    """Where a person finds the total: its cell, page or line."""
    label: str
    """Name of the total's row; in the prose, what the figure is of."""
    column: str
    """Header path of the total's column; in the prose, the headings over the sentence."""
    row: int
    """Number of the total's body row, from 1; 0 in the prose."""
    source: Source
    """The place of the total."""
    verdict: Verdict
    """`tied`, `rounding`, `broken` or `not checkable`."""
    reason: str
    """Why it is not checkable; empty otherwise."""


class Report(Record):
    """All findings of a disclosure, and the ledger of what was checked."""

    document: str
    """Name of the document."""
    findings: tuple[Finding, ...]
    """Where the document disagrees with itself, in printed order."""
    ledger: tuple[LedgerEntry, ...]
    """Every rule at every place that it applies to."""
    figures: int
    """How many amounts the document prints, in its tables and its prose."""
    covered: int
    """How many of them at least one rule could hold against others."""

    def count(self, verdict: Verdict) -> int:
        """How many entries of the ledger have a verdict."""
        return sum(entry.verdict is verdict for entry in self.ledger)

    @property
    def is_broken(self) -> bool:
        """Whether any sum or statement is broken; rounding and wording break nothing."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)
