"""Planted errors: printed everywhere alike, shown by other prints, and known by their labels."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from random import Random

import pytest

from evals.generator import GeneratedDocument, generate
from evals.generator.blocks import Board, Words
from evals.generator.claims import Claim, Part, Phrase, StatementLabel
from evals.generator.figure_slips import (
    alter_digit,
    miscount,
    mistype,
    move_figure,
    set_cells,
    slip_point,
    slip_unit,
    swap_digits,
    tenfold,
)
from evals.generator.headers import Column, Header
from evals.generator.injection import inject
from evals.generator.issues import entry_blocks
from evals.generator.labels import PlantedError
from evals.generator.manuscripts import Entry, Manuscript, Paragraph
from evals.generator.planting import plant
from evals.generator.printing import Masthead
from evals.generator.prose_slips import contradicts_itself, misdate, misstate
from evals.generator.relations import Sum, amount_of, key, keys_of, sums_of
from evals.generator.row_slips import drop_row, repeat_row
from evals.generator.slips import COMMON, Draft, Slip, SlipKind, is_broken
from evals.generator.slots import plain_rows
from evals.generator.styles import Style, draw_style
from evals.generator.tables import Line, Name, Sheet, build_lines
from evals.labels.gold import FindingKind, Severity
from extraction.vocabulary import Direction, DisclosureKind, Role, TableKind, Unit

BUDGET, FINAL = DisclosureKind.BUDGET, DisclosureKind.FINAL
COLUMNS = (
    Column(("科目编码",), Role.CODE),
    Column(("科目名称",), Role.NAME),
    Column(("合计",), measure="total"),
    Column(("基本支出",), measure="basic"),
    Column(("项目支出",), measure="project"),
)
ROWS: tuple[tuple[str, ...], ...] = (
    ("", "合计", "100.00", "60.00", "40.00"),
    ("208", "社会保障和就业支出", "60.00", "60.00", ""),
    ("213", "农林水支出", "40.00", "", "40.00"),
    ("21303", "水利", "40.00", "", "40.00"),
    ("2130305", "水利工程建设", "30.00", "", "30.00"),
    ("2130314", "防汛", "10.00", "", "10.00"),
)
ACCOUNTS: tuple[tuple[str, ...], ...] = (
    (),
    ("208",),
    ("213",),
    ("213", "21303"),
    ("213", "21303", "2130305"),
    ("213", "21303", "2130314"),
)
TEXT = "本部门2024年支出预算总额120.00万元，较上年增加20.00万元，增长20.00%。"


# --- which amounts must agree -----------------------------------------------------------------


def test_rows_columns_and_levels_of_a_table_are_sums() -> None:
    row, column, level = (
        FindingKind.ROW_SUM,
        FindingKind.COLUMN_SUM,
        FindingKind.HIERARCHY_SUM,
    )
    sums = sums_of(_sheet())
    assert [one for one in sums if one.kind is row] == [
        Sum(row, (number, 2), ((number, 3), (number, 4))) for number in range(6)
    ]
    assert [one for one in sums if one.kind is column] == [
        Sum(column, (0, 2), ((1, 2), (2, 2))),
        Sum(column, (0, 3), ((1, 3), (2, 3))),
        Sum(column, (0, 4), ((1, 4), (2, 4))),
    ]
    assert [one for one in sums if one.kind is level] == [
        Sum(level, (2, 2), ((3, 2),)),
        Sum(level, (3, 2), ((4, 2), (5, 2))),
        Sum(level, (2, 3), ((3, 3),)),
        Sum(level, (3, 3), ((4, 3), (5, 3))),
        Sum(level, (2, 4), ((3, 4),)),
        Sum(level, (3, 4), ((4, 4), (5, 4))),
    ]


def test_columns_of_what_no_agency_has_are_parts_of_the_innermost_total_over_them() -> None:
    paths = (
        "合计 total",
        "甲/小计 basic",
        "甲/乙 basic",
        "甲/丙 none",
        "项目支出 project",
        "丁 none",
    )
    columns = (
        Column(tuple(path.split("/")), measure=measure) for path, measure in map(str.split, paths)
    )
    blank = Line(("",) * 6, accounts=((),))
    sheet = replace(_sheet(), header=Header(tuple(columns)), lines=(blank,))
    assert sums_of(sheet) == (
        Sum(FindingKind.ROW_SUM, (0, 0), ((0, 1), (0, 4), (0, 5))),
        Sum(FindingKind.ROW_SUM, (0, 1), ((0, 2), (0, 3))),
    )


def test_an_amount_has_one_name_wherever_it_is_printed() -> None:
    assert keys_of(_sheet(), BUDGET)[2, 4] == key("all", "213", "project")
    general = replace(_sheet(), kind=TableKind.GENERAL_BY_FUNCTION)
    assert keys_of(general, BUDGET)[0, 2] == key("general")


@pytest.mark.parametrize("kind", [BUDGET, FINAL])
def test_all_sums_of_clean_documents_hold_and_amounts_of_one_name_agree(
    kind: DisclosureKind,
) -> None:
    sums = names = 0
    for seed in range(30):
        document = generate(seed, kind=kind)
        amounts: dict[str, Decimal] = {}
        for sheet in _sheets(document):
            for one in sums_of(sheet):
                parts = sum((_amount(sheet, part) for part in one.parts), Decimal(0))
                assert _amount(sheet, one.total) == parts, (document.name, sheet.title, one)
                sums += 1
            for place, name in keys_of(sheet, kind).items():
                first = amounts.setdefault(name, _amount(sheet, place))
                assert _amount(sheet, place) == first, (document.name, sheet.title, name)
                names += 1
    assert sums > 2_500
    assert names > 5_000


# --- how figures are mistyped -----------------------------------------------------------------


def test_figures_are_mistyped_as_typists_do() -> None:
    assert swap_digits("1.10", Random(0)) == "1.01"
    assert swap_digits("10", Random(0)) == "10"
    assert {slip_point("1,234.50", Random(seed)) for seed in range(9)} == {"123.450", "12,345.0"}
    assert slip_point("1234", Random(0)) == "1234"
    assert tenfold("1,234.50", Random(0)) == "12,345.00"
    assert slip_unit("4,185.60", Random(0)) == "41,856,000.00"
    assert slip_unit("1,234,500", Random(0)) == "123.45"
    altered = alter_digit("12.50", Random(3))
    assert sum(one != other for one, other in zip(altered, "12.50", strict=True)) == 1
    assert altered[0] != "0"


def test_a_gap_that_rounding_could_explain_is_no_error() -> None:
    step, parts = Decimal("0.01"), (Decimal(1), Decimal(2))
    assert not is_broken(Decimal("0.02"), parts, step)
    assert not is_broken(Decimal("-0.14"), parts, step)
    assert is_broken(Decimal("0.15"), parts, step)


def test_a_sign_is_shown_by_the_sums_that_the_figure_is_in() -> None:
    slip = _slip(mistype(_draft(_sheet()), 0, SlipKind.SIGN))
    edited = slip.edited
    assert isinstance(edited, Sheet)
    (sign,) = slip.signs
    assert sign.printed == f"-{sign.computed}" == edited.lines[sign.spot.at].cells[sign.spot.cell]
    assert slip.meant == sign.computed


def test_a_sign_is_of_a_sum_that_holds_the_figure() -> None:
    drawn = set()
    unknown = (replace(column, measure="") for column in COLUMNS[3:])
    sheet = replace(_sheet(), header=Header((*COLUMNS[:3], *unknown)))
    for seed in range(20):
        (sign,) = _slip(mistype(_draft(sheet, seed), 0, SlipKind.TENFOLD)).signs
        place = (sign.spot.at, sign.spot.cell)
        kinds = {one.kind for one in sums_of(sheet) if place in (one.total, *one.parts)}
        assert sign.kind in kinds, sign
        drawn.add(sign.kind)
    assert len(drawn) > 1


def test_a_figure_that_no_sum_holds_is_left_alone() -> None:
    unknown = Header(tuple(replace(column, measure="") for column in COLUMNS))
    lonely = replace(_sheet(), header=unknown)
    assert sums_of(lonely) == ()
    assert move_figure(_draft(lonely), 0) is None
    assert miscount(_draft(lonely), 0) is None
    assert drop_row(_draft(lonely), 0) is None


def test_a_moved_figure_breaks_the_totals_of_both_columns() -> None:
    sheet = _sheet()
    filled = (tuple(cell or "0.00" for cell in line.cells) for line in sheet.lines)
    for row, cells in enumerate(filled):
        sheet = set_cells(sheet, row, cells)
    slip = _slip(move_figure(_draft(sheet), 0))
    edited = slip.edited
    assert isinstance(edited, Sheet)
    row = slip.signs[0].spot.at
    before, after = (one.lines[row].cells for one in (sheet, edited))
    assert before != after
    assert sorted(before) == sorted(after)
    assert {mark.cell for mark in edited.lines[row].marks} == {
        index for index in (2, 3, 4) if after[index]
    }
    assert slip.signs[0].computed == "0.00"
    assert all(sign.printed != sign.computed for sign in slip.signs)


def test_a_blank_subtotal_over_a_moved_figure_contradicts_nothing() -> None:
    paths = ("合计 total", "基本支出/小计 basic", "基本支出/公用经费 operating", "项目支出 project")
    columns = tuple(
        Column(tuple(path.split("/")), measure=measure) for path, measure in map(str.split, paths)
    )
    columns = (*columns[:2], Column(("基本支出", "人员经费"), measure="personnel"), *columns[2:])
    rows = (
        ("90", "50", "30", "20", "40"),
        ("80", "50", "30", "20", "30"),
        ("10", "", "", "", "10"),
    )
    lines = build_lines(columns, [(row, (Name(""),)) for row in rows])
    accounts: tuple[tuple[str, ...], ...] = ((), ("208",), ("213",))
    sheet = replace(
        _sheet(),
        header=Header(columns),
        lines=tuple(
            replace(line, accounts=(account,))
            for line, account in zip(lines, accounts, strict=True)
        ),
    )
    slip = _slip(move_figure(_draft(sheet), 0))
    assert isinstance(slip.edited, Sheet)
    assert slip.edited.lines[2].cells == ("10", "", "", "10", "")
    assert [(sign.kind, sign.spot.at, sign.spot.cell, sign.computed) for sign in slip.signs] == [
        (FindingKind.COLUMN_SUM, 2, 3, "0.00"),
        (FindingKind.COLUMN_SUM, 0, 4, "30.00"),
    ]


@pytest.mark.parametrize("rows", [ROWS, ROWS[::-1]], ids=["total first", "total last"])
@pytest.mark.parametrize(("change", "more"), [(drop_row, -1), (repeat_row, 1)])
def test_a_row_left_out_or_repeated_is_shown_by_the_totals_over_it(
    change: Callable[[Draft, int], Slip | None], more: int, rows: tuple[tuple[str, ...], ...]
) -> None:
    for seed in range(4):
        slip = _slip(change(_draft(_sheet(rows), seed), 0))
        assert isinstance(slip.edited, Sheet)
        assert len(slip.edited.lines) == 6 + more
        amount = Decimal(slip.meant.split()[-1])
        assert slip.signs
        for sign in slip.signs:
            assert Decimal(sign.computed) - Decimal(sign.printed) == more * amount
            assert slip.edited.lines[sign.spot.at].cells[sign.spot.cell] == sign.printed


def test_a_wrong_total_leaves_out_a_part_or_counts_it_twice() -> None:
    for seed in range(10):
        slip = _slip(miscount(_draft(_sheet(), seed), 0))
        gap = abs(Decimal(slip.signs[0].printed) - Decimal(slip.meant))
        assert gap in {Decimal(60), Decimal(40), Decimal(30), Decimal(10)}


# --- sentences --------------------------------------------------------------------------------


def test_a_sentence_contradicts_itself_where_its_rate_is_not_that_of_its_change() -> None:
    label = _claim().label
    assert not contradicts_itself(label)
    assert contradicts_itself(replace(label, rate=Decimal("20.03")))
    assert not contradicts_itself(replace(label, rate=Decimal("20.02")))
    assert contradicts_itself(replace(label, direction=Direction.DOWN))


def test_a_wrong_sentence_keeps_its_length_and_says_what_is_labelled() -> None:
    parts = set()
    for seed in range(30):
        slip = _slip(misstate(_draft(Paragraph(TEXT, (_claim(),)), seed), 0))
        assert isinstance(slip.edited, Paragraph)
        assert len(slip.edited.text) == len(TEXT)
        (sign,) = slip.signs
        assert sign.kind is FindingKind.TEXT_ARITHMETIC
        shown = sign.printed.lstrip("-")
        assert slip.edited.text[sign.spot.at : sign.spot.at + len(shown)] == shown
        label = slip.edited.claims[0].label
        assert label != _claim().label
        parts.add("direction" if label.direction is Direction.DOWN else sign.spot.at)
    assert len(parts) == 4


def test_a_changed_direction_turns_both_verbs() -> None:
    paragraph = Paragraph(TEXT, (_claim(),))
    drafts = (_draft(paragraph, seed) for seed in range(30))
    slips = [_slip(misstate(draft, 0)) for draft in drafts]
    texts = {slip.edited.text for slip in slips if isinstance(slip.edited, Paragraph)}
    assert TEXT.replace("增加", "减少").replace("增长", "下降") in texts


def test_a_wrong_year_is_one_beside_the_documents_own() -> None:
    slip = _slip(misdate(_draft(Paragraph(TEXT)), 0))
    (sign,) = slip.signs
    assert (sign.kind, sign.computed) == (FindingKind.LABEL, "2024年")
    assert sign.printed in ("2023年", "2025年")
    assert isinstance(slip.edited, Paragraph)
    assert slip.edited.text == TEXT.replace("2024年", sign.printed)


# --- whole documents --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def planted() -> list[GeneratedDocument]:
    return [
        plant(generate(seed), 1, seed, (kind,))
        for seed, kind in enumerate(
            kind for kind in COMMON for _ in range(3) if kind is not SlipKind.POINT
        )
    ]


def test_a_label_prints_what_stands_at_its_place(planted: list[GeneratedDocument]) -> None:
    for document in planted:
        lines = document.text.split("\n")
        for label in document.findings:
            line = "".join(lines[int(label.where) - 1].split())
            assert label.printed.lstrip("-") in line, (document.name, label)
            assert label.severity is Severity.ERROR
            assert label.printed != label.computed


def test_every_error_is_known_by_its_labels(planted: list[GeneratedDocument]) -> None:
    for document in planted:
        (error,) = document.errors
        assert isinstance(error, PlantedError)
        assert error.findings == tuple(label.id for label in document.findings) != ()
        assert f"slip:{error.kind}" in document.traits


def test_facts_are_what_is_printed(planted: list[GeneratedDocument]) -> None:
    for document in planted:
        lines = document.text.split("\n")
        for fact in document.facts:
            cells = ["".join(cell.split()) for cell in lines[int(fact.where) - 1].split("\t")]
            assert fact.value in [*cells, *(cell.replace(",", "") for cell in cells)]


def test_blocks_print_the_same_cells_as_the_text(planted: list[GeneratedDocument]) -> None:
    for document in planted:
        facts = iter(document.facts)
        for block in document.blocks:
            if isinstance(block, Board):
                rows = plain_rows(block.rows, block.width)
                for row, cell in block.facts:
                    shown = "".join(rows[row][cell].split())
                    assert next(facts).value in (shown, shown.replace(",", ""))
        assert next(facts, None) is None


def test_nothing_but_the_error_is_changed() -> None:
    for seed in range(12):
        clean = generate(seed)
        wrong = plant(clean, 1, seed, (SlipKind.DIGIT, SlipKind.STATEMENT, SlipKind.YEAR))
        before, after = (document.text.split("\n") for document in (clean, wrong))
        changed = [
            number
            for number, (one, other) in enumerate(zip(before, after, strict=True), start=1)
            if one != other
        ]
        # A title is printed again where its table goes on.
        assert {label.where for label in wrong.findings} <= set(map(str, changed))
        if wrong.errors[0].kind is not SlipKind.YEAR:
            assert len(changed) == 1


def test_errors_are_drawn_by_the_seed_and_stand_apart() -> None:
    document = generate(7)
    first, second = plant(document, 6, 1), plant(document, 6, 1)
    assert first == second
    assert plant(document, 6, 2).text != first.text
    assert len(first.errors) == 6
    keys = [name for error in first.errors for name in error.keys]
    assert len(keys) == len(set(keys))
    with pytest.raises(ValueError, match="has errors already"):
        plant(first, 1, 1)
    with pytest.raises(ValueError, match="no room for 500 errors"):
        plant(document, 500, 1)


def test_instructions_are_printed_and_change_no_truth() -> None:
    for seed in range(12):
        clean = generate(seed)
        injected = inject(clean, seed)
        assert "injected" in injected.traits
        assert injected.statements
        assert len(injected.statements) == len(clean.statements)
        changed = 0
        for fact, other in zip(clean.facts, injected.facts, strict=True):
            same = replace(other, where=fact.where)
            if same != fact:
                assert same == replace(fact, value=same.value)
                assert same.value.startswith(fact.value)
                changed += 1
        assert changed <= 1
        added = len(injected.blocks) - len(clean.blocks)
        assert added == 2
        own = {block.text for block in clean.blocks if isinstance(block, Words)}
        assert sum(isinstance(b, Words) and b.text not in own for b in injected.blocks) == 2


# --- labels against the print -----------------------------------------------------------------


def test_every_sum_that_headers_print_holds_in_clean_documents() -> None:
    held = 0
    for seed in range(30):
        document = generate(seed)
        for sheet, rows in _printed_sheets(document).values():
            for line, row in zip(sheet.lines, rows, strict=True):
                for cells in _header_sums(sheet.header.columns, row) if line.accounts else ():
                    assert not _breaks(row[cell] for cell in cells), (document.name, row)
                    held += 1
    assert held > 2_000


@pytest.mark.parametrize("kinds", [(SlipKind.MOVED,), COMMON], ids=["moved", "any"])
@pytest.mark.parametrize("kind", [BUDGET, FINAL])
def test_the_sum_that_a_label_names_does_not_hold_as_printed(
    kind: DisclosureKind, kinds: tuple[SlipKind, ...]
) -> None:
    labels = 0
    for seed in range(60):
        document = plant(generate(seed, kind=kind), 1, seed, kinds)
        printed = _printed_sheets(document)
        for label, spot in zip(document.findings, document.finding_spots, strict=True):
            if label.kind not in SUMS:
                continue
            sheet, rows = printed[spot.block]
            assert label.printed.replace(",", "") == rows[spot.at][spot.cell].replace(",", "")
            assert label.printed != label.computed
            sums = _printed_sums(sheet, rows, (spot.at, spot.cell), label.kind)
            assert any(map(_breaks, sums)), (document.name, label)
            labels += 1
    assert labels > 60


SUMS = (FindingKind.ROW_SUM, FindingKind.COLUMN_SUM, FindingKind.HIERARCHY_SUM)
TWO_SIDED = (TableKind.INCOME_EXPENDITURE, TableKind.APPROPRIATION_BALANCE)
TOTALS = ("合计", "总计", "小计")
SUBTOTALS = (("合计",), ("小计",))
BESIDE_TOTALS = ("会议费", "培训费", "结转下年")
Rows = list[list[str]]


def _printed_sheets(document: GeneratedDocument) -> dict[int, tuple[Sheet, Rows]]:
    """The tables with accounts, by block, with the cells of their body rows as printed."""
    found = {}
    entries = document.manuscript.entries
    for at, entry in zip(entry_blocks(document.manuscript), entries, strict=True):
        if isinstance(entry, Sheet):
            board = document.blocks[at]
            assert isinstance(board, Board)
            found[at] = entry, [list(row) for row in plain_rows(board.rows, board.width)]
    return found


def _printed_sums(
    sheet: Sheet, rows: Rows, place: tuple[int, int], kind: FindingKind
) -> Iterator[list[str]]:
    """The sums of a kind that a cell is in, each a printed total with its printed parts."""
    at, cell = place
    columns = sheet.header.columns
    side = columns[cell].side
    own = sheet.lines[at].accounts[side]
    assert own is not None
    if kind is FindingKind.ROW_SUM:
        sums = list(_header_sums(columns, rows[at]))
        if sheet.kind in TWO_SIDED and sheet.lines[at].accounts == ((), ()):
            amounts = [index for index, one in enumerate(columns) if one.role is Role.AMOUNT]
            firsts = [
                next(index for index in amounts if columns[index].side == one) for one in (0, 1)
            ]
            sums.append(tuple(firsts))
        yield from ([rows[at][index] for index in cells] for cells in sums if cell in cells)
        return
    accounts = [line.accounts[side] if line.accounts else None for line in sheet.lines]
    for over in (own, own[:-1]):
        if bool(over) is (kind is FindingKind.HIERARCHY_SUM) and over in accounts:
            below = [row for row, one in enumerate(accounts) if one and one[:-1] == over]
            if below:
                yield [rows[row][cell] for row in (accounts.index(over), *below)]


def _header_sums(columns: Sequence[Column], row: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """The columns of each total that the header names, then those of its parts in a row.

    A total adds up what is beside it under the same header cells: of a group its own total, or
    all of it where that is blank.
    """
    amounts = {
        index: column
        for index, column in enumerate(columns)
        if column.role is Role.AMOUNT and column.measure and column.path[-1] not in BESIDE_TOTALS
    }
    for total, column in amounts.items():
        *over, name = column.path
        level, groups = len(over), dict[str, list[int]]()
        for index, other in amounts.items():
            beside = other.side == column.side and list(other.path[:level]) == over
            if beside and index != total:
                groups.setdefault(other.path[level], []).append(index)
        subtotals = (
            [one for one in group if amounts[one].path[level + 1 :] in SUBTOTALS and row[one]]
            or group
            for group in groups.values()
        )
        if name.endswith(TOTALS) and groups:
            yield (total, *chain.from_iterable(subtotals))


def _breaks(cells: Iterable[str]) -> bool:
    """Whether a printed total, the first, is not the sum of the others; a blank says nothing."""
    printed, *others = map("".join, map(str.split, cells))
    total, *parts = (amount_of(cell) or Decimal(0) for cell in (printed, *others))
    return bool(printed) and total != sum(parts)


# --- a table and a sentence by hand -----------------------------------------------------------


def _sheet(rows: tuple[tuple[str, ...], ...] = ROWS) -> Sheet:
    accounts = dict(zip(ROWS, ACCOUNTS, strict=True))
    lines = build_lines(COLUMNS, [(row, (Name(row[1], row[0]),)) for row in rows])
    return Sheet(
        title="支出总表",
        kind=TableKind.EXPENDITURE,
        unit=Unit.WAN,
        header=Header(COLUMNS),
        lines=tuple(
            replace(line, accounts=(accounts[row],)) for line, row in zip(lines, rows, strict=True)
        ),
    )


def _claim() -> Claim:
    def phrase(part: Part, text: str) -> Phrase:
        start = TEXT.index(text)
        return Phrase(part, start, start + len(text))

    label = StatementLabel(
        item="支出预算总额",
        level=Decimal("120.00"),
        change=Decimal("20.00"),
        direction=Direction.UP,
        rate=Decimal("20.00"),
        unit=Unit.WAN,
        line=0,
    )
    rate = TEXT.rindex("20.00")
    phrases = (
        phrase(Part.ITEM, "支出预算总额"),
        phrase(Part.LEVEL, "120.00"),
        phrase(Part.CHANGE_WORD, "增加"),
        Phrase(Part.CHANGE, TEXT.index("加") + 1, TEXT.index("加") + 6),
        phrase(Part.RATE_WORD, "增长"),
        Phrase(Part.RATE, rate, rate + 5),
    )
    return Claim(phrases[1].start, label, phrases)


def _draft(entry: Entry, seed: int = 0) -> Draft:
    manuscript = Manuscript(_style(), Masthead("石舟县水利局", "101", 2024), "", [entry])
    return Draft(manuscript, BUDGET, Random(seed))


def _style() -> Style:
    return replace(
        draw_style(Random(0)), unit=Unit.WAN, step=Decimal("0.01"), places=2, thousands=False
    )


def _slip(slip: Slip | None) -> Slip:
    assert slip
    return slip


def _sheets(document: GeneratedDocument) -> Iterator[Sheet]:
    return (entry for entry in document.manuscript.entries if isinstance(entry, Sheet))


def _amount(sheet: Sheet, place: tuple[int, int]) -> Decimal:
    return amount_of(sheet.lines[place[0]].cells[place[1]]) or Decimal(0)
