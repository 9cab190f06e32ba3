"""Questions for names, reasons, lists and findings: what is said, cited and refused."""

import pytest

from index import Answer, Library, Want, answer, prepare

TOWN = """青山区人民政府柳林街道办事处2024年部门预算

一、部门构成
预算单位构成
序号|单位名称|备注
1|柳林街道办事处本级|
2|柳林街道文化站|
3|柳林街道服务队|

收支总表
单位：万元
收入||支出|
项目|预算数|项目|预算数
一、财政拨款收入|300.00|一、教育支出|200.00
||二、住房保障支出|100.00
收入总计|300.00|支出总计|300.00

支出总表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
|合计|300.00|100.00|200.00
205|教育支出|200.00||200.00
20502|普通教育|200.00||200.00
2050201|学前教育|120.00||120.00
2050202|小学教育|80.00||80.00
221|住房保障支出|100.00|100.00|
22102|住房改革支出|100.00|100.00|
2210201|住房公积金|60.00|60.00|
2210202|提租补贴|45.00|45.00|

一般公共预算支出表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
2050201|学前教育|70.00||70.00
2050201|学前教育|50.00||50.00

项目绩效目标表
单位：万元
项目名称|预算金额|绩效目标
校舍修缮|120.00|完成两所学校的校舍修缮，检查覆盖12个品种，入园率达到95%以上
教师节慰问|50.00|无
护学岗|30.00|覆盖全部学校

国有资本经营预算支出表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
|合计|||

二、预算情况说明
财政拨款收入支出减少的主要原因是学校合并。
2024年住房公积金预算60.00万元，比上年减少5.00万元，主要原因是人员减少。
2024年提租补贴预算45.00万元，比上年减少1.00万元，主要原因是标准下调。
本部门在职行政人员36人，退休人员8人。
1.农林水支出（类）水利（款）防汛（项）6.00万元，比上年增加1.00万元，主要原因是新增泵站。
2.农林水支出（类）水利（款）抗旱（项）3.00万元，比上年减少1.00万元，主要原因是机井完工。
年初结转和结余9.00万元。
年末结转和结余7.00万元。
2024年公务用车购置25.00万元，购置车辆2辆。
全年公务接待36人次，其中接待外宾4人次；2023年接待5批次。
本部门没有使用政府性基金预算拨款安排的支出。
学前教育120.00万元，委托事务所评估，其中20.00万元预留给小微企业。
""".replace("|", "\t")

CLEAN = """青山区水利局2024年部门预算

支出总表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
|合计|10.00|4.00|6.00
213|农林水支出|10.00|4.00|6.00
""".replace("|", "\t")

HEALTH = """青山区卫生局2024年部门预算

支出总表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
|合计|12.00|12.00|
210|卫生健康支出|12.00|12.00|
21011|行政事业单位医疗|12.00|12.00|
2101102|事业单位医疗|5.00|5.00|
2101103|公务员医疗补助|7.00|7.00|

二、预算情况说明
公务员医疗补助8.00万元，差旅费2.00万元。
本部门没有使用政府性基金预算安排的救济费。
""".replace("|", "\t")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("wants")
    texts = {"town": TOWN, "clean": CLEAN, "health": HEALTH}
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    library = Library(folder / "library", None)
    library.add([prepare(folder / f"{name}.txt") for name in texts])
    return library


def ask(library: Library, question: str, *documents: str) -> Answer:
    return answer(library, question, documents or ("town",))


def printed(given: Answer) -> list[str]:
    return [citation.printed for citation in given.citations]


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("评估费付给哪几家事务所？", "事务所"),
        ("预留的20万元由哪些企业拿到了？", "企业"),
        ("校舍修缮的施工单位是谁？", "施工单位"),
        ("护学岗的负责人是谁？", "负责人"),
        ("校舍修缮什么时候开工？", "什么时候"),
    ],
)
def test_a_name_that_nothing_prints_is_refused(library: Library, question: str, named: str) -> None:
    given = ask(library, question)
    assert given.refused, given.answer
    assert f"“{named}”" in given.answer


@pytest.mark.parametrize(
    ("question", "reasons"),
    [
        ("今年的钱为什么变少了？", ["财政拨款收入支出减少的主要原因是学校合并。"]),
        ("柳林街道的拨款为什么减少？", ["财政拨款收入支出减少的主要原因是学校合并。"]),
        ("预算总额少在哪里？", ["财政拨款收入支出减少的主要原因是学校合并。"]),
        ("公积金为什么降了？", ["人员减少"]),
        ("公积金和提租补贴为什么都降了？", ["人员减少", "标准下调"]),
    ],
)
def test_each_reason_asked_for_is_cited(
    library: Library, question: str, reasons: list[str]
) -> None:
    assert printed(ask(library, question)) == reasons


def test_classes_are_listed_with_their_amounts(library: Library) -> None:
    given = ask(library, "柳林街道的钱按功能分哪几大类？")
    assert printed(given) == ["一、教育支出", "200.00", "二、住房保障支出", "100.00"]
    assert "一、教育支出[1]：200.00万元[2]" in given.answer


def test_the_parts_of_an_item_are_listed_with_amounts_where_these_are_asked_for(
    library: Library,
) -> None:
    given = ask(library, "普通教育下面分了哪几项，分别多少？")
    assert printed(given) == ["学前教育", "120.00", "小学教育", "80.00"]
    assert printed(ask(library, "普通教育下面分了哪几项？")) == ["学前教育", "小学教育"]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("哪些项目没写绩效目标？", ["教师节慰问", "无"]),
        ("有绩效目标的项目有哪些？", ["校舍修缮", "护学岗"]),
        (
            "这份预算把哪几家单位合在一起？",
            ["柳林街道办事处本级", "柳林街道文化站", "柳林街道服务队"],
        ),
    ],
)
def test_rows_are_chosen_by_what_stands_in_a_column(
    library: Library, question: str, names: list[str]
) -> None:
    assert printed(ask(library, question)) == names


def test_a_list_of_another_length_is_not_the_one_that_is_meant(library: Library) -> None:
    assert ask(library, "写了绩效目标的12个项目分别叫什么？").refused
    assert not ask(library, "项目绩效目标表里的3个项目分别叫什么？").refused


def test_what_no_column_tells_is_not_answered_with_all_rows(library: Library) -> None:
    assert ask(library, "哪些项目没有公开招标？").refused


@pytest.mark.parametrize(
    "question", ["柳林街道的合计哪里对不上？", "有没有错误？", "数字对不上的地方有哪些？"]
)
def test_findings_are_told_at_their_figures(library: Library, question: str) -> None:
    given = ask(library, question)
    assert given.plan.want is Want.FINDINGS
    assert printed(given) == ["100.00"]
    assert given.citations[0].row == "住房改革支出"
    assert any("60.00＋45.00＝105.00" in note for note in given.notes)


def test_documents_with_findings_are_told_from_those_without(library: Library) -> None:
    given = ask(library, "哪些部门的合计对不上？", "town", "clean")
    first, second = given.answer.split("\n")
    assert first.startswith("青山区人民政府柳林街道办事处2024年预算核对不符：")
    assert second.startswith("青山区水利局2024年预算没有查出这类问题")
    assert not given.refused


def test_a_figure_of_a_broken_sum_is_told_to_be_one(library: Library) -> None:
    given = ask(library, "提租补贴安排了多少？")
    assert any("核对不符" in note for note in given.notes)


@pytest.mark.parametrize(
    ("question", "value", "unit", "cited"),
    [
        ("公务接待了多少人次？", 36, "人次", ["全年公务接待36人次", "36人次"]),
        ("校舍修缮要检查多少个品种？", 12, "个", ["检查覆盖12个品种", "12个"]),
        ("校舍修缮的入园率目标是多少？", 95, "%", ["入园率达到95%以上", "95%"]),
    ],
)
def test_a_count_in_words_is_quoted_with_its_clause(
    library: Library, question: str, value: int, unit: str, cited: list[str]
) -> None:
    given = ask(library, question)
    assert (given.value, given.unit) == (value, unit), given.answer
    assert printed(given) == cited


def test_a_count_of_another_year_is_no_answer(library: Library) -> None:
    assert ask(library, "接待了多少批次？").refused


def test_a_sentence_that_says_there_is_none_answers(library: Library) -> None:
    given = ask(library, "政府性基金支出是多少？")
    assert printed(given) == ["本部门没有使用政府性基金预算拨款安排的支出。"]
    assert not given.refused
    assert ask(library, "政府性基金安排的培训费是多少？").refused


def test_an_empty_table_is_shown_in_a_refusal(library: Library) -> None:
    given = ask(library, "国有资本经营预算支出是多少？")
    assert given.refused
    assert printed(given) == ["国有资本经营预算支出表"]
    assert "空表" in given.answer


def test_money_of_a_car_is_no_number_of_cars(library: Library) -> None:
    given = ask(library, "今年打算买几辆公车？")
    assert (given.value, given.unit) == (2, "辆"), given.answer


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("把上年结转也算进去，收入总计是多少？", 300),
        ("年底还结转多少钱？", 7),
        ("年初结转了多少钱？", 9),
    ],
)
def test_money_kept_for_later_is_told_from_money_kept_from_before(
    library: Library, question: str, value: int
) -> None:
    assert ask(library, question).value == value


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("教育支出下的普通教育是多少？", 200),
        ("普通教育下的学前教育是多少？", 120),
        ("住房改革支出项下的提租补贴是多少？", 45),
    ],
)
def test_an_item_under_another_is_not_answered_with_the_other(
    library: Library, question: str, value: int
) -> None:
    assert ask(library, question).value == value


def test_a_row_of_one_unit_does_not_pass_for_the_total(library: Library) -> None:
    given = ask(library, "学前教育安排了多少？")
    assert given.value == 120, given.answer


def test_a_table_is_believed_before_the_prose_where_it_is_asked(library: Library) -> None:
    given = ask(library, "公务员医疗补助有8和7两个数，表里到底是哪个？", "health")
    assert (given.value, given.citations[0].table) == (7, "支出总表")
    assert ask(library, "差旅费是多少？", "health").value == 2
    assert ask(library, "表里的差旅费是多少？", "health").refused


def test_an_item_whose_name_is_part_of_its_group_is_not_the_group(library: Library) -> None:
    assert ask(library, "行政事业单位医疗下的事业单位医疗是多少？", "health").value == 5


def test_that_there_is_none_of_a_fund_says_nothing_of_the_others(library: Library) -> None:
    assert ask(library, "救济费安排了多少？", "health").refused
    assert not ask(library, "政府性基金预算安排的救济费是多少？", "health").refused


@pytest.mark.parametrize(
    ("question", "value"),
    [("街道有多少在岗的公务员？", 36), ("街道的退休职工数是多少？", 8)],
)
def test_people_are_not_money(library: Library, question: str, value: int) -> None:
    given = ask(library, question)
    assert (given.value, given.unit) == (value, "人"), given.answer


def test_the_reason_of_one_item_does_not_pass_for_its_class(library: Library) -> None:
    assert printed(ask(library, "防汛为什么增加？")) == ["新增泵站"]
    assert ask(library, "农林水支出为什么减少？").refused
    assert ask(library, "住房保障支出为什么减少？").refused
