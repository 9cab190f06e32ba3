"""Which printed amounts must agree: sums inside a table, and one amount printed in many places.

All of it follows from what the columns and rows are of, not from the figures.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from evals.generator.headers import Column
from evals.generator.tables import Account, Line, Sheet
from evals.labels.gold import FindingKind
from extraction.vocabulary import DisclosureKind, Role, TableKind

_SPENDING = {
    "personnel": {"personnel"},
    "operating": {"operating"},
    "project": {"project"},
    "basic": {"personnel", "operating"},
    "total": {"personnel", "operating", "project"},
}
_EARNED = {
    "general": {"general"},
    "fund": {"fund"},
    "capital": {"capital"},
    "special": {"special"},
    "business": {"business"},
    "other": {"other"},
    "appropriation": {"general", "fund", "capital"},
    "own": {"business", "other"},
    "rest": {"special", "other"},
    "income": {"general", "fund", "capital", "special", "business", "other"},
}
_OPENED = {
    "opening_general": {"opening_general"},
    "opening_fund": {"opening_fund"},
    "opening_own": {"opening_own"},
    "opening": {"opening_general", "opening_fund", "opening_own"},
}
_THREE = {
    "abroad": {"abroad"},
    "purchase": {"purchase"},
    "operation": {"operation"},
    "reception": {"reception"},
    "vehicles": {"purchase", "operation"},
    "total": {"abroad", "purchase", "operation", "reception"},
}
_FUNDS = {
    "general": {"general"},
    "fund": {"fund"},
    "capital": {"capital"},
    "total": {"general", "fund", "capital"},
}
# What each measure of a table adds up; tables of other kinds spend.
_PARTS: dict[TableKind, Mapping[str, set[str]]] = {
    TableKind.INCOME: _EARNED | _OPENED | {"total": _EARNED["income"] | _OPENED["opening"]},
    TableKind.THREE_PUBLIC: _THREE,
    TableKind.APPROPRIATION_BALANCE: _FUNDS,
    TableKind.INCOME_EXPENDITURE: {},
}
_BALANCES = (TableKind.INCOME_EXPENDITURE, TableKind.APPROPRIATION_BALANCE)
_SCOPES = {
    TableKind.EXPENDITURE: "all",
    TableKind.APPROPRIATION_BY_FUNCTION: "public",
    TableKind.GENERAL_BY_FUNCTION: "general",
    TableKind.GOVERNMENT_FUND: "fund",
    TableKind.STATE_CAPITAL: "capital",
    TableKind.THREE_PUBLIC: "three",
}
_ECONOMIC = (
    TableKind.GENERAL_BASIC_BY_ECONOMY,
    TableKind.APPROPRIATION_BASIC_BY_ECONOMY,
    TableKind.OPERATING_COSTS,
)

Place = tuple[int, int]
"""Index of a row of a table, and of a cell in it."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and its parts in one table; those left blank are zero."""

    kind: FindingKind
    """Which way they lie."""
    total: Place
    """The total."""
    parts: tuple[Place, ...]
    """What it adds up."""


def key(scope: str, account: str = "", measure: str = "total") -> str:
    """The name of an amount of the accounts: whose money, which item (all for none), which part."""
    return f"{scope}:{account}:{measure}"


def amount_of(printed: str) -> Decimal | None:
    """A printed amount; None for a blank, a dash and words."""
    bare = printed.replace(",", "")
    return Decimal(bare) if bare.removeprefix("-").replace(".", "", 1).isdigit() else None


def sums_of(sheet: Sheet) -> tuple[Sum, ...]:
    """Every sum of a table that its columns and rows show."""
    columns = {
        index: column
        for index, column in enumerate(sheet.header.columns)
        if column.role is Role.AMOUNT and column.measure not in ("", "rate")
    }
    return (*_row_sums(sheet, columns), *_column_sums(sheet, columns), *_balance(sheet, columns))


def keys_of(sheet: Sheet, kind: DisclosureKind) -> dict[Place, str]:
    """The amounts of a table that other places print too, by name."""
    keys = {}
    for row, line in enumerate(sheet.lines):
        for cell, column in enumerate(sheet.header.columns):
            account = _account(line, column.side)
            if account is not None and column.measure not in ("", "none", "rate"):
                keys[row, cell] = _name(sheet.kind, kind, account, column.measure)
    return {place: name for place, name in keys.items() if name}


def _account(line: Line, side: int) -> Account | None:
    return line.accounts[side] if side < len(line.accounts) else None


def _row_sums(sheet: Sheet, columns: Mapping[int, Column]) -> Iterator[Sum]:
    known = _PARTS.get(sheet.kind, _SPENDING)
    for row, line in enumerate(sheet.lines):
        for side in range(len(line.accounts)):
            sets = {
                index: frozenset(known[column.measure])
                for index, column in columns.items()
                if column.side == side and column.measure in known
            }
            sums = list(_cover(sets))
            empty = _place_empty(columns, [total for total, _ in sums], side)
            for total, parts in sums:
                added = (*parts, *(part for part, over in empty.items() if over == total))
                cells = tuple((row, part) for part in sorted(added))
                yield Sum(FindingKind.ROW_SUM, (row, total), cells)


def _place_empty(columns: Mapping[int, Column], totals: Sequence[int], side: int) -> dict[int, int]:
    """The total over each column of what no agency has: the innermost that the header tells."""
    found = {}
    groups = {total: columns[total].path[:-1] for total in totals}
    for index, column in columns.items():
        over = [one for one, group in groups.items() if column.path[: len(group)] == group]
        if over and column.side == side and column.measure == "none":
            found[index] = max(over, key=lambda one: len(groups[one]))
    return found


def _cover(sets: Mapping[int, frozenset[str]]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each set with the largest ones inside it, where these make it up without overlap.

    Of two that are the same, the first is the total of the second.
    """
    firsts = {part: index for index, part in reversed(list(sets.items()))}
    for total, whole in sets.items():
        if firsts[whole] != total:
            yield firsts[whole], (total,)
            continue
        inside = {part: index for part, index in firsts.items() if part < whole}
        outer = [part for part in inside if not any(part < other for other in inside)]
        if outer and sum(map(len, outer)) == len(whole) == len(frozenset().union(*outer)):
            yield total, tuple(sorted(inside[part] for part in outer))


def _column_sums(sheet: Sheet, columns: Mapping[int, Column]) -> Iterator[Sum]:
    for index, column in columns.items():
        rows: dict[Account, int] = {}
        for row, line in enumerate(sheet.lines):
            account = _account(line, column.side)
            if account is not None:
                rows[account] = row
        for account, row in rows.items():
            below = [under for one, under in rows.items() if one and one[:-1] == account]
            if below:
                sort = FindingKind.HIERARCHY_SUM if account else FindingKind.COLUMN_SUM
                yield Sum(sort, (row, index), tuple((one, index) for one in below))


def _balance(sheet: Sheet, columns: Mapping[int, Column]) -> Iterator[Sum]:
    """The grand totals of the two sides of a balance."""
    firsts = [
        next(index for index, column in columns.items() if column.side == side)
        for side in (0, 1)
        if sheet.kind in _BALANCES
    ]
    for row, line in enumerate(sheet.lines):
        if firsts and line.accounts == ((), ()):
            yield Sum(FindingKind.ROW_SUM, (row, firsts[0]), ((row, firsts[1]),))


def _name(table: TableKind, kind: DisclosureKind, account: Account, measure: str) -> str:
    """The name of an amount; empty for one that stands nowhere else."""
    leaf = account[-1] if account else ""
    if table in _BALANCES:
        return _balance_name(table, kind, account, measure)
    if table in _ECONOMIC:
        if leaf:
            return key("economy", leaf, measure)
        whole = "operating" if table is TableKind.OPERATING_COSTS else "basic"
        return key("general", "", whole if measure == "total" else measure)
    if table is TableKind.GENERAL_PROJECT_BY_ECONOMY:
        return "" if leaf else key("general", "", "project")
    if table is TableKind.INCOME and not leaf:
        budgeted = measure == "total" and kind is DisclosureKind.BUDGET
        earned = {"income": "", "appropriation": "public"}.get(measure, measure)
        return key("all") if budgeted else key("income", earned)
    if table not in _SCOPES or (leaf and not leaf.isdigit() and leaf != "unit"):
        return ""
    # A row of a unit among others is not the agency's.
    alone = all(part.isdigit() or part == "unit" for part in account)
    return key(_SCOPES[table], leaf.replace("unit", ""), measure) if alone else ""


def _balance_name(table: TableKind, kind: DisclosureKind, account: Account, measure: str) -> str:
    whole = "all" if table is TableKind.INCOME_EXPENDITURE else "public"
    scope = whole if measure == "total" else measure
    if not account:
        budgeted = kind is DisclosureKind.BUDGET
        return key(scope) if budgeted else key("grand", "" if scope == "all" else scope)
    first, *rest = account
    if first == "spent" and all(part.isdigit() for part in rest):
        return key(scope, rest[-1] if rest else "")
    return key("income", "" if whole == "all" else "public") if account == ("income",) else ""
