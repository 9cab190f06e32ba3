"""Letters among digits are read as digits only where a sum confirms it."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from extraction import Content, Disclosure, GapReason

Disclose = Callable[[str], Disclosure]

TABLE = """
支出预算表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
|合计|30.50|20.50|10.00
208|社会保障和就业支出|30.50|{basic}|10.00
20805|行政事业单位养老支出|30.50|20.50|10.00
2080501|行政单位离退休|12.50|12.50|
2080505|机关事业单位基本养老保险缴费支出|18.00|8.00|10.00
"""


@pytest.mark.parametrize("basic", ["2O.50", "2o.5O", "20。50", "20:50", "Z0.50"])
def test_a_sum_confirms_what_a_letter_stands_for(disclose: Disclose, basic: str) -> None:
    found = disclose(TABLE.format(basic=basic))
    cell = found.tables[0].rows[1].cells[1]
    assert cell.amount is not None
    assert (cell.printed, cell.amount.value, cell.inferred) == (basic, Decimal("20.50"), ("sums",))
    assert [gap for gap in found.gaps if gap.table] == []


def test_without_a_sum_that_ties_it_stays_words(disclose: Disclose) -> None:
    found = disclose(TABLE.format(basic="2l.50"))
    cell = found.tables[0].rows[1].cells[1]
    assert (cell.printed, cell.content, cell.inferred) == ("2l.50", Content.WORDS, ())
    assert [(gap.reason, gap.printed) for gap in found.gaps if gap.table] == [
        (GapReason.NOT_A_NUMBER, "2l.50")
    ]


@pytest.mark.parametrize("basic", ["若干", "Sb", "其中：自有"])
def test_words_are_no_figures(disclose: Disclose, basic: str) -> None:
    found = disclose(TABLE.format(basic=basic))
    assert found.tables[0].rows[1].cells[1].content is Content.WORDS
    assert [gap for gap in found.gaps if gap.table] == []
