"""Tables whose columns only alignment shows: lines of aligned words in, rows of cells out."""

from pathlib import Path

import pytest

from extraction import fact_rows, read
from extraction.readers import transcribe
from extraction.readers.aligned import find_tables
from extraction.readers.layout_text import keeps_columns, place_words
from extraction.readers.paper import Word
from extraction.readers.tracks import find_tracks
from extraction.transcript import Transcript

_CAPTION = "编制部门：某市某局                                  单位：万元\n"


def _tables(text: str) -> list[list[str]]:
    """The rows of the tables of a text, their cells parted by bars."""
    lines = [[item.word for item in line] for line in place_words(text.split("\n"))]
    tables = find_tables(lines, 3.0)
    return [["|".join(cell.text for cell in row) for row in table.rows] for table in tables]


def _read_text(folder: Path, text: str) -> Transcript:
    path = folder / "sample.txt"
    path.write_text(text, encoding="utf-8")
    return transcribe(path)


def test_codes_names_and_figures_stand_in_their_columns_and_blanks_stay_blank() -> None:
    text = _CAPTION + (
        "科目编码          科目名称            合计          基本支出       项目支出\n"
        "208       社会保障和就业支出          754.75     754.75\n"
        "20805     行政事业单位养老支出         754.75                 754.75\n"
        "2080501   行政单位离退休             54.53      54.53\n"
        "            合计              754.75     754.75   754.75\n"
    )
    assert _tables(text) == [
        [
            "科目编码|科目名称|合计|基本支出|项目支出",
            "208|社会保障和就业支出|754.75|754.75|",
            "20805|行政事业单位养老支出|754.75||754.75",
            "2080501|行政单位离退休|54.53|54.53|",
            "|合计|754.75|754.75|754.75",
        ]
    ]


def test_header_cells_over_several_columns_stand_over_the_first_of_them() -> None:
    text = _CAPTION + (
        "                   项目                                收入预算\n"
        "功能分类科目编码                                                 事业单位\n"
        "                       功能分类科目名称       合计       财政拨款收入         其他收入\n"
        "类     款    项                                            经营收入\n"
        "201             一般公共服务支出          2,932.70     2,932.70        0.00       0.00\n"
        "201   05        统计信息事务             257.70       257.70        0.00       0.00\n"
        "201   05   07   专项普查活动             257.70       257.70        0.00       0.00\n"
    )
    rows = _tables(text)[0]
    assert rows[:3] == [
        "项目||||收入预算|||",
        "功能分类科目编码|||功能分类科目名称|合计|财政拨款收入|事业单位经营收入|其他收入",
        "类|款|项|||||",
    ]
    assert rows[-1] == "201|05|07|专项普查活动|257.70|257.70|0.00|0.00"


def test_columns_that_come_again_are_grouped_by_whole_periods() -> None:
    # By these rows a Han character takes one cell.
    narrow = (
        "科目名称          合计     基本支出\n"
        "教育支出         10.00    5.00\n"
        "卫生健康支出       20.00    5.00\n"
        "社会保障和就业支出    30.00   15.00\n"
    )
    text = (
        narrow
        + _CAPTION
        + (
            "                                       财政拨款“三公”经费\n"
            "                                           公务用车购置及运行维护费\n"
            "                      因公出国\n"
            "         合计                                          公务用车            公务用车"
            "           公务接待费\n"
            "                      （境）费            小计\n"
            "                                                      购置费           运行维护费\n"
            "\n"
            "   预算数        决算数   预算数   决算数   预算数        决算数     预算数     决算数"
            "     预算数     决算数     预算数     决算数\n"
            "\n"
            "     2.85 0.39 0.00 0.00  0.00              0.00    0.00    0.00    0.00    0.00"
            "    2.85    0.39\n"
        )
    )
    rows = _tables(text)[1]
    assert rows[1:3] == [
        "合计||因公出国（境）费||公务用车购置及运行维护费||||||公务接待费|",
        "预算数|决算数|预算数|决算数|小计||公务用车购置费||公务用车运行维护费||预算数|决算数",
    ]
    assert rows[-1] == "2.85|0.39|0.00|0.00|0.00|0.00|0.00|0.00|0.00|0.00|2.85|0.39"


def test_figures_of_one_row_stand_right_of_the_middles_of_their_headers() -> None:
    text = _CAPTION + (
        "   合计          因公出国(境)费   公务接待费\n"
        "                                     小计      购置费       运行费\n"
        "        0.95                  0.95                  3.00\n"
    )
    assert _tables(text) == [
        ["合计|因公出国(境)费|公务接待费|小计|购置费|运行费", "0.95||0.95||3.00|"],
    ]


def test_a_line_that_numbers_the_columns_shows_those_that_are_blank() -> None:
    text = _CAPTION + (
        " 科目名称          合计     政府性基     事业收入\n"
        "                       金预算\n"
        "   **            1        2        3\n"
        " 合计          24.00              24.00\n"
        " 教育支出        24.00              24.00\n"
    )
    assert _tables(text) == [
        [
            "科目名称|合计|政府性基金预算|事业收入",
            "**|1|2|3",
            "合计|24.00||24.00",
            "教育支出|24.00||24.00",
        ]
    ]


def test_a_header_cell_spans_the_lower_headers_and_not_the_higher_ones_beside_them() -> None:
    text = _CAPTION + (
        "                          基本支出\n"
        "\n"
        " 科目名称      总计                         项目支出    上缴上级支出  结转下年\n"
        "                    人员经费      公用经费\n"
        " 合计      6095.83    1000.00    595.30   4500.53      0.00      0.00\n"
        " 教育支出    1595.30    1000.00    595.30      0.00      0.00      0.00\n"
    )
    assert _tables(text)[0][:2] == [
        "科目名称|总计|基本支出||项目支出|上缴上级支出|结转下年",
        "||人员经费|公用经费|||",
    ]


def test_figures_set_left_and_right_in_one_column_are_one_column() -> None:
    text = _CAPTION + (
        "   科目名称          合计             基本支出\n"
        " 合计                   9013243          9013243\n"
        " 行政运行       118800              118800\n"
        " 事业运行       502320              502320\n"
    )
    assert _tables(text)[0][1:] == [
        "合计|9013243|9013243",
        "行政运行|118800|118800",
        "事业运行|502320|502320",
    ]


def test_names_centred_on_their_figures_take_as_many_pieces_below_as_above() -> None:
    text = _CAPTION + (
        "科目编码       科目名称          合计        基本支出\n"
        "           社会保障和就\n"
        "208                     754.75      754.75\n"
        "           业支出\n"
        "           机关事业单位\n"
        "2080505    基本养老保险       446.11      446.11\n"
        "           缴费支出\n"
        "           机关事业单位\n"
        "2080506    职业年金缴费       225.12      225.12\n"
        "           支出\n"
        "210        卫生健康支出       236.64      236.64\n"
    )
    assert _tables(text)[0][1:] == [
        "208|社会保障和就业支出|754.75|754.75",
        "2080505|机关事业单位基本养老保险缴费支出|446.11|446.11",
        "2080506|机关事业单位职业年金缴费支出|225.12|225.12",
        "210|卫生健康支出|236.64|236.64",
    ]


def test_a_code_that_stands_a_line_higher_than_its_name_is_on_its_row() -> None:
    text = _CAPTION + (
        "科目编码       科目名称        决算数     科目编码    科目名称       决算数\n"
        "30108     养老保险缴费        446.11   30206   电费         18.86\n"
        "30109     职业年金缴费        225.12   30207\n"
        "                                      邮电费          8.05\n"
        "30110     医疗保险缴费        236.63   30209   物业管理费      82.20\n"
    )
    assert _tables(text)[0][2] == "30109|职业年金缴费|225.12|30207|邮电费|8.05"


def test_sides_of_a_table_keep_rows_without_figures() -> None:
    text = _CAPTION + (
        "               收入                           支出\n"
        "          项目        决算数                项目           决算数\n"
        "一、财政拨款收入            9746.50   一、一般公共服务支出\n"
        "二、上级补助收入                      二、外交支出\n"
        "                              三、社会保障和就业支出            754.75\n"
        "     本年收入合计         9746.50          本年支出合计         9759.38\n"
    )
    assert _tables(text) == [
        [
            "收入||支出|",
            "项目|决算数|项目|决算数",
            "一、财政拨款收入|9746.50|一、一般公共服务支出|",
            "二、上级补助收入||二、外交支出|",
            "||三、社会保障和就业支出|754.75",
            "本年收入合计|9746.50|本年支出合计|9759.38",
        ]
    ]


def test_a_text_that_wraps_stands_in_one_cell() -> None:
    text = (
        "     项目          预算数（单位：万元）              绩效目标\n"
        "                                 按计划完成相关任务，年内资金\n"
        " 河道清淤                  20.23\n"
        "                                 支付进度不低于九成。\n"
        "                                 保障正常开展，全年不发生\n"
        " 水库加固                   1.26    责任事故，群众满意度保持在\n"
        "                                 百分之九十以上。\n"
    )
    assert _tables(text)[0][1:] == [
        "河道清淤|20.23|按计划完成相关任务，年内资金支付进度不低于九成。",
        "水库加固|1.26|保障正常开展，全年不发生责任事故，群众满意度保持在百分之九十以上。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "一、部门主要职能 …………………………………………… 3\n二、名词解释   ……………………………… 5\n",
        "一、部门主要职能 .................... 3\n二、名词解释  ...................... 5\n",
        "    2025年收入预算 3,121.42 万元，比上年增加 107.62 万元；\n支出预算 3,121.42 万元。\n",
        "元 ， 财 政 业 务 费 10.00 万 元 ， 系 统 维 护 费 166.66 万 元 。\n",
        "（一）  贯彻执行国家有关法律、法规、规章和方针、政策。\n（二）  承担财政收支管理。\n",
    ],
)
def test_prose_and_contents_are_no_table(text: str) -> None:
    assert _tables(text) == []


def test_a_page_without_a_header_goes_on_in_the_columns_of_the_page_before(tmp_path: Path) -> None:
    text = (
        "                2024年部门收入预算总表\n" + _CAPTION + "科目编码      科目名称"
        "             合计       财政拨款收入     其他收入\n"
        "201       一般公共服务支出       2,932.70     2,900.00     32.70\n"
        "20105     统计信息事务           257.70       257.70      0.00\n"
        "\f合计   3,190.40   3,157.70   32.70\n"
    )
    grids = _read_text(tmp_path, text).grids
    rows = [[cell.printed for cell in row] for grid in grids for row in grid.rows]
    assert rows[-1] == ["", "合计", "3,190.40", "3,157.70", "32.70"]
    table = read(tmp_path / "sample.txt").tables
    assert [(t.kind, len(t.rows)) for t in table] == [("income", 3)]


def test_every_cell_of_aligned_text_stands_where_its_source_says(tmp_path: Path) -> None:
    text = _CAPTION + (
        "  功能分类\n"
        "               科目名称         合计        一般公共预\n"
        "  科目编码                               算\n"
        "           社会保障和就\n"
        "208                     754.75      754.75\n"
        "           业支出\n"
        "210        卫生健康支出       236.64 0.00\n"
    )
    transcript = _read_text(tmp_path, text)
    cells = [cell for grid in transcript.grids for row in grid.rows for cell in row]
    assert "社会保障和就业支出" in {cell.printed for cell in cells}
    for cell in cells:
        runs = [transcript.lines[s.line - 1][s.start : s.end] for s in cell.source.spans]
        assert "".join(runs) == cell.printed


def test_captions_of_aligned_text_give_agency_and_unit(tmp_path: Path) -> None:
    text = (
        "                2024年部门支出预算总表\n" + _CAPTION + "科目编码      科目名称"
        "             合计       基本支出     项目支出\n"
        "201       一般公共服务支出       2,932.70     2,900.00     32.70\n"
        "20105     统计信息事务           257.70       257.70      0.00\n"
    )
    _read_text(tmp_path, text)
    disclosure = read(tmp_path / "sample.txt")
    table = disclosure.tables[0]
    assert [text and text.printed for text in (table.title, table.agency)] == [
        "2024年部门支出预算总表",
        "编制部门：某市某局",
    ]
    assert table.unit == "万元"
    facts = {(fact.code, fact.column, fact.value) for fact in fact_rows(disclosure)}
    assert ("20105", "基本支出", "257.70") in facts


def test_a_running_head_does_not_part_a_table(tmp_path: Path) -> None:
    page = "        某市某局2024年度公开\n"
    head = "科目编码      科目名称             合计       基本支出\n"
    text = (
        page + "                2024年部门支出预算总表\n" + _CAPTION + head + "201       一般公共"
        "服务支出       2,932.70     2,900.00\n"
        "\f" + page + head + "205       教育支出           257.70       257.70\n"
        "\f" + page + head + "208       社会保障和就业支出      100.00       100.00\n"
    )
    _read_text(tmp_path, text)
    assert [len(table.rows) for table in read(tmp_path / "sample.txt").tables] == [3]


def test_words_of_a_page_are_found_by_points() -> None:
    def word(text: str, left: float, top: float) -> Word:
        width = sum(9.0 if char > "\u2e80" else 4.5 for char in text)
        return Word(text, (left, top, left + width, top + 9.0))

    lines = [
        [word("科目名称", 80.0, 100.0), word("合计", 220.0, 100.0), word("基本支出", 290.0, 100.0)],
        [word("教育支出", 56.0, 120.0), word("1,000.00", 212.0, 120.0)],
        [word("农林水支出", 56.0, 140.0), word("20.00", 225.5, 140.0), word("5.00", 309.0, 140.0)],
    ]
    (table,) = find_tables(lines, 4.0)
    assert (table.first, table.last) == (0, 2)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["科目名称", "合计", "基本支出"],
        ["教育支出", "1,000.00", ""],
        ["农林水支出", "20.00", "5.00"],
    ]
    assert table.rows[2][1].box == (225.5, 140.0, 248.0, 149.0)


def test_a_total_fills_all_columns_of_figures() -> None:
    texts = ["合计                   9013243", "行政运行       118800", "事业运行       502320"]
    lines = [[item.word for item in line] for line in place_words(texts)]
    assert [len(track.members) for track in find_tracks(lines, 3.0)] == [3, 3]
    without = [len(track.members) for track in find_tracks([*lines[1:], lines[0][1:]], 3.0)]
    assert without == [2, 2, 1]


def test_the_width_of_a_han_character_is_the_one_that_aligns() -> None:
    narrow = ["教育支出    10.00   5.00", "农林水支出   20.00   5.00"]
    wide = ["教育支出      10.00   5.00", "农林水支出    20.00   5.00"]
    for lines in (narrow, wide):
        rows = [[item.word.box[0] for item in line] for line in place_words(lines)]
        assert rows[0][1:] == rows[1][1:]


def test_figures_one_space_apart_are_two_words_beside_others() -> None:
    (line,) = place_words(["合计     1,234.00 5,678.00 一、教育支出   9.00"])
    texts = ["合计", "1,234.00", "5,678.00", "一、教育支出", "9.00"]
    assert [item.word.text for item in line] == texts
    (named,) = place_words(["教育支出 20.00   5.00"])
    assert [item.word.text for item in named] == ["教育支出", "20.00", "5.00"]
    (prose,) = place_words(["收入 9746.50 万元，支出 12.00 万元"])
    assert len(prose) == 1


def test_a_name_whose_letters_are_spread_is_one_word_and_code_parts_are_three() -> None:
    (line,) = place_words(["项      目        类   款   项"])
    assert [item.word.text for item in line] == ["项      目", "类", "款", "项"]


def test_text_whose_rows_have_single_spaces_keeps_no_columns() -> None:
    assert not keeps_columns(["合计 1,234.00 5,678.00", "教育支出 20.00 5.00"])
    assert keeps_columns(["合计     1,234.00    5,678.00", "收入 1.00 万元，支出 2.00 万元"])
