"""Answers as a library might give them, each judged by a label: named outcomes out."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from evals.labels.questions import Evidence, Language, Question, QuestionType
from evals.scoring.answers import fail_answer, judge_answer
from evals.scoring.items import Aspect, Item
from evals.scoring.metrics import measure
from extraction import Source, Span
from index import Answer, Choice, Citation, Library, Plan, Want, answer, prepare

TEXT = """青山县水利局2024年部门预算

一般公共预算支出表
单位：万元
项目\t预算数
合计\t10.50
办公费\t7.50
印刷费\t3.00

一、支出预算情况
2024年支出预算10.50万元，比上年增加0.50万元，增长5.00%。
办公费支出较上年增加，主要原因是搬迁。
"""
LONG = "，".join(f"第{number}项工作是修建水库" for number in range(1, 20))
TEXT += f"{LONG}\n"
LINES = TEXT.splitlines()
PLAN = Plan(question="？", want=Want.FIGURE, documents=("demo",))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("scores")
    (folder / "demo.txt").write_text(TEXT, encoding="utf-8")
    library = Library(folder / "library", None)
    library.add([prepare(folder / "demo.txt")])
    return library


def cite(number: int, line: int, text: str, printed: str | None = None) -> Citation:
    """A citation of a text on a line; with `printed` it says that this stands there instead."""
    start = LINES[line - 1].index(text)
    span = Span(line=line, start=start, end=start + len(text))
    return Citation(
        number=number,
        document="demo",
        where=str(line),
        printed=printed or text,
        quote=LINES[line - 1],
        source=Source(document="demo", spans=(span,)),
    )


OFFICE = cite(1, 7, "7.50")
TOTAL = cite(2, 6, "10.50")
BUDGET, RISE = cite(1, 11, "10.50万元"), cite(2, 11, "0.50万元")
REASON = cite(1, 12, "搬迁")


def say(
    text: str,
    *citations: Citation,
    value: str | None = None,
    unit: str | None = None,
    choices: Sequence[str] = (),
    refused: bool = False,
) -> Answer:
    """An answer; `choices` are the documents that it asks back about."""
    return Answer(
        answer=text,
        refused=refused,
        value=None if value is None else Decimal(value),
        unit=unit,
        citations=citations,
        choices=tuple(Choice(label=name, documents=(name,)) for name in choices),
        plan=PLAN,
    )


def ask(
    type_: str = "lookup",
    value: str | None = None,
    unit: str | None = None,
    evidence: Sequence[tuple[str, str, str]] = (("demo", "7", "7.50"),),
    documents: tuple[str, ...] = ("demo",),
) -> Question:
    quotes = tuple(Evidence(document=d, where=where, quote=quote) for d, where, quote in evidence)
    return Question(
        id="q1",
        type=QuestionType(type_),
        lang=Language.ZH,
        documents=documents,
        question="多少？",
        answer="答。",
        value=None if value is None else Decimal(value),
        unit=unit,
        evidence=() if type_ == "unanswerable" else quotes,
    )


def judge(
    library: Library, question: Question, given: Answer, aspect: Aspect = Aspect.ANSWER
) -> list[Item]:
    return list(judge_answer(library, question, given, aspect, "demo"))


def outcomes(items: Sequence[Item], *aspects: Aspect) -> list[tuple[str, str]]:
    """Key without its question, and outcome."""
    return [(item.key.rpartition(" ")[2], item.outcome) for item in items if item.aspect in aspects]


def outcome(items: Sequence[Item]) -> str:
    return items[0].outcome.value


ASKED = ask(value="7.50", unit="万元")
ANSWER = say("2024年办公费为7.50万元[1]。", OFFICE, value="7.50", unit="万元")


def test_a_figure_with_its_cell_is_right(library: Library) -> None:
    items = judge(library, ASKED, ANSWER)
    assert [(item.aspect.value, item.key, item.outcome.value) for item in items] == [
        ("answer", "q1", "right"),
        ("citation", "answer q1 [1]", "right"),
        ("stated figure", "answer q1 7.50万元", "right"),
    ]
    assert {(item.document, item.group, item.language) for item in items} == {
        ("demo", "lookup", "zh")
    }
    assert [item.cluster for item in items] == ["", "answer q1", "answer q1"]
    assert {score.metric: (score.part, score.whole) for score in measure(items)} == {
        "answers right": (1, 1),
        "answers: wrongly refused": (0, 1),
        "citations precision": (1, 1),
        "citations recall": (1, 1),
    }


def test_the_same_question_over_the_library_is_another_item(library: Library) -> None:
    items = judge(library, ASKED, ANSWER, Aspect.OPEN_ANSWER)
    assert [item.key for item in items] == [
        "q1",
        "open answer q1 [1]",
        "open answer q1 7.50万元",
    ]
    assert items[0].aspect is Aspect.OPEN_ANSWER


@pytest.mark.parametrize(
    ("value", "unit", "wanted"),
    [
        ("7.5", "万元", "right"),
        ("75000", "元", "right"),
        ("0.00075", "亿元", "right"),
        ("0.0008", "亿元", "right"),  # as a label in 亿元 rounds it
        ("0.0007", "亿元", "wrong figure"),
        ("8", "万元", "wrong figure"),  # in its own unit a figure is exact
        ("7.50", "元", "wrong unit"),
        ("7.50", None, "wrong unit"),
        ("7.50", "%", "wrong unit"),
        ("7.05", "万元", "wrong figure"),
        ("5.70", "万元", "wrong figure"),
        ("75", "万元", "wrong figure"),
        ("7.51", "万元", "wrong figure"),
        ("10.50", "万元", "wrong figure"),
    ],
)
def test_a_figure_is_right_in_any_unit_of_money(
    library: Library, value: str, unit: str | None, wanted: str
) -> None:
    assert outcome(judge(library, ask(value=value, unit=unit), ANSWER)) == wanted


@pytest.mark.parametrize(
    ("value", "unit", "wanted"),
    [
        ("75000", "元", "right"),
        ("7.50", "元", "wrong unit"),
        ("7.05", "万元", "wrong figure"),
        ("7.504", "万元", "unproven"),
        (None, None, "no figure"),
    ],
)
def test_what_is_answered_is_judged_and_not_what_is_cited(
    library: Library, value: str | None, unit: str | None, wanted: str
) -> None:
    given = say(f"办公费为{value}{unit}[1]。", OFFICE, value=value, unit=unit)
    assert outcome(judge(library, ASKED, given)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("办公费为7.50万元[1]。", "right"),
        ("办公费为75,000元[1]。", "right"),
        ("办公费为10.50万元[1]。", "unproven"),
        ("办公费为7.50元[1]。", "unproven"),
        ("办公费为7.50[1]。", "unproven"),
        ("见《支出7.50万元》[1]。", "unproven"),
        ("见文件[1]。", "unproven"),
    ],
)
def test_the_text_states_the_figure_that_is_answered(
    library: Library, text: str, wanted: str
) -> None:
    given = say(text, OFFICE, value="7.50", unit="万元")
    assert outcome(judge(library, ASKED, given)) == wanted


def test_a_rate_and_a_difference_in_points_are_two(library: Library) -> None:
    asked = ask(value="5.00", unit="个百分点")
    rate = cite(1, 11, "5.00%")
    for unit, wanted in (("%", "wrong unit"), ("个百分点", "unproven")):
        given = say(f"增长5.00{unit}[1]。", rate, value="5.00", unit=unit)
        assert outcome(judge(library, asked, given)) == wanted


def test_a_swapped_digit_is_proven_by_nothing(library: Library) -> None:
    given = say("办公费为7.05万元[1]。", OFFICE, value="7.05", unit="万元")
    items = judge(library, ASKED, given)
    assert outcome(items) == "wrong figure"
    assert outcomes(items, Aspect.CITATION, Aspect.STATED) == [
        ("[1]", "wrong place"),
        ("7.05万元", "unproven"),
    ]


def test_a_right_figure_that_is_cited_at_the_next_cell_is_unproven(library: Library) -> None:
    given = say("办公费为7.50万元[2]。", TOTAL, value="7.50", unit="万元")
    items = judge(library, ASKED, given)
    assert outcome(items) == "unproven"
    assert outcomes(items, Aspect.CITATION, Aspect.STATED) == [
        ("[2]", "wrong place"),
        ("7.50万元", "unproven"),
    ]


def test_a_print_that_does_not_stand_at_its_source_proves_nothing(library: Library) -> None:
    forged = cite(1, 8, "3.00", printed="7.50")
    items = judge(library, ASKED, say("办公费为7.50万元[1]。", forged, value="7.50", unit="万元"))
    assert outcome(items) == "unproven"
    assert outcomes(items, Aspect.CITATION) == [("[1]", "wrong place")]


def test_a_figure_without_a_citation_is_unproven(library: Library) -> None:
    items = judge(library, ASKED, say("办公费为7.50万元。", value="7.50", unit="万元"))
    assert [(item.aspect.value, item.outcome.value) for item in items] == [
        ("answer", "unproven"),
        ("stated figure", "unproven"),
    ]


def test_a_second_citation_that_the_answer_does_not_use_is_wrong(library: Library) -> None:
    given = say("办公费为7.50万元[1][2]。", OFFICE, TOTAL, value="7.50", unit="万元")
    items = judge(library, ASKED, given)
    assert outcomes(items, Aspect.ANSWER, Aspect.CITATION) == [
        ("q1", "right"),
        ("[1]", "right"),
        ("[2]", "wrong place"),
    ]


EARLIER = ask("compute", "10.00", "万元", [("demo", "11", "10.50万元")])


@pytest.mark.parametrize(
    ("text", "value", "wanted"),
    [
        ("10.50万元[1]减0.50万元[2]：10.50万元 − 0.50万元 = 10万元。", "10.00", "right"),
        ("10.50万元 + 0.50万元 = 10万元。", "10.00", "unproven"),
        ("10.50万元 − 0.50万元 = 9.99万元，即10万元。", "10.00", "unproven"),
        ("10.50万元 − 0.49万元 = 10.01万元。", "10.01", "wrong figure"),
        ("10.50万元 − 0.49万元 − 0.01万元 = 10万元。", "10.00", "unproven"),
        ("算得10万元。", "10.00", "unproven"),
    ],
)
def test_a_computed_figure_is_proven_by_a_formula_over_cited_figures(
    library: Library, text: str, value: str, wanted: str
) -> None:
    given = say(text, BUDGET, RISE, value=value, unit="万元")
    assert outcome(judge(library, EARLIER, given)) == wanted


def test_the_result_of_a_formula_is_stated_and_proven(library: Library) -> None:
    formula = "10.50万元[1] − 0.50万元[2] = 10万元"
    items = judge(library, EARLIER, say(formula, BUDGET, RISE, value="10.00", unit="万元"))
    proofs = outcomes(items, Aspect.CITATION, Aspect.STATED)
    assert [one for _, one in proofs] == ["right"] * 5
    lacking = judge(library, EARLIER, say(formula, BUDGET, value="10.00", unit="万元"))
    assert outcome(lacking) == "unproven"
    assert outcomes(lacking, Aspect.STATED) == [
        ("10.50万元", "right"),
        ("0.50万元", "unproven"),
        ("10万元", "unproven"),
    ]


def test_both_operands_of_a_formula_may_stand_bare(library: Library) -> None:
    asked = ask("compare", "3.00", "万元")
    text = "10.50[2] − 7.50[1] = 3.00万元"
    items = judge(library, asked, say(text, OFFICE, TOTAL, value="3.00", unit="万元"))
    assert [(item.key, item.outcome.value) for item in items] == [
        ("q1", "right"),
        ("answer q1 [1]", "right"),
        ("answer q1 [2]", "right"),
        ("answer q1 10.50", "right"),
        ("answer q1 7.50", "right"),
        ("answer q1 3.00万元", "right"),
    ]


@pytest.mark.parametrize(
    ("text", "value", "unit", "stated"),
    [
        (
            "7.50[1] ÷ 10.50[2] × 100% = 0.7143 = 71.43%",
            "71.43",
            "%",
            ["7.50", "10.50", "0.7143", "71.43%"],
        ),
        ("(7.50[1] + 10.50[2]) ÷ 2 = 9.00万元", "9.00", "万元", ["7.50", "10.50", "9.00万元"]),
        ("10.50[2] ÷ 7.50[1] = 1.40倍", "1.40", "倍", ["10.50", "7.50", "1.40倍"]),
    ],
)
def test_constants_of_a_formula_need_no_citation(
    library: Library, text: str, value: str, unit: str, stated: list[str]
) -> None:
    items = judge(
        library, ask("compute", value, unit), say(text, OFFICE, TOTAL, value=value, unit=unit)
    )
    assert outcome(items) == "right"
    assert outcomes(items, Aspect.STATED) == [(figure, "right") for figure in stated]


def test_a_constant_that_is_claimed_too_needs_a_citation(library: Library) -> None:
    text = "完成100%，7.50[1] ÷ 10.50[2] × 100% = 71.43%"
    items = judge(
        library, ask("compute", "71.43", "%"), say(text, OFFICE, TOTAL, value="71.43", unit="%")
    )
    assert outcomes(items, Aspect.STATED)[0] == ("100%", "unproven")


def test_a_difference_below_zero_is_proven(library: Library) -> None:
    asked = ask("compare", "-3.00", "万元")
    text = "7.50万元[1] − 10.50万元[2] = -3万元"
    items = judge(library, asked, say(text, OFFICE, TOTAL, value="-3.00", unit="万元"))
    assert {item.outcome.value for item in items} == {"right"}


@pytest.mark.parametrize(
    ("label", "wanted"),
    [
        ("71.43", "right"),
        ("71.4", "right"),
        ("71", "right"),
        ("71.44", "wrong figure"),
        ("70", "wrong figure"),
        ("71.34", "wrong figure"),
    ],
)
def test_a_computed_figure_is_compared_as_its_label_is_rounded(
    library: Library, label: str, wanted: str
) -> None:
    """The cell prints no unit, the sentence does: the formula holds in that of each place."""
    text = "7.50万元[1]、10.50万元[2]：7.50 ÷ 10.50万元 = 71.43%。"
    given = say(text, OFFICE, BUDGET.model_copy(update={"number": 2}), value="71.43", unit="%")
    items = judge(library, ask("compute", label, "%"), given)
    assert outcome(items) == wanted
    assert {one for _, one in outcomes(items, Aspect.CITATION, Aspect.STATED)} == {"right"}


def test_money_that_is_computed_is_rounded_in_the_unit_of_its_label(library: Library) -> None:
    text = "7.50万元[1] ÷ 7 = 1.0714万元"
    given = say(text, OFFICE, value="1.0714", unit="万元")
    for label, wanted in (("1.07", "unproven"), ("1.08", "wrong figure"), ("1", "unproven")):
        assert outcome(judge(library, ask("compute", label, "万元"), given)) == wanted


def test_a_formula_may_round_but_not_swap(library: Library) -> None:
    text = "7.50万元[1] ÷ 10.50万元[2] = {}"
    for value, wanted in (("71.43", "right"), ("71.34", "wrong figure")):
        given = say(text.format(f"{value}%"), OFFICE, TOTAL, value=value, unit="%")
        assert outcome(judge(library, ask("compute", "71.43", "%"), given)) == wanted


WHY = ask("why", evidence=[("demo", "12", "主要原因是搬迁")])


@pytest.mark.parametrize(
    ("citations", "wanted"),
    [
        ([REASON, TOTAL], "right"),
        ([TOTAL, REASON], "in the first three"),
        ([TOTAL, OFFICE, REASON], "in the first three"),
        ([TOTAL, OFFICE, BUDGET, REASON], "wrong passage"),
        ([TOTAL], "wrong passage"),
        ([], "wrong passage"),
    ],
)
def test_a_passage_is_right_where_it_is_cited_first(
    library: Library, citations: list[Citation], wanted: str
) -> None:
    assert outcome(judge(library, WHY, say("搬迁", *citations))) == wanted


@pytest.mark.parametrize(
    ("where", "quote", "wanted"),
    [
        ("99", "主要 原因是搬迁", "right"),
        ("12", "原因：搬迁", "right"),
        ("12", "别的话", "wrong passage"),
        ("12", "办公费支出较上年增加", "wrong passage"),
        ("99", "办公费支出较上年增加", "wrong passage"),
        ("11", "原因：搬迁", "wrong passage"),
    ],
)
def test_a_passage_prints_words_of_the_labelled_quote_at_its_place(
    library: Library, where: str, quote: str, wanted: str
) -> None:
    asked = ask("why", evidence=[("demo", where, quote)])
    assert outcome(judge(library, asked, say("搬迁[1]", REASON))) == wanted


def test_a_passage_of_another_document_is_wrong(library: Library) -> None:
    asked = ask("why", evidence=[("other", "12", "搬迁")], documents=("demo", "other"))
    assert outcome(judge(library, asked, say("搬迁[1]", REASON))) == "wrong passage"


@pytest.mark.parametrize(
    ("place", "where", "wanted"),
    [
        ({"page": 3}, "3", "wrong passage"),  # a page holds many passages
        ({"cell": "说明!A7"}, "说明!A7", "right"),
        ({"cell": "说明!A7"}, "说明!A8", "wrong passage"),
    ],
)
def test_a_passage_is_right_by_its_cell_and_never_by_its_page(
    library: Library, place: dict[str, object], where: str, wanted: str
) -> None:
    span = {"line": 12, "start": 16, "end": 18, **place}
    source = Source.model_validate({"document": "demo", "spans": [span]})
    cited = REASON.model_copy(update={"source": source, "where": source.where})
    asked = ask("why", evidence=[("demo", where, "原因：搬迁")])
    assert outcome(judge(library, asked, say("搬迁[1]", cited))) == wanted


@pytest.mark.parametrize(
    ("printed", "quote", "wanted"),
    [
        (LONG[:20], LONG[4:40], "right"),
        (LONG[:20], f"别的{LONG[:8]}些其他没有关系的话语", "right"),
        (LONG[:20], f"别的{LONG[:7]}些其他没有关系的话语", "wrong passage"),
        (LONG[:20], f"别{LONG[:3]}话语", "right"),
        (LONG[:20], f"别的{LONG[:3]}话语", "wrong passage"),
        (LONG[:6], f"{LONG[:3]}别的一些话语", "right"),
        (LONG[:7], f"{LONG[:3]}别的一些话语", "wrong passage"),
    ],
)
def test_eight_characters_or_half_of_the_shorter_overlap(
    library: Library, printed: str, quote: str, wanted: str
) -> None:
    asked = ask("why", evidence=[("demo", "13", quote)])
    assert outcome(judge(library, asked, say(printed, cite(1, 13, printed)))) == wanted


def test_a_passage_that_does_not_stand_at_its_source_is_wrong(library: Library) -> None:
    forged = cite(1, 12, "办公费", printed="主要原因是搬迁")
    assert outcome(judge(library, WHY, say("主要原因是搬迁[1]", forged))) == "wrong passage"


@pytest.mark.parametrize("printed", ["", " ", "“”"])
def test_a_citation_of_nothing_is_wrong(library: Library, printed: str) -> None:
    span = Span(line=12, start=3, end=3)
    empty = REASON.model_copy(
        update={"printed": printed, "source": Source(document="demo", spans=(span,))}
    )
    items = judge(library, WHY, say("搬迁[1]", empty))
    assert outcomes(items, Aspect.ANSWER, Aspect.CITATION) == [
        ("q1", "wrong passage"),
        ("[1]", "wrong place"),
    ]


def test_two_citations_of_one_number_are_each_judged(library: Library) -> None:
    again = TOTAL.model_copy(update={"number": 1})
    items = judge(library, ASKED, say("7.50万元[1]", OFFICE, again, value="7.50", unit="万元"))
    assert outcomes(items, Aspect.CITATION) == [("[1]", "right"), ("[1]#2", "wrong place")]
    swapped = judge(library, ASKED, say("7.50万元[1]", again, OFFICE, value="7.50", unit="万元"))
    assert outcomes(swapped, Aspect.CITATION) == [("[1]", "wrong place"), ("[1]#2", "right")]


def test_a_passage_holds_the_words_that_it_cites(library: Library) -> None:
    for text, wanted in (("搬迁[1]", "right"), ("修缮[1]", "wrong place")):
        assert outcomes(judge(library, WHY, say(text, REASON)), Aspect.CITATION) == [
            ("[1]", wanted)
        ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (LONG, "right"),
        (f"工作：{LONG[:120]}…[1]", "right"),
        (f"工作：{LONG[:120]}[1]", "wrong place"),
        (f"工作：{LONG[:119]}错…[1]", "wrong place"),
        (f"工作：{LONG[:99]}…[1]", "wrong place"),
        ("工作……[1]", "wrong place"),
    ],
)
def test_long_words_may_be_cut_short_by_an_ellipsis(
    library: Library, text: str, wanted: str
) -> None:
    items = judge(library, WHY, say(text, cite(1, 13, LONG)))
    assert outcomes(items, Aspect.CITATION) == [("[1]", wanted)]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        (ask("unanswerable"), "right"),
        (ASKED, "wrongly refused"),
        (WHY, "wrongly refused"),
    ],
)
def test_a_refusal_is_right_where_nothing_tells_and_states_no_figures(
    library: Library, asked: Question, wanted: str
) -> None:
    [item] = judge(library, asked, say("文件没有列示2项支出，共7.50万元。", refused=True))
    assert item.outcome == wanted


def test_what_is_answered_where_nothing_tells_is_wrong(library: Library) -> None:
    assert outcome(judge(library, ask("unanswerable"), ANSWER)) == "wrongly answered"


@pytest.mark.parametrize(
    ("aspect", "choices", "wanted"),
    [
        (Aspect.ANSWER, ("demo", "other"), "asked back"),
        (Aspect.OPEN_ANSWER, ("demo", "other"), "asked back rightly"),
        (Aspect.OPEN_ANSWER, ("other", "third"), "asked back"),
    ],
)
def test_asking_back_is_right_over_the_library_if_the_document_is_offered(
    library: Library, aspect: Aspect, choices: tuple[str, ...], wanted: str
) -> None:
    given = say("有2份文件可以回答，请选择：", choices=choices)
    [item] = judge(library, ASKED, given, aspect)
    assert (item.outcome.value, item.is_right) == (wanted, wanted == "asked back rightly")
    assert bool(item.excerpt) is not item.is_right


@pytest.mark.parametrize(
    ("choices", "wanted"),
    [
        ([("demo",), ("other",)], "asked back"),
        ([("demo",), ("third", "other", "demo")], "asked back rightly"),
    ],
)
def test_one_choice_holds_all_documents_of_a_question_over_several(
    library: Library, choices: list[tuple[str, ...]], wanted: str
) -> None:
    asked = ask(value="7.50", unit="万元", documents=("demo", "other"))
    offered = tuple(Choice(label="？", documents=documents) for documents in choices)
    given = say("请选择：").model_copy(update={"choices": offered})
    [item] = judge(library, asked, given, Aspect.OPEN_ANSWER)
    assert item.outcome == wanted


@pytest.mark.parametrize("aspect", [Aspect.ANSWER, Aspect.OPEN_ANSWER])
def test_asking_back_is_wrong_where_nothing_tells(library: Library, aspect: Aspect) -> None:
    [item] = judge(library, ask("unanswerable"), say("请选择：", choices=("demo",)), aspect)
    assert item.outcome == "asked back"


def test_years_and_names_are_no_figures(library: Library) -> None:
    text = "2024年《表1》“30101科目”为7.50万元[1]。"
    items = judge(library, ASKED, say(text, OFFICE, value="7.50", unit="万元"))
    assert outcomes(items, Aspect.STATED) == [("7.50万元", "right")]


def test_the_figures_on_both_sides_of_a_name_are_two(library: Library) -> None:
    text = "7.50“办公费”3.00万元[1]"
    items = judge(library, ASKED, say(text, OFFICE, value="7.50", unit="万元"))
    assert outcomes(items, Aspect.STATED) == [("7.50", "right"), ("3.00万元", "unproven")]


def test_what_is_wrong_has_label_and_citations_beside_it(library: Library) -> None:
    given = say("办公费为10.50万元[2]。", TOTAL, value="10.50", unit="万元")
    item = judge(library, ASKED, given)[0]
    assert item.expected == "7.50万元 (答。)"
    assert (item.where, item.found) == ("demo 7", "demo 6")
    assert item.excerpt == "demo 7: 7.50\n[2] demo 6: 合计\t10.50"
    assert judge(library, ASKED, ANSWER)[0].excerpt == ""


def test_a_question_that_was_never_answered_fails() -> None:
    item = fail_answer(ask("unanswerable"), "OSError: no", Aspect.ANSWER, "demo")
    assert (item.outcome.value, item.got, item.note) == ("failed", None, "多少？ (OSError: no)")
    assert [(score.metric, score.part) for score in measure([item])] == [
        ("answers right", 0),
        ("answers: unanswerable refused", 0),
    ]


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("办公费多少？", ASKED),
        ("办公费占合计的比例是多少？", ask("compute", "71.43", "%")),
        ("上年支出预算是多少？", EARLIER),
        ("办公费支出为什么增加？", WHY),
        ("会议费多少？", ask("unanswerable")),
    ],
)
def test_what_a_library_answers_is_right(library: Library, question: str, label: Question) -> None:
    items = judge(library, label, answer(library, question, ["demo"]))
    assert {item.outcome.value for item in items} == {"right"}
