"""The notes of empty tables against the tables that they stand at."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, check

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
