"""Many documents: what is asked back, what is looked for by SQL, and that answers stay the same."""

from pathlib import Path

import pytest
from county import BUDGET, FINAL

from extraction import Unit
from index import Answer, Library, answer, prepare
from index.answering import quoting, wide_scopes
from index.answering.wide_scopes import find_holders, make_query
from index.planning.questions import read_question
from index.records import Aspect, Language, Plan, Want
from index.storing.queries import FactQuery, find_conditions

TRICKY = "报告费' OR '1'='1"
TEXT = """{agency}{year}年部门预算

部门支出预算表
单位：万元
项目|预算数
合计|{total}
基本支出|7.50
{item}|2.50
"""


def write(folder: Path, texts: dict[str, str]) -> Library:
    paths = [folder / f"{name}.txt" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text.replace("|", "\t"), encoding="utf-8")
    library = Library(folder / "library", None)
    library.add([prepare(path) for path in paths])
    return library


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return write(tmp_path_factory.mktemp("county"), {"budget": BUDGET, "final": FINAL})


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Fifteen agencies of two counties in one year, of which one has an item of its own."""
    agencies = [
        f"{place}县{n}局"
        for place in ("青山", "白水")
        for n in ("水利", "财政", "教育", "民政", "司法", "审计", "统计")
    ]
    texts = {
        f"doc-{number:02}": TEXT.format(
            agency=agency, year=2024, total="10.00", item="灯塔修缮" if number == 4 else "会议费"
        )
        for number, agency in enumerate([*agencies, "赤水县水利局"])
    }
    return write(tmp_path_factory.mktemp("many"), texts)


def ask(library: Library, question: str) -> Answer:
    return answer(library, question)


def plan_of(library: Library, question: str) -> Plan:
    return read_question(question, library.documents())


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({}, 3),
        ({"items": frozenset({"会议费"})}, 1),
        ({"items": frozenset({"会议费", "基本支出"})}, 2),
        ({"items": frozenset({"会议费' OR '1'='1"})}, 0),
        ({"items": frozenset({"%"})}, 0),
        ({"items": frozenset({""})}, 0),
        ({"aspects": frozenset({Aspect.LEVEL})}, 3),
        ({"aspects": frozenset({Aspect.RATE})}, 0),
        ({"units": frozenset({Unit.WAN, Unit.YUAN})}, 3),
        ({"units": frozenset({Unit.PEOPLE})}, 0),
        ({"codes": frozenset({"213"})}, 0),
    ],
)
def test_a_condition_keeps_the_facts_that_are_of_it(many, conditions, expected) -> None:
    query = FactQuery(documents=("doc-00",), **conditions)
    found = many._store.facts(query)["doc-00"]
    assert len(found) == expected
    assert set(found) <= set(many.facts(["doc-00"]))
    assert many.holders(query) == ({"doc-00"} if expected else set())


def test_what_is_asked_for_stands_in_no_statement() -> None:
    query = FactQuery(
        documents=(TRICKY,),
        aspects=frozenset({Aspect.LEVEL}),
        units=frozenset({Unit.WAN}),
        items=frozenset({TRICKY}),
        codes=frozenset({"21303"}),
    )
    text, values = find_conditions(query)
    assert values == [["level"], ["万元"], [TRICKY], ["21303"], ["21303"]]
    assert "'" not in text
    assert text.count("?") == len(values)
    assert find_conditions(FactQuery(documents=())) == ("", [])


def test_an_item_that_looks_like_sql_is_an_item(tmp_path: Path) -> None:
    text = TEXT.format(agency="青山县水利局", year=2024, total="10.00", item=TRICKY)
    library = write(tmp_path, {"one": text, "two": text.replace(TRICKY, "会议费")})
    items = {fact.item for fact in library.facts(["one"])}
    (tricky,) = (item for item in items if item.startswith("报告费"))
    documents = ("one", "two")
    assert library.items(FactQuery(documents=documents), 9) == items | {"会议费"}
    assert library.holders(FactQuery(documents=documents, items=frozenset({tricky}))) == {"one"}


def test_by_code_and_without_a_value(county: Library) -> None:
    def holders(**conditions: frozenset[str]) -> frozenset[str]:
        return county.holders(FactQuery(documents=("budget", "final"), **conditions))

    assert holders(codes=frozenset({"2130314"})) == {"budget", "final"}
    assert holders(codes=frozenset({"30201"})) == {"budget"}
    assert holders(items=frozenset({"办公费"})) == {"budget"}
    assert holders(items=frozenset({"电费"})) == frozenset()  # a dash is no figure
    assert county.holders(FactQuery(documents=())) == frozenset()


def test_facts_found_by_conditions_are_as_exact_as_printed(county: Library) -> None:
    query = FactQuery(documents=("budget",), items=frozenset({"电费", "取暖费"}))
    found = county._store.facts(query)["budget"]
    assert [(f.item, f.printed, None if f.value is None else str(f.value)) for f in found] == [
        ("电费", "-", None),
        ("取暖费", "20.00", "20.00"),
    ]


def test_who_prints_an_item_is_found_for_every_item(county: Library) -> None:
    """No document whose fact bears the item that is named is passed over."""
    names = [document.name for document in county.documents()]
    for fact in county.facts(names):
        if fact.value is not None and len(fact.item) > 3 and fact.aspect is Aspect.LEVEL:
            plan = plan_of(county, f"{fact.item}是多少？")
            if plan.want is Want.FIGURE and fact.item in plan.topic:
                assert fact.document in find_holders(county, plan), fact.item


def test_what_is_certain_is_a_condition() -> None:
    money = make_query(Plan(question="", want=Want.FIGURE, documents=("a",), aspect=Aspect.LEVEL))
    assert (money.documents, money.units) == (("a",), frozenset())
    assert money.aspects == {Aspect.LEVEL, Aspect.PLANNED, Aspect.EARLIER}
    rate = make_query(Plan(question="", want=Want.FIGURE, documents=("a",), aspect=Aspect.RATE))
    assert rate == FactQuery(documents=("a",))  # a rate is worked out where it is not printed


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("2024年防汛支出是多少？", "300.00万元"),
        ("2023年决算防汛支出是多少？", "260.00万元"),
        ("2024年公务接待费比上年减少多少？", "1.00万元"),
        ("2024年公务接待费为什么减少？", "压减一般性支出"),
        ("2024年办公费和取暖费一共多少？", "50万元"),
        ("2024年有几辆车？", "4辆"),
    ],
)
def test_answers_are_the_same_where_the_scope_is_narrowed(
    county: Library, monkeypatch: pytest.MonkeyPatch, question: str, answered: str
) -> None:
    """As many documents as are looked through make no difference once one of them is left."""
    whole = ask(county, question)
    assert answered in whole.answer
    monkeypatch.setattr(wide_scopes, "MOST_DOCUMENTS", 1)
    assert ask(county, question) == whole


def test_many_documents_are_not_looked_through(
    many: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wide_scopes, "MOST_DOCUMENTS", 5)
    many = Library(many.folder, None)
    given = ask(many, "2024年灯塔修缮是多少？")
    assert [choice.documents for choice in given.choices] == [("doc-04",)]
    (choice,) = given.choices
    assert answer(many, "2024年灯塔修缮是多少？", choice.documents).answer.count("2.50万元") == 1
    assert many._fresh()._facts._pieces.keys() == {"doc-04"}  # none of the others was read


def test_of_many_choices_some_are_shown_and_the_others_counted(
    many: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wide_scopes, "MOST_DOCUMENTS", 5)
    monkeypatch.setattr(quoting, "_MOST_OFFERED", 12)
    by_region = ask(many, "2024年会议费是多少？")
    assert by_region.answer == "有14份文件可以回答，请选择："
    assert [choice.label for choice in by_region.choices] == ["白水县", "赤水县", "青山县"]
    assert sum(len(choice.documents) for choice in by_region.choices) == 14
    of_region = answer(many, "2024年会议费是多少？", by_region.choices[0].documents)
    assert [choice.label for choice in of_region.choices][:1] == ["白水县司法局2024年预算"]


@pytest.mark.parametrize(
    ("language", "question", "said"),
    [
        (
            Language.CHINESE,
            "会议费是多少？",
            "有14份文件可以回答，请选择（另有2种选择未列出，可写明部门、地区或年份）：",
        ),
        (
            Language.ENGLISH,
            "How much are meeting expenses?",
            "14 documents can answer this. Please choose"
            " (2 more choices are not shown: name the agency or place):",
        ),
    ],
)
def test_how_many_are_not_shown_is_said(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: Language,
    question: str,
    said: str,
) -> None:
    agencies = [f"{place}县水利局" for place in "青白赤黑黄紫绿蓝红橙灰金银铜"]
    texts = {
        f"doc-{number:02}": TEXT.format(
            agency=agency.replace("县", "山县"), year=2024, total="10.00", item="会议费"
        )
        for number, agency in enumerate(agencies)
    }
    library = write(tmp_path, texts)
    monkeypatch.setattr(wide_scopes, "MOST_DOCUMENTS", 5)
    monkeypatch.setattr(quoting, "_MOST_OFFERED", 12)
    given = ask(library, question)
    assert given.plan.language is language
    assert (given.answer, len(given.choices), given.refused) == (said, 12, False)
