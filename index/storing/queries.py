"""What facts are looked for, as data, and the SQL that finds them: every value is a parameter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction import Unit
from index.records import Aspect

ONE_OF = "IN (SELECT unnest(CAST(? AS {kind}[])))"
"""A condition on a column: it holds one of the values of a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactQuery:
    """What a fact must be of; a condition that is empty holds for all."""

    documents: Sequence[str]
    """Names of documents, as the library writes them."""
    aspects: frozenset[Aspect] = frozenset()
    """Which figure of an item it is."""
    units: frozenset[Unit] = frozenset()
    """Its unit; a fact without one fits any."""
    items: frozenset[str] = frozenset()
    """Its item, exactly as it stands in the record."""
    codes: frozenset[str] = frozenset()
    """Its code, as printed or in full."""


def find_conditions(query: FactQuery) -> tuple[str, list[list[str]]]:
    """The conditions of a query besides its documents, each led by AND, and their parameters."""
    conditions = list(_conditions(query))
    text = "".join(f" AND {condition}" for condition, _ in conditions)
    return text, [values for _, own in conditions for values in own]


def _conditions(query: FactQuery) -> Iterator[tuple[str, list[list[str]]]]:
    """Each condition with the lists that are its parameters."""
    one_of = ONE_OF.format(kind="VARCHAR")
    if query.aspects:
        yield f"aspect {one_of}", [sorted(query.aspects)]
    if query.units:
        yield f"(unit IS NULL OR unit {one_of})", [sorted(query.units)]
    if query.items:
        yield f"item {one_of}", [sorted(query.items)]
    if query.codes:
        codes = sorted(query.codes)
        yield f"(code {one_of} OR full_code {one_of})", [codes, codes]
