"""PDF files made by the tests, and what is read of them."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extraction import ExtractionError, read, transcribe
from extraction.errors import (
    DamagedDocument,
    EmptyDocument,
    EncryptedDocument,
    MissingReader,
    OversizedDocument,
)
from extraction.transcript import Transcript
from extraction.vocabulary import GapReason

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
Draw = Callable[[Canvas], None]


def draw(path: Path, *pages: Draw, size: tuple[float, float] = (WIDTH, HEIGHT), **options) -> Path:
    """A PDF with a page for each function; its paper is white and text 10 points high."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=True, **options)
    for page in pages:
        canvas.setFont(FONT, 10)
        page(canvas)
        canvas.showPage()
    canvas.save()
    path.write_bytes(buffer.getvalue())
    return path


def put(canvas: Canvas, x: float, y: float, text: str) -> None:
    """Text whose line stands `y` points below the top of the page."""
    canvas.drawString(x, HEIGHT - y, text)


def ruled(canvas: Canvas, xs: list[float], ys: list[float]) -> None:
    """Lines that part columns and rows."""
    canvas.grid(xs, [HEIGHT - y for y in ys])


def show(text: Transcript) -> list[str]:
    """The lines, cells parted by `|`, with `#` before the rows of tables."""
    inside = {number for grid in text.grids for number in grid.lines()}
    return [
        ("# " if number in inside else "") + line.replace("\t", "|")
        for number, line in enumerate(text.lines, start=1)
    ]


def table_page(canvas: Canvas) -> None:
    put(canvas, 240, 60, "收支总表")
    put(canvas, 50, 80, "编制部门：某市某局")
    put(canvas, 450, 80, "单位：万元")
    ruled(canvas, [50, 250, 400, 520], [90, 110, 130, 150])
    for y, row in ((104, ("项目", "预算数", "备注")), (124, ("一、教育支出", "1,234.50", ""))):
        for x, text in zip((60, 260, 410), row, strict=True):
            put(canvas, x, y, text)
    put(canvas, 60, 144, "合计")
    put(canvas, 260, 144, "1,234.50")


def test_a_title_block_and_a_table(tmp_path: Path) -> None:
    text = transcribe(draw(tmp_path / "demo.pdf", table_page))
    assert show(text) == [
        "收支总表",
        "编制部门：某市某局|单位：万元",
        "# 项目|预算数|备注",
        "# 一、教育支出|1,234.50|",
        "# 合计|1,234.50|",
    ]
    unit = text.places[1][1]
    assert (unit.page, unit.start, unit.end) == (1, 10, 15)
    assert unit.box == pytest.approx((450, 71.4, 500, 81.4), abs=2.5)
    blank = text.grids[0].rows[1][2]
    assert blank.source.spans[0].box == (400.0, 110.0, 520.0, 130.0)
    assert text.grids[0].edges == (50.0, 250.0, 400.0, 520.0)
    assert [(page.number, page.width, page.height) for page in text.pages] == [(1, 595.0, 842.0)]
    assert text.gaps == ()


def hide_white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    put(canvas, 60, 200, "白纸白字")


def hide_outside(canvas: Canvas) -> None:
    put(canvas, 700, 200, "纸外")


def hide_clipped(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.rect(50, HEIGHT - 190, 300, 60)
    canvas.clipPath(path, stroke=0, fill=0)
    put(canvas, 60, 180, "框内")
    put(canvas, 60, 215, "框外")


def hide_inkless(canvas: Canvas) -> None:
    text = canvas.beginText(60, HEIGHT - 200)
    text.setTextRenderMode(3)
    text.textOut("无墨")
    canvas.drawText(text)


def hide_tiny(canvas: Canvas) -> None:
    canvas.setFont(FONT, 1)
    put(canvas, 60, 200, "太小")


def hide_covered(canvas: Canvas) -> None:
    put(canvas, 60, 200, "盖住")
    canvas.setFillColorRGB(0, 0, 0)
    canvas.rect(50, HEIGHT - 210, 100, 20, stroke=0, fill=1)


HIDDEN = {
    "白纸白字": hide_white,
    "纸外": hide_outside,
    "框外": hide_clipped,
    "无墨": hide_inkless,
    "太小": hide_tiny,
    "盖住": hide_covered,
}


@pytest.mark.parametrize(("hidden", "page"), HIDDEN.items(), ids=HIDDEN.keys())
def test_what_nobody_can_see_is_a_gap(tmp_path: Path, hidden: str, page: Draw) -> None:
    def whole(canvas: Canvas) -> None:
        put(canvas, 60, 100, "看得见的一行")
        page(canvas)

    text = transcribe(draw(tmp_path / "demo.pdf", whole))
    assert hidden not in "".join(text.lines)
    assert text.lines[0] == "看得见的一行"
    assert [(gap.reason, gap.printed) for gap in text.gaps] == [(GapReason.HIDDEN, hidden)]
    assert [gap.source and gap.source.where for gap in text.gaps] == ["1"]


def test_white_text_on_a_dark_ground_is_read(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0, 0.2, 0.5)
        canvas.rect(50, HEIGHT - 110, 200, 20, stroke=0, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        put(canvas, 60, 104, "项目")

    text = transcribe(draw(tmp_path / "demo.pdf", page))
    assert (text.lines, text.gaps) == (("项目",), ())


def test_text_in_a_form_keeps_its_place(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.beginForm("part", lowerx=0, lowery=0, upperx=600, uppery=900)
        canvas.setFont(FONT, 10)
        ruled(canvas, [50, 150, 250], [90, 110])
        put(canvas, 60, 104, "合计")
        put(canvas, 160, 104, "5.00")
        canvas.endForm()
        canvas.translate(100, -50)
        canvas.doForm("part")

    text = transcribe(draw(tmp_path / "demo.pdf", page))
    assert show(text) == ["# 合计|5.00"]
    assert text.grids[0].edges == (150.0, 250.0, 350.0)
    assert text.places[0][0].box == pytest.approx((160, 145.4, 180, 155.4), abs=2.5)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
@pytest.mark.parametrize("text_quarters", [0, 1, 3])
def test_a_turned_page_is_read_upright(tmp_path: Path, quarters: int, text_quarters: int) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(90 * quarters)
        canvas.translate(WIDTH / 2, WIDTH / 2)
        canvas.rotate(90 * text_quarters)
        canvas.translate(-WIDTH / 2, -HEIGHT + WIDTH / 2)
        ruled(canvas, [50, 150, 250], [90, 110, 130])
        for y, row in ((104, ("项目", "金额")), (124, ("合计", "12.50"))):
            put(canvas, 60, y, row[0])
            put(canvas, 160, y, row[1])

    text = transcribe(draw(tmp_path / "demo.pdf", page, size=(WIDTH, WIDTH)))
    assert show(text) == ["# 项目|金额", "# 合计|12.50"]
    assert text.pages[0].turn == (quarters - text_quarters) % 4
    assert text.places[0][0].box == pytest.approx((60, 95.4, 80, 105.4), abs=2.5)


def test_characters_to_words(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, 50, 100, "2024 年度 Table of X")
        text = canvas.beginText(50, HEIGHT - 130)
        text.setCharSpace(4)
        text.textOut("1,234.5")
        canvas.drawText(text)
        for shift in (0, 0.3):  # feigned bold
            put(canvas, 50 + shift, 160, "粗体字")
        for at, char in enumerate("目录"):
            put(canvas, 50 + 40 * at, 190, char)
        put(canvas, 50, 220, "一、")
        put(canvas, 90, 220, "部门概况")

    text = transcribe(draw(tmp_path / "demo.pdf", page))
    assert text.lines == ("2024 年度 Table of X", "1,234.5", "粗体字", "目录", "一、 部门概况")


def test_a_head_that_runs_over_all_pages_is_kept_once(tmp_path: Path) -> None:
    def page(number: int) -> Draw:
        def draw_it(canvas: Canvas) -> None:
            put(canvas, 200, 30, "某市某局部门预算")
            put(canvas, 60, 300, f"正文第{number}段")
            put(canvas, 280, 820, f"第 {number} 页 共 4 页")

        return draw_it

    text = transcribe(draw(tmp_path / "demo.pdf", *map(page, range(1, 5))))
    assert text.lines == ("某市某局部门预算", "正文第1段", "正文第2段", "正文第3段", "正文第4段")


def test_a_caption_at_one_place_on_all_pages_is_kept(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, 450, 60, "单位：万元")
        ruled(canvas, [50, 250, 400], [90, 110])
        put(canvas, 60, 104, "合计")
        put(canvas, 260, 104, "1.00")

    text = transcribe(draw(tmp_path / "demo.pdf", *[page] * 4))
    assert show(text) == ["单位：万元", "# 合计|1.00"] * 4


def prose(canvas: Canvas) -> None:
    put(canvas, 60, 100, "一行正文")


def test_a_password(tmp_path: Path) -> None:
    locked = StandardEncryption("user", "owner")
    with pytest.raises(EncryptedDocument, match="password"):
        transcribe(draw(tmp_path / "a.pdf", prose, encrypt=locked))
    bound = StandardEncryption("", "owner", canPrint=0, canCopy=0)
    assert transcribe(draw(tmp_path / "b.pdf", prose, encrypt=bound)).lines == ("一行正文",)


@pytest.mark.parametrize("tenth", range(10))
def test_a_part_of_a_file_does_not_pass_for_the_whole(tmp_path: Path, tenth: int) -> None:
    data = draw(tmp_path / "demo.pdf", *[prose] * 20).read_bytes()
    (tmp_path / "demo.pdf").write_bytes(data[: len(data) * tenth // 10])
    with pytest.raises(EmptyDocument if tenth == 0 else DamagedDocument):
        transcribe(tmp_path / "demo.pdf")


def test_a_file_cut_behind_its_first_end(tmp_path: Path) -> None:
    data = draw(tmp_path / "demo.pdf", prose).read_bytes()
    (tmp_path / "demo.pdf").write_bytes(data + b"\n90 0 obj\n<< /Cut (off")
    with pytest.raises(DamagedDocument, match="cut off"):
        transcribe(tmp_path / "demo.pdf")
    (tmp_path / "demo.pdf").write_bytes(data + b"\r\n<!-- sent by a server -->\r\n")
    assert transcribe(tmp_path / "demo.pdf").lines == ("一行正文",)


def build(*objects: bytes) -> bytes:
    """A PDF of some objects, numbered from 1; the first is the catalogue."""
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
BROKEN: dict[str, tuple[bytes, type[ExtractionError]]] = {
    "no pages": (build(CATALOGUE, b"<< /Type /Pages /Kids [] /Count 0 >>"), DamagedDocument),
    "a page without a word": (
        build(CATALOGUE, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", PAGE),
        EmptyDocument,
    ),
    "pages that hold themselves": (
        build(CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"),
        DamagedDocument,
    ),
    "a million pages": (
        build(CATALOGUE, b"<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>", PAGE),
        OversizedDocument,
    ),
    "no catalogue": (build(b"<< >>"), DamagedDocument),
    "rubbish": (b"%PDF-1.7\n" + bytes(range(256)) * 20 + b"%%EOF", DamagedDocument),
}


@pytest.mark.parametrize(("data", "error"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_refused(tmp_path: Path, data: bytes, error: type[Exception]) -> None:
    path = tmp_path / "demo.pdf"
    path.write_bytes(data)
    with pytest.raises(ExtractionError) as caught:
        transcribe(path)
    assert caught.type is error
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def picture(canvas: Canvas) -> None:
    from PIL import Image

    canvas.drawImage(ImageReader(Image.new("RGB", (60, 84), "grey")), 0, 0, WIDTH, HEIGHT)


def test_a_scanned_page_without_ocr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "extraction.readers.scan", None)  # as if not installed
    with pytest.raises(MissingReader, match="OCR"):
        transcribe(draw(tmp_path / "a.pdf", picture))
    text = transcribe(draw(tmp_path / "b.pdf", prose, picture))
    assert text.lines == ("一行正文",)
    assert [(gap.reason, gap.source and gap.source.where) for gap in text.gaps] == [
        (GapReason.NO_TEXT, "2")
    ]


def test_the_text_under_a_scan_is_read(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        picture(canvas)
        text = canvas.beginText(60, HEIGHT - 200)
        text.setTextRenderMode(3)
        text.textOut("扫描件下面的文字层写着二十个字以上的一行正文内容")
        canvas.drawText(text)

    text = transcribe(draw(tmp_path / "demo.pdf", page))
    assert text.lines == ("扫描件下面的文字层写着二十个字以上的一行正文内容",)
    assert text.gaps == ()


def test_a_mark_that_lies_across_the_page_is_no_text_of_it(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        table_page(canvas)
        canvas.translate(120, HEIGHT - 200)
        canvas.rotate(40)
        canvas.drawString(0, 0, "仅供公开")

    text = transcribe(draw(tmp_path / "demo.pdf", page))
    assert show(text)[-1] == "# 合计|1,234.50|"
    assert [(gap.reason, gap.printed) for gap in text.gaps] == [(GapReason.HIDDEN, "仅供公开")]


def test_a_character_of_no_meaning_is_a_gap(tmp_path: Path) -> None:
    disclosure = read(
        draw(tmp_path / "demo.pdf", lambda canvas: put(canvas, 60, 100, "正\ue123文"))
    )
    damaged = [gap.printed for gap in disclosure.gaps if gap.reason is GapReason.DAMAGED]
    assert damaged == ["正\ufffd文"]


def test_words_of_an_upright_column_are_read_along_it(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, 60, 100, "正文写在这里，多于旁边的字")
        canvas.translate(40, HEIGHT - 200)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Side note")

    text = transcribe(draw(tmp_path / "demo.pdf", page))
    assert text.lines == ("正文写在这里，多于旁边的字", "Side note")
    assert text.places[1][0].box == pytest.approx((32, 161.5, 42, 200), abs=2.5)
