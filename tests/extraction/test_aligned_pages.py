"""Unruled tables as they stand on pages: words with boxes in, rows of cells out."""

from collections.abc import Sequence

from extraction.readers.aligned import AlignedTable, find_tables
from extraction.readers.paper import Word
from extraction.readers.visual_lines import split_lines

_LETTER = 9.0
_SLACK = 4.0
_CAPTION = [(10.0, 56.0, "单位：万元")]

Placed = tuple[float, float, str]
"""Height and left edge of a word, and its text; Han letters are square, others half as broad."""


def _words(placed: Sequence[Placed]) -> list[Word]:
    return [
        Word(text, (left, top, left + sum(_breadth(char) for char in text), top + _LETTER))
        for top, left, text in placed
    ]


def _breadth(char: str) -> float:
    return _LETTER if ord(char) > 0xFF else _LETTER / 2


def _table(placed: Sequence[Placed], before: AlignedTable | None = None) -> AlignedTable:
    lines = [line.cells for line in split_lines(_words(placed))]
    (table,) = find_tables(lines, _SLACK, before)
    return table


def _rows(table: AlignedTable) -> list[str]:
    return ["|".join(cell.text for cell in row) for row in table.rows]


def test_the_only_code_below_a_header_of_codes_is_one() -> None:
    table = _table(
        [
            *_CAPTION,
            *[
                (40, 76, "部门编码"),
                (40, 170, "部门名称"),
                (40, 300, "合计"),
                (40, 380, "公务接待费"),
            ],
            *[(58, 92, "1"), (58, 186, "2"), (58, 306, "3"), (58, 400, "4")],
            *[(80, 56, "227"), (80, 120, "生态环境局"), (80, 310, "23.78"), (80, 404, "1.94")],
        ]
    )
    assert _rows(table) == [
        "部门编码|部门名称|合计|公务接待费",
        "1|2|3|4",
        "227|生态环境局|23.78|1.94",
    ]


def test_the_last_letters_of_two_header_cells_are_no_word_with_spread_letters() -> None:
    table = _table(
        [
            *_CAPTION,
            *[(40, 60, "科目名称"), (34, 200, "基本支"), (34, 250, "项目支")],
            *[(46, 209, "出"), (46, 259, "出")],
            *[(66, 60, "教育支出"), (66, 205, "75.10"), (66, 255, "60.90")],
            *[(84, 60, "科学支出"), (84, 205, "15.10"), (84, 255, "10.90")],
        ]
    )
    assert _rows(table)[0] == "科目名称|基本支出|项目支出"


def test_a_name_goes_on_below_its_figures_where_the_line_is_nearer_to_them() -> None:
    table = _table(
        [
            *_CAPTION,
            *[(40, 60, "采购大类"), (40, 160, "专项名称"), (40, 300, "合计")],
            *[(60, 56, "货物"), (60, 304, "2.37")],
            *[(78, 56, "柳荫街道办事"), (84, 304, "2.37"), (90, 56, "处")],
            *[(108, 150, "环境整治"), (108, 304, "1.88")],
            *[(126, 150, "教师培训"), (126, 304, "0.49")],
        ]
    )
    assert _rows(table)[1:] == [
        "货物||2.37",
        "柳荫街道办事处||2.37",
        "|环境整治|1.88",
        "|教师培训|0.49",
    ]


def test_an_ordinal_begins_another_row_however_near_it_stands() -> None:
    table = _table(
        [
            *_CAPTION,
            *[(40, 60, "项目"), (40, 300, "预算数")],
            *[(60, 60, "一、财政拨款"), (60, 300, "9.50")],
            *[(69, 60, "二、政府性基金"), (90, 60, "三、其他收入"), (90, 300, "1.00")],
        ]
    )
    assert _rows(table)[1:] == ["一、财政拨款|9.50", "二、政府性基金|", "三、其他收入|1.00"]


def test_a_cell_beside_two_indicators_makes_them_no_row() -> None:
    table = _table(
        [
            *_CAPTION,
            *[(40, 56, "项目名称"), (40, 180, "校舍修缮")],
            *[(64, 56, "年度目标"), (58, 180, "全年完成校舍修缮，"), (70, 180, "不发生事故。")],
            *[
                (90, 56, "一级指标"),
                (90, 180, "二级指标"),
                (90, 300, "三级指标"),
                (90, 420, "目标值"),
            ],
            *[(108, 300, "检查次数"), (108, 420, "≥12次")],
            *[(117, 180, "数量指标")],
            *[(126, 300, "培训场次"), (126, 420, "≥4场")],
            *[
                (144, 56, "产出指标"),
                (144, 180, "质量指标"),
                (144, 300, "合格率"),
                (144, 420, "100%"),
            ],
        ]
    )
    assert _rows(table) == [
        "项目名称|校舍修缮||",
        "年度目标|全年完成校舍修缮，不发生事故。||",
        "一级指标|二级指标|三级指标|目标值",
        "|数量指标|检查次数|≥12次",
        "||培训场次|≥4场",
        "产出指标|质量指标|合格率|100%",
    ]


def test_a_text_that_overhangs_columns_begins_its_own() -> None:
    table = _table(
        [
            *_CAPTION,
            *[(40, 56, "其中：财政拨款"), (40, 184, "46.49"), (40, 300, "其他"), (40, 420, "0.00")],
            *[(60, 56, "其中：基本支出"), (60, 184, "38.47"), (60, 300, "项目"), (60, 420, "8.02")],
            *[(80, 56, "年度总体目标"), (80, 184, "全面履行社区管理职责，落实辖区内城市管理工作")],
            *[
                (100, 56, "一级指标"),
                (100, 184, "二级指标"),
                (100, 300, "三级指标"),
                (100, 420, "目标值"),
            ],
            *[
                (118, 56, "产出指标"),
                (118, 184, "数量指标"),
                (118, 300, "次数"),
                (118, 420, "≥2次"),
            ],
        ]
    )
    assert _rows(table)[2] == "年度总体目标|全面履行社区管理职责，落实辖区内城市管理工作||"


def test_a_group_over_the_middle_has_the_columns_that_stand_lower_than_those_beside() -> None:
    heads = [
        *[(40, 290, "公务用车购置及运行费")],
        *[(49, 70, "合计"), (49, 140, "因公出国"), (49, 480, "公务接待")],
        *[(58, 230, "小计"), (58, 310, "购置费"), (58, 390, "运行费")],
    ]
    figures = ["30.21", "0.00", "30.21", "18.00", "12.21", "0.00"]
    lefts = [70, 148, 230, 312, 392, 488]
    body = [(80.0, float(left), text) for left, text in zip(lefts, figures, strict=True)]
    table = _table([*_CAPTION, *heads, *body])
    assert [(cell.text, cell.columns) for cell in table.rows[0]] == [
        ("合计", 1),
        ("因公出国", 1),
        ("公务用车购置及运行费", 3),
        ("", 1),
        ("", 1),
        ("公务接待", 1),
    ]


def test_a_header_that_is_cut_inside_a_bracket_is_no_caption() -> None:
    table = _table(
        [
            *[
                (40, 200, "预算数（单位："),
                (46, 60, "项目"),
                (46, 400, "绩效目标"),
                (52, 210, "万元）"),
            ],
            *[(70, 60, "校舍修缮"), (70, 230, "14.7"), (70, 380, "修缮完成")],
            *[(90, 60, "课桌更新"), (90, 230, "78.5"), (90, 380, "更新完成")],
        ]
    )
    assert _rows(table)[0] == "项目|预算数（单位：万元）|绩效目标"


_HEADER = [
    *[(20.0, 60.0, "科目编码"), (20.0, 150.0, "科目名称"), (20.0, 300.0, "合计")],
    *[(20.0, 380.0, "基本支出"), (20.0, 460.0, "项目支出")],
]


def _first_page() -> AlignedTable:
    return _table(
        [
            *_HEADER,
            *[(40, 60, "205"), (40, 130, "教育支出"), (40, 300, "8.00"), (40, 388, "5.00")],
            *[(40, 468, "3.00"), (60, 60, "20502"), (60, 130, "普通教育"), (60, 300, "8.00")],
            *[(60, 388, "5.00"), (60, 468, "3.00")],
        ]
    )


def test_a_header_that_comes_again_is_that_of_the_page_before() -> None:
    second = [(40.0, 60.0, "2050202"), (40.0, 130.0, "小学教育"), (40.0, 300.0, "5.00")]
    table = _table([*_HEADER, *second, (40.0, 388.0, "5.00")], _first_page())
    assert _rows(table) == ["2050202|小学教育|5.00|5.00|"]
    assert table.repeated == (0,)


def test_a_page_may_begin_inside_a_name() -> None:
    rows = [
        *[(20.0, 130.0, "小学教"), (26.0, 60.0, "2050202"), (26.0, 300.0, "5.00")],
        *[(26.0, 388.0, "5.00"), (32.0, 130.0, "育")],
        *[(52.0, 60.0, "2050203"), (52.0, 130.0, "初中教育"), (52.0, 300.0, "3.00")],
        *[(52.0, 468.0, "3.00")],
    ]
    assert _rows(_table(rows, _first_page())) == [
        "2050202|小学教育|5.00|5.00|",
        "2050203|初中教育|3.00||3.00",
    ]


def test_as_many_numbers_as_amounts_are_theirs_in_order() -> None:
    table = _table(
        [
            *_CAPTION,
            *[(40, 60, "科目名称"), (40, 200, "合计"), (40, 280, "小计"), (40, 340, "其他")],
            *[(56, 66, "栏次"), (56, 204, "1"), (56, 304, "2"), (56, 366, "3")],
            *[(76, 60, "教育支出"), (76, 200, "5.00"), (76, 254, "3.00"), (76, 340, "2.00")],
            *[(96, 60, "科学支出"), (96, 200, "5.00"), (96, 254, "3.00"), (96, 340, "2.00")],
        ]
    )
    assert _rows(table)[:2] == ["科目名称|合计|小计|其他", "栏次|1|2|3"]


def test_a_group_over_a_header_that_wraps_is_a_cell_of_its_own() -> None:
    table = _table(
        [
            *_CAPTION,
            *[
                (40, 322, "本年一般公共预算基本支出"),
                (64, 197, "经济科目名称"),
                (58, 365, "人员经"),
            ],
            *[(64, 322, "合计"), (64, 412, "公用经费"), (70, 376, "费")],
            *[(90, 147, "工资福利支出"), (90, 321, "698.55"), (90, 370, "698.55")],
            *[(108, 147, "商品和服务支出"), (108, 321, "151.33"), (108, 421, "151.33")],
        ]
    )
    assert _rows(table)[:2] == [
        "经济科目名称|本年一般公共预算基本支出||",
        "|合计|人员经费|公用经费",
    ]


def test_a_header_is_centred_over_a_broad_column_of_short_names() -> None:
    table = _table(
        [
            *_CAPTION,
            *[(40, 180, "科目名称"), (40, 420, "机关运行经费")],
            *[(58, 193, "**"), (58, 444, "1")],
            *[(78, 56, "办公费"), (78, 480, "5.29")],
            *[(96, 56, "印刷费"), (96, 480, "1.06")],
        ]
    )
    assert _rows(table) == ["科目名称|机关运行经费", "**|1", "办公费|5.29", "印刷费|1.06"]


def test_a_form_goes_on_over_pages() -> None:
    first = _table(
        [
            *[(20, 56, "项目名称"), (20, 180, "校舍修缮")],
            *[
                (40, 56, "一级指标"),
                (40, 180, "二级指标"),
                (40, 300, "三级指标"),
                (40, 420, "目标值"),
            ],
            *[
                (60, 56, "产出指标"),
                (60, 180, "数量指标"),
                (60, 300, "修缮校舍"),
                (60, 420, "≥2所"),
            ],
        ]
    )
    second = [
        *[(20.0, 300.0, "合格率"), (20.0, 420.0, "100%")],
        *[(29.0, 180.0, "质量指标")],
        *[(38.0, 300.0, "完好率"), (38.0, 420.0, "≥98%")],
        *[(56.0, 180.0, "时效指标"), (56.0, 300.0, "完成率"), (56.0, 420.0, "100%")],
    ]
    rows = [row.rsplit("|", 2)[1:] for row in _rows(_table(second, first)) if row.endswith("%")]
    assert rows == [["合格率", "100%"], ["完好率", "≥98%"], ["完成率", "100%"]]


def test_bare_digits_below_no_header_of_codes_are_amounts() -> None:
    table = _table(
        [
            *_CAPTION,
            *[(40, 85, "合计"), (40, 140, "因公出国费"), (40, 235, "小计"), (40, 302, "购置费")],
            *[(40, 377, "运行费"), (40, 443, "公务接待费")],
            *[(60, 120, "25"), (60, 270, "20"), (60, 420, "20"), (60, 499, "5")],
        ]
    )
    assert _rows(table)[1:] == ["25||20||20|5"]


def test_amounts_may_look_like_years() -> None:
    heads = [(40.0, 60.0, "科目名称"), (40.0, 300.0, "合计"), (40.0, 380.0, "基本支出")]
    rows = [(60.0, 60.0, "教育支出"), (60.0, 300.0, "2025"), (60.0, 398.0, "2025")]
    more = [
        (80.0, 60.0, "行政事业医"),
        (86.0, 300.0, "1949"),
        (86.0, 398.0, "1949"),
        (92.0, 60.0, "疗"),
    ]
    last = [(112.0, 60.0, "住房支出"), (112.0, 300.0, "1999"), (112.0, 398.0, "1999")]
    assert _rows(_table([*_CAPTION, *heads, *rows, *more, *last]))[1:] == [
        "教育支出|2025|2025",
        "行政事业医疗|1949|1949",
        "住房支出|1999|1999",
    ]


def test_amounts_that_stray_on_the_next_page_stay_in_one_column() -> None:
    rows = [
        *[(20.0, 60.0, "2050202"), (20.0, 130.0, "小学教育"), (20.0, 300.0, "5.00")],
        *[(20.0, 380.0, "5.00"), (20.0, 468.0, "0.00")],
        *[(40.0, 60.0, "2050203"), (40.0, 130.0, "初中教育"), (40.0, 300.0, "3.00")],
        *[(40.0, 406.0, "2.00"), (40.0, 468.0, "1.00")],
    ]
    assert _rows(_table(rows, _first_page())) == [
        "2050202|小学教育|5.00|5.00|0.00",
        "2050203|初中教育|3.00|2.00|1.00",
    ]


def test_the_longest_name_ends_a_page_of_its_table() -> None:
    table = _table(
        [
            *[(20, 60, "项目"), (20, 200, "预算数"), (20, 300, "项目"), (20, 500, "预算数")],
            *[(40, 56, "财政拨款"), (40, 200, "9.50"), (40, 280, "教育支出"), (40, 500, "9.00")],
            *[(60, 280, "科学支出"), (60, 500, "0.50")],
            *[(80, 280, "机关事业单位基本养老保险缴费支出")],
        ]
    )
    assert _rows(table)[-1] == "||机关事业单位基本养老保险缴费支出|"


def test_the_lines_of_a_header_cell_are_near_each_other() -> None:
    table = _table(
        [
            *_CAPTION,
            *[(40, 638, "单位资金收入"), (58, 556, "专户资金"), (64, 236, "科目名称")],
            *[(70, 605, "小计"), (64, 651, "事业收"), (76, 660, "入"), (70, 700, "其他收入")],
            *[(96, 200, "教育支出"), (96, 565, "5.00"), (96, 607, "3.00"), (96, 664, "1.00")],
            *[(96, 718, "2.00")],
        ]
    )
    assert [(cell.text, cell.columns) for cell in table.rows[0] if cell.text] == [
        ("科目名称", 1),
        ("专户资金", 1),
        ("单位资金收入", 3),
    ]
