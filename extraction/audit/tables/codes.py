"""The names of codes in tables: against those that other disclosures print, and each other."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extraction.audit.spelling import (
    core_of,
    count_edits,
    is_reordered,
    is_short_form,
    is_slip,
)
from extraction.audit.tables.coded_rows import REPEATED_ROW, row_outcomes
from extraction.audit.verdicts import broken, doubt, tied, unchecked
from extraction.audit.words import PICTURE, SHORT_FORM, is_recognised, row_words
from extraction.known_names import (
    KnownName,
    classified_rows,
    count_of,
    digits_of,
    is_revisable,
    known_codes,
    known_name,
)
from extraction.records import Disclosure, Row, Table
from extraction.relations import Operand, Outcome, Relation, Remark, Verdict
from extraction.text import drop_ordinal, normal_form

CODE_NAME = "code_name"
CODE_SPELLING = "code_spelling"

_UNKNOWN = "too few other disclosures print the code, or they disagree on its name"

_SEVERAL = "a table prints several names for the code"
_MISREAD = "too few names of the table are those of their codes: it may be misread"
_CLASS = 3
# A shorter name of a class that is written another way is another name.
_SHORTEST = 6
# Of so many names of a table one may differ from its code's, and the table is still read well;
# one alone, where so many others are those of their codes, or those of other tables too.
_PER_SLIP = 4
_FEWEST = 2


def code_outcomes(disclosure: Disclosure) -> Iterator[Outcome]:
    """The verdicts on the codes of tables, their names, and rows that may stand twice."""
    is_picture = is_recognised(disclosure)
    for outcome in _code_outcomes(disclosure):
        is_words = outcome.relation.rule != REPEATED_ROW
        yield doubt(outcome, PICTURE) if is_picture and is_words else outcome


def _code_outcomes(disclosure: Disclosure) -> Iterator[Outcome]:
    year = int(disclosure.year.value) if disclosure.year else 0
    named = [one for table in disclosure.tables for one in _named_rows(table)]
    outcomes = list(_name_outcomes(named, year))
    doubted = _misread_tables(outcomes)
    for outcome in (*outcomes, *_namesakes(named, year)):
        yield doubt(outcome, _MISREAD) if outcome.relation.total.table in doubted else outcome
    yield from _class_outcomes(disclosure.tables, named)
    for table in disclosure.tables:
        yield from row_outcomes(table)


@dataclass(frozen=True, slots=True)
class _Named:
    """A row that bears the name of a code in full."""

    code: str
    name: str
    """In normal form."""
    table: Table
    row: Row
    words: Operand


def _named_rows(table: Table) -> list[_Named]:
    return [
        _Named(row.full_code, normal_form(row.label), table, row, row_words(table, row, row.name))
        for row in classified_rows(table)
        if row.name and row.full_code
    ]


def _name_outcomes(named: Sequence[_Named], year: int) -> Iterator[Outcome]:
    """The verdict on each name of each code, at the first of the rows that bear it."""
    codes: dict[str, dict[str, list[_Named]]] = {}
    for one in named:
        codes.setdefault(one.code, {}).setdefault(one.name, []).append(one)
    for names in codes.values():
        tables = [number for rows in names.values() for number in {r.table.number for r in rows}]
        is_mixed = len(tables) > len(set(tables))
        for rows in names.values():
            if is_mixed and not _is_classified(rows, names):
                yield unchecked(_relation(rows), _SEVERAL)
            else:
                yield _judge_name(rows, names, year)


def _is_classified(rows: Sequence[_Named], names: Iterable[str]) -> bool:
    """Whether a name beside others of its code is one of the classification, or a slip of one."""
    own = rows[0].name
    is_known = bool(known_codes(own)) or any(
        is_reordered(own, other) or (known_codes(other) and count_edits(own, other) == 1)
        for other in names
    )
    return is_known and all(digits_of(one.row) == one.code for one in rows)


def _misread_tables(outcomes: Sequence[Outcome]) -> set[int | None]:
    """The tables of which too many names are not those of their codes."""
    sure, shared, wrong = (Counter[int | None]() for _ in range(3))
    for outcome in outcomes:
        words = (outcome.relation.total, *outcome.relation.parts)
        own = normal_form(words[0].printed)
        tables = {one.table for one in words if normal_form(one.printed) == own}
        if outcome.verdict is Verdict.BROKEN:
            wrong.update(tables)
        elif outcome.verdict is Verdict.TIED:
            sure.update(tables)
        elif len(tables) > 1:
            shared.update(tables)
    return {
        table
        for table, slips in wrong.items()
        if slips * _PER_SLIP > sure[table] + slips
        and (slips > 1 or sure[table] + shared[table] < _FEWEST)
    }


def _judge_name(
    rows: Sequence[_Named], names: Mapping[str, Sequence[_Named]], year: int
) -> Outcome:
    """A name of a code against the one that other disclosures agree on, else against the others
    that the document prints for it."""
    own, known = rows[0].name, known_name(rows[0].code, year)
    if known and known.name == own:
        return tied(_relation(rows))
    is_swap = known is not None and is_reordered(own, known.name)
    if is_revisable(year) and not is_swap and not known_codes(own) - {rows[0].code}:
        known = None
    is_alike = known is not None and core_of(own) == core_of(known.name)
    is_short = known is not None and not is_swap and is_short_form(own, known.name)
    # The document may itself be one of those that are counted.
    if known and not is_short and count_of(known.code, own) <= 1:
        count = known.disclosures
        words = Remark(f"{count}份公开文本如此", f"{count} disclosures print it so")
        return _tell(rows, names.get(known.name, ()), known.name, words)
    if len(names) > 1:
        return _judge_own(rows, names, known)
    if known is None and (other := _other_code(rows[0], year)):
        worked = Remark(
            f"其他公开文本中{own}的编码为{other}", f"Other disclosures print {own} for {other}."
        )
        return broken(_relation(rows), worked)
    if is_alike:
        return tied(_relation(rows))
    return unchecked(_relation(rows), SHORT_FORM if is_short else _UNKNOWN)


def _other_code(one: _Named, year: int) -> str:
    """The code beside a row's own for which disclosures agree on its name; empty where none is."""
    codes = known_codes(one.name)
    if one.code in codes:
        return ""
    beside = (code for code in codes if code[:-2] == one.code[:-2])
    agreed = (
        code for code in beside if (known := known_name(code, year)) and known.name == one.name
    )
    return next(agreed, "")


def _judge_own(
    rows: Sequence[_Named], names: Mapping[str, Sequence[_Named]], known: KnownName | None
) -> Outcome:
    """A name of a code against the one that more tables print, or other disclosures."""
    own, code = rows[0].name, rows[0].code

    def standing(name: str) -> tuple[bool, int, int, bool]:
        is_agreed = known is not None and name == known.name
        of_others = bool(known_codes(name) - {code})
        return is_agreed, len(names[name]), count_of(code, name), not of_others

    often = max(names, key=standing)
    if own == often:
        return tied(_relation(rows))
    if own in often or often in own:
        return unchecked(_relation(rows), SHORT_FORM)
    number = names[often][0].table.number
    if standing(own) == standing(often) and not is_slip(own, often):
        worked = Remark(
            f"表{number}作{often}，两者必有一误",
            f"Table {number} has {often}: one of the two is wrong.",
        )
        return broken(_relation(rows, names[often]), worked)
    return _tell(rows, names[often], often, Remark(f"表{number}如此", f"table {number} has it so"))


def _tell(rows: Sequence[_Named], places: Sequence[_Named], meant: str, words: Remark) -> Outcome:
    own = rows[0].name
    is_another = bool(known_codes(own) - {rows[0].code})
    rule = CODE_SPELLING if is_slip(own, meant) and not is_another else CODE_NAME
    worked = Remark(f"应为{meant}（{words.zh}）", f"It should be {meant}: {words.en}.")
    return broken(replace(_relation(rows, places), rule=rule), worked, meant)


def _relation(rows: Sequence[_Named], places: Sequence[_Named] = ()) -> Relation:
    parts = (*rows[1:], *places[:1])
    return Relation(CODE_NAME, rows[0].words, tuple(part.words for part in parts))


def _namesakes(named: Sequence[_Named], year: int) -> Iterator[Outcome]:
    """Two codes under one that bear one name in a table, where other disclosures do not tell."""
    seen: dict[tuple[int, str, str], _Named] = {}
    for one in named:
        if len(one.code) == _CLASS:
            continue
        first = seen.setdefault((one.table.number, one.code[:-2], one.name), one)
        right, wrong = (one, first) if count_of(one.code, one.name) else (first, one)
        if right.code == wrong.code or known_name(wrong.code, year):
            continue
        worked = Remark(f"与{right.code}同名", f"{right.code} bears the same name.")
        yield broken(Relation(CODE_NAME, wrong.words, (right.words,)), worked)


def _class_outcomes(tables: Sequence[Table], named: Sequence[_Named]) -> Iterator[Outcome]:
    """Names without a code that are nearly a class's, beside a figure of that class."""
    printed = {one.name for one in named}
    classes: defaultdict[Decimal, list[_Named]] = defaultdict(list)
    for one in named:
        if len(one.code) == _CLASS:
            for amount in _amounts(one.row):
                classes[amount].append(one)
    found: dict[str, tuple[_Named, list[Operand]]] = {}
    for table in tables:
        for row in table.rows:
            name = normal_form(drop_ordinal(row.label))
            if row.code or row.name is None or len(name) < _SHORTEST or name in printed:
                continue
            like = [one for amount in _amounts(row) for one in classes.get(amount, ())]
            near = [one for one in like if count_edits(one.name, name) == 1]
            if len({one.name for one in near}) == 1:
                found.setdefault(name, (near[0], []))[1].append(row_words(table, row, row.name))
    for one, places in found.values():
        number = one.table.number
        worked = Remark(
            f"表{number}为{one.code}{one.name}，数额相同",
            f"Table {number} has {one.code}{one.name} with the same figure.",
        )
        relation = Relation(CODE_SPELLING, places[0], (*places[1:], one.words))
        yield broken(relation, worked, one.name)


def _amounts(row: Row) -> set[Decimal]:
    """The amounts of a row that are money and not zero, in 元."""
    return {cell.amount.yuan for cell in row.cells if cell.amount and cell.amount.yuan}
