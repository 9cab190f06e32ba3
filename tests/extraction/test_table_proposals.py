"""What a model is shown of a table, what of its answer is a layout, and what of that is taken."""

import json
from dataclasses import dataclass, field, replace

import pytest

from extraction import (
    Adviser,
    Fund,
    GapReason,
    Maker,
    Measure,
    NoJson,
    Prompt,
    Reader,
    Reply,
    Table,
    TableKind,
    Transcript,
    Unit,
    read_outline,
    read_tables,
)
from extraction.layouts import Layout, Surroundings
from extraction.proposals.pointing import make_layout
from extraction.proposals.rates import holds_rates
from extraction.proposals.refused import Refused
from extraction.proposals.sketches import sketch_cell, sketch_table
from extraction.proposals.table_answers import TableAnswer, TablesAnswer, tables_schema
from extraction.proposals.taking import count_verdicts
from extraction.readers.tabs import find_grids
from extraction.relations import Verdict
from extraction.tabledrafts import NumberedTable, find_lines_above
from extraction.vocabulary import Role

# Headers that no rule knows: two lists side by side, then a list with codes.
TWO_SIDED = """\
青禾县水务局
进出对照
单位：万元
进账||出账|
名目|数额|名目|数额
一、财政拨款|100.50|一、社会保障|20.00
二、事业所得|20.00|二、农林水|100.50
收入总计|120.50|支出总计|120.50
"""
CODED = """\
青禾县水务局
用款明细
编列|名目|总数|用于||附记
|||日常|专门|
|合计|120.50|80.00|40.50|
208|社会保障和就业支出|20.00|20.00|—|在职人员
213|农林水支出|100.50|60.00|40.50|
"""
BOTH_SIDES: dict[str, object] = {
    "kind": "income_expenditure",
    "header": [0, 1],
    "columns": ["name", "budget", "name", "budget"],
    "sides": [2],
    "spans": [[0, 0, 1], [0, 2, 3]],
}
WITH_CODES: dict[str, object] = {
    "kind": "expenditure",
    "header": [0, 1],
    "columns": ["code", "name", "total", "basic", "project", "words"],
    "spans": [[0, 3, 4]],
}


def transcribe(text: str) -> Transcript:
    """A text in which `|` stands for a tab."""
    bare = Transcript("demo", tuple(text.replace("|", "\t").splitlines()))
    return replace(bare, grids=tuple(find_grids(bare)))


def question(text: str) -> NumberedTable:
    """The only table of a text."""
    paper = transcribe(text)
    (table,) = read_outline(paper).tables
    return NumberedTable(1, table, find_lines_above(paper, table, 0))


def answer(**fields: object) -> TableAnswer:
    """An answer that says nothing but some fields."""
    blank: dict[str, object] = {
        "table": 1,
        "kind": "other",
        "title": None,
        "unit": None,
        **{name: [] for name in ("header", "columns", "sides", "spans", "funds")},
        **{name: [] for name in ("skipped", "totals", "joins", "pairs")},
    }
    return TableAnswer.model_validate_json(json.dumps(blank | fields))


def point(text: str, **fields: object) -> Layout:
    """The layout of the only table of a text."""
    return make_layout(question(text), answer(**fields), Surroundings("", ""))


@dataclass
class Scripted:
    """A model that gives the answers that it was given, and keeps what it was asked."""

    answers: list[TableAnswer]
    prompts: list[Prompt] = field(default_factory=list)
    name: str = "scripted"

    def ask(self, prompt: Prompt, *_: object) -> Reply:
        self.prompts.append(prompt)
        if not self.answers:
            raise NoJson("nothing to say")
        text = TablesAnswer(tables=(self.answers.pop(0),)).model_dump_json()
        return Reply(text=text, tokens_in=1, tokens_out=1, seconds=0)


def read(text: str, *answers: TableAnswer, reader: Reader = Reader.MODEL) -> Table:
    """The only table of a text, with a model that gives the answers one after the other."""
    paper = transcribe(text)
    adviser = Adviser(reader, Scripted(list(answers)) if answers else None)
    (reading,) = read_tables(paper, read_outline(paper), adviser)
    return reading.table


def cells(table: Table) -> list[tuple[str, str, str]]:
    """Code, name and header path of each filled cell."""
    return [
        (row.full_code or "", row.label, "/".join(table.columns[cell.column or 0].path))
        for row in table.rows
        for cell in row.cells
        if cell.printed
    ]


# --- what is shown ----------------------------------------------------------------------------


def test_a_sketch_numbers_rows_and_hides_figures() -> None:
    assert (
        sketch_table(question(CODED), "二、2024年支出3件")
        == """\
table 1: 5 rows, 6 columns
section: 二、2024年支出#件
above 0: 青禾县水务局
above 1: 用款明细
0: 编列|名目|总数|用于||附记
1: |||日常|专门
2: |合计|#|#|#
3: d3|社会保障和就业支出|#|#|-|在职人员
4: d3|农林水支出|#|#|#"""
    )


def test_rows_of_one_shape_are_shown_once() -> None:
    rows = "".join(f"21{number}|事项|{number}.50\n" for number in range(10, 20))
    sketch = sketch_table(question(f"用款明细\n编列|名目|总数\n{rows}|合计|145.00\n"), "")
    assert sketch.splitlines()[2:] == [
        "0: 编列|名目|总数",
        "1: d4|事项|#",
        "2: d4|事项|#",
        "3: d4|事项|#",
        "4: d4|事项|#",
        "5-10: …",
        "11: |合计|#",
    ]


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("1,234.56", "#"),
        ("20805", "d5"),
        ("[208]", "d3"),
        ("—", "-"),
        ("", ""),
        ("2024年预算数", "2024年预算数"),
        ("第12期工程", "第#期工程"),
        ("社会保障和就业支出", "社会保障和就业支…"),
    ],
)
def test_a_cell_shows_words_and_no_figure(printed: str, shown: str) -> None:
    assert sketch_cell(printed, 8) == shown


def test_lines_above_are_the_last_that_no_other_table_has() -> None:
    paper = transcribe("甲\n名目|数额\n事项|1.50\n乙\n丙\n\n丁\n戊\n己\n名目|数额\n事项|2.50\n")
    first, second = read_outline(paper).tables
    above = find_lines_above(paper, second, first.grid.last_line)
    assert [line.printed for line in above] == ["丙", "丁", "戊", "己"]


def test_an_answer_has_room_for_numbers_and_listed_words_only() -> None:
    def leaves(schema: object) -> list[object]:
        if isinstance(schema, dict):
            if "type" in schema and schema["type"] not in ("object", "array"):
                return [schema]
            return [leaf for one in schema.values() for leaf in leaves(one)]
        return [leaf for one in schema for leaf in leaves(one)] if isinstance(schema, list) else []

    found = leaves(tables_schema())
    assert len(found) == 6
    assert all("enum" in one or "string" not in one["type"] for one in found)  # type: ignore[index, operator]


# --- what becomes a layout --------------------------------------------------------------------


def test_an_answer_points_out_sides_spans_and_measures() -> None:
    layout = point(TWO_SIDED, **BOTH_SIDES)
    assert layout.kind is TableKind.INCOME_EXPENDITURE
    assert layout.unit is Unit.WAN
    assert layout.header_rows == (0, 1)
    assert [(c.side, c.role, c.measure, c.header) for c in layout.columns] == [
        (0, Role.NAME, Measure.OTHER, ((0, 0), (1, 0))),
        (0, Role.AMOUNT, Measure.BUDGET, ((0, 0), (1, 1))),
        (1, Role.NAME, Measure.OTHER, ((0, 2), (1, 2))),
        (1, Role.AMOUNT, Measure.BUDGET, ((0, 2), (1, 3))),
    ]


def test_what_a_header_says_outranks_the_answer() -> None:
    known = CODED.replace("总数", "合计").replace("专门", "项目支出")
    columns = ["code", "name", "basic", "other", "basic", "words"]
    layout = point(known, **WITH_CODES | {"columns": columns})
    assert [c.measure for c in layout.columns[2:5]] == [
        *(Measure.TOTAL, Measure.OTHER, Measure.PROJECT)
    ]


def test_a_fund_is_said_of_a_column() -> None:
    layout = point(CODED, **WITH_CODES, funds=[{"column": 3, "fund": "general"}])
    assert [c.fund for c in layout.columns[2:5]] == [Fund.ALL, Fund.GENERAL, Fund.ALL]


def test_a_unit_is_read_from_the_line_that_is_named_for_it() -> None:
    text = CODED.replace("用款明细", "用款明细（万元）\n附：明细")
    assert point(text, **WITH_CODES).unit is None
    assert point(text, **WITH_CODES, unit=1).unit is Unit.WAN
    assert point(text, **WITH_CODES, unit=0).unit is None


@pytest.mark.parametrize(
    "fault",
    [
        {"header": [0, 1, 9]},
        {"header": [-1, 0]},
        {"header": [1, 0]},
        {"header": [0, 3]},
        {"header": [0, 1, 2]},
        {"skipped": [3]},
        {"skipped": [7]},
        {"totals": [0]},
        {"totals": [5]},
        {"columns": ["code", "name", "total", "basic", "project"]},
        {"columns": ["code", "code", "total", "basic", "project", "words"]},
        {"columns": ["code", "name", "code", "basic", "project", "words"]},
        {"columns": ["code", "name", "words", "basic", "project", "words"]},
        {"columns": ["code", "total", "total", "basic", "project", "words"]},
        {"sides": [0]},
        {"sides": [6]},
        {"sides": [3, 1]},
        {"spans": [[0, 3]]},
        {"spans": [[0, 3, 6]]},
        {"spans": [[0, 2, 3]]},
        {"spans": [[0, 4, 5]]},
        {"spans": [[2, 3, 4]]},
        {"joins": [[3, 4]]},
        {"joins": [[3]]},
        {"joins": [[]]},
        {"joins": [[4, 3]]},
        {"pairs": [[0, 0, 0, 1]]},
        {"pairs": [[3, 1, 3]]},
        {"pairs": [[3, 2, 3, 3]]},
        {"pairs": [[3, 1, 3, 0]]},
        {"pairs": [[3, 1, 9, 0]]},
        {"unit": 2},
        {"unit": -1},
    ],
    ids=str,
)
def test_what_is_not_there_or_cannot_be_is_refused(fault: dict[str, object]) -> None:
    with pytest.raises(Refused):
        point(CODED, **WITH_CODES | fault)


# --- what is taken ----------------------------------------------------------------------------


def test_a_layout_by_which_more_sums_tie_is_taken() -> None:
    alone, found = read(TWO_SIDED), read(TWO_SIDED, answer(**BOTH_SIDES))
    assert ("", "一、财政拨款", "出账/数额") in cells(alone)
    assert found.read_by is Maker.MODEL
    assert cells(found)[:4] == [
        ("", "一、财政拨款", "进账/数额"),
        ("", "一、社会保障", "出账/数额"),
        ("", "二、事业所得", "进账/数额"),
        ("", "二、农林水", "出账/数额"),
    ]


def test_kind_and_measures_are_taken_where_the_rules_know_none() -> None:
    found = read(CODED, answer(**WITH_CODES))
    assert found.kind is TableKind.EXPENDITURE
    assert [column.measure for column in found.columns[:3]] == [
        *(Measure.TOTAL, Measure.BASIC, Measure.PROJECT)
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"columns": ["name", "budget", "words", "budget"], "sides": []},
        {"columns": ["words", "budget", "words", "budget"]},
        {"sides": [1]},
        {"sides": [3]},
        {"sides": [1, 2]},
        {"sides": [1, 2, 3]},
        {"header": [0], "spans": [[0, 0, 1], [0, 2, 3]]},
        {"header": [1], "spans": []},
        {"columns": ["name", "rate", "name", "rate"]},
        {"columns": ["name", "budget", "name", "rate"], "sides": []},
    ],
    ids=str,
)
def test_a_layout_that_is_wrong_changes_no_fact_for_the_worse(wrong: dict[str, object]) -> None:
    right = set(_facts(read(TWO_SIDED, answer(**BOTH_SIDES))))
    alone = set(_facts(read(TWO_SIDED)))
    found = set(_facts(read(TWO_SIDED, answer(**BOTH_SIDES | wrong))))
    assert alone & right <= found
    assert found - right <= alone - right


def test_what_the_rules_know_stands_against_any_answer() -> None:
    known = CODED.replace("编列|名目|总数|用于", "科目编码|科目名称|合计|其中").replace(
        "日常|专门", "基本支出|项目支出"
    )
    swapped = answer(
        **WITH_CODES
        | {"columns": ["code", "words", "project", "total", "basic", "name"], "totals": [4]}
    )
    assert _facts(read(known, swapped)) == _facts(read(known))


# --- who is asked -----------------------------------------------------------------------------


def test_nothing_is_asked_of_a_table_that_the_rules_know() -> None:
    known = TWO_SIDED.replace("进账", "收入").replace("出账", "支出")
    known = known.replace("名目", "项目").replace("数额", "预算数").replace("进出对照", "收支总表")
    assert _prompts(known, Reader.AUTO) == []
    assert len(_prompts(known, Reader.MODEL)) == 1
    assert _prompts(known, Reader.RULES) == []


def test_an_answer_whose_sums_break_is_asked_for_once_more() -> None:
    text = TWO_SIDED.replace("100.50|一", "120.50|一").replace(
        "二、事业所得|20.00", "其中：一般|120.50"
    )
    paper, right = transcribe(text), answer(**BOTH_SIDES)
    model = Scripted([answer(**BOTH_SIDES | {"sides": []}), right, right])
    (reading,) = read_tables(paper, read_outline(paper), Adviser(Reader.MODEL, model))
    first, second = (prompt.user for prompt in model.prompts)
    assert second.startswith(f"{first}\nyour answer was {{")
    assert second.endswith("by it these sums break: [4,3] is not [2,3]")
    assert reading.table.sides == ("进账", "出账")


def test_a_refused_answer_is_told_why() -> None:
    paper = transcribe(TWO_SIDED)
    model = Scripted([answer(**BOTH_SIDES | {"header": [0, 1, 2]}), answer(**BOTH_SIDES)])
    (reading,) = read_tables(paper, read_outline(paper), Adviser(Reader.MODEL, model))
    assert model.prompts[1].user.endswith("it names a row of figures as a header")
    assert reading.table.sides == ("进账", "出账")


def test_what_no_sum_confirms_is_a_gap() -> None:
    paper = transcribe("青禾县水务局\n用款明细\n名目|数额|附记\n购置|1.50|新购\n修缮|2.50|旧房\n")
    model = Scripted([answer(header=[0], columns=["name", "budget", "words"])])
    (reading,) = read_tables(paper, read_outline(paper), Adviser(Reader.MODEL, model))
    assert [gap.reason for gap in reading.gaps if gap.table == 1][-1] is GapReason.OPEN
    (alone,) = read_tables(paper, read_outline(paper))
    assert GapReason.OPEN not in [gap.reason for gap in alone.gaps]


def _prompts(text: str, reader: Reader) -> list[Prompt]:
    paper, model = transcribe(text), Scripted([])
    read_tables(paper, read_outline(paper), Adviser(reader, model))
    return model.prompts


def _facts(table: Table) -> list[tuple[object, ...]]:
    """Each filled cell by its place: code, name, header path, unit and what is printed."""
    return [
        (
            cell.source.spans[0],
            row.full_code,
            row.label,
            table.columns[cell.column or 0].path,
            cell.amount and cell.amount.unit,
            cell.printed,
        )
        for row in table.rows
        for cell in row.cells
        if cell.printed
    ]


# --- lies that look away from what is broken --------------------------------------------------

MISPRINT = """\
青禾县水务局
2024年部门支出表
单位：万元
科目编码|科目名称|总数|日常|专门
|合计|120|80|45
208|社会保障和就业支出|20|20|0
213|农林水支出|100|60|40
"""


@pytest.mark.parametrize(
    "lie",
    [
        {"columns": ["code", "name", "total", "other", "ordinal"]},
        {"columns": ["code", "name", "total", "total", "total"], "totals": [1, 2, 3]},
        {"columns": ["code", "name", "other", "rate", "rate"]},
        {"columns": ["code", "name", "other", "other", "other"], "skipped": [1]},
    ],
)
def test_no_answer_makes_a_broken_sum_unseen(lie: dict[str, object]) -> None:
    paper = transcribe(MISPRINT)
    told = answer(kind="expenditure", header=[0], **lie)
    tables = [
        [reading.table for reading in read_tables(paper, read_outline(paper), adviser)]
        for adviser in (None, Adviser(Reader.MODEL, Scripted([told, told])))
    ]
    before, after = (
        [[cell.printed for cell in row.cells] for row in table[0].rows] for table in tables
    )
    assert after == before
    assert (
        count_verdicts(tables[1][0])[Verdict.BROKEN] >= count_verdicts(tables[0][0])[Verdict.BROKEN]
    )


def test_a_row_is_no_total_that_no_sum_needs() -> None:
    paper = transcribe(MISPRINT.replace("45", "40"))
    columns = ["code", "name", "total", "basic", "project"]
    told = answer(kind="expenditure", header=[0], columns=columns, totals=[2])
    adviser = Adviser(Reader.MODEL, Scripted([told, told]))
    [reading] = read_tables(paper, read_outline(paper), adviser)
    assert [row.is_total for row in reading.table.rows] == [True, False, False]


@pytest.mark.parametrize(
    ("rates", "found"),
    [
        (["50.00", "25.00"], True),  # 10 of 20, 10 of 40
        (["-50.00", "-75.00"], True),  # grown from 20 to 10, from 40 to 10
        (["50.00", "26.00"], False),
        (["50.0", "25.1"], False),
        (["0.00", "0.00"], False),
        (["50.00", ""], False),
        (["50.00", "0.00"], False),
    ],
)
def test_rates_are_what_two_columns_make(rates: list[str], found: bool) -> None:
    assert holds_rates([["20.00", "40.00"], ["10.00", "10.00"], rates], 2) is found
