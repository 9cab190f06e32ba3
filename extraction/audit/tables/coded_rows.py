"""Rows of a table by their codes: codes that do not fit their neighbours, rows that stand twice."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import is_, ne

from extraction.audit.verdicts import broken, tied, unchecked
from extraction.audit.words import row_words
from extraction.known_names import digits_of, kind_of_code, known_codes
from extraction.records import Disclosure, Row, Table
from extraction.relations import Outcome, Relation, Remark, Verdict, judge, operand
from extraction.text import normal_form

CODE_FORM = "code_form"
REPEATED_ROW = "repeated_row"

# So many rows beside one show how its code should look; fewer, where they share its group too.
_ENOUGH = 3
_FEWEST = 2
_LEVELS = (3, 5, 7)
_DIFFER = "the two rows differ: they may be of two units or projects"
_UNSURE = "no sum tells whether the two rows are one"


def row_outcomes(table: Table) -> Iterator[Outcome]:
    """The verdicts on the forms of a table's codes, and on rows that may stand twice."""
    yield from _form_outcomes(table)
    for side in range(len(table.sides)):
        yield from _repeat_outcomes(table, [row for row in table.rows if row.side == side])


def mend_codes(disclosure: Disclosure) -> Disclosure:
    """The document with the codes in full that its misprinted ones stand for."""
    tables = tuple(_mend_table(table) for table in disclosure.tables)
    is_sound = all(map(is_, tables, disclosure.tables))
    return disclosure if is_sound else disclosure.model_copy(update={"tables": tables})


def _mend_table(table: Table) -> Table:
    meant = {id(row): code for rows in _coded_blocks(table) for row, code in _find_slips(rows)}
    if not meant:
        return table
    rows = (
        row.model_copy(update={"full_code": meant[id(row)]}) if id(row) in meant else row
        for row in table.rows
    )
    return table.model_copy(update={"rows": tuple(rows)})


def _coded_blocks(table: Table) -> list[list[Row]]:
    """The rows with codes that stand together, side by side; none of those too few of which are
    of a classification."""
    return [
        block
        for side in range(len(table.sides))
        for is_coded, rows in groupby(
            (row for row in table.rows if row.side == side),
            lambda row: bool(row.code and row.full_code),
        )
        if is_coded and _is_classified(block := list(rows))
    ]


def _is_classified(rows: Sequence[Row]) -> bool:
    count = sum(kind_of_code(row.full_code or "") is not None for row in rows)
    return count >= _FEWEST and count * 2 > len(rows)


def _form_outcomes(table: Table) -> Iterator[Outcome]:
    """What is wrong with codes of rows; that all fit, at the first."""
    for rows in _coded_blocks(table):
        slips = list(_find_slips(rows))
        for row, meant in slips:
            worked = Remark(
                f"应为{meant}，与其上下各行同属{meant[:3]}类",
                f"It should be {meant}, of class {meant[:3]} like the rows around it.",
            )
            yield broken(_relation(table, row), worked, meant)
        if not slips:
            yield tied(_relation(table, rows[0]))


def _relation(table: Table, row: Row) -> Relation:
    assert row.code
    return Relation(CODE_FORM, row_words(table, row, row.code), ())


def _find_slips(rows: Sequence[Row]) -> Iterator[tuple[Row, str]]:
    """The rows whose codes do not fit those around, with the codes that would."""
    codes = [row.full_code or "" for row in rows]
    for at, row in enumerate(rows):
        if codes[at] != digits_of(row):
            continue
        meant = _lost_zero(codes, at) or _other_head(codes, at)
        # Its own code may be one that other disclosures print with its name.
        if meant and codes[at] not in known_codes(normal_form(row.label)):
            yield row, meant


def _lost_zero(codes: Sequence[str], at: int) -> str:
    """The code in full of one whose last part lacks its zero, as its siblings show; else empty."""
    code = codes[at]
    meant = f"{code[:-1]}0{code[-1]}"
    if len(code) + 1 not in _LEVELS[1:] or meant in codes or not kind_of_code(meant):
        return ""
    siblings = [other for other in codes if other[:-2] == meant[:-2] and kind_of_code(other)]
    return meant if len(siblings) >= _ENOUGH and _is_between(codes, at, meant) else ""


def _other_head(codes: Sequence[str], at: int) -> str:
    """The code in full of one whose head is no class around it; empty where none or several fit."""
    code = codes[at]
    if kind_of_code(code) and (len(code) == _LEVELS[0] or code[:3] in codes):
        return ""
    heads = {above for above in codes[:at] if len(above) == _LEVELS[0]}
    sound = [other for other in codes if kind_of_code(other)]
    kin = sound if len(sound) >= _ENOUGH else [one for one in sound if len(one) > _LEVELS[0]]
    lengths = {len(code), *map(len, sound)}
    fitting = {
        meant
        for head in heads
        for meant in _with_head(code, head)
        if meant not in codes
        and len(meant) in lengths
        and _is_between(codes, at, meant)
        and any(other.startswith(meant[:-2]) for other in kin)
    }
    return fitting.pop() if len(fitting) == 1 else ""


def _with_head(code: str, head: str) -> Iterator[str]:
    """A code with another class for its own of which one digit differs, or of one digit alone."""
    if len(code) in _LEVELS[1:] and sum(map(ne, code[:3], head)) == 1:
        yield head + code[3:]
    if len(code) in _LEVELS[:2]:
        yield head + code[1:]


def _is_between(codes: Sequence[str], at: int, meant: str) -> bool:
    """Whether a code would keep its place in the order of the sound ones around it."""
    above = next((code for code in reversed(codes[:at]) if kind_of_code(code)), "")
    below = next((code for code in codes[at + 1 :] if kind_of_code(code)), "9")
    return above < meant < below


def _repeat_outcomes(table: Table, rows: Sequence[Row]) -> Iterator[Outcome]:
    """The verdict on each code that stands twice in the rows of one unit."""
    for block in _blocks(rows):
        seen: dict[tuple[str, str], Row] = {}
        for row in block:
            if row.name is None or row.full_code is None:
                continue
            first = seen.setdefault((row.full_code, normal_form(row.label)), row)
            if first is not row:
                yield _judge_repeat(table, block, (first, row))


def _blocks(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows with codes of a classification between those of units and totals."""
    block: list[Row] = []
    for row in rows:
        if row.full_code and kind_of_code(row.full_code):
            block.append(row)
        elif block:
            yield block
            block = []
    yield block


def _judge_repeat(table: Table, block: Sequence[Row], pair: tuple[Row, Row]) -> Outcome:
    first, again = pair
    assert first.name
    assert again.name
    relation = Relation(
        REPEATED_ROW, row_words(table, again, again.name), (row_words(table, first, first.name),)
    )
    prints = [[normal_form(cell.printed) for cell in row.cells] for row in pair]
    if prints[0] != prints[1]:
        return unchecked(relation, _DIFFER)
    verdicts = list(_count_once(table, block, again))
    if not verdicts or not all(verdicts):
        return unchecked(relation, _UNSURE)
    worked = Remark(
        f"已列于第{first.number}行，上级科目只含其一",
        f"It stands in row {first.number} already, and the sum over it counts it once.",
    )
    return broken(relation, worked)


def _count_once(table: Table, block: Sequence[Row], again: Row) -> Iterator[bool]:
    """For each figure of a row that stands twice: whether the sum over it ties only with one."""
    code = again.full_code or ""
    over = next((row for row in block if row.full_code == code[:-2]), None)
    parts = [row for row in block if (row.full_code or "")[:-2] == code[:-2] and row is not over]
    for at, cell in enumerate(again.cells):
        if over is None or cell.amount is None or not cell.amount.value:
            continue
        total = operand(table, over, over.cells[at])
        cells = [operand(table, row, row.cells[at]) for row in parts]
        own = [one for one, row in zip(cells, parts, strict=True) if row is not again]
        once, twice = (
            judge(Relation(REPEATED_ROW, total, tuple(some))).verdict for some in (own, cells)
        )
        yield once.holds and twice is Verdict.BROKEN
