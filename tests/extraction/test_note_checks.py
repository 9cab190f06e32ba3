"""The notes of empty tables against the tables that they stand at."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, check
from extraction.records import Paragraph

Disclose = Callable[[str], Disclosure]

HEAD = "青禾县水务局2024年部门预算\n第一部分 部门预算表\n"
HEADER = "单位：万元\n科目编码|科目名称|合计|基本支出|项目支出\n"
ZERO = "合计||0.00|0.00|0.00\n"
ROW = "223|国有资本经营预算支出|5.00|2.00|3.00\n"
FUND = "政府性基金预算支出表"
CAPITAL = "国有资本经营预算支出表"
GENERAL = "一般公共预算支出表"
NO_FUND = "注：本部门2024年无政府性基金预算支出，故本表为空表。\n"
NO_CAPITAL = "注：本部门2024年无国有资本经营预算支出，故本表为空表。\n"


def table(title: str, rows: str = ZERO, note: str = "") -> str:
    return f"{title}\n{HEADER}{rows}{note}\n"


def ledger(disclosure: Disclosure) -> list[str]:
    return [
        f"{e.rule} {e.verdict}" + (f": {e.reason}" if e.reason else "")
        for e in check(disclosure).ledger
        if e.rule in ("note_place", "empty_note")
    ]


def found(disclosure: Disclosure) -> list[tuple[str, str, str, str, str]]:
    return [
        (f.rule, f.severity, f.where, f.printed, f.computed)
        for f in check(disclosure).findings
        if f.rule in ("note_place", "empty_note")
    ]


def test_a_note_under_the_empty_table_that_it_speaks_of_is_tied(disclose: Disclose) -> None:
    disclosure = disclose(HEAD + table(FUND, note=NO_FUND) + table(CAPITAL, note=NO_CAPITAL))
    assert ledger(disclosure) == ["note_place tied", "empty_note tied"] * 2


def test_a_note_that_speaks_of_another_table_is_misplaced(disclose: Disclose) -> None:
    disclosure = disclose(HEAD + table(FUND, note=NO_FUND) + table(CAPITAL, note=NO_FUND))
    assert found(disclosure) == [
        ("note_place", "wording", "13", "政府性基金预算", "国有资本经营预算")
    ]


def test_a_note_above_the_table_that_it_speaks_of_is_not_called_misplaced(
    disclose: Disclose,
) -> None:
    text = HEAD + table(CAPITAL, note=NO_FUND) + table(FUND)
    above = "note_place not checkable: the note may belong to the table below it"
    assert ledger(disclose(text)) == [above]


IF_NO_FUND = "注：若为空表，则本部门无政府性基金收支。\n"
EARLY = {
    "after a table of another fund": (table(CAPITAL, note=IF_NO_FUND) + table(FUND), True),
    "after a table of all money": (table(GENERAL, ROW, IF_NO_FUND) + table(FUND), True),
    "at its own table": (table(FUND, note=IF_NO_FUND) + table(CAPITAL), False),
    "saying which table it is of": (
        table(CAPITAL, note="注：若政府性基金预算支出表为空表，则本部门无政府性基金收支。\n")
        + table(FUND),
        False,
    ),
    "with something between": (
        table(CAPITAL) + "第二部分 其他\n一、附表\n" + IF_NO_FUND + table(FUND),
        False,
    ),
    "with no table of it below": (table(GENERAL, ROW, IF_NO_FUND) + table(CAPITAL), False),
}


@pytest.mark.parametrize(("text", "is_early"), EARLY.values(), ids=EARLY)
def test_what_the_foot_of_a_table_says_stands_at_that_table(
    disclose: Disclose, text: str, is_early: bool
) -> None:
    early = [line for line in found(disclose(HEAD + text)) if line[0] == "note_place"]
    printed = "若为空表，则本部门无政府性基金收支"
    assert [line[3] for line in early] == [printed] * is_early
    assert [line[1] for line in early] == ["wording"] * is_early


def test_a_note_at_the_head_of_a_page_is_of_what_follows(disclose: Disclose) -> None:
    disclosure = disclose(HEAD + table(CAPITAL, note=IF_NO_FUND) + table(FUND))

    def turn(paragraph: Paragraph) -> Paragraph:
        spans = tuple(span.model_copy(update={"page": 2}) for span in paragraph.source.spans)
        source = paragraph.source.model_copy(update={"spans": spans})
        return paragraph.model_copy(update={"source": source})

    paragraphs = tuple(turn(paragraph) for paragraph in disclosure.paragraphs)
    assert found(disclosure.model_copy(update={"paragraphs": paragraphs})) == []


def test_a_note_may_belong_to_a_table_below_that_was_not_found(disclose: Disclose) -> None:
    text = HEAD + table(CAPITAL, note=NO_FUND) + f"{FUND}\n（空）\n" + table(GENERAL, ROW)
    assert found(disclose(text)) == []


def test_what_a_table_of_all_money_has_none_of_is_not_called_misplaced(disclose: Disclose) -> None:
    assert found(disclose(HEAD + table(GENERAL, note=NO_FUND) + table(CAPITAL))) == []


def test_a_table_that_is_said_to_be_empty_prints_figures(disclose: Disclose) -> None:
    disclosure = disclose(HEAD + table(CAPITAL, ROW, NO_CAPITAL))
    finding = check(disclosure).findings[0]
    assert found(disclosure) == [("empty_note", "error", "7", "本表为空表", "")]
    assert [cell.printed for cell in finding.cells] == ["本表为空表", "5.00", "2.00", "3.00"]
    assert finding.statement.endswith("但表1印有5.00、2.00、3.00")


NOT_EMPTY = {
    "said of the case that it is": "注：若为空表，则本部门无国有资本经营预算支出。\n",
    "not said at all": "注：本表反映国有资本经营预算支出。\n",
}


@pytest.mark.parametrize("note", NOT_EMPTY.values(), ids=NOT_EMPTY)
def test_a_note_that_says_no_table_is_empty_asks_for_nothing(disclose: Disclose, note: str) -> None:
    disclosure = disclose(HEAD + table(CAPITAL, ROW, note))
    assert [line for line in ledger(disclosure) if line.startswith("empty_note")] == []


def test_last_years_figures_do_not_fill_a_table(disclose: Disclose) -> None:
    header = "单位：万元\n科目编码|科目名称|2023年预算数|2024年预算数\n"
    text = f"{HEAD}{CAPITAL}\n{header}223|国有资本经营预算支出|5.00|0.00\n{NO_CAPITAL}"
    assert found(disclose(text)) == []


def test_a_note_that_names_nothing_may_be_of_the_empty_table_below(disclose: Disclose) -> None:
    text = HEAD + table(GENERAL, ROW, "注：本表本年无发生额。\n") + table(FUND)
    unsure = "empty_note not checkable: it is not sure at which table the note stands"
    assert ledger(disclose(text)) == [unsure]


def test_a_note_apart_from_any_table_is_of_none(disclose: Disclose) -> None:
    text = HEAD + table(GENERAL, ROW) + "第二部分 说明\n一、总体情况\n" + NO_CAPITAL
    assert ledger(disclose(text)) == []


def test_a_note_stands_at_a_table_whose_total_was_not_read_as_a_row(disclose: Disclose) -> None:
    text = HEAD + CAPITAL + "\n单位：万元\n科目编码|科目名称|合计\n\n合计\n" + NO_FUND
    assert [line[0] for line in found(disclose(text))] == ["note_place"]


@pytest.mark.parametrize(
    "note",
    [
        "说明：本表不为空表。\n",
        "注：因公出国（境）费本年无发生额，本表无数据的项目以0列示。\n",
        "注：政府性基金预算“三公”经费支出表为空表。\n",
    ],
)
def test_a_note_that_does_not_say_so_of_the_table_above_breaks_nothing(
    disclose: Disclose, note: str
) -> None:
    assert found(disclose(HEAD + table(GENERAL, ROW, note))) == []
