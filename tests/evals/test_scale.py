"""Variants of generated disclosures, and the benchmark that asks a library of them."""

from itertools import islice

import pytest

from evals.benchmarks.scale import Asked, Kind, ask_all, draw_questions, fill, tell
from evals.benchmarks.variants import draw_variants
from index import Library
from index.proving.citing import is_proven


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Two agencies' three years, and the first of them again in another city."""
    return fill(tmp_path_factory.mktemp("scale") / "library", 6, 8, 1)


def test_every_figure_of_a_variant_stands_at_its_place(library: Library) -> None:
    names = [document.name for document in library.documents()]
    facts = library.facts(names)
    assert len(names) == 8
    assert all(is_proven(library, fact.source, fact.printed) for fact in facts)
    assert all(document.superseded_by is None for document in library.documents())


def test_a_variant_differs_in_its_city_and_its_amounts() -> None:
    first, *_, second = islice(draw_variants(3, 4, 1), 4)
    lengths = [[len(line) for line in one.text.lines] for one in (first, second)]
    assert lengths[0] == lengths[1]
    names = [one.disclosure.agency.value for one in (first, second) if one.disclosure.agency]
    assert len(set(names)) == 2
    assert len({name.partition("市")[2] for name in names}) == 1
    changed = [a for a, b in zip(first.text.lines, second.text.lines, strict=True) if a != b]
    assert len(changed) > 50


def test_questions_of_each_kind_are_asked_and_told(library: Library) -> None:
    asked = list(draw_questions(library.documents(), 1, 1))
    assert [one.kind for one in asked] == list(Kind)
    lines = list(tell(ask_all(library, asked)))
    assert lines[0].split() == [
        *("seconds", "median", "95", "%", "worst", "busy"),
        *("answered", "asked", "back", "refused", "choices"),
    ]
    assert [line[:26].strip() for line in lines[1:]] == [kind.value for kind in Kind]


def test_what_came_of_a_question_is_counted(library: Library) -> None:
    (document, *_) = library.documents()
    questions = (f"{document.agency}{document.year}年基本支出是多少？", "北极科考费是多少？")
    timed = ask_all(library, [Asked(Kind.AGENCY, question) for question in questions])
    (line,) = list(tell(timed))[1:]
    assert line.split()[-4:-1] == ["1", "0", "1"]
