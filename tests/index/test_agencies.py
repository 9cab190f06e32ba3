"""Agencies as people call them, and bodies of which there is no document."""

import pytest

from extraction import Format
from index.agencies import find_mentions
from index.records import Document

HEALTH = ("江东省白河市医疗保障局", "江东省白河市")
WATER = ("白河市青山县水利局", "白河市青山县")
ARCHIVE = ("青山县档案馆", "青山县")


def document(agency: str, region: str) -> Document:
    return Document(
        name=agency,
        path="",
        sha256="",
        format=Format.TEXT,
        agency=agency,
        region=region,
        year=2024,
        kind=None,
        tables=0,
        facts=0,
        passages=0,
        gaps=0,
        broken=0,
    )


DOCUMENTS = [document(*pair) for pair in (HEALTH, WATER, ARCHIVE)]


@pytest.mark.parametrize(
    ("question", "known", "unknown"),
    [
        ("江东省白河市医疗保障局2024年预算多少？", [HEALTH], []),
        ("白河市医保局预算多少？", [HEALTH], []),
        ("白河医保局的公车有几辆？", [HEALTH], []),
        ("医保局有几辆公车？", [HEALTH], []),
        ("请问青山县水利局的三公经费？", [WATER], []),
        ("项目支出占青山水利局全部支出的多少？", [WATER], []),
        ("青山县档案馆的总盘子？", [ARCHIVE], []),
        ("白河市医保局和青山县水利局谁的预算多？", [HEALTH, WATER], []),
        ("白河市卫健委预算多少？", [], ["白河市卫健委"]),
        ("青山县财政局2024年预算多少？", [], ["青山县财政局"]),
        ("杭州医保局预算多少？", [], ["杭州医保局"]),
        ("临江县水利局预算多少？", [], ["临江县水利局"]),
        ("局里有几辆公车？", [], []),
        ("城乡医疗救助安排了多少？", [], []),
        ("全部支出是多少？", [], []),
    ],
)
def test_agencies_are_known_by_their_short_names(
    question: str, known: list[tuple[str, str]], unknown: list[str]
) -> None:
    found = find_mentions(question, DOCUMENTS)
    assert sorted(found.known) == sorted(agency for agency, _ in known)
    assert list(found.unknown) == unknown


def test_a_place_alone_names_its_only_agency() -> None:
    documents = [document(*HEALTH), document("临江市财政局", "临江市")]
    assert find_mentions("白河有几辆公车？", documents).known == (HEALTH[0],)


def test_the_rest_of_the_question_is_without_the_name() -> None:
    assert find_mentions("白河市医保局的招待费？", DOCUMENTS).rest == "||||||的招待费?"
