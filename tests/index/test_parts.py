"""Questions that ask several things at once, each of which is answered."""

from decimal import Decimal

import pytest
from county import BUDGET

from index import Library, answer, prepare
from index.answers import find_scope, plan_question
from index.records import Want

WATER = ("budget-2024",)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of one budget."""
    path = tmp_path_factory.mktemp("parts") / "budget-2024.txt"
    path.write_text(BUDGET, encoding="utf-8")
    library = Library(path.parent / "library", None)
    library.add([prepare(path)])
    return library


@pytest.mark.parametrize(
    ("question", "wants"),
    [
        ("公务接待费是多少，为什么减少？", [Want.FIGURE, Want.REASON]),
        ("什么是三公经费？公务接待费多少钱？", [Want.DEFINITION, Want.FIGURE]),
        ("2024年，公务接待费是多少？", []),
        ("公务接待费为什么减少，是多少，按决算口径。", []),
        ("公务接待费和会议费哪个多，多多少？", []),
        ("How much is the reception budget and why did it fall?", [Want.FIGURE, Want.REASON]),
    ],
)
def test_what_is_asked_at_once_is_planned_apart(
    county: Library, question: str, wants: list[Want]
) -> None:
    plan = plan_question(question, find_scope(county, WATER))
    assert [part.want for part in plan.parts] == wants


def test_a_part_takes_over_what_it_leaves_out(county: Library) -> None:
    plan = plan_question("公务接待费是多少，为什么减少？", find_scope(county, WATER))
    assert plan.parts[1].wording.endswith("公务接待费为什么减少")


def test_all_parts_are_answered_and_cited(county: Library) -> None:
    given = answer(county, "公务接待费是多少，为什么减少？", WATER)
    first, second = given.answer.split("\n")
    assert (given.value, given.unit) == (Decimal(given.citations[0].printed.rstrip("万元")), "万元")
    assert "“公务接待费”" in first
    assert second.endswith(f"压减一般性支出[{given.citations[-1].number}]")
    assert given.citations[-1].printed == "压减一般性支出"


def test_a_part_without_an_answer_is_told_in_a_note(county: Library) -> None:
    given = answer(county, "公务接待费是多少，什么是量子计算？", WATER)
    assert not given.refused
    assert any("量子计算" in note for note in given.notes)


def test_where_no_part_has_an_answer_the_question_is_refused(county: Library) -> None:
    given = answer(county, "量子计算费是多少，为什么减少？", WATER)
    assert (given.refused, given.citations) == (True, ())


def test_a_question_goes_on_from_the_first_part(county: Library) -> None:
    before = answer(county, "公务接待费是多少，为什么减少？", WATER)
    after = answer(county, "占三公经费的多少？", WATER, before.plan)
    assert after.plan.wording.endswith("公务接待费占三公经费的多少")
