"""Formulas as answers print them, worked out."""

from decimal import Decimal

import pytest

from evals.scoring.formulas import (
    Amount,
    Formula,
    drop_names,
    find_amounts,
    find_formulas,
    in_base,
    states,
)


def amount(text: str) -> Amount:
    """`7.50 万元` as an amount."""
    value, _, unit = text.partition(" ")
    return Amount(Decimal(value), unit)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1 亿元", "10000 万元"),
        ("2.50 千元", "2500 元"),
        ("30 名", "30 人"),
        ("2 台", "2.0 台（套）"),
        ("2 套", "2 台(套)"),
        ("1.50 个百分点", "1.5 百分点"),
        ("100.00 %", "100 ％"),
        ("3 ", "3.0 "),
    ],
)
def test_quantities_that_are_one(one: str, other: str) -> None:
    left, right = amount(one), amount(other)
    assert in_base(left.value, left.unit) == in_base(right.value, right.unit)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1 万元", "1 元"),
        ("1 %", "1 "),
        ("1 人", "1 辆"),
        ("5 万元", "5 "),
        ("5.00 %", "5.00 个百分点"),
    ],
)
def test_quantities_that_are_not_one(one: str, other: str) -> None:
    left, right = amount(one), amount(other)
    assert in_base(left.value, left.unit) != in_base(right.value, right.unit)


def test_a_figure_without_a_unit_is_in_none() -> None:
    assert in_base(Decimal("7.50"), None) == (Decimal("7.5"), "")


def test_figures_are_found_with_their_units() -> None:
    text = "支出1,234.50万元，增长5.0%，车辆２辆、设备3台（套），共7。"
    assert list(find_amounts(text)) == [
        amount("1234.50 万元"),
        amount("5.0 %"),
        amount("2 辆"),
        amount("3 台(套)"),
        amount("7 "),
    ]


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("6万元 ÷ (8万元 + 2万元) = 60%", True),
        ("6万元 ÷ (8万元 + 2万元) = 60.0%", True),
        ("6万元 ÷ (8万元 + 2万元) = 66%", False),
        ("6 ÷ 9 = 66.67%", True),
        ("6 ÷ 9 = 66.66%", False),
        ("6 ÷ 9 ≈ 67%", True),
        ("6 ÷ 9 = 0.67", True),
        ("1 ÷ 8 = 0.13", True),
        ("1 ÷ 8 = 0.14", False),
        ("10.50万元 − 0.50万元 = 10万元", True),
        ("10.50万元 − 0.50万元 = 9.99万元", False),
        ("10.50万元 − 0.50元 = 10.00万元", False),
        ("1亿元 + 1万元 = 10,001万元", True),
        ("1亿元 + 1万元 = 10,001元", False),
        ("10.50 + 3.00 = 13.5", True),
        ("10.50 + 3.00 = 13.5万元", False),
        ("3辆 × 2万元 = 6万元", True),
        ("2万元 - 5万元 = -3万元", True),
        ("2万元 - 5万元 = 3万元", False),
        ("200万元 × 5% = 10万元", True),
        ("12.5% − 10.0% = 2.5个百分点", True),
        ("12.5% − 2.5个百分点 = 10.0%", True),
        ("(1 + 2) × 3 = 9", True),
        ("1 + 2 × 3 = 9", False),
        ("5 ÷ 0 = 1", False),
        ("5 ÷ (3 − 3) = 1", False),
        ("(1 + 2 = 3", False),
        ("6 ÷ 9 × 100% = 66.67%", True),
        ("6 ÷ 9 = 0.6667 = 66.67%", True),
        ("6 ÷ 9 = 0.67 ≈ 66.67%", True),
        ("6 ÷ 9 = 0.6666 = 66.67%", False),
        ("6 ÷ 9 = 0.6667 = 66.66%", False),
        ("10.50万元 – 0.50万元 = 10万元", True),
        ("2万元 – 5万元 = –3万元", True),
        ("2万元 − 5万元 = −3万元", True),
        ("2万元 – 5万元 = 3万元", False),
        ("(2万元 + 5万元) ÷ 2 = 3.5万元", True),
        ("15% − 10% = 5百分点", True),
        ("9 ÷ 6 = 1.5倍", True),
    ],
)
def test_a_formula_holds_where_its_result_is_the_rounded_one(text: str, holds: bool) -> None:
    [formula] = find_formulas(f"由此算得：{text}。")
    assert formula.holds is holds


def test_a_formula_has_its_operands_in_their_order() -> None:
    assert list(find_formulas("即 6 万元 ÷ (8 万元 + 2 万元) = 60%，3 − 5 = -2。")) == [
        Formula((amount("6 万元"), amount("8 万元"), amount("2 万元")), (amount("60 %"),), True),
        Formula((amount("3 "), amount("5 ")), (amount("-2 "),), True),
    ]


def test_a_chain_is_one_formula_with_a_result_behind_each_equality() -> None:
    [formula] = find_formulas("6 ÷ 9 = 0.6667 = 66.67%")
    assert formula.results == (amount("0.6667 "), amount("66.67 %"))


@pytest.mark.parametrize(
    ("text", "constants"),
    [
        ("6 ÷ 9 × 100% = 66.67%", ["100 %"]),
        ("6 × 100.0% ÷ 9 = 66.67%", ["100.0 %"]),
        ("100% − 40% = 60%", []),
        ("6 × 10% = 0.6", []),
        ("(2 + 5) ÷ 2 = 3.5", ["2 "]),
        ("(2 + 5 + 2) / 3 = 3", ["3 "]),
        ("(2 + 5) ÷ 3 = 2.33", []),
        ("(2 + 5) ÷ 2人 = 3.5", []),
        ("(2 + 5) ÷ 2.0 = 3.5", []),
        ("2 + 5 ÷ 2 = 4.5", []),
        ("(5 − 2) ÷ 2 = 1.5", []),
    ],
)
def test_a_whole_and_the_count_of_a_mean_are_constants(text: str, constants: list[str]) -> None:
    [formula] = find_formulas(text)
    assert formula.holds
    assert formula.constants == tuple(map(amount, constants))


def test_a_constant_takes_no_unit_and_is_no_operand() -> None:
    [formula] = find_formulas("(2 + 5) ÷ 2 = 3.5万元", {Decimal(2): "万元", Decimal(5): "万元"})
    operands = (amount("2 万元"), amount("5 万元"))
    assert formula == Formula(operands, (amount("3.5 万元"),), True, (amount("2 "),))


@pytest.mark.parametrize(
    "text",
    [
        "2024年",
        "2024 年度",
        "In 2024, none",
        "2024-2025",
        "2024–2025年",
        "2024 至 2025 年",
        "表5第3行",
        "图 2、第 3 项",
        "《附表12》“30101科目”",
    ],
)
def test_years_names_and_ordinals_state_no_figures(text: str) -> None:
    assert list(find_amounts(drop_names(text))) == []


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("2024万元、2024 人、2024%", ["2024 万元", "2024 人", "2024 %"]),
        ("2024.50、12,024、20241、1989", ["2024.50 ", "12024 ", "20241 ", "1989 "]),
        ("2024 ÷ 4048、4048 ÷ 2024", ["2024 ", "4048 ", "4048 ", "2024 "]),
        ("代表5人，收支总表7.50，表5万元", ["5 人", "7.50 ", "5 万元"]),
        ("7.50“办公费”3.00", ["7.50 ", "3.00 "]),
    ],
)
def test_what_only_looks_like_a_year_or_an_ordinal_is_a_figure(
    text: str, figures: list[str]
) -> None:
    assert list(find_amounts(drop_names(text))) == list(map(amount, figures))


@pytest.mark.parametrize(
    ("text", "figure", "wanted"),
    [
        ("75,000元", "7.50 万元", True),
        ("减少3.00万元", "-3 万元", True),
        ("接待26人次", "26 人次", True),
        ("1.2万元/辆", "1.20 万元/辆", True),
        ("提高5个百分点", "5 个", False),
        ("增长5%", "5 个百分点", False),
        ("7.50", "7.50 万元", False),
        ("7.50万元", "7.50 ", False),
        ("共26次", "26 人次", False),
    ],
)
def test_a_text_states_a_figure_in_its_unit(text: str, figure: str, wanted: bool) -> None:
    assert states(text, amount(figure)) is wanted


@pytest.mark.parametrize("text", ["支出10.50万元。", "2024-01-02", "a = 5", "5 = 5", ""])
def test_what_is_no_formula(text: str) -> None:
    assert list(find_formulas(text)) == []


def test_a_bare_figure_is_in_the_unit_of_its_place() -> None:
    """Cells of tables print no unit, sentences do."""
    units = {Decimal("7.5"): "万元", Decimal("3"): "万元"}
    text = "7.50 ÷ 10.00万元 = 75.00%，7.50 + 3.00 = 10.50万元，7.50 + 3.00 = 10.50元"
    assert [formula.holds for formula in find_formulas(text, units)] == [True, True, False]
    assert [formula.holds for formula in find_formulas(text)] == [False, False, True]
    first = next(find_formulas(text, units))
    assert first.operands == (amount("7.50 万元"), amount("10.00 万元"))


def test_bare_figures_that_agree_as_they_stand_stay_bare() -> None:
    [formula] = find_formulas("7.50 + 3.00 = 10.50", {Decimal("7.5"): "万元"})
    assert formula == Formula((amount("7.50 "), amount("3.00 ")), (amount("10.50 "),), True)
