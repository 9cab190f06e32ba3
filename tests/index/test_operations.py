"""What a question wants computed, and with what."""

import pytest

from extraction import DisclosureKind, Format
from index.planning.choosing import count_of, read_share
from index.planning.operations import read_calculation
from index.planning.questions import read_question
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
    ("question", "operands"),
    [
        ("水费和电费加起来多少？", ("水费", "电费")),
        ("水费加电费一年要多少万元？", ("水费", "电费")),
        ("办公费、印刷费、会议费三项合计多少？", ("办公费", "印刷费", "会议费")),
        ("基本支出里的水费电费合计多少？", ("基本支出里的水费", "基本支出里的电费")),
        ("商品和服务支出与工资福利支出一共多少？", ("商品和服务支出", "工资福利支出")),
        (
            "养老、年金、公积金三样合起来是多少？",
            ("基本养老保险缴费", "职业年金缴费", "住房公积金"),
        ),
        ("办公费基本加项目一共多少？", ("办公费的基本支出", "办公费的项目支出")),
    ],
)
def test_what_is_added(question: str, operands: tuple[str, ...]) -> None:
    found = read_calculation(question)
    assert found is not None
    assert (found.operation, found.operands) == (Operation.SUM, operands)


@pytest.mark.parametrize(
    ("question", "operation", "operands"),
    [
        ("人员经费比公用经费多多少？", Operation.DIFFERENCE, ("人员经费", "公用经费")),
        ("水费和电费相差多少？", Operation.DIFFERENCE, ("水费", "电费")),
        ("水费、电费哪个多，多多少？", Operation.DIFFERENCE, ("水费", "电费")),
        ("防汛超支多少？", Operation.DIFFERENCE, ("防汛", "防汛年初预算")),
        ("行政运行预算数和决算数差多少？", Operation.DIFFERENCE, ("行政运行年初预算", "行政运行")),
        ("基本支出减去人员经费是多少？", Operation.REMAINDER, ("基本支出", "人员经费")),
        ("去掉项目支出，总支出还剩多少？", Operation.REMAINDER, ("总支出", "项目支出")),
        ("培训费里有多少不在基本支出里？", Operation.REMAINDER, ("培训费", "基本支出里的培训费")),
        ("三公经费预算没花完多少？", Operation.REMAINDER, ("三公经费年初预算", "三公经费")),
        ("还空着几个名额（编制数减在职数）？", Operation.REMAINDER, ("编制数", "在职数")),
        ("项目支出是基本支出的几倍？", Operation.RATIO, ("项目支出", "基本支出")),
        ("水费和电费的数一样吗？", Operation.CHECK, ("水费", "电费")),
        ("说明里写的奖金和预算表里的一致吗？", Operation.CHECK, ("正文:奖金", "表格:奖金")),
        ("平均每辆车花多少运行费？", Operation.AVERAGE, ("运行费", "车辆")),
        ("人均基本支出多少万元？", Operation.AVERAGE, ("基本支出", "在职人数")),
        ("采购里哪一样最贵？", Operation.MOST, ("政府采购里",)),
        ("货物、工程、服务哪类最少？", Operation.LEAST, ("货物", "工程", "服务")),
        ("前三名的项目是哪些？", Operation.RANK, ("项目",)),
    ],
)
def test_what_is_done_with_what(
    question: str, operation: Operation, operands: tuple[str, ...]
) -> None:
    found = read_calculation(question)
    assert found is not None
    assert (found.operation, found.operands) == (operation, operands)


@pytest.mark.parametrize(
    "question",
    [
        "商品和服务支出是多少？",
        "招待费比去年多多少？",
        "增加额是多少？",
        "收入和支出总计是多少？",
        "工会经费多少，最近三年呢？",
        "公用经费最少的单位是哪个？",  # no row of a table of items
        "医疗救助人均多少钱？",  # a head of those who get it
        "",
        "最低生活保障支出是多少？",
        "最低工资是多少？",
    ],
)
def test_what_is_no_calculation(question: str) -> None:
    assert read_calculation(question) is None


@pytest.mark.parametrize(
    ("topic", "operands"),
    [
        ("项目支出占总支出多少?", ("项目支出", "总支出")),
        ("基本支出里人员经费占几成?", ("人员经费", "基本支出")),
        ("防汛在项目支出中的占比?", ("防汛", "项目支出")),
        ("农林水支出里有多少是项目支出,占几成?", ("项目支出", "农林水支出")),
        ("卫生健康支出占比多少?", ("卫生健康支出",)),
    ],
)
def test_what_a_share_is_of(topic: str, operands: tuple[str, ...]) -> None:
    assert read_share(topic) == operands


@pytest.mark.parametrize(
    ("question", "count"),
    [("前五名是谁？", 5), ("最大的两项？", 2), ("从高到低排", 3), ("前10个", 10)],
)
def test_how_many_are_wanted(question: str, count: int) -> None:
    assert count_of(question) == count


def test_a_plan_keeps_what_is_computed() -> None:
    plan = read_question("2024年办公费和水费加起来多少万元？", [BUDGET])
    assert (plan.want, plan.operation, plan.aspect) == (
        Want.FIGURE,
        Operation.SUM,
        Aspect.LEVEL,
    )
    assert plan.operands == ("办公费", "水费")


def test_changes_are_added_as_changes() -> None:
    plan = read_question("办公费和水费加起来比上年多交多少？", [BUDGET])
    assert (plan.operation, plan.aspect) == (Operation.SUM, Aspect.CHANGE)


@pytest.mark.parametrize(
    "question", ["倒推一下预算总额是多少？", "去年的预算总额是多少？", "2023年的预算总额是多少？"]
)
def test_the_year_before_is_wanted(question: str) -> None:
    plan = read_question(question, [BUDGET])
    assert (plan.operation, plan.years) == (Operation.EARLIER, (2023,))


def test_a_reason_is_not_computed() -> None:
    plan = read_question("办公费为什么比水费多那么多？", [BUDGET])
    assert (plan.want, plan.operation) == (Want.REASON, Operation.LOOKUP)


@pytest.mark.parametrize(
    ("question", "operation"),
    [
        ("水费和电费是多少？", Operation.OTHER),
        ("水电费多少？", Operation.SUM),
        ("基本工资、奖金", Operation.OTHER),
        ("商品和服务支出是多少？", Operation.LOOKUP),
        ("水费是多少？", Operation.LOOKUP),
    ],
)
def test_of_several_items_none_passes_for_all(question: str, operation: Operation) -> None:
    assert read_question(question, (BUDGET,)).operation is operation
