"""What a question asks, as a plan."""

import pytest

from extraction import DisclosureKind, Format, Unit
from index.planning.questions import money_unit, read_question
from index.records import Aspect, Document, Operation, Want

BUDGET = Document(
    name="budget",
    path="",
    sha256="",
    format=Format.TEXT,
    agency="青山县水利局",
    region="青山县",
    year=2024,
    kind=DisclosureKind.BUDGET,
    tables=0,
    facts=0,
    passages=0,
    gaps=0,
    broken=0,
)


@pytest.mark.parametrize(
    ("question", "want"),
    [
        ("招待费多少？", Want.FIGURE),
        ("招待费为什么涨了？", Want.REASON),
        ("招待费怎么多了这么多？", Want.REASON),
        ("涨了五成，理由是什么？", Want.REASON),
        ("三公经费是什么意思？", Want.DEFINITION),
        ("“基本支出”怎么理解？", Want.DEFINITION),
        ("上年结转指什么？", Want.DEFINITION),
        ("下属单位有哪些？", Want.LIST),
        ("政府采购打算买什么？", Want.LIST),
        ("有哪几个项目，每个多少钱？", Want.LIST),
        ("哪个项目花钱最多？", Want.FIGURE),
        ("中标的是哪家公司？", Want.LIST),
    ],
)
def test_what_is_wanted(question: str, want: Want) -> None:
    assert read_question(question, [BUDGET]).want is want


@pytest.mark.parametrize(
    ("question", "aspect", "operation"),
    [
        ("招待费多少？", Aspect.LEVEL, Operation.LOOKUP),
        ("招待费比去年涨了百分之几？", Aspect.RATE, Operation.GROWTH),
        ("招待费涨了几个点？", Aspect.RATE, Operation.GROWTH),
        ("招待费比上年多了多少？", Aspect.CHANGE, Operation.LOOKUP),
        ("招待费比去年砍掉多少钱？", Aspect.CHANGE, Operation.LOOKUP),
        ("招待费占三公经费的多少？", Aspect.SHARE, Operation.SHARE),
        ("公车占用了多少经费？", Aspect.LEVEL, Operation.LOOKUP),
        ("招待费完成预算的百分之几？", Aspect.COMPLETION, Operation.LOOKUP),
        ("招待费多少，比上年涨了几个点？", Aspect.LEVEL, Operation.LOOKUP),
        ("水费和电费加起来多少？", Aspect.LEVEL, Operation.SUM),
        ("系统分摊费多少？", Aspect.LEVEL, Operation.LOOKUP),
        ("去年的招待费是多少？", Aspect.LEVEL, Operation.EARLIER),
    ],
)
def test_which_figure_and_how(question: str, aspect: Aspect, operation: Operation) -> None:
    plan = read_question(question, [BUDGET])
    assert (plan.aspect, plan.operation) == (aspect, operation)


@pytest.mark.parametrize(
    ("question", "years", "kind"),
    [
        ("2024年招待费多少？", (2024,), None),
        ("24年招待费多少？", (2024,), None),
        ("今年招待费多少？", (2024,), None),
        ("去年招待费多少？", (2023,), None),
        ("前年招待费多少？", (2022,), None),
        ("以前年度的结余多少？", (), None),
        ("招待费比去年多多少？", (), None),
        ("从2023年结转过来多少？", (), None),
        ("结转到2025年的有多少？", (), None),
        ("没用完、留到2024年用的有多少？", (), None),
        ("2023年实际花了多少招待费？", (2023,), DisclosureKind.FINAL),
        ("实际在职多少人？", (), None),
    ],
)
def test_of_which_year_and_kind(
    question: str, years: tuple[int, ...], kind: DisclosureKind | None
) -> None:
    plan = read_question(question, [BUDGET])
    assert (plan.years, plan.kind) == (years, kind)


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("有几辆公车？", Unit.VEHICLES),
        ("在职职工有多少人？", Unit.PEOPLE),
        ("给职工交多少养老保险？", None),
        ("办公用房多少平方米？", Unit.SQUARE_METRES),
        ("固定资产值多少钱，有没有车？", None),
        ("宣传会至少开几次？", Unit.TIMES),
    ],
)
def test_in_which_unit(question: str, unit: Unit | None) -> None:
    assert read_question(question, [BUDGET]).unit is unit


def test_a_measure_word_that_no_figure_bears_is_kept() -> None:
    assert read_question("造林多少亩？", [BUDGET]).unknown_unit == "亩"
    assert read_question("公车几辆？", [BUDGET]).unknown_unit == ""


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("总预算折合多少亿元？", Unit.YI),
        ("盘子有几个亿？", Unit.YI),
        ("一共多少万？", Unit.WAN),
        ("招待费多少元？", Unit.YUAN),
        ("招待费多少钱？", None),
    ],
)
def test_money_is_wanted_in_a_unit(question: str, unit: Unit | None) -> None:
    assert money_unit(question) is unit
