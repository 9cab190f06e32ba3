"""Web pages to a transcript: what a browser shows, in the order of the page.

Also web pages under another ending (`.xls`, `.doc`), as publishers save them, and pages bundled
with their parts (MHTML).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

from lxml import etree, html

from extraction.errors import DamagedDocument, EmptyDocument, OversizedDocument, UnreadableDocument
from extraction.readers.files import SourceFile
from extraction.readers.packages import read_count
from extraction.readers.paragraphs import write_paragraph
from extraction.readers.plain import decode
from extraction.readers.sheets import Place, Sheet
from extraction.readers.tabs import add_tab_grids
from extraction.records import Gap
from extraction.transcript import Piece, Scribe, Transcript
from extraction.vocabulary import Format, GapReason

_SILENT_NAMES = (
    "script style template noscript head title select textarea svg object iframe button "
    "frameset noframes xml math canvas"
)
_SILENT = frozenset(_SILENT_NAMES.split())
_INLINE_NAMES = (
    "a abbr b bdi bdo big cite code em font i ins kbd label mark nobr q s samp small span "
    "strike strong sub sup tt u var wbr time data output img input o:p p:p"
)
_INLINE = frozenset(_INLINE_NAMES.split())
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|$)"
    r"|mso-hide\s*:\s*all",
    re.IGNORECASE,
)
_HIDING_RULE = re.compile(r"([.#][\w-]+)\s*\{[^{}]*display\s*:\s*none[^{}]*\}", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_OPEN_TABLE = re.compile(r"<(/?)table\b", re.IGNORECASE)
_UNSHOWN = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_CUT_INSIDE = re.compile(r"<!--|<(?:script|style)\b|<[a-z/!][^<>]*$", re.IGNORECASE)
_WHITE = re.compile(r"[ \t\r\n\f]+")
_PARAGRAPH = "\x1e"
"""Stands between two paragraphs; no text that is read holds it."""
_MOST_CELLS = 2_000_000
_WIDEST_SPAN = 1000
_DEEPEST_TABLE = 30
_MOST_FRAME_CELLS = 3
_LONGEST_HIDDEN = 200
_BAD_SHARE = 1000
# The page of tabs that Excel puts beside its sheets.
_TABS = re.compile(r"tabstrip", re.IGNORECASE)


def read_web(file: SourceFile) -> Transcript:
    """The transcript of a web page; raises an `UnreadableDocument`."""
    writer = _PageWriter(file, Scribe(file.document))
    encoding = ""
    for data, charset in _pages(file):
        page, encoding = _decode(file, data, charset)
        _write_page(writer, page)
    return writer.finish(encoding)


def _pages(file: SourceFile) -> Iterator[tuple[bytes, str]]:
    """The pages of a file and the encodings that their envelopes name."""
    if b"multipart/related" not in file.data[:1024].lower():
        yield file.data, ""
        return
    bundle = message_from_bytes(file.data)
    ends = f"--{bundle.get_boundary()}--".encode()
    if not bundle.is_multipart() or ends not in file.data:
        raise DamagedDocument(f"{file.path}: a broken or cut-off web page")
    for part in bundle.walk():
        if part.get_content_type() == "text/html" and not _is_frame_page(part):
            data = part.get_payload(decode=True)
            if isinstance(data, bytes):
                yield data, part.get_content_charset("")


def _is_frame_page(part: Message) -> bool:
    return bool(_TABS.search(str(part.get("Content-Location", ""))))


def _decode(file: SourceFile, data: bytes, charset: str) -> tuple[str, str]:
    """The text of a page: by trying, and where that fails by what the page says of itself."""
    try:
        return decode(data, file.path)
    except UnreadableDocument:
        named = _CHARSET.search(data[:4096].replace(b"\x00", b""))
        name = charset or (named[1].decode("ascii") if named else "")
        name = "gb18030" if name.lower() in ("gb2312", "gbk", "gb_2312-80") else name
        if not name:
            raise
        try:
            text = data.decode(name, errors="replace")
        except LookupError:
            text = "\ufffd"
        if text.count("\ufffd") > len(text) // _BAD_SHARE:
            raise
        return text.replace(_PARAGRAPH, " "), name


def _write_page(writer: "_PageWriter", page: str) -> None:
    _refuse_cut(writer, page)
    bare = _DECLARATION.sub("", page.lstrip("\ufeff"))
    if not bare.strip():
        return
    parser = html.HTMLParser(huge_tree=True, no_network=True, remove_comments=True)
    try:
        root = html.document_fromstring(bare, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return  # nothing but comments
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise OversizedDocument(f"{writer.file.path}: a page nested beyond all use")
    writer.hiding |= set(_HIDING_RULE.findall("\n".join(root.itertext("style"))))
    writer.write(root, 0)


def _refuse_cut(writer: "_PageWriter", page: str) -> None:
    """Refuse a page that ends inside a tag or a table; mark one that does not end."""
    seen = _UNSHOWN.sub("", page)
    lower = seen.lower()
    ended = "</html" in lower
    depth = 0
    for found in _OPEN_TABLE.finditer(seen):
        depth = max(0, depth - 1) if found[1] else depth + 1
    if not ended and (depth or _CUT_INSIDE.search(seen)):
        raise DamagedDocument(f"{writer.file.path}: a broken or cut-off web page")
    if "<html" in lower and not ended:
        message = "the page has no end: it may be cut off"
        gap = Gap(reason=GapReason.DAMAGED, message=message, printed="", source=None)
        writer.scribe.gaps.append(gap)


@dataclass(slots=True)
class _PageWriter:
    """Writes what the elements of a page show."""

    file: SourceFile
    scribe: Scribe
    hiding: set[str] = field(default_factory=set)
    """Classes and ids that the page's own rules hide."""
    hidden: list[str] = field(default_factory=list)
    of_tables: set[int] = field(default_factory=set)
    tables: int = 0

    def write(self, root: etree._Element, depth: int) -> None:
        """Write an element's blocks as lines, its tables as grids."""
        for block in self._blocks(root):
            if not isinstance(block, str):
                self._write_table(block, depth)
            elif block.strip():
                for paragraph in block.split(_PARAGRAPH):
                    write_paragraph(self.scribe, paragraph)

    def finish(self, encoding: str) -> Transcript:
        """The transcript, with the tables that tabs make; raises `EmptyDocument`."""
        if not any(line.strip() for line in self.scribe.lines):
            raise EmptyDocument(f"{self.file.path}: the page shows no text")
        figures = [text for text in self.hidden if any(map(str.isdigit, text))]
        if figures:
            message = "hidden text, which no reader sees"
            printed = " ".join(figures)[:_LONGEST_HIDDEN]
            gap = Gap(reason=GapReason.HIDDEN, message=message, printed=printed, source=None)
            self.scribe.gaps.append(gap)
        text = self.scribe.finish(self.file.sha256, Format.HTML, encoding)
        return add_tab_grids(text, self.of_tables)

    def _blocks(self, root: etree._Element) -> Iterator[str | etree._Element]:
        """The texts between the breaks of an element, and its tables, in their order."""
        parts: list[str] = []
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            name = element.tag if isinstance(element.tag, str) else "comment"
            if event == "start" and element is not root and self._is_left_out(element, name):
                walker.skip_subtree()
            elif name == "table" and element is not root:
                if event == "start":
                    yield _join(parts)
                    yield element
                    walker.skip_subtree()
            elif event == "start":
                if name not in _INLINE:
                    parts.append("\n" if name == "br" else _PARAGRAPH)
                kept = _keeps_breaks(element)
                parts.append((element.text or "") if kept else _fold(element.text))
            elif name not in _INLINE and name not in _SILENT and name != "br":
                parts.append(_PARAGRAPH)
            if event == "end" and element is not root and element.tail:
                kept = _keeps_breaks(element.getparent())
                parts.append(element.tail if kept else _fold(element.tail))
        yield _join(parts)

    def _is_left_out(self, element: etree._Element, name: str) -> bool:
        if name in _SILENT or name == "comment":
            return True
        if not self._is_unseen(element):
            return False
        text = _fold("".join(map(str, element.itertext()))).strip()
        if text:
            self.hidden.append(text)
        return True

    def _is_unseen(self, element: etree._Element) -> bool:
        if element.get("hidden") is not None or _UNSEEN.search(str(element.get("style", ""))):
            return True
        if not self.hiding:
            return False
        names = {f".{name}" for name in str(element.get("class", "")).split()}
        return bool(self.hiding & {*names, f"#{element.get('id', '')}"})

    def _write_table(self, table: etree._Element, depth: int) -> None:
        self.tables += 1
        name = f"table {self.tables}"
        rows = [row for row in _rows_of(table) if not self._is_left_out(row, "tr")]
        for caption in table.iterchildren("caption"):
            self.write(caption, depth + 1)
        if depth >= _DEEPEST_TABLE:
            raise OversizedDocument(f"{self.file.path}: tables nested beyond all use")
        if _is_frame(rows):
            for row in rows:
                for cell in _cells_of(row):
                    self.write(cell, depth + 1)
            return
        nested: list[etree._Element] = []
        sheet = self._read_cells(rows, name, nested)
        first = len(self.scribe.lines) + 1
        sheet.write(self.scribe)
        self.of_tables.update(range(first, len(self.scribe.lines) + 1))
        for inner in nested:
            self._write_table(inner, depth + 1)

    def _read_cells(
        self, rows: list[etree._Element], name: str, nested: list[etree._Element]
    ) -> Sheet:
        """The cells of a table by row and column, as a browser places them."""
        cells: dict[Place, Piece] = {}
        labels: dict[Place, str] = {}
        until: dict[int, int] = {}
        """For each column the row that a cell above reaches down to."""
        for number, row in enumerate(rows):
            column = 0
            for count, cell in enumerate(_cells_of(row), start=1):
                while until.get(column, 0) > number:
                    column += 1
                down, across = _span(cell, "rowspan"), _span(cell, "colspan")
                down = min(down or len(rows), len(rows) - number)
                text = self._cell_text(cell, nested)
                label = f"{name}, row {number + 1}, cell {count}"
                labels[number, column] = label
                if text:
                    piece = Piece(text, cell=label, rows=down, columns=across or 1)
                    cells[number, column] = piece
                for place in range(column, column + (across or 1)):
                    until[place] = number + down
                column += across or 1
            if len(until) * len(rows) > _MOST_CELLS:
                raise OversizedDocument(f"{self.file.path}: a table beyond all size")
        return Sheet(cells, lambda row, column: labels.get((row, column)), frozenset(until))

    def _cell_text(self, cell: etree._Element, nested: list[etree._Element]) -> str:
        if self._is_left_out(cell, "td"):
            return ""
        lines = []
        for block in self._blocks(cell):
            if isinstance(block, str):
                lines.append(block.replace(_PARAGRAPH, "\n"))
            else:
                nested.append(block)
        return "\n".join(lines).strip()


def _rows_of(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iterchildren("tr")


def _cells_of(row: etree._Element) -> Iterator[etree._Element]:
    yield from row.iterchildren("td", "th")


def _is_frame(rows: Iterable[etree._Element]) -> bool:
    """Whether a table serves to lay out others: they stand in it, and hardly any text does."""
    cells = [cell for row in rows for cell in _cells_of(row)]
    if not any(cell.find(".//table") is not None for cell in cells):
        return False
    texts = [cell for cell in cells if cell.find(".//table") is None and _has_text(cell)]
    return len(texts) <= _MOST_FRAME_CELLS


def _has_text(element: etree._Element) -> bool:
    return any(str(text).strip() for text in element.itertext())


def _span(cell: etree._Element, name: str) -> int:
    value = read_count(str(cell.get(name, "1")).strip(), 1)
    return min(value, _WIDEST_SPAN if name == "colspan" else 2**16)


def _keeps_breaks(element: etree._Element | None) -> bool:
    return element is not None and any(e.tag == "pre" for e in (element, *element.iterancestors()))


def _fold(text: str | None) -> str:
    return _WHITE.sub(" ", text or "")


def _join(parts: list[str]) -> str:
    """The paragraphs that some parts make, their lines stripped; the parts are used up."""
    paragraphs = [
        [line.strip(" \r\n\f\xa0") for line in paragraph.split("\n")]
        for paragraph in "".join(parts).split(_PARAGRAPH)
    ]
    parts.clear()
    texts = ["\n".join(line for line in lines if line) for lines in paragraphs]
    return _PARAGRAPH.join(text for text in texts if text).replace("\xa0", " ")
