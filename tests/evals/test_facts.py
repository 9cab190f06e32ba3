"""Rows in, counts and named misses out."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from evals.labels.gold import TableLabel
from evals.scoring.facts import Cause, FactScore, Miss, score_facts
from extraction import FactRow
from extraction.vocabulary import TableKind


def fact(table: int, cell: str, *, title: str = "", where: str = "9") -> FactRow:
    """A fact from `code label|column|value`."""
    name, column, value = cell.split("|")
    code, _, label = name.rpartition(" ")
    return FactRow(table, title or f"表{table}", "万元", 1, code, label, column, value, where)


def facts(table: int, *cells: str, title: str = "") -> list[FactRow]:
    return [fact(table, cell, title=title) for cell in cells]


def table_label(table: int, title: str, where: int, rows: int = 1) -> TableLabel:
    return TableLabel(
        table=table, title=title, unit="万元", kind=TableKind.OTHER, rows=rows, where=str(where)
    )


def counts(score: FactScore) -> tuple[int, int, int]:
    return score.expected, score.actual, score.right


def misses(entries: Sequence[Miss]) -> list[tuple[str, str | None, str]]:
    """The value missed, the nearest value and the cause."""
    return [
        (entry.fact.value, entry.nearest.value if entry.nearest else None, entry.cause.value)
        for entry in entries
    ]


INCOME = facts(1, "208 社保|预算数|5.00", "210 卫生|预算数|7.00", "合计|预算数|12.00")
SPENDING = facts(2, "208 社保|合计|5.00", "208 社保|基本支出|4.00", "208 社保|项目支出|1.00")


def test_what_agrees_is_right() -> None:
    facts = INCOME + SPENDING
    score = score_facts(facts, facts)
    pairs = tuple(zip(facts, facts, strict=True))
    assert score == FactScore(6, 6, pairs, 0, (), ())
    assert (score.precision, score.recall) == (1.0, 1.0)


def test_row_place_title_and_unit_are_not_compared() -> None:
    read = [replace(row, row=7, where="70", title="收入", unit="元") for row in INCOME]
    assert counts(score_facts(INCOME, read)) == (3, 3, 3)


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        ("（十）卫生健康支出|合计|1.00", "(十)卫生健康支出|合计|1.00"),
        ("“三公”经费|合计|1.00", "三公经费|合计|1.00"),
        ('"三公"经费|合计|1.00', "＂三公＂经费|合计|1.00"),
        ("２０８ 社保|合计|１.00", "208 社保|合计|1.00"),
        ("社保|基本支出/人员经费|1.00", "社保|基本支出／人员经费|1.00"),
    ],
)
def test_width_and_quotation_marks_do_not_matter(expected: str, actual: str) -> None:
    assert counts(score_facts(facts(1, expected), facts(1, actual))) == (1, 1, 1)


@pytest.mark.parametrize("actual", ["合计|预算数|1.0", "合计|预算数|1", "合计|预算数|-1.00"])
def test_printed_places_and_signs_matter(actual: str) -> None:
    assert counts(score_facts(facts(1, "合计|预算数|1.00"), facts(1, actual))) == (1, 1, 0)


def test_wrong_digits_have_the_right_cell_beside_them() -> None:
    read = [replace(row, value="70.0") if row.code == "210" else row for row in INCOME]
    score = score_facts(INCOME, read)
    assert counts(score) == (3, 3, 2)
    assert score.missing == (Miss(INCOME[1], read[1], Cause.DIGITS),)
    assert score.invented == (Miss(read[1], INCOME[1], Cause.DIGITS),)


def test_shifted_columns_are_no_wrong_digits() -> None:
    """Each cell holds the figure of the cell before it: the same row has it, one column on."""
    read = facts(2, "208 社保|基本支出|5.00", "208 社保|项目支出|4.00")
    score = score_facts(SPENDING, read)
    assert counts(score) == (3, 2, 0)
    assert misses(score.missing) == [
        ("5.00", "5.00", "wrong label"),
        ("4.00", "4.00", "wrong label"),
        ("1.00", None, "missing"),
    ]


@pytest.mark.parametrize("change", [{"label": "卫"}, {"code": "21"}, {"column": "决算数"}])
def test_wrong_labels_have_the_same_value(change: dict[str, str]) -> None:
    read = [replace(row, **change) if row.code == "210" else row for row in INCOME]  # type: ignore[arg-type]
    score = score_facts(INCOME, read)
    assert counts(score) == (3, 3, 2)
    assert misses(score.missing) == [("7.00", "7.00", "wrong label")]
    assert misses(score.invented) == [("7.00", "7.00", "wrong label")]


def test_a_fact_in_another_table_is_in_the_wrong_place() -> None:
    read = [*INCOME, *SPENDING[:2], replace(SPENDING[2], table=1)]
    score = score_facts(INCOME + SPENDING, read)
    assert counts(score) == (6, 6, 5)
    assert misses(score.missing) == [("1.00", "1.00", "wrong place")]


def test_a_fact_without_a_counterpart_is_missing_or_invented() -> None:
    score = score_facts(INCOME, [*INCOME[:2], *facts(1, "教育|本年数|3.00")])
    assert misses(score.missing) == [("12.00", None, "missing")]
    assert misses(score.invented) == [("3.00", None, "invented")]
    assert score.precision == score.recall == 2 / 3


def test_tables_are_paired_by_content_and_not_by_number_or_title() -> None:
    read = [replace(row, table=2, title="支出表") for row in INCOME]
    read += [replace(row, table=1, title="收入表") for row in SPENDING]
    assert counts(score_facts(INCOME + SPENDING, read)) == (6, 6, 6)


def test_pairing_is_one_to_one() -> None:
    """Two labelled tables of the same content need two extracted ones."""
    twins = INCOME + [replace(row, table=2) for row in INCOME]
    assert counts(score_facts(twins, INCOME)) == (6, 3, 3)
    assert counts(score_facts(INCOME, twins)) == (3, 6, 3)
    assert counts(score_facts(twins, twins)) == (6, 6, 6)


def test_the_larger_overlap_pairs_first() -> None:
    read = [replace(INCOME[0], table=1), *(replace(row, table=2) for row in INCOME[1:])]
    score = score_facts(INCOME, read)
    assert counts(score) == (3, 3, 2)
    assert misses(score.missing) == [("5.00", "5.00", "wrong place")]


def test_tables_of_the_same_content_are_paired_by_title() -> None:
    expected = facts(1, "合计|甲|1.00", "合计|丙|2.00") + facts(2, "合计|甲|1.00")
    read = facts(1, "合计|甲|1.00", title="表2") + facts(2, "合计|甲|1.00", title="表1")
    read += facts(2, "合计|乙|2.00", title="表1")
    assert misses(score_facts(expected, read).missing) == [("2.00", "2.00", "wrong label")]


def test_tables_of_the_same_content_and_title_are_paired_in_order() -> None:
    expected = facts(2, "合计|甲|1.00", "合计|丙|2.00") + facts(3, "合计|甲|1.00", title="表2")
    read = facts(1, "合计|甲|1.00", "合计|乙|2.00", title="表2")
    read += facts(2, "合计|甲|1.00", title="表2")
    assert misses(score_facts(expected, read).missing) == [("2.00", "2.00", "wrong label")]


def test_two_labelled_tables_do_not_share_an_extracted_one() -> None:
    expected = facts(1, "合计|甲|1.00", "合计|丙|2.00") + facts(2, "合计|甲|1.00")
    read = facts(1, "合计|甲|1.00", "合计|丙|2.00", "合计|甲|1.00")
    assert counts(score_facts(expected, read)) == (3, 3, 2)


def test_rows_of_the_same_name_are_compared_in_order() -> None:
    expected = facts(1, "小计|甲|1.00", "小计|甲|2.00", "合计|甲|9.00")
    read = facts(1, "小计|甲|1.10", "小计|甲|2.10", "合计|甲|9.00")
    assert misses(score_facts(expected, read).missing) == [
        ("1.00", "1.10", "wrong digits"),
        ("2.00", "2.10", "wrong digits"),
    ]


def test_a_fact_printed_twice_is_needed_twice() -> None:
    twice = facts(1, "小计|预算数|1.00", "小计|预算数|1.00")
    assert counts(score_facts(twice, twice)) == (2, 2, 2)
    assert counts(score_facts(twice, twice[:1])) == (2, 1, 1)
    score = score_facts(twice[:1], twice)
    assert counts(score) == (1, 2, 1)
    assert misses(score.invented) == [("1.00", None, "invented")]


def test_an_empty_expected_column_matches_any_column() -> None:
    expected = facts(1, "预算合计||418.00")
    assert counts(score_facts(expected, facts(1, "预算合计|指标值|418.00"))) == (1, 1, 1)
    assert counts(score_facts(expected, facts(1, "预算合计||418.00"))) == (1, 1, 1)
    assert counts(score_facts(facts(1, "预算合计|指标值|418.00"), expected)) == (1, 1, 0)


def test_an_empty_expected_column_takes_what_others_leave() -> None:
    expected = facts(1, "合计||1.00", "合计|甲|1.00")
    assert counts(score_facts(expected, facts(1, "合计|甲|1.00", "合计|乙|1.00"))) == (2, 2, 2)
    score = score_facts(expected, facts(1, "合计|甲|1.00"))
    assert misses(score.missing) == [("1.00", None, "missing")]


def test_wrong_digits_are_seen_under_an_empty_expected_column() -> None:
    score = score_facts(facts(1, "甲||1.00", "乙||2.00"), facts(1, "甲|值|1.00", "乙|值|3.00"))
    assert misses(score.missing) == [("2.00", "3.00", "wrong digits")]


@pytest.mark.parametrize(
    ("title", "where", "left_out"),
    [("基金（表）", "99", 1), ("", "40", 1), ("", "49", 1), ("", "50", 0), ("", "39", 0)],
)
def test_a_table_labelled_without_facts_is_left_out(title: str, where: str, left_out: int) -> None:
    labels = [table_label(1, "收入表", 9), table_label(2, "基金(表)", 40), table_label(3, "末", 50)]
    extra = fact(2, "合计|预算数|0.00", title=title, where=where)
    expected = INCOME + [replace(row, table=3, where="51") for row in SPENDING]
    read = [*INCOME, extra, *(replace(row, table=3, where="51") for row in SPENDING)]
    score = score_facts(expected, read, labels)
    assert counts(score) == (6, 7 - left_out, 6)
    assert score.left_out == left_out
    assert len(score.invented) == 1 - left_out


def test_one_table_is_left_out_for_each_label_without_facts() -> None:
    labels = [table_label(1, "收入表", 9), table_label(2, "基金表", 40)]
    read = (
        INCOME + facts(2, "合计|数|0.00", title="基金表") + facts(3, "合计|数|1.00", title="基金表")
    )
    assert counts(score_facts(INCOME, read, labels)) == (3, 4, 3)


def test_content_pairs_before_the_title_of_a_table_without_facts() -> None:
    labels = [table_label(1, "收入表", 9), table_label(2, "基金表", 40)]
    read = [replace(row, title="基金表") for row in INCOME]
    assert counts(score_facts(INCOME, read, labels)) == (3, 3, 3)


def test_a_table_with_every_column_wrong_is_misread_and_not_invented() -> None:
    read = [replace(row, column="决算数") for row in INCOME]
    score = score_facts(INCOME, read)
    assert counts(score) == (3, 3, 0)
    assert {entry.cause for entry in score.missing} == {Cause.LABEL}


def test_nothing_read_scores_zero() -> None:
    score = score_facts(INCOME, [])
    assert (score.precision, score.recall) == (0.0, 0.0)
    empty = score_facts([], [])
    assert (empty.precision, empty.recall) == (1.0, 1.0)
