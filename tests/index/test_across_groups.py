"""Questions over agencies taken as a class, left out, set a head, or against another kind."""

from decimal import Decimal

import pytest

from index import Library, answer, prepare
from index.planning.questions import read_question

TEXT = """{agency}{year}年部门{kind}

第二部分 {year}年部门{kind}表
支出总表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
|合计|{total}|{basic}|{project}
213|农林水支出|{total}|{basic}|{project}

第三部分 {year}年部门{kind}情况说明
一、收支{kind}总体情况
{year}年支出{kind}总额{total}万元，比上年{change}，主要原因是{reason}。
二、其他
{year}年公务接待费{kind}{reception}万元。
年末实有在职人员{staff}人。
{more}
第四部分 名词解释
一、机关运行经费：指购买货物和服务的资金。
"""
MEETING = "会议费预算2.00万元。"
ROWS = (
    ("lake", "青山县水利局", 2024, "预算", 900, 600, 300, "增加100.00万元", "修渠", 3, 30, MEETING),
    ("lake-2023", "青山县水利局", 2023, "预算", 800, 550, 250, "减少50.00万元", "压减", 4, 31, ""),
    ("lake-final", "青山县水利局", 2023, "决算", 790, 550, 240, "减少10.00万元", "停工", 5, 31, ""),
    ("river", "青山县财政局", 2024, "预算", 500, 400, 100, "减少20.00万元", "退休", 6, 20, MEETING),
    ("hill", "白河市水利局", 2024, "预算", 700, 500, 200, "增加30.00万元", "增资", 1, 50, ""),
)  # fmt: skip
FIELDS = (
    "agency", "year", "kind", "total", "basic", "project", "change", "reason", "reception", "staff",
    "more",
)  # fmt: skip


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Three bureaus of two places, one of them with two years and a final account."""
    folder = tmp_path_factory.mktemp("groups")
    for name, *values in ROWS:
        fields = dict(zip(FIELDS, values, strict=True))
        amounts = ("total", "basic", "project", "reception")
        fields |= {key: f"{fields[key]}.00" for key in amounts}
        text = TEXT.format(**fields).replace("|", "\t")
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    library = Library(folder / "library", None)
    library.add([prepare(folder / f"{row[0]}.txt") for row in ROWS])
    return library


@pytest.mark.parametrize(
    ("question", "value", "unit", "cited"),
    [
        ("2024年两个水利局的公务接待费合计多少？", "4.00", "万元", {"lake", "hill"}),
        ("2024年各水利局的公务接待费一共多少？", "4.00", "万元", {"lake", "hill"}),
        ("全县各部门2024年公务接待费合计多少？", "9.00", "万元", {"lake", "river"}),
        ("县水利局和市水利局2024年公务接待费差多少？", "2.00", "万元", {"lake", "hill"}),
        ("除青山县财政局外，各单位2024年公务接待费合计多少？", "4.00", "万元", {"lake", "hill"}),
        ("不含白河市，2024年所有部门公务接待费一共多少？", "9.00", "万元", {"lake", "river"}),
        ("青山县和白河市的水利局2024年项目支出差多少？", "100.00", "万元", {"lake", "hill"}),
        ("2024年公务接待费最低的单位是哪个？", "1.00", "万元", {"lake", "river", "hill"}),
        ("2024年这些单位在职人员总数是多少？", "100", "人", {"lake", "river", "hill"}),
        ("青山水利和青山财政2024年公务接待费差多少？", "3.00", "万元", {"lake", "river"}),
        (
            "青山县水利局2024年项目支出占青山县各部门合计的比重？",
            "75.00",
            "%",
            {"lake", "river"},
        ),
        ("青山县水利局2023年项目支出的预算执行率？", "96.00", "%", {"lake-2023", "lake-final"}),
        (
            "青山县水利局2023年预算和决算的项目支出差多少？",
            "10.00",
            "万元",
            {"lake-2023", "lake-final"},
        ),
        (
            "青山县水利局2024年预算比2023年决算的项目支出多多少？",
            "60.00",
            "万元",
            {"lake", "lake-final"},
        ),
        ("2024年各水利局人均基本支出谁最高？", "20.00", "万元/人", {"lake", "hill"}),
    ],
)
def test_the_agencies_that_are_meant_are_taken(
    library: Library, question: str, value: str, unit: str, cited: set[str]
) -> None:
    given = answer(library, question)
    assert (given.value, given.unit) == (Decimal(value), unit), given.answer
    assert {citation.document for citation in given.citations} == cited


def test_a_class_of_another_size_is_asked_back(library: Library) -> None:
    assert answer(library, "2024年五个水利局的公务接待费合计多少？").choices


def test_a_level_without_one_place_is_refused(library: Library) -> None:
    assert answer(library, "全区各部门2024年公务接待费合计多少？").refused


def test_who_lacks_an_item_is_told_and_never_counted_as_zero(library: Library) -> None:
    given = answer(library, "2024年各单位会议费合计多少？")
    assert given.refused
    assert given.answer.startswith("白河市水利局2024年预算没有列出这项数字")


def test_which_fell_over_the_year_is_told_by_the_way_they_went(library: Library) -> None:
    given = answer(library, "2024年哪些部门的支出预算总额比上年减少了？")
    assert given.answer.startswith("符合的有青山县财政局2024年预算")
    assert "白河市水利局" in given.answer.partition("其余：")[2]


def test_a_reason_is_quoted_of_each_agency_that_is_named(library: Library) -> None:
    given = answer(library, "青山县水利局和青山县财政局2024年支出变化的原因分别是什么？")
    assert [citation.printed for citation in given.citations] == ["修渠", "退休"]
    assert given.answer.endswith("退休[2]")


@pytest.mark.parametrize(
    ("turns", "value", "unit"),
    [
        (("2024年各水利局的公务接待费分别是多少？", "哪个最高？"), "3.00", "万元"),
        (("2024年各水利局的公务接待费分别是多少？", "一共多少？"), "4.00", "万元"),
        (("2024年各水利局公务接待费合计多少？", "项目支出呢？"), "500.00", "万元"),
        (("青山县水利局2024年公务接待费？", "青山县财政局呢？", "两家差多少？"), "3.00", "万元"),
        (("青山县水利局2024年公务接待费？", "那青山县财政局呢？", "加起来呢？"), "9.00", "万元"),
        (("青山县水利局2023年预算的公务接待费？", "决算呢？", "差多少？"), "1.00", "万元"),
        (("青山县水利局2023年决算的公务接待费？", "项目支出呢？"), "240.00", "万元"),
        (("2024年两个水利局谁的公务接待费高？", "那最低的呢？"), "1.00", "万元"),
        (("白河市水利局2024年项目支出是多少？", "换算成亿元"), "0.02", "亿元"),
        (("青山县水利局2023年项目支出预算和决算差多少？", "执行率呢？"), "96.00", "%"),
    ],
)
def test_a_conversation_goes_on(
    library: Library, turns: tuple[str, ...], value: str, unit: str
) -> None:
    previous = None
    for turn in turns:
        given = answer(library, turn, previous=previous)
        previous = given.plan
    assert (given.value, given.unit) == (Decimal(value), unit), given.answer


def test_a_document_that_was_chosen_is_kept(library: Library) -> None:
    first = answer(library, "公务接待费是多少？", ["lake-final"])
    given = answer(library, "项目支出呢？", previous=first.plan)
    assert (given.value, given.unit) == (Decimal("240.00"), "万元")


def test_a_question_that_stands_alone_takes_nothing_over(library: Library) -> None:
    first = answer(library, "青山县水利局2024年公务接待费是多少？").plan
    given = answer(library, "2024年各水利局项目支出合计多少？", previous=first)
    assert not given.plan.follows
    assert given.value == Decimal("500.00")


@pytest.mark.parametrize(
    "question",
    ["除住房公积金外的支出是多少？", "本县的项目支出是多少？", "不含办公费的公用经费是多少？"],
)
def test_what_leaves_out_no_agency_is_of_no_class(library: Library, question: str) -> None:
    assert not read_question(question, library.documents()).is_across
