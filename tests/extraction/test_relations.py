"""The verdict on a total and its parts: exact, with the slack that rounding leaves."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.money import parse_cell
from extraction.records import Source, Span
from extraction.relations import (
    Operand,
    Places,
    Relation,
    Verdict,
    column_place,
    judge,
    judge_family,
)
from extraction.vocabulary import Unit

TIED, ROUNDING, BROKEN = Verdict.TIED, Verdict.ROUNDING, Verdict.BROKEN
SOURCE = Source(document="demo", spans=(Span(line=1, start=0, end=0),))


def operand(printed: str) -> Operand:
    """A cell in 万元 unless it prints another unit."""
    return Operand(
        table=1,
        row=1,
        code="",
        label="",
        column="",
        printed=printed,
        amount=parse_cell(printed, Unit.WAN)[1],
        where="1",
        source=SOURCE,
    )


def relation(total: str, parts: str, weak: str = "") -> Relation:
    """A relation of parts that are parted by `+`."""
    return Relation("demo", operand(total), tuple(map(operand, parts.split("+"))), weak)


# The slack is half a unit of the last place for the total and for each part that is not zero;
# a gap must be smaller. For n parts of two places: (n+1)/2 × 0.01.
SLACK = [
    ("5.00", "5.00", TIED),
    # 1 part: 0.010
    ("5.01", "5.00", BROKEN),
    ("4.99", "5.00", BROKEN),
    # 2 parts: 0.015
    ("5.01", "2.00+3.00", ROUNDING),
    ("4.99", "2.00+3.00", ROUNDING),
    ("5.02", "2.00+3.00", BROKEN),
    # 3 parts: 0.020
    ("6.01", "1.00+2.00+3.00", ROUNDING),
    ("6.02", "1.00+2.00+3.00", BROKEN),
    ("5.98", "1.00+2.00+3.00", BROKEN),
    # 4 parts: 0.025
    ("10.02", "1.00+2.00+3.00+4.00", ROUNDING),
    ("10.03", "1.00+2.00+3.00+4.00", BROKEN),
    # 9 parts: 0.050
    ("9.04", "+".join(["1.00"] * 9), ROUNDING),
    ("9.05", "+".join(["1.00"] * 9), BROKEN),
    # Zeros, blanks and dashes are no parts that could be rounded: 2 parts remain.
    ("5.01", "2.00+0.00+3.00+0.00", ROUNDING),
    ("5.02", "2.00+0.00+3.00+0.00", BROKEN),
    ("5.01", "2.00++3.00+—", ROUNDING),
    ("5.02", "2.00++3.00+—", BROKEN),
    # No part but zeros: 0.005
    ("0.00", "0.00+0", TIED),
    ("0.01", "0.00+0.00", BROKEN),
    # A total of zero against one part: 0.010
    ("0.00", "0.01", BROKEN),
    # Negative parts: 0.015
    ("3.01", "5.00+-2.00", ROUNDING),
    ("3.02", "5.00+(2.00)", BROKEN),
    ("-3.01", "-5.00+2.00", ROUNDING),
    # No places: 2 parts leave 1.5, 1 part 1
    ("6", "2+3", ROUNDING),
    ("7", "2+3", BROKEN),
    ("6", "5", BROKEN),
    # Mixed places: 0.5 + 0.05 + 0.05 = 0.60
    ("10", "5.1+4.4", ROUNDING),
    ("10", "5.1+4.3", BROKEN),
    # 0.005 + 0.5 + 0.05 = 0.555
    ("9.55", "5+4.0", ROUNDING),
    ("9.56", "5+4.0", BROKEN),
    # 0.005 + 0.0005 = 0.0055; what is cut at the last place of the total is rounding too
    ("1.00", "1.005", ROUNDING),
    ("1.00", "1.006", ROUNDING),
    # Printed zeros count: 1.5 has one place, 1.50 two
    ("1.55", "1.5", ROUNDING),
    ("1.55", "1.50", BROKEN),
    # 元 under a total in 万元: 0.005 + 0.00005 + 0.00005 = 0.0051 万元
    ("1.00", "5000元+4950元", ROUNDING),
    ("1.00", "5000元+4949元", BROKEN),
    ("1.00", "5,000元+5,000元", TIED),
    # 万元 under a total in 元: 0.5 + 50 + 50 = 100.5 元
    ("10100元", "0.50+0.50", ROUNDING),
    ("10101元", "0.50+0.50", BROKEN),
    ("9900元", "0.50+0.50", ROUNDING),
    ("9899元", "0.50+0.50", BROKEN),
    # 亿元 above 千元: 0.005 亿元 + 0.5 千元 = 500.5 千元
    ("1.00亿元", "100500千元", ROUNDING),
    ("1.00亿元", "100501千元", ROUNDING),
    ("1.02亿元", "100500千元", BROKEN),
    ("418", "418.56", ROUNDING),
    ("418.00", "418.56", BROKEN),
    ("-418", "-418.56", ROUNDING),
    ("417", "418.56", BROKEN),
]


@pytest.mark.parametrize(("total", "parts", "verdict"), SLACK)
def test_slack(total: str, parts: str, verdict: Verdict) -> None:
    assert judge(relation(total, parts)).verdict is verdict


@pytest.mark.parametrize(
    ("total", "parts", "computed"),
    [
        ("5.00", "2.00+3.01", "5.01"),
        ("1.00", "5000元+4950元", "0.995"),
        ("10100元", "0.50+0.51", "10100"),
        ("0.1", "0.1+0.2", "0.3"),
        ("1", "0.1++—", "0.1"),
    ],
)
def test_sums_are_exact_and_in_the_unit_of_the_total(total: str, parts: str, computed: str) -> None:
    assert judge(relation(total, parts)).computed == Decimal(computed)


@pytest.mark.parametrize(
    ("total", "parts", "reason"),
    [
        ("", "1.00+2.00", "the total is not printed"),
        ("—", "1.00+2.00", "the total is not printed"),
        ("3.00", "+—", "no part is printed"),
        ("3.00", "1.00+20%", "the units differ"),
        ("3%", "1.00+2.00", "the units differ"),
    ],
)
def test_not_checkable(total: str, parts: str, reason: str) -> None:
    outcome = judge(relation(total, parts))
    assert (outcome.verdict, outcome.reason) == (Verdict.NOT_CHECKABLE, reason)


@pytest.mark.parametrize(
    ("total", "verdict", "reason"),
    [
        ("3.00", TIED, ""),
        ("3.01", ROUNDING, ""),
        ("3.02", Verdict.NOT_CHECKABLE, "only some parts"),
    ],
)
def test_a_sum_that_need_not_hold_is_never_broken(
    total: str, verdict: Verdict, reason: str
) -> None:
    outcome = judge(relation(total, "1.00+2.00", weak="only some parts"))
    assert (outcome.verdict, outcome.reason) == (verdict, reason)


FAMILIES = {
    "three broken, none tied": ("9=1+2 8=1+2 7=1+2", "not checkable " * 3),
    "two broken, none tied": ("9=1+2 8=1+2", "broken broken"),
    "three broken, one tied": ("9=1+2 8=1+2 7=1+2 3=1+2", "broken broken broken tied"),
    "three broken, one rounded": ("9=1+2 8=1+2 7=1+2 4=1+2", "broken broken broken rounding"),
    "three broken, a zero tied": ("9=1+2 8=1+2 7=1+2 0=0", "not checkable " * 3 + "tied"),
}


@pytest.mark.parametrize(("sums", "verdicts"), FAMILIES.values(), ids=FAMILIES.keys())
def test_a_layout_by_which_nothing_ties_breaks_nothing(sums: str, verdicts: str) -> None:
    family = [relation(*sum_.split("=")) for sum_ in sums.split()]
    assert (
        " ".join(outcome.verdict for outcome in judge_family(family, Places())) == verdicts.strip()
    )


def rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def exact(places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(-(10**6), 10**6, places=places, allow_nan=False)


printed_parts = st.lists(st.integers(0, 4).flatmap(exact), min_size=1, max_size=12)


@given(printed_parts, st.integers(0, 4))
def test_the_rounded_sum_of_printed_parts_is_never_broken(
    parts: list[Decimal], places: int
) -> None:
    total = rounded(sum(parts, Decimal(0)), places)
    assert judge(relation(str(total), "+".join(map(str, parts)))).verdict in (TIED, ROUNDING)


# Positive only: where halves go up on one side of zero and down on the other, two errors of
# exactly half a unit can add up.
@given(
    st.lists(st.decimals(1, 10**6, places=6), min_size=1, max_size=12),
    st.integers(0, 4),
)
def test_parts_and_total_rounded_each_for_itself_are_never_broken(
    parts: list[Decimal], places: int
) -> None:
    total = rounded(sum(parts, Decimal(0)), places)
    printed = "+".join(str(rounded(part, places)) for part in parts)
    assert judge(relation(str(total), printed)).verdict in (TIED, ROUNDING)


@given(
    st.lists(exact(2), min_size=1, max_size=12),
    st.integers(-1, 6),
    st.integers(1, 9),
    st.sampled_from([1, -1]),
)
def test_a_digit_beyond_the_slack_always_breaks(
    parts: list[Decimal], place: int, step: int, sign: int
) -> None:
    # Twelve parts leave 13 × 0.005 = 0.065; the smallest step is 0.1.
    total = sum(parts, Decimal(0)) + sign * Decimal(step).scaleb(place)
    assert judge(relation(str(total), "+".join(map(str, parts)))).verdict is BROKEN


@pytest.mark.parametrize(
    ("column", "place"),
    [
        ("12 3.05 4.10", "0.01"),
        ("12 3.05", "0.01"),
        ("12.00 3.05 5.108", "0.01"),
        ("12 13 3.05", "1"),
        ("0 0 3.05", "0.01"),
        ("0 0.00", None),
    ],
)
def test_the_last_place_of_a_column_is_one_that_two_figures_print(
    column: str, place: str | None
) -> None:
    found = column_place(map(Decimal, column.split()))
    assert found == (Decimal(place) if place else None)
