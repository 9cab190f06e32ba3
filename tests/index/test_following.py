"""Questions that go on from the one before: the question in full, in words."""

import pytest

from extraction import DisclosureKind, Format
from index import Document
from index.planning.following import complete
from index.planning.questions import read_question


def _document(name: str, agency: str, region: str, year: int) -> Document:
    return Document(
        name=name,
        path=f"{name}.txt",
        sha256="0" * 64,
        format=Format.TEXT,
        agency=agency,
        region=region,
        year=year,
        kind=DisclosureKind.BUDGET,
        tables=1,
        facts=1,
        passages=1,
        gaps=0,
        broken=0,
    )


_DOCUMENTS = (
    _document("shui", "青山县水利局", "青山县", 2024),
    _document("jiao", "白河市教育局", "白河市", 2024),
)
_FIRST = "青山县水利局2024年公务接待费是多少？"


def _complete(question: str, before: str = _FIRST) -> str:
    return complete(question, read_question(before, _DOCUMENTS), _DOCUMENTS)


@pytest.mark.parametrize(
    ("question", "full"),
    [
        ("那白河市教育局呢？", "白河市教育局2024年公务接待费是多少"),
        ("会议费呢？", "青山县水利局2024年会议费是多少"),
        ("去年呢？", "青山县水利局2023年公务接待费是多少"),
        ("那2022年呢", "青山县水利局2022年公务接待费是多少"),
        ("占三公经费的多少？", "青山县水利局2024年公务接待费占三公经费的多少"),
        ("为什么减少？", "青山县水利局2024年公务接待费为什么减少"),
        ("那办公费一共安排了多少？", "青山县水利局2024年办公费一共安排了多少"),
        ("What about meetings?", "青山县水利局2024年会议费是多少"),
        ("and the education bureau?", "白河市教育局2024年公务接待费是多少"),
        (
            "and as a share of basic expenditure?",
            "青山县水利局2024年公务接待费占基本支出的百分之几",
        ),
    ],
)
def test_what_a_question_leaves_out_is_taken_over(question: str, full: str) -> None:
    assert _complete(question) == full


@pytest.mark.parametrize(
    "question",
    [
        "白河市教育局2024年会议费是多少？",
        "会议费是多少？",
        "How much is spent on meetings?",
        "那红岩县财政局呢？",
        "and the health commission?",
        "How much did the mayor spend?",
        "And how much does running them cost?",
    ],
)
def test_a_question_that_stands_alone_is_kept(question: str) -> None:
    assert _complete(question) == question


def test_the_item_is_exchanged_inside_of_what_is_asked() -> None:
    before = "青山县水利局公务接待费比上年增加多少？"
    assert _complete("那会议费呢？", before) == "青山县水利局会议费比上年增加多少"


@pytest.mark.parametrize("question", ["哪个更高？", "which is higher?"])
def test_two_that_were_asked_after_each_other_are_compared(question: str) -> None:
    second = "白河市教育局2024年公务接待费是多少？"
    previous = read_question(second, _DOCUMENTS).model_copy(update={"before": (_FIRST,)})
    full = "青山县水利局、白河市教育局2024年公务接待费哪个更高"
    assert complete(question, previous, _DOCUMENTS) == full


@pytest.mark.parametrize(
    ("question", "before", "full"),
    [
        ("换成万元", _FIRST, "青山县水利局2024年公务接待费是多少,折合多少万元"),
        ("白河市教育局？", _FIRST, "白河市教育局2024年公务接待费是多少"),
        ("And the lowest?", "各单位2024年会议费分别是多少？", "各单位2024年会议费最低"),
        ("前五名呢？", "2024年会议费前三名的单位", "各单位2024年会议费前五名"),
        ("项目支出呢？", "各单位2024年会议费合计多少？", "各单位2024年项目支出合计多少"),
    ],
)
def test_a_question_goes_on_in_the_same_way(question: str, before: str, full: str) -> None:
    assert _complete(question, before) == full
