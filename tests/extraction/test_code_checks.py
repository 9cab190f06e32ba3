"""Codes of tables: their names, their form, and rows that stand twice."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, check
from extraction.audit.spelling import core_of, count_edits, is_short_form
from extraction.known_names import KNOWN, CodeKind, kind_of_code, known_name

Disclose = Callable[[str], Disclosure]
HEAD = "青禾县水务局{year}年部门预算\n第二部分 报表\n"
RULES = ("code_name", "code_spelling", "code_form", "repeated_row")


def found(disclose: Disclose, tables: str, year: int = 2024) -> list[tuple[str, ...]]:
    """Rule, severity, line, print and what it should be, of each finding about codes."""
    report = check(disclose(HEAD.format(year=year) + tables))
    return [
        (one.rule, f.severity, one.where, one.printed, one.computed)
        for f in report.findings
        for one in (f, *f.also)
        if one.rule in RULES
    ]


def reasons(disclose: Disclose, tables: str, rule: str, year: int = 2024) -> list[tuple[str, str]]:
    """Name and reason of each entry of a rule that could not be checked."""
    report = check(disclose(HEAD.format(year=year) + tables))
    return [(e.label, e.reason) for e in report.ledger if e.rule == rule and e.reason]


BASIC = """一般公共预算基本支出表
单位：万元
科目编码|科目名称|合计|人员经费|公用经费
301|工资福利支出|40.00|40.00|
30101|基本工资|10.00|10.00|
30102|津贴补贴|12.00|12.00|
30103|奖金|5.00|5.00|
30112|{insurance}|6.00|6.00|
30113|住房公积金|7.00|7.00|
302|商品和服务支出|9.00||9.00
30201|办公费|4.00||4.00
30211|{travel}|3.00||3.00
30228|工会经费|2.00||2.00
合计||49.00|40.00|9.00
"""
RIGHT = {"insurance": "其他社会保障缴费", "travel": "差旅费"}


def test_names_that_other_disclosures_print_are_found_nothing_against(disclose: Disclose) -> None:
    assert found(disclose, BASIC.format(**RIGHT)) == []


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (
            {"insurance": "其他社会保险缴费"},
            ("code_spelling", "wording", "10", "其他社会保险缴费", "其他社会保障缴费"),
        ),
        # Two characters of three: another name.
        ({"travel": "维修费"}, ("code_name", "error", "14", "维修费", "差旅费")),
        # Little differs, but it is the name of another code.
        ({"travel": "邮电费"}, ("code_name", "error", "14", "邮电费", "差旅费")),
    ],
)
def test_a_name_that_no_other_disclosure_prints_for_its_code(
    disclose: Disclose, wrong: dict[str, str], expected: tuple[str, ...]
) -> None:
    assert found(disclose, BASIC.format(**RIGHT | wrong)) == [expected]


def test_a_name_of_another_code_beside_one_that_few_disclosures_print(disclose: Disclose) -> None:
    table = BASIC.format(**RIGHT).replace("30103|奖金", "30114|其他工资福利支出")
    assert found(disclose, table) == [("code_name", "error", "9", "其他工资福利支出", "")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("邮电费", [("code_name", "error", "14", "邮电费", "差旅费")]),
        ("旅差费", [("code_spelling", "wording", "14", "旅差费", "差旅费")]),
        # It may have been renamed.
        ("出行费", []),
    ],
)
def test_a_later_year_is_held_against_the_latest_that_is_known(
    disclose: Disclose, name: str, expected: list[tuple[str, ...]]
) -> None:
    table = BASIC.format(**RIGHT | {"travel": name})
    assert found(disclose, table, year=2031) == expected


def test_a_name_may_be_written_shorter_or_longer(disclose: Disclose) -> None:
    table = BASIC.format(insurance="社会保障缴费", travel="差旅费支出")
    assert found(disclose, table) == []
    assert reasons(disclose, table, "code_name") == [
        ("社会保障缴费", "one name may be a short form of the other")
    ]


def test_names_are_known_for_the_years_of_the_disclosures_that_print_them(
    disclose: Disclose,
) -> None:
    table = BASIC.format(**RIGHT | {"travel": "维修费"})
    assert found(disclose, table, year=2017) == []
    assert ("维修费", UNKNOWN) in reasons(disclose, table, "code_name", year=2017)


UNKNOWN = "too few other disclosures print the code, or they disagree on its name"


def test_a_table_of_which_most_names_are_others_is_not_sure(disclose: Disclose) -> None:
    table = """一般公共预算基本支出表
单位：万元
科目编码|科目名称|合计
301|工资福利支出|10.00
30101|津贴补贴|4.00
30102|奖金|3.00
30103|住房公积金|3.00
合计||10.00
"""
    assert found(disclose, table) == []


FUNCTIONS = """{title}
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
208|社会保障和就业支出|8.00|8.00|
20805|行政事业单位养老支出|8.00|8.00|
2080505|机关事业单位基本养老保险缴费支出|8.00|8.00|
213|农林水支出|21.00|12.00|9.00
21303|水利|21.00|12.00|9.00
2130301|行政运行|12.00|12.00|
2130305|{works}|9.00||9.00
221|住房保障支出|5.00|5.00|
22102|住房改革支出|5.00|5.00|
2210201|住房公积金|5.00|5.00|
合计||34.00|25.00|9.00
"""


def test_a_code_has_one_name_in_all_tables(disclose: Disclose) -> None:
    first = FUNCTIONS.format(title="支出总表", works="水利工程建设")
    second = FUNCTIONS.format(title="一般公共预算支出表", works="水力工程建设")
    assert found(disclose, first + second) == [
        ("code_spelling", "wording", "26", "水力工程建设", "水利工程建设")
    ]


def test_a_conjunction_in_another_place_is_a_slip(disclose: Disclose) -> None:
    first = FUNCTIONS.format(title="支出总表", works="水利工程建设")
    second = FUNCTIONS.format(title="一般公共预算支出表", works="水利工程建设")
    second = second.replace("208|社会保障和就业支出", "208|社会保和障就业支出")
    assert found(disclose, first + second) == [
        ("code_spelling", "wording", "20", "社会保和障就业支出", "社会保障和就业支出")
    ]


def test_a_name_that_lacks_its_end_may_have_lost_it_in_reading(disclose: Disclose) -> None:
    first = FUNCTIONS.format(title="支出总表", works="水利工程建设")
    second = FUNCTIONS.format(title="一般公共预算支出表", works="水利工程")
    assert found(disclose, first + second) == []


def test_two_codes_of_one_group_do_not_bear_one_name(disclose: Disclose) -> None:
    table = FUNCTIONS.format(title="支出总表", works="行政运行")
    assert found(disclose, table) == [("code_name", "error", "12", "行政运行", "")]


def test_a_name_without_a_code_beside_the_same_figure_as_a_class(disclose: Disclose) -> None:
    units = """部门预算基本支出预算表
单位：万元
支出项目类别（资金使用单位）|总计|财政拨款
合计|49.00|49.00
青禾县水务局|49.00|49.00
工资和福利支出|40.00|40.00
商品和服务支出|9.00|9.00
"""
    assert found(disclose, BASIC.format(**RIGHT) + units) == [
        ("code_spelling", "wording", "22", "工资和福利支出", "工资福利支出")
    ]
    other = units.replace("40.00", "39.00")
    assert found(disclose, BASIC.format(**RIGHT) + other) == []


def test_a_code_that_lacks_a_zero_among_its_siblings(disclose: Disclose) -> None:
    table = BASIC.format(**RIGHT).replace("30102|", "3012|")
    assert found(disclose, table) == [("code_form", "wording", "8", "3012", "30102")]


@pytest.mark.parametrize(
    ("code", "wrong", "line"), [("2130305", "7130305", "12"), ("22102", "72102", "14")]
)
def test_a_code_whose_head_is_no_class_around_it(
    disclose: Disclose, code: str, wrong: str, line: str
) -> None:
    table = FUNCTIONS.format(title="支出总表", works="水利工程建设").replace(
        code + "|", wrong + "|"
    )
    report = check(disclose(HEAD.format(year=2024) + table))
    assert [(f.rule, f.where, f.printed, f.computed) for f in report.findings] == [
        ("code_form", line, wrong, code)
    ]


FUND = """政府性基金预算支出表
单位：万元
科目编码|科目名称|合计
212|城乡社区支出|9.00
21288|水源地保护支出|9.00
2128801|库区绿化|9.00
合计||9.00
"""


@pytest.mark.parametrize(("code", "line"), [("21288", "7"), ("2128801", "8")])
def test_a_wrong_head_beside_one_code_of_its_group(
    disclose: Disclose, code: str, line: str
) -> None:
    wrong = f"7{code[1:]}"
    table = FUND.replace(f"{code}|", f"{wrong}|")
    assert found(disclose, table) == [("code_form", "wording", line, wrong, code)]


def test_a_wrong_head_beside_classes_alone_is_not_sure(disclose: Disclose) -> None:
    table = FUND.replace("21288|", "71288|").replace("2128801|库区绿化", "213|农林水支出")
    assert found(disclose, table) == []


def test_the_sum_over_a_code_with_a_wrong_head_counts_it(disclose: Disclose) -> None:
    table = BASIC.format(**RIGHT).replace("30102|", "70102|")
    report = check(disclose(HEAD.format(year=2024) + table))
    assert [(f.rule, f.where, f.computed) for f in report.findings] == [("code_form", "8", "30102")]
    assert "broken" not in {e.verdict for e in report.ledger if e.rule == "code_hierarchy"}


def test_one_name_of_a_small_table_is_misspelt_where_others_stand_again(
    disclose: Disclose,
) -> None:
    spent = FUND.replace("政府性基金预算支出表", "支出总表")
    fund = FUND.replace("水源地保护", "源水地保护")
    assert found(disclose, f"{spent}\n{fund}") == [
        ("code_spelling", "wording", "15", "源水地保护支出", "水源地保护支出")
    ]


UNITS = """支出总表
单位：万元
科目编码|科目名称|合计
|合计|9.00
|青禾县水务局|4.00
221|住房保障支出|4.00
22102|住房改革支出|4.00
2210201|住房公积金|4.00
|青禾县水文站|5.00
221|住房保障支出|5.00
22102|住房改革支出|5.00
2210201|{name}|5.00
"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("住公房积金", [("code_spelling", "wording", "14", "住公房积金", "住房公积金")]),
        # It may be the name of a project.
        ("职工宿舍租金", []),
    ],
)
def test_a_name_of_one_unit_is_held_against_those_of_others(
    disclose: Disclose, name: str, expected: list[tuple[str, ...]]
) -> None:
    assert found(disclose, UNITS.format(name=name)) == expected


def test_a_code_out_of_the_order_of_its_class_is_not_sure(disclose: Disclose) -> None:
    last = "2210201|住房公积金|5.00|5.00|\n"
    table = FUNCTIONS.format(title="支出总表", works="水利工程建设")
    assert found(disclose, table.replace(last, f"{last}7130399|其他水利支出|0.00|0.00|\n")) == []


def test_a_head_of_one_digit_in_columns_of_parts(disclose: Disclose) -> None:
    table = """支出总表
单位：万元
科目编码|||科目名称|合计
类|款|项||
210|||卫生健康支出|9.00
210|11||行政事业单位医疗|9.00
210|11|01|行政单位医疗|4.00
7|11|02|事业单位医疗|2.00
210|11|03|公务员医疗补助|3.00
合计||||9.00
"""
    assert found(disclose, table) == [("code_form", "wording", "10", "71102", "2101102")]


def test_codes_of_groups_that_are_all_printed_short_are_a_form(disclose: Disclose) -> None:
    table = FUNCTIONS.format(title="支出总表", works="水利工程建设")
    for code in ("20805", "21303", "22102"):
        table = table.replace(f"\n{code}|", f"\n{code[3:]}|")
    assert found(disclose, table) == []


TWICE = "2080505|机关事业单位基本养老保险缴费支出|8.00|8.00|\n"


def test_a_row_that_stands_twice_and_counts_once(disclose: Disclose) -> None:
    table = FUNCTIONS.format(title="支出总表", works="水利工程建设").replace(TWICE, TWICE * 2)
    name = "机关事业单位基本养老保险缴费支出"
    assert found(disclose, table) == [("repeated_row", "error", "9", name, "")]


def test_a_row_that_stands_twice_and_counts_twice_may_be_two(disclose: Disclose) -> None:
    table = FUNCTIONS.format(title="支出总表", works="水利工程建设")
    halves = TWICE.replace("8.00", "4.00") * 2
    assert found(disclose, table.replace(TWICE, halves)) == []
    name = "机关事业单位基本养老保险缴费支出"
    assert reasons(disclose, table.replace(TWICE, halves), "repeated_row") == [
        (name, "no sum tells whether the two rows are one")
    ]


def test_a_small_figure_that_stands_twice_shows_in_no_sum(disclose: Disclose) -> None:
    small = "2080506|机关事业单位职业年金缴费支出|0.01|0.01|\n"
    table = FUNCTIONS.format(title="支出总表", works="水利工程建设")
    table = table.replace(TWICE, TWICE.replace("8.00", "7.99") + small * 2)
    assert found(disclose, table) == []


def test_the_rows_of_each_unit_are_its_own(disclose: Disclose) -> None:
    block = "213|农林水支出|4.00\n21303|水利|4.00\n2130301|行政运行|4.00\n"
    table = f"""一般公共预算支出表
单位：万元
科目编码|科目名称|合计
|合计|8.00
|青禾县水务局|4.00
{block}|青禾县水文站|4.00
{block}"""
    assert found(disclose, table) == []


def test_what_is_known_is_counted() -> None:
    names = [known for found in KNOWN.values() for known in found]
    assert all(kind_of_code(known.code) is known.kind for known in names)
    assert all(2000 < known.first <= known.last for known in names)
    assert len({(known.code, known.name) for known in names}) == len(names)
    known = known_name("30211", 2024)
    assert known
    assert (known.name, known.kind) == ("差旅费", CodeKind.ECONOMY)
    assert known_name("30211", 2031) == known
    assert known_name("30211", 2001) is None


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("2130301", CodeKind.FUNCTION),
        ("30211", CodeKind.ECONOMY),
        ("50201", CodeKind.GOVERNMENT_ECONOMY),
        ("213030", None),
        ("124001", None),
    ],
)
def test_the_kind_of_a_code(code: str, kind: CodeKind | None) -> None:
    assert kind_of_code(code) is kind


def test_how_names_differ() -> None:
    assert count_edits("其他社会保险缴费", "其他社会保障缴费") == 1
    assert count_edits("资本性出支", "资本性支出") == 1
    assert count_edits("奖金", "奖励金") == 1
    assert count_edits("", "水费") == 2
    assert core_of("维修（护）费") == core_of("维修护费用")
    assert core_of("其他支出") == "其他"
    assert core_of("支出") == "支出"
    assert is_short_form("公务用车运行费", "公务用车运行维护费")
    assert not is_short_form("其他社会保险缴费", "其他社会保障缴费")


NAMED_TWICE = """支出总表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
208|社会保障和就业支出|2.00|2.00|
20805|行政事业单位养老支出|2.00|2.00|
221|住房保障支出|1.00|1.00|
22102|住房改革支出|1.00|1.00|
213|农林水支出|9.00|4.00|5.00
21388|水文勘测|9.00|4.00|5.00

一般公共预算支出表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
208|社会保障和就业支出|2.00|2.00|
20805|行政事业单位养老支出|2.00|2.00|
221|住房保障支出|1.00|1.00|
22102|住房改革支出|1.00|1.00|
213|农林水支出|9.00|4.00|5.00
21388|{name}|9.00|4.00|5.00
"""


def test_of_two_names_the_one_that_is_known_for_another_code_is_wrong(disclose: Disclose) -> None:
    report = check(disclose(HEAD.format(year=2024) + NAMED_TWICE.format(name="住房公积金")))
    (finding,) = (f for f in report.findings if f.rule == "code_name")
    assert (finding.printed, finding.computed) == ("住房公积金", "水文勘测")


def test_of_two_names_neither_of_which_is_known_one_is_wrong(disclose: Disclose) -> None:
    report = check(disclose(HEAD.format(year=2024) + NAMED_TWICE.format(name="渠道养护")))
    (finding,) = (f for f in report.findings if f.rule == "code_name")
    assert [cell.printed for cell in finding.cells] == ["渠道养护", "水文勘测"]
    assert (finding.computed, finding.statement.endswith("表1作水文勘测，两者必有一误")) == (
        "",
        True,
    )
