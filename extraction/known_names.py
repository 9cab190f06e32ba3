"""What disclosures call the codes of the classification: counted in them by `evals.names`."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from enum import StrEnum
from importlib import resources

from pydantic import PositiveInt

from extraction.records import Record, Row, Table
from extraction.text import normal_form
from extraction.vocabulary import TableKind

# By so many disclosures a name must outnumber all others of its code to be the one.
_AHEAD = 2
_NO_DIGIT = re.compile(r"\D")
_KIND = re.compile(
    r"(?:(?P<function>2[0-3]\d)|(?P<economy>30[1-9]|31[0-3]|399)"
    r"|(?P<government_economy>50[1-9]|51[0-5]|599))(?:\d\d){0,2}"
)
_K = TableKind
# In others a code may stand beside the name of a project or a unit.
_CLASSIFIED = frozenset(
    {
        *(_K.INCOME, _K.EXPENDITURE, _K.APPROPRIATION_BY_FUNCTION, _K.GENERAL_BY_FUNCTION),
        *(_K.APPROPRIATION_BASIC_BY_ECONOMY, _K.GENERAL_BASIC_BY_ECONOMY),
        *(_K.GENERAL_PROJECT_BY_ECONOMY, _K.GOVERNMENT_FUND, _K.STATE_CAPITAL),
        _K.OPERATING_COSTS,
    }
)


class CodeKind(StrEnum):
    """Which classification a code is of."""

    FUNCTION = "function"
    """Of expenditure by function."""
    ECONOMY = "economy"
    """Of expenditure by economic item, as departments budget it."""
    GOVERNMENT_ECONOMY = "government_economy"
    """Of expenditure by economic item, as governments budget it."""


class KnownName(Record):
    """A name that disclosures print for a code."""

    kind: CodeKind
    """Which classification the code is of."""
    code: str
    """The code in full."""
    name: str
    """The name in normal form."""
    disclosures: PositiveInt
    """How many disclosures print it for the code."""
    first: int
    """The earliest year that one of them is of."""
    last: int
    """The latest."""


def kind_of_code(code: str) -> CodeKind | None:
    """Which classification a code in full is of; None where it is of none."""
    found = _KIND.fullmatch(code)
    return CodeKind(found.lastgroup) if found and found.lastgroup else None


def classified_rows(table: Table) -> list[Row]:
    """The rows with a name and a code of a classification, in full or short.

    None of a table that is not by classification, or of which most codes are others (of units).
    """
    if table.kind not in _CLASSIFIED:
        return []
    coded = [row for row in table.rows if row.code]
    found = [row for row in coded if row.full_code and kind_of_code(row.full_code)]
    return [row for row in found if row.label] if len(found) * 2 > len(coded) else []


def digits_of(row: Row) -> str:
    """The digits of a row's code as printed."""
    return _NO_DIGIT.sub("", row.code.printed) if row.code else ""


def _read_names() -> dict[str, tuple[KnownName, ...]]:
    text = resources.files(__package__).joinpath("names.csv").read_text("utf-8")
    found: defaultdict[str, list[KnownName]] = defaultdict(list)
    for row in csv.DictReader(text.splitlines()):
        name = KnownName.model_validate(row)
        found[name.code].append(name)
    return {code: tuple(names) for code, names in found.items()}


KNOWN: Mapping[str, tuple[KnownName, ...]] = _read_names()
"""The names of each code."""


def _codes_by_name() -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for code, names in KNOWN.items():
        for known in names:
            found[known.name].add(code)
    return {name: frozenset(codes) for name, codes in found.items()}


_CODES = _codes_by_name()
_LATEST = max(known.last for names in KNOWN.values() for known in names)


def known_item_names() -> frozenset[str]:
    """All names (in normal form) that disclosures print for a code."""
    return frozenset(_CODES)


def known_name(code: str, year: int) -> KnownName | None:
    """The one name that disclosures agree on for a code, in the years that they are of.

    Codes are seldom revised: what they agree on in the latest year is that of later years too.
    """
    names = KNOWN.get(code, ())
    best = max(names, key=lambda name: name.disclosures, default=None)
    if best is None or not best.first <= min(year, _LATEST) <= best.last:
        return None
    others = sum(name.disclosures for name in names) - best.disclosures
    return best if best.disclosures >= others + _AHEAD else None


def is_revisable(year: int) -> bool:
    """Whether a year is later than all that disclosures were counted of."""
    return year > _LATEST


def count_of(code: str, name: str) -> int:
    """How many disclosures print a name (in normal form) for a code."""
    return sum(known.disclosures for known in KNOWN.get(code, ()) if known.name == name)


def known_codes(name: str) -> frozenset[str]:
    """The codes for which disclosures print a name (in normal form)."""
    return _CODES.get(name, frozenset())


def named_codes(table: Table) -> Iterator[tuple[str, str]]:
    """Each code of a classification in a table with its name in normal form."""
    for row in classified_rows(table):
        if row.full_code:
            yield row.full_code, normal_form(row.label)
