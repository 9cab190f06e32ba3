"""The sheets of an .xlsx file, from its XML: only what is there, however far apart."""

import io
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extraction.errors import DamagedDocument
from extraction.readers.files import SourceFile
from extraction.readers.number_formats import (
    GENERAL,
    built_in_format,
    read_number,
    show_number,
    show_text,
)
from extraction.readers.packages import Package, read_count, refuse_doctype
from extraction.readers.sheets import Place
from extraction.readers.worksheets import Area, WorkSheet

_ESCAPED = re.compile(r"_x((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_TRUE = ("1", "true", "on")
_BOOLEANS = {"1": "TRUE", "0": "FALSE"}
_RELATION = "{*}Relationship"


@dataclass(frozen=True, slots=True)
class _Book:
    """What the sheets of a workbook share."""

    file: SourceFile
    texts: list[str]
    formats: list[str]
    """The number format of each cell style."""
    from_1904: bool

    def show(self, kind: str, stored: str, style: int) -> str:
        """What a cell shows, by its type and style."""
        code = self.formats[style] if 0 <= style < len(self.formats) else GENERAL
        match kind:
            case "s":
                return show_text(self._shared(stored), code)
            case "b":
                return _BOOLEANS.get(stored, stored)
            case "str" | "inlineStr":
                return show_text(_unescape(stored), code)
            case "n":
                number = read_number(stored)
                return stored if number is None else show_number(number, code, self.from_1904)
            case _:  # an error (`#REF!`), a date as text
                return stored

    def _shared(self, stored: str) -> str:
        index = int(stored) if stored.isdecimal() else len(self.texts)
        if index >= len(self.texts):
            raise DamagedDocument(f"{self.file.path}: a cell's text is missing")
        return self.texts[index]


def read_xlsx(file: SourceFile) -> Iterator[WorkSheet]:
    """The sheets of a workbook; raises `DamagedDocument`, `OversizedDocument`."""
    package = Package.open(file)
    workbook = package.read_xml("xl/workbook.xml")
    parts = _relations(package, "xl/workbook.xml")
    properties = workbook.find("{*}workbookPr")
    book = _Book(
        file,
        _shared_texts(package, parts),
        _formats(package, parts),
        properties is not None and properties.get("date1904") in _TRUE,
    )
    for sheet in workbook.iterfind("{*}sheets/{*}sheet"):
        key = next((v for k, v in sheet.items() if k.endswith("}id")), "")
        kind, part = parts.get(key, ("", ""))
        if kind != "worksheet":
            continue  # a chart, a macro
        hidden = sheet.get("state", "visible") != "visible"
        page = WorkSheet(str(sheet.get("name", "Sheet")), hidden)
        _SheetReader(book, page).read(package.read(part))
        yield page


@dataclass(slots=True)
class _SheetReader:
    """Reads one sheet, element by element as they end."""

    book: _Book
    sheet: WorkSheet
    row: int = -1
    column: int = -1
    shows_zeros: bool = True
    areas: list[Area] = field(default_factory=list)

    def read(self, data: bytes) -> None:
        refuse_doctype(self.book.file, data)
        events = etree.iterparse(
            io.BytesIO(data), events=("start", "end"), resolve_entities=False, no_network=True
        )
        try:
            for event, element in events:
                self._take(event, element, etree.QName(element).localname)
        except (etree.XMLSyntaxError, ValueError) as exc:
            raise DamagedDocument(f"{self.book.file.path}: a sheet is no sound XML") from exc

    def _take(self, event: str, element: etree._Element, name: str) -> None:
        if event == "start":
            if name == "row":
                self._begin_row(element)
            return
        match name:
            case "c":
                self._end_cell(element)
            case "row":
                element.clear()
                parent = element.getparent()
                if parent is not None:
                    parent.remove(element)
            case "col" if _is_hidden(element, "width"):
                ends = int(element.get("min", "1")) - 1, int(element.get("max", "1")) - 1
                self.sheet.hidden_columns.append(ends)
            case "mergeCell":
                self.sheet.merges.append(_area(str(element.get("ref", ""))))
            case "sheetView":
                self.shows_zeros = element.get("showZeros", "1") in _TRUE

    def _begin_row(self, element: etree._Element) -> None:
        number = element.get("r")
        self.row = int(number) - 1 if number else self.row + 1
        self.column = -1
        if _is_hidden(element, "ht"):
            self.sheet.hidden_rows.append((self.row, self.row))

    def _end_cell(self, element: etree._Element) -> None:
        reference = element.get("r")
        place = _place(reference) if reference else (self.row, self.column + 1)
        self.column = place[1]
        kind = str(element.get("t", "n"))
        stored = _stored(element, kind)
        if stored is None or (kind == "n" and not stored.strip()):
            if element.find("{*}f") is not None:
                self.sheet.uncounted.append(place)
            return
        shown = self.book.show(kind, stored, int(element.get("s", "0")))
        number = read_number(stored) if kind == "n" else None
        if shown.strip() and (self.shows_zeros or number != 0):
            self.sheet.cells[place] = shown
        elif not shown.strip() and stored.strip() and number != 0 and kind != "s":
            self.sheet.unseen.append(place)


def _stored(cell: etree._Element, kind: str) -> str | None:
    if kind == "inlineStr":
        texts = cell.find("{*}is")
        return None if texts is None else _text(texts)
    value = cell.find("{*}v")
    return None if value is None else value.text or ""


def _text(element: etree._Element) -> str:
    """The text of runs, without the readings that stand over Han characters."""
    runs = element.xpath(".//*[local-name()='t'][not(ancestor::*[local-name()='rPh'])]")
    assert isinstance(runs, list)
    return "".join(run.text or "" for run in runs if isinstance(run, etree._Element))


def _unescape(text: str) -> str:
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return plain.replace("\r\n", "\n").replace("\r", "\n")


def _is_hidden(element: etree._Element, size: str) -> bool:
    return element.get("hidden") in _TRUE or _is_zero(str(element.get(size, "")))


def _is_zero(size: str) -> bool:
    number = read_number(size)
    return number is not None and number == 0


def _place(reference: str) -> Place:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError(reference)
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _area(reference: str) -> Area:
    first, _, last = reference.partition(":")
    return (*_place(first), *_place(last or first))


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """The parts that one refers to, by their keys: kind and name."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    found = {}
    for relation in package.read_xml(relations).iterfind(_RELATION):
        kind = str(relation.get("Type", "")).rsplit("/", 1)[-1]
        target = posixpath.normpath(posixpath.join("/" + folder, str(relation.get("Target", ""))))
        found[str(relation.get("Id"))] = (kind, target.lstrip("/"))
    return found


def _shared_texts(package: Package, parts: dict[str, tuple[str, str]]) -> list[str]:
    part = next((part for kind, part in parts.values() if kind == "sharedStrings"), None)
    if part is None or part not in package.parts:
        return []
    return [_unescape(_text(item)) for item in package.read_xml(part).iterfind("{*}si")]


def _formats(package: Package, parts: dict[str, tuple[str, str]]) -> list[str]:
    part = next((part for kind, part in parts.values() if kind == "styles"), None)
    if part is None or part not in package.parts:
        return []
    root = package.read_xml(part)
    own = {
        str(item.get("numFmtId")): str(item.get("formatCode", GENERAL))
        for item in root.iterfind("{*}numFmts/{*}numFmt")
    }
    keys = [str(item.get("numFmtId", "0")) for item in root.iterfind("{*}cellXfs/{*}xf")]
    return [own.get(key) or built_in_format(read_count(key, 0)) for key in keys]
