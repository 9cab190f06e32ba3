"""Answers made of passages: which is quoted, what comes with it, what is refused."""

import pytest

from index import Answer, Library, answer, prepare

TOWN = """柳河县住房建设局2024年部门预算

第一部分 部门概况
一、机构设置
局机关设办公室、计划财务股、住房保障股；下设柳河县房产交易中心一个事业单位。
所属事业单位2个：
1.柳河县房产交易中心（公益一类）
2.柳河县城建档案馆（公益二类）
二、人员编制情况
核定行政编制24名，事业编制51名。实有在职人员70人。
三、重点工作
今年要做好以下两项工作：
1.新开工保障性租赁住房420套。
2.改造老旧小区12个。

第二部分 部门预算表
支出总表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
|合计|2,770.00|1,170.00|1,600.00
212|城乡社区支出|2,670.00|1,070.00|1,600.00
21201|城乡社区管理事务|2,670.00|1,070.00|1,600.00
2120101|行政运行|1,070.00|1,070.00|
2120104|城管执法|300.00||300.00
2120106|工程建设管理|1,300.00||1,300.00
221|住房保障支出|100.00|100.00|
22102|住房改革支出|100.00|100.00|
2210201|住房公积金|100.00|100.00|

项目支出绩效目标表
单位：万元
项目名称|预算金额|绩效目标
老旧小区改造|900.00|改造老旧小区12个，居民满意度不低于90%
道路维修|400.00|维修破损道路8公里
档案数字化|4.50|完成2万卷城建档案扫描

第三部分 预算情况说明
一、收支总体情况
2024年收、支总计2,770.00万元，比上年增加300.00万元，主要原因是改造任务增加。
二、支出情况
1.行政运行1,070.00万元，比上年增加40.00万元，原因是新录用公务员3名。
2.城管执法300.00万元，比上年减少60.00万元。
3.工程建设管理1,300.00万元，比上年增加250.00万元。新增改造任务，故资金需求上升。
4.住房公积金100.00万元，比上年增加5.00万元，系缴存基数调整所致。
三、“三公”经费情况
2024年“三公”经费预算18.00万元，比上年减少4.00万元。其中：
（一）公务用车购置及运行维护费15.00万元，其中公务用车购置费0万元，公务用车运行维护费15.00万元，比上年减少3.00万元，主要原因是报废车辆1辆。
（二）公务接待费3.00万元，比上年减少1.00万元，主要原因是控制接待范围。
四、机关运行经费情况
2024年机关运行经费预算86.00万元。
五、重点项目说明
项目名称：老旧小区改造
（一）立项依据
《城镇老旧小区改造指导意见》（国办发〔2020〕23号）、《柳河县城市更新方案》。
（二）实施主体
柳河县住房建设局、各街道办事处
（三）实施周期
2024年3月至12月
六、联系方式
联系电话：0599-1234567。

第四部分 名词解释
1.工程建设管理：反映用于工程质量、安全监督等方面的支出。
""".replace("|", "\t")

ACCOUNT = """柳河县民政局2023年度部门决算

第一部分 决算情况说明
一、支出决算情况
1.社会保障和就业支出（类）社会福利（款）老年福利（项）。年初预算为400.00万元，支出决算为390.00万元，完成年初预算的97.50%。决算数小于年初预算数的主要原因是站点选址变更。
2.社会保障和就业支出（类）社会福利（款）殡葬（项）。年初预算为250.00万元，支出决算为250.00万元，完成年初预算的100.00%。
二、公务接待费情况
公务接待费支出0.80万元，比上年减少0.50万元，主要原因是接待批次减少。
三、年末结转和结余情况
年末结转和结余20.00万元，主要是服务站项目跨年实施。

第二部分 决算表
支出决算表
单位：万元
科目编码|科目名称|本年支出合计|基本支出|项目支出
|合计|640.00||640.00
208|社会保障和就业支出|640.00||640.00
20810|社会福利|640.00||640.00
2081002|老年福利|390.00||390.00
2081004|殡葬|250.00||250.00

项目支出绩效自评表
（2023年度）
项目名称|养老服务补贴
主管部门|柳河县民政局|实施单位|柳河县民政局
项目资金（万元）|年初预算数|全年预算数|全年执行数|分值|执行率|得分
年度资金总额|400.00|400.00|390.00|10|97.50%|9.75
其中：当年财政拨款|400.00|400.00|390.00|—|97.50%|—
上年结转资金|0.00|0.00|0.00|—|—|—
一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
产出指标|数量指标|新建服务站|10个|9个|20|18|1个站点选址变更，推迟完成
产出指标|质量指标|验收合格率|100%|100%|20|20|
""".replace("|", "\t")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("passages")
    texts = {"town": TOWN, "account": ACCOUNT}
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
    ("question", "cited"),
    [
        (
            "工程建设管理为什么涨了？",
            "3.工程建设管理1,300.00万元，比上年增加250.00万元。新增改造任务，故资金需求上升。",
        ),
        (
            "住房公积金为什么增加？",
            "4.住房公积金100.00万元，比上年增加5.00万元，系缴存基数调整所致。",
        ),
        ("公务用车购置及运行维护费为什么减少？", "报废车辆1辆"),
        ("收支总计为什么增加？", "改造任务增加"),
        (
            "Why did the housing fund go up?",
            "4.住房公积金100.00万元，比上年增加5.00万元，系缴存基数调整所致。",
        ),
    ],
)
def test_a_reason_is_found_however_it_is_worded(
    library: Library, question: str, cited: str
) -> None:
    assert printed(ask(library, question)) == [cited]


@pytest.mark.parametrize(
    "question",
    [
        "城管执法的预算为什么减少？",
        "机关运行经费为什么下降？",
        "公务用车购置为什么是零？",
        "城乡社区支出为什么增加？",
        "培训费为什么增加？",
        "改造任务为什么增加？",
        "招聘为什么减少？",
        "Why was urban management enforcement cut?",
    ],
)
def test_an_item_without_a_reason_is_not_given_another_items(
    library: Library, question: str
) -> None:
    given = ask(library, question)
    assert given.refused, given.answer


def test_a_group_is_not_answered_with_one_of_its_items(library: Library) -> None:
    assert ask(library, "社会福利支出为什么没完成预算？", "account").refused
    assert ask(library, "殡葬支出的决算为什么和预算一样？", "account").refused
    given = ask(library, "社会福利下的老年福利为什么没完成预算？", "account")
    assert printed(given) == ["站点选址变更"]


def test_parts_give_their_reasons_where_the_whole_gives_none(library: Library) -> None:
    given = ask(library, "三公经费减少的原因是什么？")
    assert sorted(printed(given)) == ["报废车辆1辆", "控制接待范围"]
    assert "“公务接待费”" in given.answer
    assert "“公务用车运行维护费”" in given.answer


@pytest.mark.parametrize("question", ["年底为什么还有结余？", "为什么有钱没花完？"])
def test_money_left_over_is_asked_for_in_other_words(library: Library, question: str) -> None:
    given = ask(library, question, "account")
    assert printed(given) == ["年末结转和结余20.00万元，主要是服务站项目跨年实施。"]


def test_each_of_several_agencies_gives_its_reason(library: Library) -> None:
    given = ask(library, "住房建设局和民政局的公务接待费为什么减少？", "town", "account")
    assert printed(given) == ["控制接待范围", "接待批次减少"]
    assert [citation.number for citation in given.citations] == [1, 2]


def test_one_of_several_agencies_that_gives_none_is_said(library: Library) -> None:
    given = ask(library, "两家的老年福利为什么没完成预算？", "town", "account")
    assert printed(given) == ["站点选址变更"]
    assert "柳河县住房建设局的文件没有说明" in given.answer


def test_the_deviation_of_an_indicator_is_a_reason(library: Library) -> None:
    given = ask(library, "新建服务站为什么没有完成？", "account")
    assert printed(given) == ["1个站点选址变更，推迟完成"]


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        (
            "老旧小区改造的立项依据是什么？",
            "《城镇老旧小区改造指导意见》（国办发〔2020〕23号）、《柳河县城市更新方案》。",
        ),
        ("项目的实施主体是谁？", "柳河县住房建设局、各街道办事处"),
        ("老旧小区改造什么时候实施？", "2024年3月至12月"),
        ("道路维修的绩效目标是什么？", "维修破损道路8公里"),
        ("人员编制情况怎么样？", "核定行政编制24名，事业编制51名。实有在职人员70人。"),
        ("联系电话是多少？", "联系电话：0599-1234567。"),
        ("How can the bureau be contacted?", "联系电话：0599-1234567。"),
        (
            "What is the legal basis of the project?",
            "《城镇老旧小区改造指导意见》（国办发〔2020〕23号）、《柳河县城市更新方案》。",
        ),
    ],
)
def test_what_stands_under_a_heading_is_told(library: Library, question: str, cited: str) -> None:
    assert printed(ask(library, question)) == [cited]


@pytest.mark.parametrize(
    "question", ["道路维修的立项依据是什么？", "道路维修由谁实施？", "档案数字化的实施周期多久？"]
)
def test_one_projects_text_is_not_anothers(library: Library, question: str) -> None:
    given = ask(library, question)
    assert given.refused, given.answer


def test_a_list_comes_with_what_opens_it(library: Library) -> None:
    given = ask(library, "重点工作有哪些？")
    assert printed(given) == [
        "今年要做好以下两项工作：1.新开工保障性租赁住房420套。2.改造老旧小区12个。"
    ]
    given = ask(library, "柳河县住房建设局的所属事业单位有哪几家？")
    assert printed(given)[0].startswith("所属事业单位2个：1.柳河县房产交易中心（公益一类）2.")


def test_offices_are_found_where_no_heading_names_them(library: Library) -> None:
    (cited,) = printed(ask(library, "局机关有哪些内设股室？"))
    assert cited.startswith("局机关设办公室、计划财务股、住房保障股")


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("超过100万元的项目有哪些？", ["老旧小区改造", "900.00", "道路维修", "400.00"]),
        ("不到10万元的项目有哪些？", ["档案数字化", "4.50"]),
        ("预算在400万元以上的项目有哪些？", ["老旧小区改造", "900.00", "道路维修", "400.00"]),
        ("超过400万元的项目有哪些？", ["老旧小区改造", "900.00"]),
        ("不超过4.5万元的项目有哪些？", ["档案数字化", "4.50"]),
    ],
)
def test_a_list_keeps_to_the_bounds_of_the_question(
    library: Library, question: str, names: list[str]
) -> None:
    assert printed(ask(library, question)) == names


def test_no_item_within_the_bounds_is_refused(library: Library) -> None:
    assert ask(library, "超过5000万元的项目有哪些？").refused


def test_targets_are_listed_with_their_projects(library: Library) -> None:
    given = ask(library, "各项目的绩效目标有哪些？")
    assert printed(given)[:2] == ["老旧小区改造", "改造老旧小区12个，居民满意度不低于90%"]
    assert len(given.citations) == 6


def test_rows_of_funds_are_no_indicators(library: Library) -> None:
    given = ask(library, "养老服务补贴有哪些绩效指标？", "account")
    assert printed(given) == ["新建服务站", "验收合格率"]


def test_items_are_listed_by_how_far_the_budget_was_met(library: Library) -> None:
    assert printed(ask(library, "哪些科目正好完成年初预算？", "account")) == ["100.00%"]
    assert printed(ask(library, "哪些科目没有完成年初预算？", "account")) == ["97.50%"]
    assert ask(library, "哪些科目超出了年初预算？", "account").refused


def test_cited_documents_are_listed_each_at_its_place(library: Library) -> None:
    given = ask(library, "这份预算引用了哪些文件？")
    assert printed(given) == [
        "《城镇老旧小区改造指导意见》（国办发〔2020〕23号）",
        "《柳河县城市更新方案》",
    ]


def test_a_definition_is_not_a_section_and_an_undefined_term_is_refused(library: Library) -> None:
    assert printed(ask(library, "工程建设管理反映什么？")) == [
        "反映用于工程质量、安全监督等方面的支出。"
    ]
    assert ask(library, "政府性基金预算是什么意思？").refused
