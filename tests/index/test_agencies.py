"""Agencies as people call them, and bodies of which there is no document."""

import pytest

from extraction import Format
from index.records import Document
from index.words.agencies import find_mentions
from index.words.directory import Directory, is_called

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


SOUTH = ("白河市南渡区水利局", "白河市南渡区")
OTHER_SOUTH = ("岚口市南渡区水利局", "岚口市南渡区")
CITY = ("岚口市水利局", "岚口市")
BARE_SOUTH = ("南渡区财政局", "南渡区")
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


TOWN = "江东省白河市青山区人民政府柳林街道办事处"
PLANNING = "江东省白河市青山区规划和自然资源局"
OFFICES = [
    document(agency, region)
    for agency, region in (
        (TOWN, "江东省白河市青山区"),
        (PLANNING, "江东省白河市青山区"),
        ("青山县白石镇人民政府", "青山县"),
        ("青山县卫生健康局", "青山县"),
        ("青山县人民政府办公室", "青山县"),
        ("中国人民政治协商会议青山县委员会", "青山县"),
        ("白河市人民检察院", "白河市"),
        ("中共白河市委机构编制委员会办公室", "白河市"),
        ("白河市医疗保障局", "白河市"),
    )
]


@pytest.mark.parametrize(
    ("question", "known"),
    [
        ("柳林街道的预算？", TOWN),
        ("青山区柳林街道办有几辆车？", TOWN),
        ("街道有几辆车？", TOWN),
        ("江东白河青山区规资局的预算？", PLANNING),
        ("青山规划资源局的预算？", PLANNING),
        ("区局的预算？", PLANNING),
        ("白石镇的预算？", "青山县白石镇人民政府"),
        ("白石镇政府的预算？", "青山县白石镇人民政府"),
        ("青山县卫健委的预算？", "青山县卫生健康局"),
        ("县政府办的预算？", "青山县人民政府办公室"),
        ("青山县政协的预算？", "中国人民政治协商会议青山县委员会"),
        ("白河检察院的预算？", "白河市人民检察院"),
        ("市委编办的预算？", "中共白河市委机构编制委员会办公室"),
        ("白河医保今年的预算？", "白河市医疗保障局"),
    ],
)
def test_offices_are_known_as_they_are_spoken_of(question: str, known: str) -> None:
    found = find_mentions(question, OFFICES)
    assert (found.known, found.unknown) == ((known,), ())


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("东山街道的预算？", ("东山街道",)),
        ("青山县检察院的预算？", ("青山县检察院",)),
        ("2024年政府采购预算多少？", ()),
        ("政府性基金有多少？", ()),
        ("乡镇卫生院补助多少？", ()),
        ("拨给街道的钱有多少？", ()),
        ("拨给本局和各局的钱有多少？", ()),
    ],
)
def test_what_names_no_agency_of_the_library(question: str, unknown: tuple[str, ...]) -> None:
    found = find_mentions(question, OFFICES)
    assert (found.known, found.unknown) == ((), unknown)


@pytest.mark.parametrize(
    ("question", "known", "left_out"),
    [
        ("除白河市医保局外，各部门合计多少？", [ARCHIVE, WATER], [HEALTH]),
        ("（不含青山县）各单位合计多少？", [HEALTH], [ARCHIVE, WATER]),
        ("水利局除外，其他单位合计多少？", [ARCHIVE, HEALTH], [WATER]),
        ("除住房公积金外，水利局的支出多少？", [WATER], []),
        ("全县各部门合计多少？", [ARCHIVE, WATER], []),
        ("江东省各部门合计多少？", [HEALTH], []),
        ("青山水利和白河医保谁多？", [HEALTH, WATER], []),
    ],
)
def test_agencies_are_taken_and_left_out_as_a_class(
    question: str, known: list[tuple[str, str]], left_out: list[tuple[str, str]]
) -> None:
    documents = [document(*HEALTH), document("青山县水利局", "青山县"), document(*ARCHIVE)]
    found = find_mentions(question, documents)
    names = [name.removeprefix("白河市") for name, _ in known]
    assert sorted(found.known) == sorted(names)
    assert sorted(found.left_out) == sorted(name.removeprefix("白河市") for name, _ in left_out)


def test_a_level_that_two_places_have_names_none_of_them() -> None:
    documents = [document("青山县水利局", "青山县"), document("红岩县水利局", "红岩县")]
    assert find_mentions("全县各部门合计多少？", documents).unknown == ("全县",)


@pytest.mark.parametrize(
    ("question", "known"),
    [
        ("岚口市南渡区各部门谁最多？", [OTHER_SOUTH, BARE_SOUTH]),
        ("岚口南渡区各部门谁最多？", [OTHER_SOUTH, BARE_SOUTH]),
        ("南渡区各部门谁最多？", [SOUTH, OTHER_SOUTH, BARE_SOUTH]),
        ("岚口市各部门谁最多？", [CITY]),
        ("岚口市和白河市南渡区各部门谁最多？", [SOUTH, CITY, BARE_SOUTH]),
        ("岚口市南渡区水利局多少？", [OTHER_SOUTH]),
        ("南渡区水利局多少？", [SOUTH, OTHER_SOUTH]),
    ],
)
def test_a_place_is_the_one_that_is_named_in_full(question, known) -> None:
    places = [document(*pair) for pair in (SOUTH, OTHER_SOUTH, CITY, BARE_SOUTH)]
    mentions = find_mentions(question, places)
    assert (set(mentions.known), mentions.unknown) == ({name for name, _ in known}, ())


def test_who_is_called_is_found_as_by_asking_of_each() -> None:
    regions = dict((HEALTH, WATER, ARCHIVE, SOUTH, OTHER_SOUTH, CITY, BARE_SOUTH))
    regions["中共青山县委组织部"] = "青山县"
    directory = Directory(regions)
    names = (
        "水利局",
        "南渡水利局",
        "岚口市南渡区水利局机关",
        "组织部",
        "县委组织部",
        "医保局",
        "市水利局",
    )
    for name in (*names, *regions):
        called = {agency for agency in regions if is_called(name, agency, regions[agency])}
        assert (name, set(directory.called(name))) == (name, called)
    assert directory.called("南渡水利局") == [OTHER_SOUTH[0], SOUTH[0]]


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("财正局和青山县水利局的会议费", ("财正局",)),
        ("青山县水利局与财正局谁高？", ("财正局",)),
        ("青山县水利局和各局的会议费", ()),
    ],
)
def test_a_body_in_a_list_with_a_known_one_is_meant_too(
    question: str, unknown: tuple[str, ...]
) -> None:
    documents = [document("青山县水利局", "青山县")]
    assert find_mentions(question, documents).unknown == unknown
