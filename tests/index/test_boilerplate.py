"""What recurs between agencies or in a document, and how a search ranks it."""

import pytest

from index import Library, PassageKind, prepare
from index.storing.boilerplate import Boilerplate, Text
from index.storing.ranking import rank_best, weigh_down

LAW = "贯彻执行国家有关法律法规和方针政策"


def text(agency: str, printed: str, document: str = "") -> Text:
    return Text(agency, document or agency, printed)


def share(sample: list[Text], one: Text) -> float:
    return Boilerplate(sample).shares([one])[0]


def test_a_clause_of_three_agencies_recurs_and_one_of_two_does_not() -> None:
    agencies = ["甲县水利局", "乙县水利局", "丙县水利局"]
    sample = [text(agency, f"{agency}{LAW}。") for agency in agencies]
    assert share(sample, text("甲县水利局", f"甲县水利局{LAW}。")) == 1
    two = [*sample[:2], text("丙县水利局", "建设三座水库并开展巡查工作。")]
    assert share(two, sample[0]) == 0


def test_of_two_agencies_both_make_a_clause_recur() -> None:
    sample = [text("甲县水利局", f"{LAW}。"), text("乙县水利局", f"{LAW}。")]
    assert share(sample, sample[0]) == 1
    assert share(sample[:1], sample[0]) == 0


def test_figures_and_reasons_never_count() -> None:
    said = ["公务接待费预算安排3万元整", "主要原因是厉行节约压减一般支出"]
    agencies = ["甲县水利局", "乙县水利局", "丙县水利局"]
    for clause in said:
        assert share([text(agency, clause) for agency in agencies], text("甲县水利局", clause)) == 0


def test_a_text_recurs_by_the_part_that_does() -> None:
    agencies = ["甲县水利局", "乙县水利局", "丙县水利局"]
    sample = [text(agency, f"{LAW}。") for agency in agencies]
    own = "今年新建泵站并修缮堤防和水闸设施"
    assert len(own) == len(LAW) - 1
    assert share(sample, text("甲县水利局", f"{LAW}；{own}。")) == pytest.approx(17 / 33)


def test_a_sentence_of_a_documents_template_recurs_and_its_heading_does_not() -> None:
    notes = [text("甲县水利局", f"第{n}部分说明\n与上年预算安排数相同。") for n in "一二三"]
    assert Boilerplate([]).shares(notes) == [1, 1, 1]
    heads = [text("甲县水利局", f"部门预算收支情况的说明\n新建泵站第{n}座。") for n in "一二三"]
    assert Boilerplate([]).shares(heads) == [0, 0, 0]


def test_what_recurs_ranks_below_what_fits_nearly_as_well_and_above_what_hardly_fits() -> None:
    weighed = weigh_down({1: 1.0, 2: 0.9, 3: 0.5}, {1: 1.0})
    assert rank_best(weighed.items(), 3) == [2, 1, 3]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("boilerplate")
    for place, own in (
        ("甲河县", "加固水库大坝"),
        ("乙河县", "疏浚灌溉渠道"),
        ("丙河县", "修缮水闸"),
    ):
        printed = (
            f"{place}水利局2024年部门预算\n\n一、部门概况\n"
            f"{place}水利局监督管理水库安全运行工作，{LAW}。\n"
            f"二、工作安排\n今年水库安全运行工作：{own}。\n"
            "三、名词解释\n水库安全运行：指监督管理水库安全运行工作的支出。\n"
        )
        (folder / f"{place}.txt").write_text(printed, encoding="utf-8")
    library = Library(folder / "library", None)
    library.add([prepare(path) for path in sorted(folder.glob("*.txt"))])
    return library


def test_what_is_a_documents_own_is_found_before_what_all_print(library: Library) -> None:
    kinds = frozenset({PassageKind.PARAGRAPH})
    hits = library.search("监督水库安全运行工作", ["甲河县"], 3, kinds)
    assert hits[0].passage.text.endswith("加固水库大坝。")


def test_a_question_for_a_meaning_still_finds_the_definition(library: Library) -> None:
    hits = library.search("水库安全运行是什么意思", ["甲河县"], 3)
    assert hits[0].passage.kind is PassageKind.DEFINITION
