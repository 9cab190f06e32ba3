"""Questions over several documents: what is asked of each, and what comes of their figures."""

from decimal import Decimal

import pytest

from extraction import DisclosureKind, Format
from index import Answer, Library, answer, prepare
from index.planning.questions import read_question
from index.records import Document, Operation, Want

BUDGET = """{agency}{year}年部门预算

第二部分 {year}年部门预算表
支出总表
单位：{unit}
科目编码|科目名称|合计|基本支出|项目支出
|合计|{total}|{basic}|{project}
213|农林水支出|{total}|{basic}|{project}
21303|水利|{total}|{basic}|{project}
2130301|行政运行|{basic}|{basic}|
2130314|防汛|{project}||{project}

第三部分 {year}年部门预算情况说明
一、收支预算总体情况
{year}年支出预算总额{total}{unit}，比上年{change}。
二、三公经费情况
{year}年公务接待费预算{reception}{unit}。
{more}
"""
TEXTS = {
    "lake-2024": {
        "agency": "青山县水利局",
        "year": 2024,
        "unit": "万元",
        "total": "900.00",
        "basic": "600.00",
        "project": "300.00",
        "change": "增加100.00万元，增长12.5%",
        "reception": "3.00",
        "more": "本部门共有车辆4辆。\n会议费预算2.00万元。\n在职行政人员7人，在职事业人员5人。",
    },
    "lake-2023": {
        "agency": "青山县水利局",
        "year": 2023,
        "unit": "万元",
        "total": "800.00",
        "basic": "550.00",
        "project": "250.00",
        "change": "减少50.00万元，下降5.88%",
        "reception": "4.00",
        "more": "",
    },
    "river-2024": {
        "agency": "白河市财政局",
        "year": 2024,
        "unit": "元",
        "total": "5,000,000",
        "basic": "4,000,000",
        "project": "1,000,000",
        "change": "减少500,000元，下降9.09%",
        "reception": "60,000",
        "more": "本部门共有车辆0辆。\n在职行政人员20人，在职事业人员1人。",
    },
}
BOTH = ("lake-2024", "river-2024")
YEARS = ("lake-2023", "lake-2024")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of two bureaus, one with two years, searched by words only."""
    folder = tmp_path_factory.mktemp("across")
    for name, fields in TEXTS.items():
        text = BUDGET.format(**fields).replace("|", "\t")
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    library = Library(folder / "library", None)
    library.add([prepare(folder / f"{name}.txt") for name in TEXTS])
    return library


@pytest.mark.parametrize(
    ("question", "documents", "value", "unit", "shown"),
    [
        ("两家的公务接待费谁最高？", BOTH, "60000", "元", "最高的是白河市财政局2024年预算"),
        ("哪家的招待费最低？", BOTH, "3.00", "万元", "最低的是青山县水利局2024年预算"),
        (
            "青山和白河的接待费哪家多，差多少？",
            BOTH,
            "30000",
            "元",
            "60,000元 − 3.00万元 = 30000元",
        ),
        ("两个局的支出总额一共多少？", BOTH, "14000000", "元", ""),
        ("水利局的项目支出是财政局的几倍？", BOTH, "3.00", "倍", " = 3倍"),
        ("财政局的项目支出是水利局的几倍？", BOTH, "0.33", "倍", " = 0.33倍"),
        ("两家的项目支出平均每家多少？", BOTH, "2000000", "元", " ÷ 2 = "),
        ("哪家的项目支出占比更高？", BOTH, "13.33", "个百分点", ""),
        ("支出预算总额哪家增长更快？", BOTH, "21.59", "个百分点", "12.5% + 9.09% = 21.59个百分点"),
        ("两家的预算从低到高排一下", BOTH, "5000000", "元", "从低到高依次为：白河市财政局"),
        ("两家中哪家有公车？", BOTH, "4", "辆", "有的是青山县水利局2024年预算"),
        (
            "青山县水利局的招待费，2023年和2024年差多少？",
            YEARS,
            "1.00",
            "万元",
            "4.00万元 − 3.00万元",
        ),
        ("从2023年到2024年，基本支出变动了百分之几？", YEARS, "9.09", "%", " ÷ 550.00 = 9.09%"),
        ("这两年的招待费一共多少？", YEARS, "7.00", "万元", "4.00万元 + 3.00万元 = 7万元"),
        (
            "水利局的招待费占两家合计的百分之几？",
            BOTH,
            "33.33",
            "%",
            "3.00万元 ÷ (3.00万元 + 60,000元)",
        ),
        ("哪一年的招待费最高？", YEARS, "4.00", "万元", "最高的是青山县水利局2023年预算"),
        ("2022年到2024年支出总额累计多少？", YEARS, "2550.00", "万元", "(800.00 + 50.00)"),
    ],
)
def test_figures_of_several_documents_are_worked_out(
    library: Library, question: str, documents: tuple[str, ...], value: str, unit: str, shown: str
) -> None:
    given = answer(library, question, documents)
    assert not given.refused, given.answer
    assert given.value is not None, given.answer
    in_yuan = {"万元": 10_000, "元": 1}
    got = given.value * in_yuan.get(given.unit or "", 1)
    assert got == Decimal(value) * in_yuan.get(unit, 1), given.answer
    assert (given.unit in in_yuan) == (unit in in_yuan), given.answer
    assert shown in given.answer


def test_each_figure_is_cited_from_its_own_document(library: Library) -> None:
    given = answer(library, "两家的公务接待费从高到低排一下", BOTH)
    cited = [(citation.document, citation.printed) for citation in given.citations]
    assert cited == [("river-2024", "60,000元"), ("lake-2024", "3.00万元")]
    assert given.answer.index("[1]") < given.answer.index("[2]")


def test_changes_are_compared_by_the_way_they_went(library: Library) -> None:
    given = answer(library, "哪家的支出预算总额增长最快？", BOTH)
    assert (given.value, given.unit) == (Decimal("12.5"), "%")
    fallen = answer(library, "哪家的支出预算总额下降最多？", BOTH)
    assert (fallen.value, fallen.unit) == (Decimal("500000"), "元")
    assert fallen.answer.startswith("减少最多的是白河市财政局")


def test_each_is_listed_without_one_value(library: Library) -> None:
    given = answer(library, "与上年相比，两家的支出预算总额分别是增是减？", BOTH)
    assert given.value is None
    assert [citation.printed for citation in given.citations] == ["100.00万元", "500,000元"]


def test_a_sum_that_lacks_a_figure_is_refused(library: Library) -> None:
    given = answer(library, "两家的会议费合计多少？", BOTH)
    assert given.refused
    assert given.answer.startswith("白河市财政局2024年预算没有列出这项数字")


def test_several_items_of_each_are_told_or_added(library: Library) -> None:
    given = answer(library, "两家的基本支出和项目支出各是多少？", BOTH)
    figures = ["600.00", "300.00", "4,000,000", "1,000,000"]
    assert [citation.printed for citation in given.citations] == figures
    added = answer(library, "两家的项目支出和公务接待费一共多少？", BOTH)
    assert (added.value, added.unit) == (Decimal(409), "万元")


def test_a_zero_is_a_figure(library: Library) -> None:
    given = answer(library, "两家的公车一共几辆？", BOTH)
    assert (given.value, given.unit) == (Decimal(4), "辆")


def test_what_nobody_prints_is_refused(library: Library) -> None:
    assert answer(library, "哪家的绿化费最高？", BOTH).refused
    assert answer(library, "哪家的在职人员最多？", BOTH).refused
    assert answer(library, "两家按在职职工人均算，谁的基本支出最高？", BOTH).refused


def test_one_agency_beside_several_years_of_another_is_compared_in_their_common_year(
    library: Library,
) -> None:
    given = answer(library, "哪家的公务接待费最高？", tuple(TEXTS))
    assert [citation.document for citation in given.citations] == ["river-2024", "lake-2024"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "哪几家的公务接待费超过5万元？",
            "符合的有白河市财政局2024年预算“公务接待费”60,000元[1]。其余：",
        ),
        ("有几家的招待费超过10万元？", "没有符合的。其余：白河市财政局"),
        (
            "招待费最高的前一名是哪家？",
            "从高到低依次为：白河市财政局2024年预算“公务接待费”60,000元[1]。",
        ),
        ("哪家没有公车？", "有的是青山县水利局2024年预算“车辆”4辆[1]。为零的是白河市财政局"),
    ],
)
def test_an_order_is_told_in_words(library: Library, question: str, said: str) -> None:
    assert answer(library, question, BOTH).answer.startswith(said)


def test_a_trend_tells_each_year_and_the_change(library: Library) -> None:
    given = answer(library, "这几年的公务接待费怎么变化？", YEARS)
    assert given.answer.endswith("最后一年比最初一年减少：4.00万元 − 3.00万元 = 1万元。")
    assert [citation.document for citation in given.citations] == list(YEARS)


def test_an_english_question_is_answered_in_english(library: Library) -> None:
    given = answer(library, "Which of the two bureaus has the highest official reception?", BOTH)
    assert given.answer.startswith("Highest: 白河市财政局 (2024 budget) “公务接待费” 60,000元 [1].")


def test_an_agency_of_no_document_is_told_in_english(library: Library) -> None:
    question = "How much do the finance bureau, the water bureau and the tax bureau spend on rent?"
    given = answer(library, question, BOTH)
    assert given.refused
    assert "no document of “tax bureau”" in given.answer


def test_different_years_are_told(library: Library) -> None:
    given = answer(library, "两家的公务接待费谁最高？", ("lake-2023", "river-2024"))
    assert given.notes[0] == "口径不完全一致：年度不同。"
    assert not any("年度" in note for note in answer(library, "两家的招待费谁最高？", BOTH).notes)


def test_a_group_of_another_size_is_asked_back(library: Library) -> None:
    assert len(answer(library, "三家的公务接待费一共多少？", BOTH).choices) == 2


def test_a_question_that_names_no_group_is_asked_back(library: Library) -> None:
    given: Answer = answer(library, "公务接待费是多少？", BOTH)
    assert len(given.choices) == 2


def _document(name: str, agency: str, region: str, year: int) -> Document:
    return Document(
        name=name,
        path="",
        sha256="",
        format=Format.TEXT,
        agency=agency,
        region=region,
        year=year,
        kind=DisclosureKind.BUDGET,
        tables=0,
        facts=0,
        passages=0,
        gaps=0,
        broken=0,
    )


AGENCIES = (
    _document("lake", "青山县水利局", "青山县", 2024),
    _document("river", "白河市财政局", "白河市", 2024),
    _document("hill", "南江市东水区医疗保障局", "南江市东水区", 2022),
)


@pytest.mark.parametrize(
    ("question", "operation", "operand"),
    [
        ("青山、白河、东水三家，哪家的部门预算盘子最大？", Operation.MOST, "部门预算盘子是多少"),
        ("各单位的会议费分别是多少？", Operation.LOOKUP, "会议费是多少"),
        (
            "青山和白河的预算增幅哪个更快，各自怎么解释？",
            Operation.DIFFERENCE,
            "预算比上年增长百分之几",
        ),
        ("三公经费超过5万元的有哪几家？", Operation.RANK, "三公经费是多少"),
        ("三家里公积金缴得最少的是谁？", Operation.LEAST, "公积金是多少"),
        ("项目支出占比哪家高？", Operation.MOST, "项目支出占比是百分之几"),
        ("三家政府性基金预算支出合计多少？", Operation.SUM, "政府性基金预算支出是多少"),
        ("三家机关运行经费一共多少？", Operation.SUM, "机关运行经费是多少"),
        ("水利局的办公费比财政局多多少？", Operation.DIFFERENCE, "办公费是多少"),
    ],
)
def test_the_comparing_words_are_taken_out(
    question: str, operation: Operation, operand: str
) -> None:
    plan = read_question(question, AGENCIES)
    assert plan.is_across
    assert (plan.operation, plan.operands, plan.want) == (operation, (operand,), Want.FIGURE)


@pytest.mark.parametrize(
    "question",
    [
        "水费和电费谁高？",
        "局的三公经费是多少？",
        "三家的主要职责分别是什么？",
        "三公经费为什么两家都下降了？",
        "中标的是哪家公司？",
        "下属单位哪家的预算最多？",
        "东水区医疗保障局的公务接待费最高的项目是哪个？",
    ],
)
def test_other_questions_are_not_over_several(question: str) -> None:
    assert not read_question(question, AGENCIES).is_across
