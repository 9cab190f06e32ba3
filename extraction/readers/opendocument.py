"""OpenDocument texts and sheets (.odt, .ods): they keep what each cell shows."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extraction.errors import DamagedDocument, EmptyDocument, OversizedDocument
from extraction.readers.files import SourceFile
from extraction.readers.packages import Package, local_name, read_count
from extraction.readers.paragraphs import write_paragraph
from extraction.readers.sheets import Place, Sheet
from extraction.readers.worksheets import WorkSheet
from extraction.transcript import Piece, Scribe, Transcript
from extraction.vocabulary import Format

_MOST_CELLS = 2_000_000
_PARAGRAPHS = ("p", "h")
_LEFT_OUT = ("annotation", "tracked-changes", "note", "forms", "table-of-content-source")
_DEEPEST = 20


def read_ods(file: SourceFile) -> Iterator[WorkSheet]:
    """The sheets of a workbook; raises `DamagedDocument`, `OversizedDocument`."""
    root = Package.open(file).read_xml("content.xml")
    hidden = {
        style.get(_name(style, "name"))
        for style in root.iterfind(".//{*}style")
        if any(_get(p, "display") == "false" for p in style.iterfind("{*}table-properties"))
    }
    for table in root.iterfind("{*}body/{*}spreadsheet/{*}table"):
        page = WorkSheet(_get(table, "name"), _get(table, "style-name") in hidden)
        _TableReader(file, page).read(table)
        yield page


def read_odt(file: SourceFile) -> Transcript:
    """The paragraphs and tables of a text; raises `DamagedDocument`, `OversizedDocument`."""
    body = Package.open(file).read_xml("content.xml").find("{*}body/{*}text")
    if body is None:
        raise DamagedDocument(f"{file.path}: the text is missing")
    scribe = Scribe(file.document)
    _TextReader(file, scribe).read(body)
    if not any(line.strip() for line in scribe.lines):
        raise EmptyDocument(f"{file.path}: the file is empty")
    return scribe.finish(file.sha256, Format.WORD)


@dataclass(slots=True)
class _TableReader:
    """Reads the cells of one table; what is repeated counts as often as it is."""

    file: SourceFile
    page: WorkSheet
    row: int = 0
    column: int = 0
    count: int = 0

    def read(self, table: etree._Element) -> None:
        for element in table.iterdescendants("{*}table-column", "{*}table-row"):
            if next(element.iterancestors("{*}table")) is not table:
                continue
            if local_name(element) == "table-row":
                self._read_row(element)
                continue
            repeated = _number(element, "number-columns-repeated")
            if _get(element, "visibility") in ("collapse", "filter"):
                self.page.hidden_columns.append((self.column, self.column + repeated - 1))
            self.column += repeated

    def _read_row(self, row: etree._Element) -> None:
        repeated = _number(row, "number-rows-repeated")
        if _get(row, "visibility") in ("collapse", "filter"):
            self.page.hidden_rows.append((self.row, self.row + repeated - 1))
        column = 0
        for cell in row.iterchildren("{*}table-cell", "{*}covered-table-cell"):
            wide = _number(cell, "number-columns-repeated")
            text = "\n".join(_paragraphs(cell)).strip()
            if text:
                self._put(text, (self.row, column), repeated, wide)
            down, across = (
                _number(cell, "number-rows-spanned"),
                _number(cell, "number-columns-spanned"),
            )
            if down > 1 or across > 1:
                area = (self.row, column, self.row + down - 1, column + across - 1)
                self.page.merges.append(area)
            column += wide
        self.row += repeated

    def _put(self, text: str, place: Place, rows: int, columns: int) -> None:
        self.count += rows * columns
        if self.count > _MOST_CELLS:
            raise OversizedDocument(f"{self.file.path}: a sheet of {self.count} cells and more")
        for row in range(place[0], place[0] + rows):
            for column in range(place[1], place[1] + columns):
                self.page.cells[row, column] = text


@dataclass(slots=True)
class _TextReader:
    """Writes the paragraphs and tables of a text in their order."""

    file: SourceFile
    scribe: Scribe
    tables: int = 0
    depth: list[None] = field(default_factory=list)

    def read(self, body: etree._Element) -> None:
        for element in body:
            name = local_name(element)
            if name in _LEFT_OUT:
                continue
            if name == "table":
                self._write_table(element)
            elif name in _PARAGRAPHS:
                write_paragraph(self.scribe, _inline(element))
                for box in element.iterfind(".//{*}text-box"):
                    self.read(box)
            elif len(self.depth) < _DEEPEST:
                self.depth.append(None)
                self.read(element)
                self.depth.pop()

    def _write_table(self, table: etree._Element) -> None:
        self.tables += 1
        number = self.tables
        page = WorkSheet(str(number))
        _TableReader(self.file, page).read(table)
        merges = {(area[0], area[1]): area for area in page.merges}
        cells = {}
        for place, text in page.cells.items():
            area = merges.get(place, (*place, *place))
            label = f"table {number}, row {place[0] + 1}, cell {place[1] + 1}"
            down, across = area[2] - area[0] + 1, area[3] - area[1] + 1
            cells[place] = Piece(text, cell=label, rows=down, columns=across)
        Sheet(cells).write(self.scribe)


def _paragraphs(cell: etree._Element) -> Iterator[str]:
    for element in cell.iterdescendants("{*}p", "{*}h"):
        if not any(local_name(above) in _LEFT_OUT for above in element.iterancestors()):
            yield _inline(element)


def _inline(paragraph: etree._Element) -> str:
    """The text of a paragraph; spaces and breaks are elements of their own."""
    parts = [paragraph.text or ""]
    for element in paragraph.iterdescendants():
        name = local_name(element)
        inside = list(element.iterancestors())
        above = [local_name(e) for e in inside[: inside.index(paragraph)]]
        out = {*_LEFT_OUT, "text-box"}
        if name not in out and out.isdisjoint(above):
            parts.append({"s": " " * _number(element, "c"), "tab": "\t"}.get(name, ""))
            parts.append("\n" if name == "line-break" else element.text or "")
        if out.isdisjoint(above):
            parts.append(element.tail or "")
    return "".join(parts)


def _name(element: etree._Element, name: str) -> str:
    return next((key for key in element.keys() if key.endswith("}" + name)), name)  # noqa: SIM118


def _get(element: etree._Element, name: str) -> str:
    return str(element.get(_name(element, name), ""))


def _number(element: etree._Element, name: str) -> int:
    return min(max(read_count(_get(element, name), 1), 1), 2**20)
