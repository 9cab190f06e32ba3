"""Generated disclosures: the same bytes from the same seed, sums that hold, truth that is printed.

The sums are checked on the published facts alone, read anew from their texts.
"""

import csv
import hashlib
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from evals.generator import (
    GeneratedDocument,
    StatementLabel,
    generate,
    generate_agency,
    write_samples,
)
from evals.generator.budget import Accounts, Post
from evals.generator.code_tables import expenditure_sheet
from evals.generator.printing import Galley, Masthead
from evals.generator.sectors import Purse
from evals.generator.styles import (
    Breaks,
    Codes,
    Heads,
    Notes,
    NumberLines,
    Numbers,
    Outline,
    Spans,
    Style,
    Totals,
    Wraps,
    Zero,
    draw_style,
)
from evals.generator.tables import Sheet
from evals.labels.gold import TableLabel
from extraction.export import FactRow
from extraction.vocabulary import Direction, DisclosureKind, TableKind, Unit

SEEDS = range(100)
BUDGET, FINAL = DisclosureKind.BUDGET, DisclosureKind.FINAL
TOTALS = ("合计", "总计", "小计", "收入合计", "本年支出合计", "本年收入合计", "“三公”经费合计")
DASHES = ("-", "—")
CODED = (
    TableKind.EXPENDITURE,
    TableKind.INCOME,
    TableKind.GENERAL_BY_FUNCTION,
    TableKind.APPROPRIATION_BY_FUNCTION,
    TableKind.GENERAL_BASIC_BY_ECONOMY,
    TableKind.APPROPRIATION_BASIC_BY_ECONOMY,
    TableKind.GENERAL_PROJECT_BY_ECONOMY,
    TableKind.OPERATING_COSTS,
    TableKind.GOVERNMENT_FUND,
    TableKind.STATE_CAPITAL,
)
Table = tuple[GeneratedDocument, TableLabel, list[FactRow]]
BALANCES = (TableKind.INCOME_EXPENDITURE, TableKind.APPROPRIATION_BALANCE)


@pytest.fixture(scope="module")
def documents() -> list[GeneratedDocument]:
    return [generate(seed, kind=kind) for seed in SEEDS for kind in (BUDGET, FINAL)]


# --- one seed, one document -------------------------------------------------------------------


def test_the_same_seed_gives_the_same_document() -> None:
    assert [generate(seed) for seed in range(20)] == [generate(seed) for seed in range(20)]
    assert len({generate(seed).text for seed in range(20)}) == 20


@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_the_text_does_not_depend_on_the_process(hash_seed: str) -> None:
    script = (
        "import hashlib; from evals.generator import generate;"
        "print(hashlib.sha256(generate(11).text.encode()).hexdigest())"
    )
    environment = os.environ | {
        "PYTHONHASHSEED": hash_seed,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    ran = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == hashlib.sha256(generate(11).text.encode()).hexdigest()


def test_an_agency_publishes_three_years_in_one_template() -> None:
    documents = generate_agency(5)
    assert [document.year for document in documents] == [2022, 2023, 2024]
    assert len({(document.agency, document.kind) for document in documents}) == 1
    assert documents[0].agency.startswith(documents[0].region)


def test_a_year_without_accounts_is_refused() -> None:
    with pytest.raises(ValueError, match="no accounts for 2019"):
        generate(1, year=2019)


# --- the truth is what is printed -------------------------------------------------------------


def test_every_fact_stands_on_its_line(documents: list[GeneratedDocument]) -> None:
    for document in documents:
        lines = document.text.split("\n")
        for fact in document.facts:
            cells = [_plain(cell) for cell in lines[int(fact.where) - 1].split("\t")]
            assert fact.value in cells, (document.name, fact)


def test_every_table_is_labelled_where_its_title_stands(
    documents: list[GeneratedDocument],
) -> None:
    for document in documents:
        lines = document.text.split("\n")
        assert [table.table for table in document.tables] == [
            number + 1 for number in range(len(document.tables))
        ]
        for table in document.tables:
            line = _squash(lines[int(table.where) - 1])
            assert line.endswith(table.title), (document.name, table)
            rows = {fact.row for fact in document.facts if fact.table == table.table}
            assert max(rows, default=0) <= table.rows, (document.name, table)


def test_labels_and_codes_hold_no_white_space(documents: list[GeneratedDocument]) -> None:
    for document in documents:
        for fact in document.facts:
            for text in (fact.title, fact.code, fact.label, fact.column, fact.value):
                assert text == _squash(text), (document.name, fact)
            assert not fact.label.startswith("["), (document.name, fact)


def test_every_statement_stands_on_its_line(documents: list[GeneratedDocument]) -> None:
    for document in documents:
        lines = document.text.split("\n")
        for statement in document.statements:
            line = lines[statement.line - 1].replace(",", "").replace(" ", "")
            levels = {f"{statement.level:f}", _trimmed(statement.level)}
            assert any(f"{level}{statement.unit}" in line for level in levels), (
                document.name,
                statement,
            )


def test_every_percentage_and_change_is_printed(documents: list[GeneratedDocument]) -> None:
    for document in documents:
        lines = document.text.split("\n")
        for one in document.statements:
            # A page may cut the paragraph behind the level: two lines further it goes on.
            window = "".join(lines[one.line - 1 : one.line + 2]).replace(",", "").replace(" ", "")
            for rate in filter(None, (one.rate, one.share, one.completion)):
                assert f"{rate}%" in window, (document.name, one)
            if one.change is not None:
                changes = {f"{one.change:f}{one.unit}", f"{_trimmed(one.change)}{one.unit}"}
                assert any(change in window for change in changes), (document.name, one)


# --- sums, on the facts alone -----------------------------------------------------------------


def test_rows_add_up(documents: list[GeneratedDocument]) -> None:
    checked = 0
    for document, _, facts in _tables(documents, *CODED, TableKind.THREE_PUBLIC):
        columns = "".join(fact.column for fact in facts)
        if any(word in columns for word in ("决算数", "年初结转", "会议费", "培训费")):
            continue  # planned beside spent, or money carried over: not parts of one whole
        for row in _rows(facts):
            checked += _check_row(row, document.name)
    assert checked > 10_000


def test_codes_add_up_to_their_parents_and_to_the_total(
    documents: list[GeneratedDocument],
) -> None:
    checked = 0
    for document, table, facts in _tables(documents, *CODED):
        if "function_codes:short_three" in document.traits:
            continue  # `05` may be a group or an item
        if table.kind is TableKind.GENERAL_BY_FUNCTION and "general:by_unit" in document.traits:
            continue  # the same codes under every unit
        by_column: dict[str, dict[str, Decimal]] = defaultdict(dict)
        for fact in _with_full_codes(facts):
            if "完成率" not in fact.column:
                by_column[fact.column][fact.code or fact.label] = _amount(fact)
        for column, amounts in by_column.items():
            checked += _check_hierarchy(amounts, f"{document.name} {column}")
    assert checked > 5_000


def test_units_add_up_to_the_total_and_codes_to_their_unit(
    documents: list[GeneratedDocument],
) -> None:
    checked = 0
    for document, _, facts in _tables(documents, TableKind.GENERAL_BY_FUNCTION):
        if not {"general:by_unit"} <= document.traits:
            continue
        column = facts[0].column
        totals = [fact for fact in facts if fact.column == column and fact.label == "合计"]
        units: list[list[FactRow]] = []
        for fact in facts:
            if fact.column == column and fact.label != "合计":
                units += [[]] if not fact.code else []
                units[-1].append(fact)
        assert _amount(totals[0]) == sum(_amount(unit[0]) for unit in units), document.name
        for unit in units:
            assert unit[0].label.startswith(document.region), document.name
            classes = [fact for fact in unit if len(fact.code) == 3]
            assert _amount(unit[0]) == sum(map(_amount, classes)), document.name
            checked += 1
    assert checked > 20


def test_both_sides_of_a_balance_are_equal(documents: list[GeneratedDocument]) -> None:
    for document, table, facts in _tables(documents, *BALANCES):
        last = [fact for fact in facts if fact.row == table.rows]
        left = _amount(last[0])
        assert "总计" in last[0].label, document.name
        assert _amount(last[1]) == left > 0, (document.name, table)
        if len(last) > 2:  # a column a fund
            assert sum(map(_amount, last[2:])) == left, (document.name, table)


def test_a_side_adds_up_to_its_total(documents: list[GeneratedDocument]) -> None:
    checked = 0
    for document, table, facts in _tables(documents, *BALANCES):
        sums = {fact.label: _amount(fact) for fact in reversed(facts)}  # the first column's
        if "本年支出合计" not in sums:
            continue  # `一、本年支出` stands over its parts
        ordinal = [fact for fact in facts if "、" in fact.label[:4]]
        if not ordinal:
            continue  # a hierarchy without numbers
        right = _side(ordinal, left=False)
        assert sum(right.values()) == sums["本年支出合计"], (document.name, table)
        left = _side(ordinal, left=True)
        assert sum(left.values()) == sums["本年收入合计"], (document.name, table)
        checked += 1
    assert checked > 50


def test_tables_of_one_budget_agree(documents: list[GeneratedDocument]) -> None:
    for document in documents:
        if document.kind is FINAL:
            continue
        grand = _grand_totals(document)
        assert (
            grand[TableKind.INCOME_EXPENDITURE]
            == grand[TableKind.INCOME]
            == grand[TableKind.EXPENDITURE]
        ), document.name
        basic = _grand_totals(document, "基本支出")[TableKind.GENERAL_BY_FUNCTION]
        assert grand[TableKind.GENERAL_BASIC_BY_ECONOMY] == basic, document.name


def test_reception_is_within_basic_expenditure(documents: list[GeneratedDocument]) -> None:
    checked = 0
    for document in documents:
        economy = {
            fact.label: _amount(fact)
            for fact in _facts_of(document, TableKind.GENERAL_BASIC_BY_ECONOMY)
        }
        for fact in _facts_of(document, TableKind.THREE_PUBLIC):
            if fact.column == "公务接待费" and document.kind is BUDGET:
                assert _amount(fact) == economy.get("公务接待费", 0), document.name
                checked += 1
    assert checked > 30


# --- what the prose says ----------------------------------------------------------------------


def test_a_change_is_the_difference_from_last_year() -> None:
    checked = 0
    for seed in SEEDS:
        years = generate_agency(seed, kind=BUDGET)
        for before, now in pairwise(years):
            was, level = (_statement(document, "支出预算总额") for document in (before, now))
            difference = level.level - was.level
            if level.direction is Direction.FLAT:
                assert difference == 0
                continue
            assert level.change == abs(difference)
            assert level.direction is (Direction.UP if difference > 0 else Direction.DOWN)
            places = Decimal(1).scaleb(-_places(level.rate))
            exact = abs(difference) * 100 / was.level
            assert level.rate == exact.quantize(places, ROUND_HALF_UP)
            checked += 1
    assert checked > 150


def test_the_prose_names_the_total_of_the_tables(documents: list[GeneratedDocument]) -> None:
    for document in documents:
        if document.kind is BUDGET:
            said = _statement(document, "支出预算合计").level
            unit = Decimal(10_000) if _unit_of(document) == "元" else Decimal(1)
            in_wan = _statement(document, "支出预算合计").unit is Unit.WAN
            printed = said * unit if in_wan else said
            assert printed == _grand_totals(document)[TableKind.EXPENDITURE], document.name


# --- classes of layout ------------------------------------------------------------------------

CLASSES = """
balance:by_nature balance:line_numbers balance:side_items balance:of_which
breaks:none breaks:header breaks:title breaks:bare breaks:number breaks:number_header
breaks:continued
economy_codes:joined economy_codes:three economy_codes:brackets economy_codes:spaced
economy_codes:none economy_codes:dashed
final_basic:two final_basic:three
final_general:0 final_general:1 final_general:2 final_general:3
function_codes:joined function_codes:three function_codes:short_three function_codes:short
function_codes:brackets function_codes:spaced function_codes:dashed function_codes:none
fund_columns:True fund_columns:False full_classes:True full_classes:False
general:by_unit
goals:below goals:beside
heads:unit heads:org_unit heads:joined heads:bracket_org heads:grid heads:in_grid
kind:budget kind:final
notes:none notes:after notes:before
number_lines:none number_lines:public number_lines:plain number_lines:annex
numbers:none numbers:stars numbers:plain numbers:lanci
numbers:parts numbers:with_parts numbers:sums numbers:stems numbers:letters
ordinals:comma ordinals:bracket ordinals:none side_header:True side_header:False
outline:parts outline:tables_last outline:markdown contents:True contents:False
spans:once spans:across spans:filled
projects:by_fund projects:with_ordinals projects:with_goals projects:by_unit projects:in_prose
prose:cut spaced airy:True airy:False
three_public:by_row three_public:named three_public:nameless three_public:pairs
three_public:halves
totals:name totals:code total_last:True total_last:False
trailing_tabs:True trailing_tabs:False thousands:True thousands:False
title_year:True title_agency:True unit:万元 unit:元
wraps:line wraps:row
zero: zero:0.00 zero:- zero:—
"""


def test_every_class_of_layout_is_drawn() -> None:
    drawn = frozenset[str]().union(*(generate(seed).traits for seed in range(300)))
    kinds = {f"table:{kind}" for kind in TableKind}
    assert set(CLASSES.split()) | kinds <= drawn


# --- one document by hand ---------------------------------------------------------------------

TINY = """\
支出总表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
**|**|1|2|3
|合计|1,017.50|12.50|1,005.00
208|社会保障和就|10.00|10.00|
|业支出|||
20805|行政事业单位|10.00|10.00|
|养老支出|||

2080505|机关事业单位|10.00|10.00|
|基本养老保险缴费支出|||
213|农林水支出|1,007.50|2.50|1,005.00
21303|水利|1,007.50|2.50|1,005.00

2130301|行政运行|2.50|2.50|
2130305|水利工程建设|1,005.00||1,005.00
"""
TINY_FACTS = """\
1 - 合计 合计 1017.50 5
1 - 合计 基本支出 12.50 5
1 - 合计 项目支出 1005.00 5
2 208 社会保障和就业支出 合计 10.00 6
2 208 社会保障和就业支出 基本支出 10.00 6
3 20805 行政事业单位养老支出 合计 10.00 8
3 20805 行政事业单位养老支出 基本支出 10.00 8
4 2080505 机关事业单位基本养老保险缴费支出 合计 10.00 11
4 2080505 机关事业单位基本养老保险缴费支出 基本支出 10.00 11
5 213 农林水支出 合计 1007.50 13
5 213 农林水支出 基本支出 2.50 13
5 213 农林水支出 项目支出 1005.00 13
6 21303 水利 合计 1007.50 14
6 21303 水利 基本支出 2.50 14
6 21303 水利 项目支出 1005.00 14
7 2130301 行政运行 合计 2.50 16
7 2130301 行政运行 基本支出 2.50 16
8 2130305 水利工程建设 合计 1005.00 17
8 2130305 水利工程建设 项目支出 1005.00 17
"""


def test_a_table_by_hand() -> None:
    galley = Galley(_tiny_style(), Masthead("石舟县水利局", "101", 2024), Random(0))
    head = Sheet(title="支出总表", kind=TableKind.EXPENDITURE, unit=Unit.WAN, lines=())
    galley.print_sheet(expenditure_sheet(head, galley.style, _tiny_accounts()))
    assert "\n".join(galley.lines) == TINY.replace("|", "\t")
    assert [_fact_line(fact) for fact in galley.facts] == TINY_FACTS.splitlines()
    assert [(table.rows, table.where) for table in galley.tables] == [(8, "1")]


def test_a_name_that_breaks_inside_its_cell_moves_its_amounts_down() -> None:
    style = replace(_tiny_style(), wraps=Wraps.LINE, breaks=Breaks.NONE, trailing_tabs=False)
    galley = Galley(style, Masthead("石舟县水利局", "101", 2024), Random(0))
    head = Sheet(title="支出总表", kind=TableKind.EXPENDITURE, unit=Unit.WAN, lines=())
    galley.print_sheet(expenditure_sheet(head, style, _tiny_accounts()))
    assert galley.lines[5:7] == ["208\t社会保障和就", "业支出\t10.00\t10.00"]
    assert galley.facts[3].where == "7"
    assert galley.facts[3].label == "社会保障和就业支出"


def test_samples_are_written_with_their_truth(tmp_path: Path) -> None:
    documents = write_samples(tmp_path, seed=3, agencies=2)
    assert len(documents) == 6
    for document in documents:
        assert (tmp_path / f"{document.name}.txt").read_text("utf-8") == document.text
        gold = tmp_path / "gold" / document.name
        with (gold / "facts.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [row["value"] for row in rows] == [fact.value for fact in document.facts]
        with (gold / "tables.csv").open(encoding="utf-8", newline="") as file:
            listed = list(csv.DictReader(file))
        assert list(listed[0]) == ["table", "title", "unit", "kind", "rows", "where"]
        assert [row["kind"] for row in listed] == [str(one.kind) for one in document.tables]


def _tiny_style() -> Style:
    return replace(
        draw_style(Random(0)),
        unit=Unit.WAN,
        step=Decimal("0.01"),
        places=2,
        thousands=True,
        zero=Zero.BLANK,
        numbers=Numbers.STARS,
        spans=Spans.ONCE,
        function_codes=Codes.JOINED,
        totals=Totals.NAME,
        total_last=False,
        breaks=Breaks.BARE,
        page_rows=3,
        wraps=Wraps.ROW,
        wrap_at=6,
        spaced=0.0,
        trailing_tabs=True,
        notes=Notes.NONE,
        heads=Heads.UNIT,
        number_lines=NumberLines.NONE,
        unit_line="单位：{}",
        airy=False,
        titles=3,
        columns=0,
        title_year=False,
        title_agency=False,
        outline=Outline.PARTS,
    )


def _tiny_accounts() -> Accounts:
    general = Purse.GENERAL
    return Accounts(
        year=2024,
        basic=(("30108", Decimal("10.00")), ("30201", Decimal("2.50"))),
        posts=(
            Post("2080505", general, personnel=Decimal("10.00")),
            Post("2130301", general, operating=Decimal("2.50")),
            Post("2130305", general, project=Decimal("1005.00")),
        ),
        projects=(),
        purchases=(),
        officials=3,
        employees=0,
        retired=0,
        vehicles=0,
        sets=0,
    )


# --- reading the facts anew -------------------------------------------------------------------


def _squash(text: str) -> str:
    return "".join(text.split())


def _plain(cell: str) -> str:
    squashed = _squash(cell)
    bare = squashed.replace(",", "")
    return bare if bare.replace(".", "").isdigit() else squashed


def _trimmed(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _places(value: Decimal | None) -> int:
    return len(f"{value:f}".partition(".")[2])


def _amount(fact: FactRow) -> Decimal:
    return Decimal(0) if fact.value in DASHES else Decimal(fact.value)


def _fact_line(fact: FactRow) -> str:
    return f"{fact.row} {fact.code or '-'} {fact.label} {fact.column} {fact.value} {fact.where}"


def _unit_of(document: GeneratedDocument) -> str:
    return next(table.unit for table in document.tables if table.kind is TableKind.EXPENDITURE)


def _statement(document: GeneratedDocument, item: str) -> StatementLabel:
    return next(one for one in document.statements if one.item == item)


def _facts_of(document: GeneratedDocument, kind: TableKind) -> list[FactRow]:
    numbers = {table.table for table in document.tables if table.kind is kind}
    return [fact for fact in document.facts if fact.table in numbers]


def _tables(documents: list[GeneratedDocument], *kinds: TableKind) -> Iterator[Table]:
    for document in documents:
        by_table: dict[int, list[FactRow]] = defaultdict(list)
        for fact in document.facts:
            by_table[fact.table].append(fact)
        for table in document.tables:
            if table.kind in kinds and table.table in by_table:
                yield document, table, by_table[table.table]


def _rows(facts: list[FactRow]) -> Iterator[dict[tuple[str, ...], Decimal]]:
    """Amounts of each row by header path, zero where a cell is blank."""
    columns = list(dict.fromkeys(tuple(fact.column.split("/")) for fact in facts))
    rows: dict[int, dict[tuple[str, ...], Decimal]] = {}
    for fact in facts:
        row = rows.setdefault(fact.row, dict.fromkeys(columns, Decimal(0)))
        row[tuple(fact.column.split("/"))] = _amount(fact)
    yield from rows.values()


def _check_row(row: dict[tuple[str, ...], Decimal], name: str) -> int:
    """Assert every total and subtotal of a row; how many there were."""
    groups: dict[str, dict[tuple[str, ...], Decimal]] = defaultdict(dict)
    for path, amount in row.items():
        groups[path[0]][path[1:]] = amount
    if len(groups) == 1 and () not in row and len(row) > 1:
        return _check_row(next(iter(groups.values())), name)
    checked, values = 0, {}
    for word, members in groups.items():
        if () not in members:
            checked += _check_row(members, name)
        values[word] = _whole(members)
    totals = [word for word in values if word in TOTALS]
    if totals and len(values) > 1:
        parts = sum(amount for word, amount in values.items() if word != totals[0])
        assert values[totals[0]] == parts, (name, row)
        checked += 1
    return checked


def _whole(members: dict[tuple[str, ...], Decimal]) -> Decimal:
    """A group's own amount: its subtotal, or the sum of its parts."""
    for path in ((), *((word,) for word in TOTALS)):
        if path in members:
            return members[path]
    return sum(members.values(), Decimal(0))


def _with_full_codes(facts: list[FactRow]) -> Iterator[FactRow]:
    """Facts with short codes (`05` under 208) made whole; without codes, none."""
    above = ""
    for fact in facts:
        if len(fact.code) == 3:
            above = fact.code
        whole = above + fact.code if len(fact.code) == 2 else fact.code
        if whole or fact.label == "合计":
            yield replace(fact, code=whole)


def _check_hierarchy(amounts: dict[str, Decimal], name: str) -> int:
    """Assert parents against children and 合计 against classes; how many there were."""
    codes = [code for code in amounts if code.isdigit()]
    checked = 0
    for code in codes:
        children = [one for one in codes if one.startswith(code) and len(one) == len(code) + 2]
        if children:
            assert amounts[code] == sum(amounts[one] for one in children), (name, code)
            checked += 1
    classes = [amounts[code] for code in codes if len(code) == 3]
    if classes and "合计" in amounts:
        assert amounts["合计"] == sum(classes), name
        checked += 1
    return checked


def _side(ordinal: list[FactRow], *, left: bool) -> dict[str, Decimal]:
    """The numbered entries of one side; the right one names expenditure."""
    first = ("预算数", "预算", "本年预算", "决算数", "金额", "合计")
    return {
        fact.label: _amount(fact)
        for fact in ordinal
        if fact.label.endswith("支出") is not left and fact.column.split("/")[-1] in first
    }


def _grand_totals(document: GeneratedDocument, word: str = "") -> dict[TableKind, Decimal]:
    """What each table's total row prints first, or first under a header with a word."""
    grand: dict[TableKind, Decimal] = {}
    for table in document.tables:
        facts = [fact for fact in document.facts if fact.table == table.table]
        if table.kind in BALANCES:
            total = [fact for fact in facts if fact.row == table.rows]
        else:
            total = [fact for fact in facts if fact.label == "合计" and word in fact.column]
        if total:
            grand.setdefault(table.kind, _amount(total[0]))
    return grand
