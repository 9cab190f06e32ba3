"""A budget on two pages of paper: the page that proves a figure is shown, the figure framed."""

import io
import json
import re
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from app.chinese import ZH
from app.cli import app
from app.page_pictures import PagePicture, view_pages
from extraction import Box
from index import Library, prepare

_FONT = "STSong-Light"
_SIZE = 10.0
_LEFTS = (60.0, 140.0, 300.0, 380.0, 460.0, 540.0)
_TOP, _STEP = 120.0, 24.0
_ROWS = (
    "科目编码|科目名称|合计|基本支出|项目支出",
    "|合计|101.50|60.00|41.50",
    "208|社会保障和就业支出|20.00|20.00|",
    "213|农林水支出|80.50|40.00|40.50",
    "21303|水利|80.50|40.00|40.50",
)
_QUESTION = "2024年水利的项目支出是多少？"
_BOX = (464.0, 223.0, 486.0, 234.0)  # where its figure is printed
_FRAME = (217, 72, 15)


def _print(path: Path) -> Path:
    """Print a budget, one of whose sums is broken."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    canvas = Canvas(str(path), pagesize=A4)

    def put(text: str, left: float, top: float) -> None:
        canvas.setFont(_FONT, _SIZE)
        canvas.drawString(left, A4[1] - top - _SIZE, text)

    put("青禾县水务局2024年部门预算", 200, 60)
    canvas.showPage()
    put("支出总表", 270, 60)
    put("单位：万元", 480, 90)
    tops = [_TOP + _STEP * number for number in range(len(_ROWS) + 1)]
    canvas.grid(_LEFTS, [A4[1] - top for top in tops])
    for top, row in zip(tops[:-1], _ROWS, strict=True):
        for left, text in zip(_LEFTS[:-1], row.split("|"), strict=True):
            put(text, left + 4, top + 6)
    canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of that one document."""
    library = Library(tmp_path / "library", None)
    library.add([prepare(_print(tmp_path / "water.pdf"))])
    return library


def _draw(page: str, library: object) -> None:
    """The script of a page under test; streamlit runs its source, alone."""
    from app.chat_page import draw_chat
    from app.chinese import ZH as TEXTS
    from app.documents_page import draw_documents

    {"chat": draw_chat, "documents": draw_documents}[page](library, TEXTS)  # type: ignore[arg-type]


def _open(page: str, library: Library) -> AppTest:
    test = AppTest.from_function(_draw, args=(page, library), default_timeout=30).run()
    assert not test.exception
    return test


def _captions(test: AppTest) -> list[str]:
    """What stands under the pictures of a page."""
    return [caption for image in test.get("image") for caption in image.captions]


def _frame(picture: PagePicture) -> Box:
    """The frame of a figure in a picture (unit: points)."""
    image = Image.open(io.BytesIO(picture.data)).convert("RGB")
    other = ImageChops.difference(image, Image.new("RGB", image.size, _FRAME)).convert("L")
    frame = other.point(lambda grey: 0 if grey else 255).getbbox()
    assert frame
    scale = A4[0] / image.width
    left, top, right, bottom = (side * scale for side in frame)
    return left, top, right, bottom


def test_the_page_is_shown_with_a_frame_around_the_figure(library: Library) -> None:
    [fact] = [f for f in library.facts(["water"]) if f.printed == "40.50" and f.item == "水利"]
    view = view_pages(library, fact.source, (), ZH)
    [picture] = view.pictures
    assert (picture.caption, view.lost) == ("第 2 页", "")
    assert _frame(picture) == pytest.approx(_BOX, abs=4)


def test_an_answer_shows_the_page_that_proves_it(library: Library) -> None:
    test = _open("chat", library).chat_input[0].set_value(_QUESTION).run()
    [proof] = test.expander
    assert proof.label.endswith("第 2 页")
    assert _captions(test) == ["第 2 页"]
    drawn = "".join(html.value for html in proof.html)
    assert "<dt>位置</dt><dd>第 2 页</dd>" in drawn
    assert "<mark>40.50</mark>" in drawn
    assert "<th></th>" in drawn  # numbers of lines are nothing that a reader of pages can find


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(b"%PDF-1.7")])
def test_without_the_file_it_says_so_and_shows_the_lines(library: Library, spoil: object) -> None:
    spoil(Path(library.document("water").path))  # type: ignore[operator]
    test = _open("chat", library).chat_input[0].set_value(_QUESTION).run()
    assert [warning.value for warning in test.warning] == [ZH.proof.page_lost]
    assert _captions(test) == []
    assert "<mark>40.50</mark>" in "".join(html.value for html in test.expander[0].html)


def test_the_page_of_an_upload_is_shown_too(tmp_path: Path) -> None:
    library = Library(tmp_path / "library", None)
    sent = _print(tmp_path / "water.pdf").read_bytes()
    test = _open("documents", library)
    test.file_uploader[0].set_value([("water.pdf", sent, "application/pdf")])
    [button] = [button for button in test.button if button.label == ZH.library.add]
    assert "《water》已加入：1 张表" in button.click().run().success[0].value
    (tmp_path / "water.pdf").unlink()
    test = _open("chat", library).chat_input[0].set_value(_QUESTION).run()
    assert _captions(test) == ["第 2 页"]


def test_the_commands_name_page_and_box(tmp_path: Path) -> None:
    path, folder = str(_print(tmp_path / "water.pdf")), str(tmp_path / "library")
    checked = CliRunner().invoke(app, ["check", path])
    assert (checked.exit_code, checked.stdout.count("water 第 2 页：错误")) == (1, 1)
    assert CliRunner().invoke(app, ["index", path, "--library", folder]).exit_code == 0
    asked = CliRunner().invoke(app, ["ask", _QUESTION, "--library", folder])
    assert re.search(r"^\[1\] water, page 2: .*支出总表 › 水利 › 项目支出$", asked.stdout, re.M)
    asked = CliRunner().invoke(app, ["ask", _QUESTION, "--library", folder, "--json"])
    [citation] = json.loads(asked.stdout)["citations"]
    assert (citation["where"], citation["page"], citation["printed"]) == ("2", 2, "40.50")
    assert citation["box"] == pytest.approx(_BOX, abs=4)


def test_a_table_stands_beside_its_page(library: Library) -> None:
    test = _open("documents", library)
    assert _captions(test) == ["第 2 页"]
    overview, table, *_ = (sheet.value for sheet in test.dataframe)
    assert list(overview["格式"]) == ["PDF"]
    assert set(table["位置"]) == {"第 2 页"}
    assert any("第 2 页起" in caption.value for caption in test.caption)


def test_a_finding_shows_its_page_when_asked(library: Library) -> None:
    test = _open("documents", library)
    found = [box for box in test.expander if "不平" in box.label]
    assert [box.label.split("“")[0] for box in found] == ["不平 · 第 2 页"]
    test = found[0].toggle[0].set_value(True).run()
    assert _captions(test) == ["第 2 页"] * 2


def test_a_table_is_drawn_as_read_over_its_page(tmp_path: Path) -> None:
    target = tmp_path / "pictures" / "table.png"
    path = _print(tmp_path / "water.pdf")
    shown = CliRunner().invoke(app, ["show", str(path), "--table", "1", "--image", str(target)])
    assert (shown.exit_code, shown.stdout) == (0, f"{target}\n")
    image = Image.open(target)
    scale = image.width / A4[0]

    def tint(left: float, top: float) -> tuple[int, ...]:
        pixel = image.getpixel((left * scale, top * scale))
        assert isinstance(pixel, tuple)
        return pixel

    total, basic, project = (tint(left, _TOP + 12) for left in (303, 383, 463))  # beside the heads
    assert len({total, basic, project, (255, 255, 255)}) == 4
    assert tint(303, 228) == total  # beside 80.50
    assert tint(463, 228) == project  # beside 40.50
    assert tint(250, 228) == (255, 255, 255)  # behind the row's name, where nothing is printed


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["water.pdf", "--image", "table.png"], "--image draws one table"),
        (["water.pdf", "--table", "1", "--image", "table.jpg"], "written as PNG"),
        (["water.txt", "--table", "1", "--image", "table.png"], "a text file has no pages to draw"),
    ],
)
def test_a_picture_of_what_has_none_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    _print(Path("water.pdf"))
    Path("water.txt").write_text("支出总表\n科目名称\t合计\n水利\t1.00\n", encoding="utf-8")
    shown = CliRunner().invoke(app, ["show", *arguments])
    assert (shown.exit_code, message in shown.stderr) == (2, True)
    assert not list(tmp_path.glob("table*"))
