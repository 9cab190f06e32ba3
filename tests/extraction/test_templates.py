"""Layouts kept: what of one holds for the next document, and the folder of files that hold it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from extraction import Maker, Transcript, read_outline, read_tables
from extraction.errors import UnusableTemplate
from extraction.layouts import Layout, Pair, Surroundings
from extraction.pages import PrintedTable
from extraction.readers.tabs import find_grids
from extraction.records import Table
from extraction.tables import Caption, apply_layout
from extraction.templates import Shelf, Template, fit_template, make_template
from extraction.vocabulary import Fund, Measure, Role, TableKind, Unit

SPENDING = """
一般公共预算支出表
单位：万元
科目编码|科目名称|2024年预算数||
||合计|基本支出|项目支出
|合计|120.50|80.00|40.50
208|社会保障和就业支出|20.00|20.00|—
213|农林水支出|100.50|60.00|40.50
"""
# The next year's, of another fund: more rows, in 元, a name broken, the header on each page.
NEXT_YEAR = """
政府性基金预算支出表
单位：元
科目编码|科目名称|2025年预算数||
||合计|基本支出|项目支出
|合计|600.00|300.00|300.00
208|社会保障和就业支出|100.00|100.00|—
20805|行政事业单位养老支出|100.00|100.00|—
科目编码|科目名称|2025年预算数||
||合计|基本支出|项目支出
2080505|机关事业单位基本养老保|100.00|100.00|—
|险缴费支出|||
212|城乡社区支出|500.00|200.00|300.00
"""
INVENTED = """
2024年资金安排一览
单位：万元
事项|全年盘子|日常|专项|进度
办公运转|30.00|20.00|10.00|50.00
河道整治|70.00|10.00|60.00|25.00
合计|100.00|30.00|70.00|32.50
"""
FILE = """\
{
 "maker": "rules",
 "kind": null,
 "width": 5,
 "header": [
  ["科目编码", "科目名称", "20xx年预算数", "", ""],
  ["", "", "合计", "基本支出", "项目支出"]
 ],
 "columns": [
  {"index": 0, "side": 0, "role": "code", "header": [[0, 0]], "measure": "other", \
"fund": null, "is_total": false},
  {"index": 1, "side": 0, "role": "name", "header": [[0, 1]], "measure": "other", \
"fund": null, "is_total": false},
  {"index": 2, "side": 0, "role": "amount", "header": [[0, 2], [1, 2]], "measure": "total", \
"fund": null, "is_total": true},
  {"index": 3, "side": 0, "role": "amount", "header": [[0, 2], [1, 3]], "measure": "basic", \
"fund": null, "is_total": false},
  {"index": 4, "side": 0, "role": "amount", "header": [[0, 2], [1, 4]], "measure": "project", \
"fund": null, "is_total": false}
 ]
}
"""
FINGERPRINT = "bbfe970c7c6827da"
"""Of `[5, ["科目编码", …], ["", …]]`, as `sha256sum` tells it."""


@dataclass(frozen=True)
class Read:
    """The first table of a text, and the layout that the rules read it by."""

    printed: PrintedTable
    around: Surroundings
    layout: Layout

    def table(self, layout: Layout | None) -> Table:
        assert layout is not None
        return apply_layout(self.printed.grid, layout, Caption(1, None, None)).table

    def template(self, maker: Maker = Maker.RULES) -> Template:
        template = make_template(self.printed, self.layout, self.around, maker)
        assert template is not None
        return template

    def fit(self, template: Template) -> Layout | None:
        return fit_template(template, self.printed, self.around)


def _read(text: str) -> Read:
    lines = tuple(text.strip("\n").replace("|", "\t").split("\n"))
    bare = Transcript("demo", lines, encoding="utf-8")
    whole = replace(bare, grids=tuple(find_grids(bare)))
    outline = read_outline(whole)
    layout = read_tables(whole, outline)[0].layout
    return Read(outline.tables[0], Surroundings("", whole.plain), layout)


def _mean(layout: Layout, columns: Sequence[Measure]) -> Layout:
    """A layout whose columns count something else."""
    pairs = zip(layout.columns, columns, strict=True)
    changed = tuple(own.model_copy(update={"measure": measure}) for own, measure in pairs)
    return layout.model_copy(update={"columns": changed})


def test_a_file_says_what_the_columns_mean_and_nothing_of_the_rows() -> None:
    assert _read(SPENDING).template().to_text() == FILE


def test_the_next_year_is_read_as_the_rules_read_it() -> None:
    kept = _read(SPENDING).template()
    following = _read(NEXT_YEAR)
    layout = following.fit(kept)
    assert following.table(layout) == following.table(following.layout)
    assert layout is not None
    assert (layout.kind, layout.unit) == (TableKind.GOVERNMENT_FUND, Unit.YUAN)
    assert layout.header_rows == (0, 1, 5, 6)
    assert layout.joins == ((7, 8),)
    assert {column.fund for column in layout.columns} == {Fund.GOVERNMENT_FUND}
    name = "机关事业单位基本养老保险缴费支出"
    assert [row.label for row in following.table(layout).rows][3] == name


def test_the_next_year_has_the_same_template() -> None:
    assert _read(NEXT_YEAR).template() == _read(SPENDING).template()


@pytest.mark.parametrize(
    ("printed", "instead"),
    [
        ("||合计|基本支出|项目支出", "||合计|基本支出|专项支出"),
        ("2024年预算数", "2024年决算数"),
    ],
)
def test_another_header_is_another_template(printed: str, instead: str) -> None:
    other = _read(SPENDING.replace(printed, instead))
    assert other.fit(_read(SPENDING).template()) is None
    assert other.template().fingerprint != _read(SPENDING).template().fingerprint


def test_a_further_column_is_another_template() -> None:
    lines = SPENDING.strip("\n").split("\n")
    other = _read("\n".join([*lines[:2], *(f"{line}|" for line in lines[2:])]))
    assert other.printed.grid.width == 6
    assert other.fit(_read(SPENDING).template()) is None
    assert other.template().fingerprint != _read(SPENDING).template().fingerprint


def test_digits_that_are_no_year_tell_templates_apart() -> None:
    kept, other = (_read(SPENDING.replace("2024年", f"第{at}批")) for at in ("120241", "120251"))
    assert other.fit(kept.template()) is None


def test_a_header_printed_twice_is_kept_once() -> None:
    header = "\n".join(SPENDING.split("\n")[3:5])
    doubled = _read(SPENDING.replace(header, f"{header}\n{header}"))
    assert doubled.layout.header_rows == (0, 1, 2, 3)
    assert doubled.template() == _read(SPENDING).template()
    assert doubled.fit(_read(SPENDING).template()) == doubled.layout


def test_column_numbers_are_no_part_of_the_header() -> None:
    numbered = _read(SPENDING.replace("项目支出\n", "项目支出\n栏次||1|2|3\n"))
    assert numbered.layout.header_rows == (0, 1, 2)
    assert numbered.template() == _read(SPENDING).template()
    assert numbered.table(numbered.fit(_read(SPENDING).template())) == numbered.table(
        numbered.layout
    )


def test_a_caption_inside_the_grid_is_no_part_of_the_header() -> None:
    plain = _read(SPENDING)
    grid = plain.printed.grid
    words = ["编制单位：青禾县水务局", "", "", "", "单位：万元"]
    pairs = zip(grid.rows[0], words, strict=True)
    caption = tuple(cell.model_copy(update={"printed": text}) for cell, text in pairs)
    printed = replace(plain.printed, grid=replace(grid, rows=(caption, *grid.rows)))
    layout = fit_template(plain.template(), printed, plain.around)
    assert layout is not None
    assert layout.header_rows == (0, 1, 2)
    assert layout.columns[3].header == ((1, 2), (2, 3))
    assert make_template(printed, layout, plain.around, Maker.RULES) == plain.template()


def test_a_form_with_head_fields_is_not_kept() -> None:
    form = _read(
        """
项目绩效目标表
项目名称|河道整治||
项目金额|40.50||
一级指标|二级指标|三级指标|指标值
产出指标|数量指标|巡查河道次数|12次
|质量指标|工程验收合格率|95%
"""
    )
    assert form.layout.pairs
    assert make_template(form.printed, form.layout, form.around, Maker.RULES) is None
    below = _read(SPENDING)
    pair = Pair(label=(4, 1), value=(4, 2))
    layout = below.layout.model_copy(update={"pairs": (pair,)})
    assert make_template(below.printed, layout, below.around, Maker.MODEL) is None


def test_rows_of_figures_are_no_header_whoever_says_so() -> None:
    read = _read(SPENDING)
    wrong = read.layout.model_copy(update={"header_rows": (0, 1, 2)})
    assert make_template(read.printed, wrong, read.around, Maker.MODEL) is None


def test_a_table_without_a_header_is_not_kept() -> None:
    read = _read(SPENDING)
    columns = tuple(c.model_copy(update={"header": ()}) for c in read.layout.columns)
    bare = read.layout.model_copy(update={"header_rows": (), "columns": columns})
    assert make_template(read.printed, bare, read.around, Maker.MODEL) is None


def test_what_the_rules_do_not_tell_is_kept() -> None:
    first = _read(INVENTED)
    assert [column.measure for column in first.layout.columns] == [Measure.OTHER] * 5
    assert first.layout.kind is TableKind.OTHER
    other, total = Measure.OTHER, Measure.TOTAL
    basic, project = Measure.BASIC, Measure.PROJECT
    proposed = _mean(first.layout, [other, total, basic, project, Measure.RATE]).model_copy(
        update={"kind": TableKind.PROJECT_LIST}
    )
    kept = make_template(first.printed, proposed, first.around, Maker.MODEL)
    assert kept is not None
    assert kept.kind is TableKind.PROJECT_LIST
    following = _read(INVENTED.replace("2024", "2025").replace("万元", "元"))
    layout = following.fit(kept)
    assert layout is not None
    assert layout.kind is TableKind.PROJECT_LIST
    assert [(column.measure, column.unit) for column in layout.columns] == [
        (other, None),
        (total, Unit.YUAN),
        (basic, Unit.YUAN),
        (project, Unit.YUAN),
        (Measure.RATE, Unit.PERCENT),
    ]


def test_a_shelf_finds_what_it_keeps(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "layouts")
    first, following = _read(SPENDING), _read(NEXT_YEAR)
    assert shelf.find(following.printed) == ()
    assert shelf.list() == ()
    path = shelf.keep(first.printed, first.layout, first.around, Maker.RULES)
    assert path == tmp_path / "layouts" / f"{FINGERPRINT}.json"
    assert path.read_text(encoding="utf-8") == FILE
    assert shelf.find(following.printed) == (first.template(),)
    assert shelf.find(_read(INVENTED).printed) == ()
    assert shelf.list() == (first.template(),)
    shelf.remove(FINGERPRINT)
    assert shelf.find(following.printed) == ()


def test_the_deepest_header_comes_first(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    read = _read(SPENDING)
    shallow = _read(SPENDING.replace("||合计|基本支出|项目支出\n", "")).template()
    shelf.put(shallow)
    shelf.put(read.template())
    assert len(shelf.names()) == 2
    assert shelf.find(read.printed) == (read.template(), shallow)


def test_of_the_templates_kept_those_named_serve(tmp_path: Path) -> None:
    read = _read(SPENDING)
    Shelf(tmp_path).put(read.template())
    assert Shelf(tmp_path, served=frozenset({FINGERPRINT})).find(read.printed) == (read.template(),)
    assert Shelf(tmp_path, served=frozenset()).find(read.printed) == ()


def test_to_a_closed_shelf_none_is_added(tmp_path: Path) -> None:
    read = _read(SPENDING)
    closed = Shelf(tmp_path, is_closed=True)
    assert closed.put(read.template()) is None
    assert list(tmp_path.iterdir()) == []
    Shelf(tmp_path).put(read.template())
    assert closed.find(read.printed) == (read.template(),)


def test_what_was_kept_last_is_kept(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    read = _read(SPENDING)
    shelf.put(read.template())
    shelf.put(read.template(Maker.MODEL))
    assert shelf.list() == (read.template(Maker.MODEL),)


def test_the_file_of_a_person_is_not_written_over(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    read = _read(SPENDING)
    path = shelf.put(read.template(Maker.PERSON))
    assert path is not None
    edited = path.read_text(encoding="utf-8").replace('"basic"', '"personnel"')
    path.write_text(edited, encoding="utf-8")
    assert shelf.keep(read.printed, read.layout, read.around, Maker.MODEL) is None
    assert shelf.put(read.template(Maker.PERSON)) is None
    assert path.read_text(encoding="utf-8") == edited
    following = _read(NEXT_YEAR)
    [found] = shelf.find(following.printed)
    layout = following.fit(found)
    assert layout is not None
    assert [column.measure for column in layout.columns] == [
        Measure.OTHER,
        Measure.OTHER,
        Measure.TOTAL,
        Measure.PERSONNEL,
        Measure.PROJECT,
    ]


def test_a_file_that_cannot_be_read_is_not_written_over(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    path = tmp_path / f"{FINGERPRINT}.json"
    path.write_text(FILE[:-3], encoding="utf-8")
    assert shelf.put(_read(SPENDING).template()) is None
    assert path.read_text(encoding="utf-8") == FILE[:-3]


def test_an_editor_may_mark_its_encoding(tmp_path: Path) -> None:
    (tmp_path / f"{FINGERPRINT}.json").write_text(FILE, encoding="utf-8-sig")
    assert Shelf(tmp_path).list() == (_read(SPENDING).template(),)


ROLES = ", ".join(f"'{role}'" for role in list(Role)[:-1])
DAMAGES = {
    "cut off": (FILE[-90:], "", "Invalid JSON: EOF while parsing an object at line 14 column 42"),
    "another record": (FILE, "{}", "maker: Field required"),
    "a word of no list": (
        '"role": "code"',
        '"role": "figure"',
        f"columns.0.role: Input should be {ROLES} or 'words'",
    ),
    "a number in words": ('"width": 5', '"width": "5"', "width: Input should be a valid integer"),
    "a field of no template": (
        '"index": 0,',
        '"index": 0, "unit": "元",',
        "columns.0.unit: Extra inputs are not permitted",
    ),
    "a header row too short": (
        '"合计", "基本支出", "项目支出"',
        '"合计", "基本支出"',
        "header.1: 4 cells, not 5",
    ),
    "another width": ('"width": 5', '"width": 6', "header.0: 5 cells, not 6"),
    "a column twice": (
        '"index": 1',
        '"index": 0',
        "columns: their indexes must be 0 to 4, each once, in this order",
    ),
    "a side passed over": (
        '"index": 4, "side": 0',
        '"index": 4, "side": 2',
        "columns.4.side: sides go up from 0, one by one, from the left",
    ),
    "a side before the first": (
        '"index": 0, "side": 0',
        '"index": 0, "side": 1',
        "columns.0.side: sides go up from 0, one by one, from the left",
    ),
    "a header cell outside": (
        "[[0, 2], [1, 3]]",
        "[[0, 2], [2, 3]]",
        "columns.3.header: no header cell at [2, 3]",
    ),
    "a blank header cell": (
        "[[0, 2], [1, 3]]",
        "[[0, 3], [1, 3]]",
        "columns.3.header: no header cell at [0, 3]",
    ),
    "another header": (
        '"基本支出"',
        '"人员支出"',
        "header: the file of this header is named 463d03e7ff4d88dd.json",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_named_with_its_field_and_reason(tmp_path: Path, damage: str) -> None:
    printed, instead, reason = DAMAGES[damage]
    path = tmp_path / f"{FINGERPRINT}.json"
    assert printed in FILE
    path.write_text(FILE.replace(printed, instead, 1), encoding="utf-8")
    shelf = Shelf(tmp_path)
    [error] = shelf.list()
    assert isinstance(error, UnusableTemplate)
    assert str(error) == f"{path}: {reason}"
    assert shelf.find(_read(SPENDING).printed) == ()


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    (tmp_path / f"{FINGERPRINT}.json").write_bytes(FILE.encode("gb18030"))
    [error] = Shelf(tmp_path).list()
    assert isinstance(error, UnusableTemplate)
    assert error.reason.startswith("Invalid JSON: invalid unicode code point")


def test_other_files_of_the_folder_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("none", encoding="utf-8")
    (tmp_path / "notes.json").write_text("[]", encoding="utf-8")
    shelf = Shelf(tmp_path)
    shelf.put(_read(SPENDING).template())
    assert shelf.names() == (FINGERPRINT, "notes")
    assert [isinstance(one, Template) for one in shelf.list()] == [True, False]
    assert shelf.find(_read(NEXT_YEAR).printed) == (_read(SPENDING).template(),)
