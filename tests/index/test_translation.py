"""Questions in English, and the Chinese that a person would put them in."""

import csv
from collections import Counter
from pathlib import Path

import pytest

import index
from extraction import DisclosureKind, Format
from index.planning.questions import read_question
from index.records import Document, Language, Operation, Want
from index.translation import in_english, is_english, translate
from index.translation.pinyin import spell


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


WATER = _document("water", "青山县水利局", "青山县", 2024)
SCHOOLS = _document("schools", "江东省白河市教育局", "江东省白河市", 2024)
STREET = _document("street", "白河市柳林区人民政府桃溪街道办事处", "白河市柳林区", 2024)
DOCUMENTS = (WATER, SCHOOLS, STREET)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How much is budgeted for official receptions?", "公务接待费是多少？"),
        ("What is the basic expenditure?", "基本支出是多少？"),
        ("How large is basic expenditure in yuan?", "基本支出是多少元？"),
        ("What did the bureau spend on training in 2024?", "2024年培训费实际花了多少？"),
        ("What does it plan to spend on training?", "培训费是多少？"),
        ("How much of the total budget is carried over from 2023?", "总预算里的上年结转是多少？"),
        ("What was last year's meeting budget?", "去年会议费预算是多少？"),
        ("What share of basic expenditure is personnel cost?", "人员经费占基本支出的百分之几？"),
        ("Meetings account for what percentage of the budget?", "会议费占预算的百分之几？"),
        ("What is electricity as a share of the total?", "电费占总支出的百分之几？"),
        ("By what percentage did bonuses rise over 2023?", "奖金比上年增长百分之几？"),
        ("By how much did the training budget fall?", "培训费预算比上年减少多少？"),
        ("How much lower is the union fund than in 2023?", "工会经费比上年少多少？"),
        ("How much more is spent on water than on heating?", "水费比取暖费多多少？"),
        ("What do water, power bill and heating cost together?", "水费、电费、取暖费合计多少？"),
        ("Is rent higher than travel, and by how much?", "租赁费和差旅费哪个多，多多少？"),
        ("Which is less, rent or travel?", "租赁费和差旅费哪个少？"),
        ("What is the gap between rent and travel?", "租赁费和差旅费相差多少？"),
        ("How many times rent is travel?", "差旅费是租赁费的几倍？"),
        ("Which project costs the most?", "哪个项目花钱最多？"),
        ("How many official vehicles are there?", "有几辆公务用车？"),
        ("How many square meters of office space are there?", "办公用房多少平方米？"),
        ("What is basic expenditure per employee?", "人均基本支出是多少？"),
        ("Why did the reception budget stay the same?", "公务接待费预算为什么与上年持平？"),
        ("What explains the drop in bonuses?", "奖金为什么减少？"),
        ("What is basic expenditure?", "基本支出是什么意思？"),
        ("What does the document mean by own funds?", "单位资金是什么意思？"),
        ("List the subordinate units.", "下属单位有哪些？"),
        ("Which internal divisions does it have?", "内设机构有哪些？"),
        ("What will be procured?", "政府采购准备买什么？"),
        ("How is the procurement budget divided?", "政府采购预算分为哪几项？"),
        ("How much is equipment worth over 500,000 yuan?", "设备50万元以上是多少？"),
        ("What is item 2130314?", "2130314是多少？"),
        ("What are personnel and public expenses?", "人员经费、公用经费是多少？"),
        ("Which items were spent exactly as budgeted?", "哪些项完成年初预算的100%？"),
        ("Which items exceeded their budget?", "哪些项超出了年初预算？"),
        ("By what percentage did rent change?", "租赁费比上年变化百分之几？"),
    ],
)
def test_a_question_is_put_as_a_person_would(question: str, expected: str) -> None:
    wording = translate(question, DOCUMENTS)
    assert (wording.text, wording.untranslated) == (expected, ())


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How much is the merit award (绩效工资)?", "绩效工资是多少？"),
        ("How much is 绩效工资 (some pay)?", "绩效工资是多少？"),
        ("What does “水库” mean?", "水库是什么意思？"),
    ],
)
def test_what_is_written_in_chinese_stands_as_it_is(question: str, expected: str) -> None:
    wording = translate(question, DOCUMENTS)
    assert (wording.text, wording.untranslated) == (expected, ())


@pytest.mark.parametrize(
    "named",
    [
        "the Qingshan bureau",
        "the Qing Shan County Water Resources Bureau",
        "the Water Conservancy Bureau of Qingshan",
        "青山县水利局",
        "qingshan",
    ],
)
def test_an_agency_is_known_by_its_pinyin(named: str) -> None:
    assert (
        translate(f"How much is rent at {named}?", DOCUMENTS).text == "青山县水利局租赁费是多少？"
    )


def test_an_agency_is_known_by_a_place_in_its_name() -> None:
    text = translate("What is the budget of the Taoxi Sub-district?", DOCUMENTS).text
    assert text == f"{STREET.agency}预算是多少？"


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("What is the budget of the Qingshan Health Commission?", "Qingshan Health Commission"),
        ("What is the budget of the Jinhe Finance Bureau?", "Jinhe Finance Bureau"),
        ("How much is rent at Jinhe County?", "Jinhe County"),
        ("What is the finance bureau's budget?", "finance bureau"),
        ("How much is the rent of the health commission?", "health commission"),
        ("How much is rent at the Qingshan District bureau?", "Qingshan District bureau"),
    ],
)
def test_an_agency_of_no_document_is_none_of_the_library(question: str, unknown: str) -> None:
    assert translate(question, DOCUMENTS).unknown_agencies == (unknown,)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Which has the higher rent, Qingshan or Baihe, and by how much?",
            "青山县水利局和白河哪家的租赁费高，高多少？",
        ),
        ("How much rent do the three bureaus pay together?", "三家租赁费合计多少？"),
        ("In which of the two bureaus is rent the lowest?", "两家哪家的租赁费最低？"),
        ("Which of these agencies has the largest rent?", "各家哪家的租赁费最高？"),
        ("Which agencies have no rent?", "哪家没有租赁费？"),
        (
            "Excluding the water bureau, what do the agencies spend on rent in total?",
            "除青山县水利局外，各家租赁费合计多少？",
        ),
        (
            "How much more does the water bureau spend on rent than the education bureau?",
            "青山县水利局和江东省白河市教育局租赁费哪家高，高多少？",
        ),
        (
            "How many vehicles do the water bureau and the education bureau have together?",
            "青山县水利局和江东省白河市教育局一共有几辆公务用车？",
        ),
    ],
)
def test_agencies_are_set_side_by_side(question: str, expected: str) -> None:
    assert translate(question, DOCUMENTS).text == expected


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How much is budgeted for dragon boats?", ("dragon", "boats")),
        ("What is the second largest expenditure on bonuses?", ("largest",)),
        ("How much is spent on travel excluding train tickets?", ("train", "tickets")),
        ("Is travel more than twice the rent?", ("twice",)),
        ("Difference between local rent and main funds?", ("main",)),
        ("How much is the rent of the main office?", ("main",)),
        ("How much were the bonuses of the director?", ("director",)),
        ("When was the budget approved?", ("when",)),
        ("How much did travel increase and training fall?", ("and", "increase")),
        ("Which is higher, travel or taxis?", ("taxis",)),
        ("What happened there?", ("what happened there",)),
    ],
)
def test_a_word_that_is_passed_over_is_told(question: str, words: tuple[str, ...]) -> None:
    assert translate(question, DOCUMENTS).untranslated == words


@pytest.mark.parametrize(
    ("question", "is_so"),
    [
        ("How much is the rent?", True),
        ("What is 绩效工资 at the bureau?", True),
        ("青山县水利局, 2024: how large is the amount for rent?", True),
        ("租赁费多少？", False),
        ("WiFi租赁费 (the fee for renting) 多少？", False),
        ("2130314？", False),
    ],
)
def test_the_language_of_a_question(question: str, is_so: bool) -> None:
    assert is_english(question) is is_so


def test_a_plan_keeps_the_question_and_its_wording() -> None:
    question = "What was the rent of the Qingshan bureau in 2023?"
    plan = read_question(question, DOCUMENTS)
    assert (plan.question, plan.wording) == (question, "青山县水利局2023年租赁费是多少？")
    assert (plan.language, plan.agencies, plan.years) == (
        Language.ENGLISH,
        ("青山县水利局",),
        (2023,),
    )
    assert (plan.want, plan.operation) == (Want.FIGURE, Operation.EARLIER)


def test_a_plan_of_a_chinese_question_is_worded_as_put() -> None:
    plan = read_question("租赁费多少？", DOCUMENTS)
    assert (plan.wording, plan.language) == ("租赁费多少？", Language.CHINESE)


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("基本支出", "basic expenditure"),
        ("三、公务接待费", "official reception expenses"),
        ("维修(护)费", "repair and maintenance"),
        ("水库除险", ""),
    ],
)
def test_printed_names_have_an_english_one(name: str, english: str) -> None:
    assert in_english(name) == english


def test_no_english_wording_has_two_meanings() -> None:
    path = Path(index.__file__).parent / "translation" / "english_terms.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    spellings = Counter(
        english
        for row in rows
        if row["use"] in ("item", "word", "verb", "small")
        for english in row["english"].split("|")
    )
    assert [spelling for spelling, count in spellings.items() if count > 1] == []


def test_a_word_is_read_as_one_where_brackets_follow_its_name() -> None:
    assert spell("yinhang", "青山银行(本级)") == "银行"
    assert spell("yinxing", "青山银行(本级)") == ""
    assert spell("qingshan", "青山银行(本级)") == "青山"
