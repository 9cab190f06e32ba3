"""Cells as quantities: exactly what is printed, or no quantity at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.money import (
    find_unit,
    is_quantity,
    last_place,
    parse_cell,
    plain_value,
    unit_of_spelling,
)
from extraction.vocabulary import Content, Unit

WAN, YUAN = Unit.WAN, Unit.YUAN

AMOUNTS = [
    ("418.50", "418.50", WAN),
    ("418", "418", WAN),
    (".50", "0.50", WAN),
    ("0.00", "0.00", WAN),
    ("0", "0", WAN),
    (" 12.5\u3000", "12.5", WAN),
    ("1,234,567.80", "1234567.80", WAN),
    ("1，234.50", "1234.50", WAN),
    ("1 234.50", "1234.50", WAN),
    ("1'234.50", "1234.50", WAN),
    ("１，２３４．５０", "1234.50", WAN),
    ("-3.00", "-3.00", WAN),
    ("－3.00", "-3.00", WAN),
    ("−3.00", "-3.00", WAN),
    ("(3.00)", "-3.00", WAN),
    ("（1,003.00）", "-1003.00", WAN),
    ("△3.00", "-3.00", WAN),
    ("▲ 3.00", "-3.00", WAN),
    ("+3.00", "3.00", WAN),
    ("3.00元", "3.00", YUAN),
    ("3.00 亿元", "3.00", Unit.YI),
    ("12.5%", "12.5", Unit.PERCENT),
    ("-12.5％", "-12.5", Unit.PERCENT),
    ("2 辆", "2", Unit.VEHICLES),
    ("1 台（套）", "1", Unit.SETS),
]


@pytest.mark.parametrize(("printed", "value", "unit"), AMOUNTS)
def test_amounts(printed: str, value: str, unit: Unit) -> None:
    content, amount = parse_cell(printed, WAN)
    assert content is Content.AMOUNT
    assert amount is not None
    assert (str(amount.value), amount.unit) == (value, unit)
    assert is_quantity(printed)


@pytest.mark.parametrize(
    ("printed", "content"),
    [
        *((blank, Content.BLANK) for blank in ("", "  ", "\u3000")),
        *((dash, Content.DASH) for dash in ("-", "—", "——", "－", " – ", "─")),
        *(
            (words, Content.WORDS)
            for words in ("1,23", "1,2345", "12,34,567", "1.2.3", "1 23", "12.")
        ),
        *((words, Content.WORDS) for words in ("(3.00", "3.00)", "-(3.00)", "--3.00", "3.00-")),
        *((words, Content.WORDS) for words in ("≥90%", "380元/每人", "无", "/", "2024年", "1-2")),
    ],
)
def test_no_amounts(printed: str, content: Content) -> None:
    assert parse_cell(printed, WAN) == (content, None)


def test_a_bare_number_without_a_unit_has_none() -> None:
    _, amount = parse_cell("1,234", None)
    assert amount is not None
    assert (amount.value, amount.unit, amount.yuan) == (Decimal(1234), None, None)


@pytest.mark.parametrize(
    ("printed", "yuan"),
    [("1.50万元", "15000"), ("1.50元", "1.50"), ("1.5千元", "1500"), ("0.00000001亿元", "1")],
)
def test_amounts_in_yuan(printed: str, yuan: str) -> None:
    _, amount = parse_cell(printed, None)
    assert amount is not None
    assert amount.yuan == Decimal(yuan)


@given(st.decimals(-(10**12), 10**12, places=2, allow_nan=False))
def test_every_amount_comes_back_from_its_print(value: Decimal) -> None:
    value = value or abs(value)
    for printed in (str(value), f"{value:,}", f"{value:,}".replace(",", "，")):
        content, amount = parse_cell(printed, WAN)
        assert content is Content.AMOUNT
        assert str(amount and amount.value) == str(value)
        assert plain_value(f"{value:,}") == str(value)


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("1,234,567.80", "1234567.80"),
        ("1，234.50", "1234.50"),
        (" 1 234.50 ", "1234.50"),
        ("(1,234.50)", "(1234.50)"),
        ("△1,234", "△1234"),
        ("0.00", "0.00"),
        ("—", "—"),
        ("12.5 %", "12.5%"),
        ("1,23", "1,23"),
        ("208,05", "208,05"),
    ],
)
def test_plain_values(printed: str, plain: str) -> None:
    assert plain_value(printed) == plain


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("单位：万元", WAN),
        ("单 位 : 万 元", WAN),
        ("（单位：元）", YUAN),
        ("金额单位：人民币千元", Unit.THOUSAND_YUAN),
        ("单位：亿元", Unit.YI),
        ("项目资金（万元）", WAN),
        ("预算数(单位：元)", YUAN),
        ("预算数（金额单位：万元）", WAN),
        ("单位：人", None),
        ("单位名称：青川市水利局", None),
        ("单价（万元/台）", None),
        ("万元", None),
        ("", None),
    ],
)
def test_units_announced(printed: str, unit: Unit | None) -> None:
    assert find_unit(printed) is unit


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("％", Unit.PERCENT),
        ("台（ 套 ）", Unit.SETS),
        ("㎡", Unit.SQUARE_METRES),
        ("名", Unit.PEOPLE),
        ("斤", None),
    ],
)
def test_units_by_spelling(printed: str, unit: Unit | None) -> None:
    assert unit_of_spelling(printed) is unit


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("418.50", "0.01"),
        ("418", "1"),
        ("0.000", "0.001"),
        ("-3.5", "0.1"),
        ("0", "1"),
        ("1E+3", "1"),
    ],
)
def test_last_places(value: str, place: str) -> None:
    assert last_place(Decimal(value)) == Decimal(place)
