"""Questions to a small budget, and what must be said: figure, place, quote, refusal, choices."""

from decimal import Decimal
from pathlib import Path

import pytest
from county import BUDGET, FINAL

from index import Answer, Library, UnknownDocument, answer, prepare


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of one bureau's budget and final account, searched by words only."""
    folder = tmp_path_factory.mktemp("county")
    texts = {"budget-2024": BUDGET, "final-2023": FINAL}
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    library = Library(folder / "library", None)
    library.add([prepare(folder / f"{name}.txt") for name in texts])
    return library


def ask(library: Library, question: str, *documents: str) -> Answer:
    return answer(library, question, documents or ("budget-2024",))


def line_of(text: str, piece: str) -> str:
    """The number of the first line that holds a piece."""
    return str(next(n for n, line in enumerate(text.split("\n"), start=1) if piece in line))


@pytest.mark.parametrize(
    ("question", "value", "unit", "piece"),
    [
        ("2024年一共安排了多少钱？", "900.00", "万元", "支出总计"),
        ("总盘子折合多少亿元？", "0.09", "亿元", "支出总计"),
        ("防汛花多少？", "300.00", "万元", "\t防汛\t"),
        ("行政运行里的基本支出是多少？", "500.00", "万元", "行政运行"),
        ("2210201列了多少？", "100.00", "万元", "2210201"),
        ("公积金要交多少？", "100.00", "万元", "2210201"),
        ("取暖费安排了多少钱？", "20.00", "万元", "取暖费"),
        ("招待费安排了多少？", "3.00", "万元", "公务接待费"),
        ("招待费比去年降了百分之几？", "25", "%", "公务接待费"),
        ("招待费比去年少了多少？", "1.00", "万元", "公务接待费"),
        ("养车一年要多少钱？", "6.00", "万元", "公务用车运行维护费"),
        ("局里有几辆公车？", "4", "辆", "共有车辆"),
        ("从2023年结转过来的钱有多少？", "40.00", "万元", "二、上年结转\t"),
        ("青山县水利局的项目支出是多少？", "300.00", "万元", "\t合计\t900.00"),
    ],
)
def test_a_figure_is_answered_with_its_place(
    county: Library, question: str, value: str, unit: str, piece: str
) -> None:
    given = ask(county, question)
    assert (given.value, given.unit) == (Decimal(value), unit), given.answer
    first = given.citations[0]
    assert first.where == line_of(BUDGET, piece), given.answer
    assert first.printed in first.quote
    assert "[1]" in given.answer


def test_every_citation_prints_what_it_says(county: Library) -> None:
    given = ask(county, "支出总计是多少？")
    for citation in given.citations:
        (span,) = citation.source.spans
        line = county.lines(citation.document)[span.line - 1]
        assert line[span.start : span.end] == citation.printed
    assert {c.printed for c in given.citations} <= {"900.00", "900.00万元"}
    assert len(given.citations) == 2  # the table's cell, and the sentence that restates it


def test_a_cell_is_cited_by_table_row_and_column(county: Library) -> None:
    first = ask(county, "防汛的项目支出是多少？").citations[0]
    assert (first.document, first.table, first.row, first.column) == (
        "budget-2024",
        "支出总表",
        "防汛",
        "项目支出",
    )
    assert (first.printed, first.quote) == ("300.00", "2130314\t防汛\t300.00\t\t300.00")


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("青山县审计局2024年预算多少？", "青山县审计局"),
        ("2025年预算多少？", "2025年"),
        ("2024年实际花了多少？", "决算"),
        ("会议费安排了多少？", "会议费"),
        ("防汛的物资是哪家供应商？", "供应商"),
        ("治理了多少亩地？", "治理"),
        ("在职的有多少人？", "在职"),
        ("青山县的小学有多少名教师？", "教师"),
    ],
)
def test_what_is_not_printed_is_refused_by_name(county: Library, question: str, named: str) -> None:
    given = ask(county, question)
    assert given.refused, given.answer
    assert given.value is None
    assert named in given.answer
    assert "青山县水利局2024年预算" in given.answer  # what there is instead


def test_a_dash_is_no_figure(county: Library) -> None:
    assert ask(county, "电费多少？").value is None


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("预算为什么涨了？", "新增水库除险项目"),
        ("招待费怎么少了？", "压减一般性支出"),
        ("机关运行经费减少的原因是什么？", "公用经费定额下调"),
    ],
)
def test_a_reason_is_quoted(county: Library, question: str, reason: str) -> None:
    given = ask(county, question)
    assert given.citations[0].printed == reason
    assert reason in given.answer


def test_a_definition_is_quoted(county: Library) -> None:
    given = ask(county, "基本支出是什么意思？")
    assert given.citations[0].printed.startswith("指为保障机构正常运转")
    assert given.citations[0].where == line_of(BUDGET, "一、基本支出：")


@pytest.mark.parametrize(
    ("question", "piece"),
    [
        ("水利局是干什么的？", "（一）编制全县"),
        ("下面有哪些单位？", "本部门下属单位包括"),
    ],
)
def test_a_list_is_quoted(county: Library, question: str, piece: str) -> None:
    given = ask(county, question)
    assert given.citations[0].where == line_of(BUDGET, piece), given.answer


def test_the_rows_under_a_row_are_listed(county: Library) -> None:
    given = ask(county, "商品和服务支出里包括哪几项？")
    assert [citation.row for citation in given.citations] == ["办公费", "电费", "取暖费"]


@pytest.mark.parametrize(
    ("question", "value", "formula"),
    [
        ("机关运行经费去年是多少？", "60.00", "50.00万元 + 10.00万元 = 60"),
        ("2023年的支出预算总额是多少？", "800.00", "900.00万元 − 100.00万元 = 800"),
        ("机关运行经费降了百分之几？", "16.67", "10.00万元 ÷ (50.00万元 + 10.00万元) = 16.67%"),
        ("防汛占支出总额的比重是多少？", "33.33", "300.00 ÷ 900.00 = 33.33%"),
    ],
)
def test_what_follows_from_printed_figures_shows_its_formula(
    county: Library, question: str, value: str, formula: str
) -> None:
    given = ask(county, question)
    assert given.value == Decimal(value), given.answer
    assert formula in given.answer
    assert len(given.citations) == 2


@pytest.mark.parametrize(
    "question",
    [
        "行政运行的项目支出是多少？",  # the cell is blank
        "防汛的人员经费是多少？",  # no such column
        "局长工资多少？",  # 基本工资 is not it
        "非税收入是多少？",
        "农林水收入是多少？",  # 支出 is printed
        "防汛支出增长了多少？",  # no change is printed
        "每个月的公务接待费是多少？",
        "青山县水库管理站的三公经费是多少？",  # a unit of the bureau
        "临江县水利局有几辆车？",
        "市水利局的招待费多少？",
        "公务用车购置了几辆？",
        "取暖标准是多少？",
    ],
)
def test_a_neighbour_is_no_answer(county: Library, question: str) -> None:
    given = ask(county, question)
    assert given.value is None, given.answer


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("机关运行经费减少了多少？", "10.00"),
        ("支出预算增长多少？", "100.00"),
        ("招待费是不是减少了？", "1.00"),
    ],
)
def test_a_change_is_not_answered_with_the_level(
    county: Library, question: str, value: str
) -> None:
    assert ask(county, question).value == Decimal(value)


def test_figures_of_one_name_are_all_shown(tmp_path: Path) -> None:
    rows = (
        "项目支出表",
        "单位：万元",
        "科目编码\t科目名称\t预算数",
        "\t合计\t8.00",
        "302\t商品和服务支出\t8.00",
        "30201\t办公费\t8.00",
    )
    more = "\n".join((*rows, "", "第三部分"))
    path = tmp_path / "twice.txt"
    path.write_text(BUDGET.replace("第三部分", more, 1), encoding="utf-8")
    library = Library(tmp_path / "library", None)
    library.add([prepare(path)])
    given = answer(library, "办公费多少？")
    assert given.value is None
    assert {citation.printed for citation in given.citations} == {"30.00", "8.00"}


def test_a_figure_of_the_earlier_year_is_not_taken_for_this_one(county: Library) -> None:
    given = ask(county, "2023年防汛花了多少？", "budget-2024", "final-2023")
    assert (given.value, given.citations[0].document) == (Decimal("260.00"), "final-2023")


@pytest.mark.parametrize(
    ("question", "value"),
    [("防汛年初预算是多少？", "250.00"), ("防汛的完成率是多少？", "104.00")],
)
def test_a_final_account_tells_its_budget_where_asked(
    county: Library, question: str, value: str
) -> None:
    assert ask(county, question, "final-2023").value == Decimal(value)


def test_where_several_documents_fit_it_asks_back(county: Library) -> None:
    given = ask(county, "住房公积金是多少？", "budget-2024", "final-2023")
    assert not given.refused
    assert given.value is None
    assert [(choice.label, choice.documents) for choice in given.choices] == [
        ("青山县水利局2024年预算", ("budget-2024",)),
        ("青山县水利局2023年决算", ("final-2023",)),
    ]
    chosen = answer(county, given.plan.question, given.choices[1].documents)
    assert chosen.value == Decimal("80.00")


def test_where_many_documents_fit_it_asks_for_the_agency(tmp_path: Path) -> None:
    prepared = []
    for agency in ("水利局", "教育局"):
        for year in range(2012, 2019):
            path = tmp_path / f"{agency}-{year}.txt"
            text = BUDGET.replace("水利局", agency).replace("2024", str(year))
            path.write_text(text, encoding="utf-8")
            prepared.append(prepare(path))
    library = Library(tmp_path / "library", None)
    library.add(prepared)
    given = answer(library, "住房公积金是多少？")
    assert [choice.label for choice in given.choices] == ["青山县教育局", "青山县水利局"]
    assert all(len(choice.documents) == 7 for choice in given.choices)


def test_an_answer_says_that_a_newer_publication_exists(tmp_path: Path) -> None:
    for name, text in {"first": BUDGET, "second": BUDGET.replace("3.00万元", "2.00万元")}.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    library = Library(tmp_path / "library", None)
    library.add([prepare(tmp_path / "first.txt")])
    library.add([prepare(tmp_path / "second.txt")])
    current = answer(library, "招待费安排了多少？")
    assert (current.value, current.citations[0].document) == (Decimal("2.00"), "second")
    assert any("second" in note and "first" in note for note in current.notes)
    old = answer(library, "招待费安排了多少？", ["first"])
    assert old.value == Decimal("3.00")
    assert any("second" in note for note in old.notes)


def test_a_figure_of_a_broken_sum_says_so(tmp_path: Path) -> None:
    path = tmp_path / "broken.txt"
    path.write_text(BUDGET.replace("办公费\t30.00", "办公费\t31.00"), encoding="utf-8")
    library = Library(tmp_path / "library", None)
    library.add([prepare(path)])
    (note,) = [note for note in answer(library, "办公费多少？").notes if "核对不符" in note]
    assert note.startswith("[1]涉及")
    assert "51.00" in note
    assert not any("核对不符" in note for note in answer(library, "基本工资多少？").notes)


def test_what_several_figures_break_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "broken.txt"
    path.write_text(BUDGET.replace("办公费\t30.00", "办公费\t31.00"), encoding="utf-8")
    library = Library(tmp_path / "library", None)
    library.add([prepare(path)])
    notes = answer(library, "办公费和取暖费一共多少？").notes
    assert [note[:10] for note in notes if "51.00" in note] == ["[1][2]涉及的核"]


def test_an_unknown_document_is_an_error(county: Library) -> None:
    with pytest.raises(UnknownDocument, match="budget-2042"):
        answer(county, "招待费多少？", ["budget-2042"])


@pytest.mark.parametrize(
    "question", ["", " ", "？", "你好", "多少", "\x00", "😀" * 400, "a" * 5000]
)
def test_what_is_no_question_gets_no_figure_of_an_item(county: Library, question: str) -> None:
    given = answer(county, question)
    assert given.answer
    assert given.value is None or given.plan.topic.strip() == "多少"


def test_a_question_goes_on_from_the_one_before(county: Library) -> None:
    first = ask(county, "2024年招待费安排了多少？")
    given = answer(county, "办公费呢？", ("budget-2024",), first.plan)
    assert (given.value, given.unit) == (Decimal("30.00"), "万元")
    assert given.plan.question == "办公费呢？"
    assert given.notes[0] == "按“2024年办公费安排了多少”理解。"


@pytest.mark.parametrize("question", ["", "？？？", "第二高的支出是多少？"])
def test_what_asks_for_nothing_that_is_printed_gets_no_figure(
    county: Library, question: str
) -> None:
    assert ask(county, question).value is None
