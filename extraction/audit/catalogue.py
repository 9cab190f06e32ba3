"""The catalogue of rules: what must hold in a disclosure. The rules themselves are a table."""

import csv
from enum import StrEnum
from importlib import resources

from pydantic import field_validator

from extraction.records import Record
from extraction.vocabulary import DisclosureKind


class FindingKind(StrEnum):
    """What disagrees with what."""

    ROW_SUM = "row_sum"
    COLUMN_SUM = "column_sum"
    HIERARCHY_SUM = "hierarchy_sum"
    CROSS_TABLE = "cross_table"
    TEXT_ARITHMETIC = "text_arithmetic"
    TEXT_VS_TABLE = "text_vs_table"
    TEXT_VS_TEXT = "text_vs_text"
    LABEL = "label"
    UNIT = "unit"
    PLACEHOLDER = "placeholder"


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    ROUNDING = "rounding"
    WORDING = "wording"


class Basis(StrEnum):
    """Why a rule must hold."""

    ARITHMETIC = "arithmetic"
    """A total is the sum of its parts, a rate the quotient of its figures."""
    CLASSIFICATION = "classification"
    """The classification of revenue and expenditure gives each item one code, one name, one
    place under another."""
    FORM = "form"
    """The printed form of the table says so: its sides, its rows."""
    SCOPE = "scope"
    """One quantity of one year, item and fund has one amount."""
    TEXT = "text"
    """What the document says of itself, and what it prints."""


class Rule(Record):
    """One relation that must hold."""

    id: str
    """Its name in findings and ledger."""
    kind: FindingKind
    """What disagrees with what where it does not hold."""
    severity: Severity
    """How bad that is, beyond what rounding explains."""
    documents: frozenset[DisclosureKind]
    """Which documents it applies to."""
    title_zh: str
    """What a person calls it, in Chinese."""
    title_en: str
    """The same in English."""
    zh: str
    """What must hold, in Chinese."""
    en: str
    """The same in English."""
    basis: Basis
    """Why."""

    @field_validator("documents", mode="before")
    @classmethod
    def _split(cls, words: str) -> list[str]:
        return words.split()


def _read_catalogue() -> tuple[Rule, ...]:
    text = resources.files(__package__).joinpath("catalogue.csv").read_text("utf-8")
    return tuple(Rule.model_validate(row) for row in csv.DictReader(text.splitlines()))


RULES = _read_catalogue()
RULE_BY_ID = {rule.id: rule for rule in RULES}
