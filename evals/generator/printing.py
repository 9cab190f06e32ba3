"""Printing tables and paragraphs into lines, and noting where every fact comes to stand."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random

from evals.generator.blocks import Block, Board, Start, Words
from evals.generator.claims import Claim, StatementLabel
from evals.generator.slots import Slot, prefix_length, slot_rows
from evals.generator.styles import Breaks, Heads, Notes, NumberLines, Outline, Style, Wraps
from evals.generator.tables import Line, Sheet
from evals.labels.gold import TableLabel
from extraction.export import FactRow
from extraction.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Masthead:
    """What is printed over tables about the publisher."""

    agency: str
    """Its name."""
    code: str
    """Its budget code."""
    year: int
    """The year of the document."""


@dataclass(slots=True)
class Galley:
    """A document being set: its lines so far and what stands on them."""

    style: Style
    masthead: Masthead
    rng: Random
    lines: list[str] = field(default_factory=list)
    facts: list[FactRow] = field(default_factory=list)
    tables: list[TableLabel] = field(default_factory=list)
    statements: list[StatementLabel] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    starts: list[Start] = field(default_factory=list)
    traits: set[str] = field(default_factory=set)
    loosened: dict[str, str] = field(default_factory=dict)
    pages: int = 2
    sheets: int = 0
    numbered: int = 0

    @property
    def text(self) -> str:
        """The lines so far as a file."""
        return "\n".join(self.lines).rstrip("\n") + "\n"

    def print_line(self, text: str, level: int = 0) -> None:
        """Print a line that stands alone, or a heading of some level."""
        self._add_block(Words(text, level))
        self._put_line(text)

    def print_blank(self) -> None:
        """Leave a line blank, unless the one above is."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def print_block(self, text: str) -> None:
        """Print a line with a blank one under it."""
        self.print_line(text)
        self.print_blank()

    def print_heading(self, text: str, level: int) -> None:
        """Print a heading, marked where the template marks them."""
        self._add_block(Words(text, level))
        marked = self.style.outline is Outline.MARKDOWN
        self._put_block(f"{'#' * level} {text}" if marked else text)

    def print_paragraph(self, text: str, claims: tuple[Claim, ...] = ()) -> None:
        """Print a paragraph, sometimes cut by a page, and note its statements."""
        cut = self._cut_place(text)
        printed = text if cut is None else f"{text[:cut]}\n\n{text[cut:]}"
        start = Start(len(self.lines) + 1, cut)
        self._add_block(Words(text, claims=claims), start)
        self._put_block(printed)
        for claim in claims:
            self.statements.append(replace(claim.label, line=start.line_at(claim.offset)))

    def print_sheet(self, sheet: Sheet) -> None:
        """Print a table with all that stands over and under it."""
        self.sheets += 1
        self.numbered += not sheet.bare
        self.traits |= {f"table:{sheet.kind}", *sheet.traits}
        self.traits |= {f"notes:{self.style.notes}"} if sheet.note else set()
        if sheet.note and self.style.notes is Notes.BEFORE:
            self.print_block(sheet.note)
        above = "" if sheet.bare else self._number_line()
        if above:
            self._put_block(above)
        title = sheet.title if sheet.bare else self._title(sheet)
        where = len(self.lines) + 1
        if sheet.bare:
            where = self._heading_line(sheet.title)
        else:
            self._print_head(sheet, title)
        rows = tuple(self._print_body(sheet, title))
        self._add_block(self._draw_board(sheet, above, title), Start(where, rows=rows))
        self._label_table(sheet, title, where)
        self.print_blank()
        if sheet.note and self.style.notes is Notes.AFTER:
            self.print_block(sheet.note)

    def _add_block(self, block: Block, start: Start | None = None) -> None:
        self.blocks.append(block)
        self.starts.append(start or Start(len(self.lines) + 1))

    def _label_table(self, sheet: Sheet, title: str, where: int) -> None:
        label = TableLabel(
            table=self.sheets,
            title=_squash(title),
            unit=str(sheet.unit or ""),
            kind=sheet.kind,
            rows=sum(line.counts for line in sheet.lines),
            where=str(where),
        )
        self.tables.append(label)

    def _draw_board(self, sheet: Sheet, above: str, title: str) -> Board:
        """The same table for other formats, its names loosened as they were printed."""
        header = tuple(tuple(map(self._loosen_slot, row)) for row in sheet.header.slots())
        rows = []
        for line in sheet.lines:
            cells = list(line.cells)
            for index in line.names:
                cells[index] = self._loosen(cells[index])
            rows.append(cells)
        framed = self.style.heads is Heads.GRID and sheet.heads is None and not sheet.bare
        heads = self._head_lines(sheet) if sheet.heads is None else sheet.heads
        width = len(sheet.header.columns) or len(sheet.lines[0].cells)
        if framed:
            heads = ("\t".join(filter(None, self._grid_ends(sheet))),)
        return Board(
            table=self.sheets,
            above=above,
            title="" if sheet.bare else title,
            heading=title,
            heads=() if sheet.bare else heads,
            framed=framed,
            width=width,
            amounts=frozenset(
                index
                for index, column in enumerate(sheet.header.columns)
                if column.role is Role.AMOUNT
            ),
            header=header,
            rows=slot_rows(rows, [line.merges for line in sheet.lines]),
            facts=tuple(
                (row, mark.cell) for row, line in enumerate(sheet.lines) for mark in line.marks
            ),
        )

    def _loosen_slot(self, slot: Slot) -> Slot:
        return replace(slot, text=self._loosen(slot.text))

    def _put_line(self, text: str) -> int:
        """Set a line (or several, where it holds line breaks); the number of the first."""
        first = len(self.lines) + 1
        self.lines.extend(text.split("\n"))
        return first

    def _put_block(self, text: str) -> int:
        line = self._put_line(text)
        self.print_blank()
        return line

    def _cut_place(self, text: str) -> int | None:
        if not self.style.prose_cuts or len(text) < 60 or self.rng.random() > 0.25:
            return None
        self.traits.add("prose:cut")
        place = self.rng.randint(25, len(text) - 25)
        # A page cuts between words; a figure torn in two would be a torn truth.
        while place < len(text) and (text[place - 1] in _UNCUT or text[place] in _UNCUT):
            place += 1
        return place if place < len(text) - 5 else None

    def _heading_line(self, heading: str) -> int:
        squashed = _squash(heading)
        for index in range(len(self.lines) - 1, -1, -1):
            if squashed in _squash(self.lines[index]):
                return index + 1
        raise ValueError(f"no heading {heading!r} over its table")

    def _number_line(self) -> str:
        number = self.numbered
        match self.style.number_lines:
            case NumberLines.PUBLIC:
                return f"公开{number:02d}表"
            case NumberLines.PLAIN:
                return f"表{number}"
            case NumberLines.ANNEX:
                return f"附表{number}"
            case NumberLines.NONE:
                return ""

    def _title(self, sheet: Sheet) -> str:
        title = sheet.title
        if self.style.title_year:
            title = f"{sheet.year or self.masthead.year}年{title}"
        return f"{self.masthead.agency}{title}" if self.style.title_agency else title

    def _print_head(self, sheet: Sheet, title: str) -> None:
        if self.style.heads is Heads.GRID and sheet.heads is None:
            self._print_grid_head(sheet, title)
            return
        mark = "## " if self.style.outline is Outline.MARKDOWN else ""
        self._print_spaced(mark + title)
        for line in self._head_lines(sheet) if sheet.heads is None else sheet.heads:
            self._print_spaced(line)

    def _print_grid_head(self, sheet: Sheet, title: str) -> None:
        """Title and unit as rows of the grid, with a row of blank cells under them."""
        self.traits.add("heads:in_grid")
        width = len(sheet.header.columns)
        before = (width - 1) // 2
        org, unit = self._grid_ends(sheet)
        for cells in (
            ("",) * before + (title,) + ("",) * (width - before - 1),
            (org, *("",) * (width - 2), unit)[-max(width, 2) :],
            ("",) * width,
        ):
            self._put_line(self._join(cells))

    def _grid_ends(self, sheet: Sheet) -> tuple[str, str]:
        unit = self.style.unit_line.format(sheet.unit) if sheet.unit else ""
        return self.style.org_label + self.masthead.agency, unit

    def _print_spaced(self, text: str) -> None:
        self._put_line(text)
        if self.style.airy:
            self.print_blank()

    def _head_lines(self, sheet: Sheet) -> tuple[str, ...]:
        style, agency, code = self.style, self.masthead.agency, self.masthead.code
        unit = style.unit_line.format(sheet.unit) if sheet.unit else ""
        org = style.org_label + agency
        match style.heads:
            case Heads.UNIT:
                lines: tuple[str, ...] = (unit,)
            case Heads.ORG_UNIT:
                lines = (org, unit)
            case Heads.JOINED:
                lines = (f"{org}\t\t\t{unit}" if unit else org,)
            case Heads.BRACKET_ORG:
                lines = (f"填报单位[{code}]{agency}， [{code}001]{agency}", unit)
            case Heads.GRID:  # of a table that is no grid
                lines = (unit,)
        return tuple(line for line in lines if line)

    def _print_body(self, sheet: Sheet, title: str) -> Iterator[int]:
        """Print header and rows, and give the first line of each row."""
        self._print_header(sheet)
        row, on_page = 0, 0
        for index, line in enumerate(sheet.lines):
            if on_page >= self.style.page_rows and len(sheet.lines) - index > 1:
                self._break_page(sheet, title)
                on_page = 0
            row += line.counts
            yield len(self.lines) + 1
            self._print_row(sheet, _squash(title), line, row)
            on_page += 1

    def _print_header(self, sheet: Sheet) -> None:
        for cells in sheet.header.rows():
            self._put_line(self._join(tuple(self._loosen(cell) for cell in cells)))

    def _break_page(self, sheet: Sheet, title: str) -> None:
        breaks = self.style.breaks
        # A table whose header is part of its body cannot repeat it.
        if not sheet.header.columns and breaks is not Breaks.NONE:
            breaks = Breaks.BARE
        self.traits.add(f"breaks:{breaks}")
        if breaks is Breaks.NONE:
            return
        self.pages += 1
        self.print_blank()
        if breaks in (Breaks.NUMBER, Breaks.NUMBER_HEADER):
            self._put_block(f"- {self.pages} -")
        if breaks is Breaks.CONTINUED:
            self._put_block("续表")
        if breaks is Breaks.TITLE and not sheet.bare:
            self._print_head(sheet, title)
        if breaks not in (Breaks.BARE, Breaks.NUMBER):
            self._print_header(sheet)

    def _print_row(self, sheet: Sheet, title: str, line: Line, row: int) -> None:
        cells = list(line.cells)
        rest = [""] * len(cells)
        for index in line.names:
            cells[index], rest[index] = self._wrap(self._loosen(cells[index]))
        first = self._put_line(self._join(tuple(cells)))
        if any(rest):
            self._put_line(self._join(tuple(rest)))
        for mark in line.marks:
            where = first + sum(cell.count("\n") for cell in cells[: mark.cell])
            value = _plain_value(cells[mark.cell])
            self.facts.append(
                FactRow(
                    self.sheets,
                    title,
                    str(sheet.unit or ""),
                    row,
                    mark.name.code,
                    mark.name.label,
                    mark.column,
                    value,
                    str(where),
                )
            )

    def _wrap(self, text: str) -> tuple[str, str]:
        """What stands in the cell, and what in the row below."""
        room = self.style.wrap_at + prefix_length(text)
        if self.style.wraps is Wraps.NONE or len(text) <= room + 1:
            return text, ""
        self.traits.add(f"wraps:{self.style.wraps}")
        if self.style.wraps is Wraps.LINE:
            return f"{text[:room]}\n{text[room:]}", ""
        return text[:room], text[room:]

    def _loosen(self, text: str) -> str:
        """Text with white space inside, as justified cells have it; the same wherever it stands."""
        if text not in self.loosened:
            self.loosened[text] = self._draw_loose(text)
        return self.loosened[text]

    def _draw_loose(self, text: str) -> str:
        if len(text) < 2 or not text[-1].isalpha() or self.rng.random() >= self.style.spaced:
            return text
        self.traits.add("spaced")
        if len(text) <= 4:
            return " ".join(text)
        # Codes and ordinals stay whole: white space stands in words.
        place = self.rng.randint(min(prefix_length(text) + 1, len(text) - 1), len(text) - 1)
        return f"{text[:place]} {text[place:]}"

    def _join(self, cells: tuple[str, ...]) -> str:
        text = "\t".join(cells)
        return text if self.style.trailing_tabs else text.rstrip("\t")


_UNCUT = "0123456789.,%，万元辆人台套 "


def _plain_value(printed: str) -> str:
    squashed = _squash(printed)
    bare = squashed.replace(",", "")
    return bare if bare.removeprefix("-").replace(".", "", 1).isdigit() else squashed


def _squash(text: str) -> str:
    return "".join(text.split())
