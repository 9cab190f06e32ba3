"""A .docx file to a transcript: paragraphs and tables in the order of the body.

Deleted text is not read, inserted text is; what nobody sees becomes a gap.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extraction.errors import DamagedDocument, EmptyDocument
from extraction.readers.files import MAIN_PART, SourceFile
from extraction.readers.numbering import Numbering
from extraction.readers.packages import Package, local_name, read_count
from extraction.readers.paragraphs import write_paragraph
from extraction.readers.sheets import Place, Sheet
from extraction.readers.tabs import add_tab_grids
from extraction.readers.word_styles import (
    Styles,
    attribute,
    child_value,
    number_of,
    switch,
)
from extraction.records import Gap
from extraction.transcript import Piece, Scribe, Transcript
from extraction.vocabulary import Format, GapReason

_OPEN = ("ins", "moveTo", "customXml", "smartTag", "sdt", "sdtContent", "hyperlink", "fldSimple")
_INLINE = (*_OPEN, "dir", "bdo", "oMath", "oMathPara", "ruby", "rubyBase")
_WHITE = ("FFFFFF", "FFF")
_SMALLEST = 4
"""Text of this size is not seen (unit: half points)."""
_LONGEST_HIDDEN = 200
_LARGE_PICTURE = 1_800_000
"""A picture this wide and high may be one of a table (unit: 1/360,000 cm)."""
_MOST_FRAME_CELLS = 3
_BREAKS = ("br", "cr")


def read_docx(file: SourceFile) -> Transcript:
    """The transcript of a .docx; raises an `UnreadableDocument`."""
    package = Package.open(file)
    part = next((p for p in package.parts if MAIN_PART.fullmatch(p)), None)
    if part is None:
        raise DamagedDocument(f"{file.path}: the text is missing")
    body = package.read_xml(part).find("{*}body")
    if body is None:
        raise DamagedDocument(f"{file.path}: the text is missing")
    walker = _Walker(Scribe(file.document), Styles.of(package), _numbering(package))
    walker.walk(body)
    for name in ("word/footnotes.xml", "word/endnotes.xml"):
        if name in package.parts:
            walker.walk_notes(package.read_xml(name))
    return walker.finish(file)


@dataclass(slots=True)
class _Walker:
    """Goes through a body and writes what it shows."""

    scribe: Scribe
    styles: Styles
    numbering: Numbering
    tables: int = 0
    hidden: list[str] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)
    """What is seen and not read, by what is told of it, with how often it comes."""
    of_tables: set[int] = field(default_factory=set)
    """The lines that tables wrote."""

    def walk(self, container: etree._Element) -> None:
        """Write the paragraphs and tables of a body, a cell or a text box."""
        for element in container:
            match local_name(element):
                case "p":
                    self._write_paragraph(element)
                case "tbl":
                    self._write_table(element)
                case "AlternateContent":
                    self.walk(element[0])
                case "altChunk":
                    self.unread["an embedded document, which is not read"] += 1
                case name if name in _OPEN:
                    self.walk(element)

    def walk_notes(self, notes: etree._Element) -> None:
        """Write footnotes behind the text."""
        for note in notes:
            if not attribute(note, "type"):
                self.walk(note)

    def finish(self, file: SourceFile) -> Transcript:
        """The transcript, with the tables that tabs make; raises `EmptyDocument`."""
        if not any(line.strip() for line in self.scribe.lines):
            raise EmptyDocument(f"{file.path}: the file is empty")
        if self.hidden:
            printed = " ".join(self.hidden)[:_LONGEST_HIDDEN]
            message = "hidden text, which no reader sees"
            gap = Gap(reason=GapReason.HIDDEN, message=message, printed=printed, source=None)
            self.scribe.gaps.append(gap)
        for message, count in self.unread.items():
            gap = Gap(reason=GapReason.NO_TEXT, message=message, printed=f"{count}", source=None)
            self.scribe.gaps.append(gap)
        text = self.scribe.finish(file.sha256, Format.WORD)
        return add_tab_grids(text, self.of_tables)

    def _write_paragraph(self, paragraph: etree._Element) -> None:
        text, boxes = self.read_paragraph(paragraph, in_table=False)
        write_paragraph(self.scribe, text)
        for box in boxes:
            self.walk(box)

    def read_paragraph(
        self, paragraph: etree._Element, in_table: bool
    ) -> tuple[str, list[etree._Element]]:
        """What a paragraph shows, its ordinal too, and the text boxes that hang on it."""
        reader = _ParagraphReader(self.styles, in_table, _shade(paragraph.getparent()))
        reader.read(paragraph)
        text = "".join(reader.shown)
        if reader.pictures:
            self.unread["pictures, whose text is not read"] += reader.pictures
        if hidden := "".join(reader.hidden).strip():
            self.hidden.append(hidden)
        properties = paragraph.find("{*}pPr")
        number = number_of(properties) or self.styles.number(child_value(properties, "pStyle"))
        if number and (text.strip() or in_table) and not (hidden and not text.strip()):
            text = self.numbering.count(*number) + text
        return text, reader.boxes

    def _write_table(self, table: etree._Element) -> None:
        self.tables += 1
        if _is_frame(table):
            for row in _children(table, "tr"):
                for cell in _children(row, "tc"):
                    self.walk(cell)
            return
        reader = _TableReader(self, f"table {self.tables}")
        reader.read(table)
        first = len(self.scribe.lines) + 1
        columns = frozenset(column for _, column in reader.labels)
        Sheet(reader.cells, lambda row, column: reader.labels.get((row, column)), columns).write(
            self.scribe
        )
        self.of_tables.update(range(first, len(self.scribe.lines) + 1))
        for inner in reader.nested:
            self._write_table(inner)
        for box in reader.boxes:
            self.walk(box)


@dataclass(slots=True)
class _ParagraphReader:
    """Reads the runs of a paragraph: what they show, what they hide, the boxes in them."""

    styles: Styles
    in_table: bool
    shaded: bool
    """Whether white text would be seen, or might be."""
    shown: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    pictures: int = 0

    def read(self, container: etree._Element) -> None:
        for element in container:
            name = local_name(element)
            if name == "r":
                self._read_run(element)
            elif name in _INLINE:
                self.read(element)
            elif name == "AlternateContent":
                self.read(element[0])

    def _read_run(self, run: etree._Element) -> None:
        unseen = self._is_unseen(run)
        target = self.hidden if unseen else self.shown
        for element in run:
            match local_name(element):
                case "t":
                    target.append((element.text or "").replace("\n", " "))
                case "tab" | "ptab":
                    target.append(" " if self.in_table else "\t")
                case "noBreakHyphen":
                    target.append("-")
                case name if name in _BREAKS:
                    target.append("\n")
                case "AlternateContent":
                    self._find_boxes(element[0])
                case "drawing" | "pict" | "object":
                    self._find_boxes(element)
                case "ruby":
                    self.read(element)

    def _find_boxes(self, drawing: etree._Element) -> None:
        """Note the text boxes of a drawing, and whether it shows a picture as large as a table."""
        sizes = [
            (read_count(str(e.get("cx")), 0), read_count(str(e.get("cy")), 0))
            for e in drawing.iterdescendants("{*}extent")
        ]
        is_large = any(min(size) >= _LARGE_PICTURE for size in sizes)
        self.pictures += is_large and next(drawing.iterdescendants("{*}blip"), None) is not None
        for box in drawing.iterdescendants("{*}txbxContent"):
            inner = any(local_name(above) == "Fallback" for above in box.iterancestors())
            if not inner and not any(box in set(b.iterdescendants()) for b in self.boxes):
                self.boxes.append(box)

    def _is_unseen(self, run: etree._Element) -> bool:
        properties = run.find("{*}rPr")
        vanish = switch(properties, "vanish")
        if vanish is None:
            paragraph = next(run.iterancestors("{*}p"), None)
            outer = None if paragraph is None else paragraph.find("{*}pPr")
            names = (child_value(properties, "rStyle"), child_value(outer, "pStyle"))
            vanish = any(self.styles.vanishes(name) for name in names if name)
        if vanish or properties is None:
            return vanish
        size = child_value(properties, "sz")
        if read_count(size, _SMALLEST + 1) <= _SMALLEST:
            return True
        white = child_value(properties, "color").upper() in _WHITE
        marked = any(properties.find("{*}" + name) is not None for name in ("shd", "highlight"))
        return white and not marked and not self.shaded


@dataclass(slots=True)
class _TableReader:
    """Reads the rows of a table into cells, put together where they are merged downwards."""

    walker: _Walker
    name: str
    cells: dict[Place, Piece] = field(default_factory=dict)
    labels: dict[Place, str] = field(default_factory=dict)
    nested: list[etree._Element] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    _open: dict[int, Place] = field(default_factory=dict)
    """For each column the cell that goes on downwards."""

    def read(self, table: etree._Element) -> None:
        for number, row in enumerate(_children(table, "tr")):
            properties = row.find("{*}trPr")
            if properties is not None and properties.find("{*}del") is not None:
                continue
            if switch(properties, "hidden"):
                self.walker.hidden.append("".join(t.text or "" for t in row.iter("{*}t")))
                continue
            self._read_row(row, number)

    def _read_row(self, row: etree._Element, number: int) -> None:
        before = child_value(row.find("{*}trPr"), "gridBefore")
        column = read_count(before, 0)
        for count, cell in enumerate(_children(row, "tc"), start=1):
            properties = cell.find("{*}tcPr")
            spanned = child_value(properties, "gridSpan")
            wide = max(1, read_count(spanned, 1))
            place = number, column
            down = None if properties is None else properties.find("{*}vMerge")
            across = None if properties is None else properties.find("{*}hMerge")
            goes_on = down is not None and attribute(down, "val") != "restart"
            if across is not None and attribute(across, "val") != "restart":
                self._widen(number, column)
            elif not (goes_on and self._lengthen(place)):
                self._open.pop(column, None)
                label = f"{self.name}, row {number + 1}, cell {count}"
                self._read_cell(cell, place, Piece("", cell=label, columns=wide))
                if down is not None:
                    self._open[column] = place
            column += wide

    def _read_cell(self, cell: etree._Element, place: Place, piece: Piece) -> None:
        lines = []
        for paragraph in _children(cell, "p"):
            text, boxes = self.walker.read_paragraph(paragraph, in_table=True)
            lines.append(text)
            self.boxes += boxes
        self.nested += _children(cell, "tbl")
        self.labels[place] = piece.cell or ""
        text = "\n".join(lines).strip()
        if text:
            self.cells[place] = Piece(text, cell=piece.cell, columns=piece.columns)

    def _lengthen(self, place: Place) -> bool:
        """Let the cell above go on; False where none is open."""
        start = self._open.get(place[1])
        if start is not None and (piece := self.cells.get(start)):
            rows = place[0] - start[0] + 1
            self.cells[start] = Piece(piece.text, cell=piece.cell, rows=rows, columns=piece.columns)
        return start is not None

    def _widen(self, row: int, column: int) -> None:
        left = max((c for r, c in self.cells if r == row and c < column), default=None)
        if left is not None:
            piece = self.cells[row, left]
            self.cells[row, left] = Piece(
                piece.text, cell=piece.cell, rows=piece.rows, columns=column - left + 1
            )


def _is_frame(table: etree._Element) -> bool:
    """Whether a table serves to lay out others: they stand in it, and hardly any text does."""
    cells = [cell for row in _children(table, "tr") for cell in _children(row, "tc")]
    if not any(True for cell in cells for _ in _children(cell, "tbl")):
        return False
    texts = [[t for p in _children(cell, "p") for t in p.iter("{*}t") if t.text] for cell in cells]
    return sum(map(bool, texts)) <= _MOST_FRAME_CELLS


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children of a name, also those in a field or behind an insertion mark."""
    for child in element:
        local = local_name(child)
        if local == name:
            yield child
        elif local in _OPEN:
            yield from _children(child, name)


def _shade(container: etree._Element | None) -> bool:
    """Whether a paragraph stands in a cell that is, or may be, coloured."""
    cell = None if container is None else next(container.iterancestors("{*}tc"), None)
    if container is not None and local_name(container) == "tc":
        cell = container
    if cell is None:
        return False
    shade = cell.find("{*}tcPr/{*}shd")
    if shade is not None and attribute(shade, "fill").upper() not in (*_WHITE, "AUTO", ""):
        return True
    table = next(cell.iterancestors("{*}tbl"), None)
    return table is not None and table.find("{*}tblPr/{*}tblStyle") is not None


def _numbering(package: Package) -> Numbering:
    if "word/numbering.xml" not in package.parts:
        return Numbering()
    return Numbering.read(package.read_xml("word/numbering.xml"))
