"""What is printed is what is extracted, over every layout class that the generator draws."""

from dataclasses import replace
from pathlib import Path

import pytest

from evals.generator import generate
from evals.generator.formats import PrintFormat
from evals.roundtrip import find_misplaced, report_counts, score_document
from evals.scoring.facts import score_facts
from extraction import FactRow

# The formats whose cells are marked or ruled; where nothing marks them, see `evals.roundtrip`.
MARKED = (
    PrintFormat.MARKDOWN,
    PrintFormat.HTML,
    PrintFormat.WORD,
    PrintFormat.WORKBOOK,
    PrintFormat.PDF,
)


@pytest.mark.parametrize("first", range(0, 60, 10))
def test_generated_documents_are_read_without_a_miss(tmp_path: Path, first: int) -> None:
    for seed in range(first, first + 10):
        counts, wrong = score_document(generate(seed), tmp_path)
        assert wrong == [], seed
        assert counts["facts"] == counts["extracted"] == counts["right"] > 100
        assert counts["sums broken"] == counts["sums rounding"] == 0
        assert counts["sums tied"] > 10 * counts["sums not checkable"]


def test_one_changed_digit_is_a_wrong_fact_and_a_broken_sum(tmp_path: Path) -> None:
    document = generate(3)
    fact = next(f for f in document.facts if f.label == "合计" and len(f.value) >= 6)
    lines = document.text.split("\n")
    at = int(fact.where) - 1
    printed = next(cell for cell in lines[at].split("\t") if any(map(str.isdigit, cell)))
    changed = ("1" if printed[0] != "1" else "2") + printed[1:]
    lines[at] = lines[at].replace(printed, changed, 1)
    counts, wrong = score_document(replace(document, text="\n".join(lines)), tmp_path)
    assert counts["right"] == counts["facts"] - 1
    assert counts["sums broken"] >= 1
    assert any(line.startswith("wrong digits") for line in wrong)


@pytest.mark.parametrize("form", MARKED, ids=str)
@pytest.mark.parametrize("seed", [4, 18])
def test_what_marks_its_cells_is_read_without_a_miss(
    tmp_path: Path, form: PrintFormat, seed: int
) -> None:
    counts, wrong = score_document(generate(seed), tmp_path, form)
    assert wrong == []
    assert counts["facts"] == counts["right"] > 100
    assert counts["misplaced"] == counts["unmet"] == 0


# What marks no cells waits for its readers: a loss, as much as it still has, shows in the command.
@pytest.mark.parametrize("form", [PrintFormat.UNRULED, PrintFormat.ALIGNED], ids=str)
def test_what_marks_no_cells_is_mostly_read(tmp_path: Path, form: PrintFormat) -> None:
    counts, _ = score_document(generate(4), tmp_path, form)
    assert counts["right"] > 0.8 * counts["facts"] > 100


# --- figures at a wrong place -----------------------------------------------------------------


def test_a_figure_in_the_cell_of_another_is_misplaced() -> None:
    truth = (_fact("213", "合计", "9.00"), _fact("213", "基本支出", "7.00"))
    moved = (_fact("213", "合计", "9.00"), _fact("213", "项目支出", "7.00"))
    others = (*truth, _fact("221", "项目支出", "1.00"))
    assert _misplaced(others, (*moved, others[2])) == [("213", "项目支出", "7.00")]


def test_two_figures_that_changed_places_are_misplaced() -> None:
    truth = (_fact("213", "合计", "9.00"), _fact("213", "基本支出", "7.00"))
    swapped = (_fact("213", "合计", "7.00"), _fact("213", "基本支出", "9.00"))
    kept = _fact("221", "合计", "1.00")
    assert _misplaced((*truth, kept), (*swapped, kept)) == [
        ("213", "合计", "7.00"),
        ("213", "基本支出", "9.00"),
    ]


def test_a_figure_in_the_row_of_another_is_misplaced() -> None:
    truth = (_fact("213", "合计", "9.00"), _fact("221", "基本支出", "7.00"))
    assert _misplaced(truth, (truth[0], _fact("213", "基本支出", "7.00"))) == [
        ("213", "基本支出", "7.00")
    ]


def test_a_figure_where_nothing_is_printed_is_misplaced() -> None:
    truth = (_fact("213", "合计", "9.00"),)
    assert _misplaced(truth, (*truth, _fact("213", "项目支出", "9.00"))) == [
        ("213", "项目支出", "9.00")
    ]


def test_a_figure_in_a_column_that_is_blank_in_every_row_is_misplaced() -> None:
    truth = (_fact("213", "合计", "9.00"), _fact("213", "项目支出", "7.00"))
    actual = (truth[0], _fact("213", "上缴上级支出", "7.00"))
    score = score_facts(truth, actual)
    heads = {"合计", "项目支出", "上缴上级支出"}
    assert [miss.fact for miss in find_misplaced(score, truth, heads)] == [actual[1]]
    assert find_misplaced(score, truth) == []


def test_a_misread_header_name_or_digit_moves_nothing() -> None:
    truth = tuple(_fact(code, "合计", value) for code, value in (("213", "9.00"), ("221", "7.00")))
    for misread in (
        _fact("213", "合 计支出", "9.00"),
        _fact("2l3", "合计", "9.00"),
        _fact("213", "合计", "9.08"),
    ):
        assert _misplaced(truth, (misread, truth[1])) == []


def test_a_report_has_precision_and_recall(tmp_path: Path) -> None:
    counts, _ = score_document(generate(3), tmp_path)
    counts["right"] -= counts["facts"] // 2
    lines = dict(line.split() for line in report_counts(counts) if len(line.split()) == 2)
    assert lines["precision"] == lines["recall"]
    assert 0.49 < float(lines["recall"]) < 0.51


def _fact(code: str, column: str, value: str) -> FactRow:
    return FactRow(1, "支出总表", "万元", 1, code, f"科目{code}", column, value, "1")


def _misplaced(
    truth: tuple[FactRow, ...], actual: tuple[FactRow, ...]
) -> list[tuple[str, str, str]]:
    found = find_misplaced(score_facts(truth, actual), truth)
    return [(one.fact.code, one.fact.column, one.fact.value) for one in found]
