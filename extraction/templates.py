"""Layouts that are kept: what of one holds for every document printed from the same template.

A `Template` is a file that a person can read and edit; the folder of them is a `Shelf`.
"""

import codecs
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, NonNegativeInt, PositiveInt, ValidationError, model_validator

from extraction.atomic import write_whole
from extraction.captions import is_caption_row
from extraction.errors import UnusableTemplate
from extraction.grids import GridRow
from extraction.headers import header_words
from extraction.joins import Names
from extraction.layouts import (
    Layout,
    LayoutColumn,
    RowParts,
    Surroundings,
    build_layout,
    find_repeated,
)
from extraction.money import is_quantity
from extraction.pages import PrintedTable
from extraction.records import Record
from extraction.roles import Columns
from extraction.text import normal_form
from extraction.vocabulary import Fund, Maker, Measure, Role, TableKind, Unit

HeaderRow = tuple[str, ...]

_DEEPEST = 7
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_ANY_YEAR = "20xx"


class TemplateColumn(Record):
    """What one column means in every table of a template."""

    index: NonNegativeInt
    """Number of the column, from 0."""
    side: NonNegativeInt
    """Which side of a two-sided table it belongs to, from 0."""
    role: Role
    """What the column is for."""
    header: tuple[tuple[NonNegativeInt, NonNegativeInt], ...]
    """The header cells over it as (row, column) of the header, from 0, outermost first."""
    measure: Measure
    """What its amounts count."""
    fund: Fund | None
    """Which money its amounts count; null where its header or the title of each table tells."""
    is_total: bool
    """Whether it adds up others of its side."""


class Template(Record):
    """What tables with the same header mean, whatever rows, year and unit they have."""

    maker: Maker
    """What proposed it; what bears `person` is never written over."""
    kind: TableKind | None
    """What the tables are; null where the title and the rows of each tell."""
    width: PositiveInt
    """How many columns the tables have."""
    header: Annotated[tuple[HeaderRow, ...], Field(min_length=1, max_length=_DEEPEST)]
    """The header rows in normal form, `20xx` for every year; blank cells are empty."""
    columns: tuple[TemplateColumn, ...]
    """All columns, from the left."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        for number, row in enumerate(self.header):
            if len(row) != self.width:
                raise ValueError(f"header.{number}: {len(row)} cells, not {self.width}")
        if [column.index for column in self.columns] != list(range(self.width)):
            raise ValueError(
                f"columns: their indexes must be 0 to {self.width - 1}, each once, in this order"
            )
        before = 0
        for column in self.columns:
            if not before <= column.side <= before + (column.index > 0):
                raise ValueError(
                    f"columns.{column.index}.side: sides go up from 0, one by one, from the left"
                )
            before = column.side
            for row_number, at in column.header:
                cell = self._cell(row_number, at)
                if not cell:
                    raise ValueError(
                        f"columns.{column.index}.header: no header cell at [{row_number}, {at}]"
                    )
        return self

    def _cell(self, row: int, column: int) -> str:
        """A cell of the header; empty where there is none."""
        inside = row < len(self.header) and column < self.width
        return self.header[row][column] if inside else ""

    @property
    def fingerprint(self) -> str:
        """What its header is found by: 16 hexadecimal digits."""
        return _fingerprint(self.header)

    def to_text(self) -> str:
        """The template as its file holds it: JSON with a line for each header row and column."""
        fields = []
        for name, value in self.model_dump(mode="json").items():
            if isinstance(value, list):
                items = ",\n".join(f"  {json.dumps(item, ensure_ascii=False)}" for item in value)
                fields.append(f' "{name}": [\n{items}\n ]')
            else:
                fields.append(f' "{name}": {json.dumps(value)}')
        return "{\n" + ",\n".join(fields) + "\n}\n"


def make_template(
    table: PrintedTable, layout: Layout, around: Surroundings, maker: Maker
) -> Template | None:
    """What of a table's layout holds for the next document; None for a form, and where no header
    of words stands at the top.
    """
    top = _top_rows(table, layout)
    if layout.pairs or not top:
        return None
    bare = Template(
        maker=maker,
        kind=None,
        width=table.grid.width,
        header=tuple(_header_words(table.grid.rows[row]) for row in top),
        columns=tuple(_keep_column(column, top) for column in layout.columns),
    )
    told = fit_template(bare, table, around)
    assert told is not None  # it is its own table
    kept = zip(bare.columns, layout.columns, told.columns, strict=True)
    return bare.model_copy(
        update={
            "kind": None if layout.kind is told.kind else layout.kind,
            "columns": tuple(
                column.model_copy(update={"fund": None if own.fund is rules.fund else own.fund})
                for column, own, rules in kept
            ),
        }
    )


def _top_rows(table: PrintedTable, layout: Layout) -> Sequence[int]:
    """The header rows at the top of a table; none where they hold figures, or where header cells
    stand elsewhere.
    """
    rows = table.grid.rows
    silent = {*layout.header_rows, *(i for i, row in enumerate(rows) if is_caption_row(row))}
    end = next((index for index in range(len(rows)) if index not in silent), len(rows))
    top = list(_heading_rows(rows[:end]))
    pointed = {row for column in layout.columns for row, _ in column.header}
    figures = any(is_quantity(word) for row in top for word in _header_words(rows[row]))
    return top if len(top) <= _DEEPEST and pointed <= set(top) and not figures else ()


def _keep_column(column: LayoutColumn, top: Sequence[int]) -> TemplateColumn:
    """A column whose fund is left to the header and title of each table."""
    return TemplateColumn(
        index=column.index,
        side=column.side,
        role=column.role,
        header=tuple((top.index(row), at) for row, at in column.header),
        measure=column.measure,
        fund=None,
        is_total=column.is_total,
    )


def fit_template(template: Template, table: PrintedTable, around: Surroundings) -> Layout | None:
    """The layout of a table whose header is a template's; None where it is another.

    Unit, repeated headers and joined rows are the table's own, found by the rules.
    """
    rows = table.grid.rows
    top = list(islice(_heading_rows(rows), len(template.header)))
    if tuple(_header_words(rows[row]) for row in top) != template.header:
        return None
    header = tuple(range(top[-1] + 1))
    parts = RowParts(header, find_repeated(rows, header), (), ())
    paths = [tuple((top[row], at) for row, at in column.header) for column in template.columns]
    read = Columns(
        tuple(column.role for column in template.columns),
        tuple(column.side for column in template.columns),
    )
    layout = build_layout(table, around, parts, paths, read)
    names = Names(rows, parts.body(rows), read.roles, read.sides, around.plain)
    pairs = zip(layout.columns, template.columns, strict=True)
    return layout.model_copy(
        update={
            "kind": template.kind or layout.kind,
            "columns": tuple(_fit_column(own, kept, layout.unit) for own, kept in pairs),
            "joins": names.find_joins(),
        }
    )


def _fit_column(own: LayoutColumn, kept: TemplateColumn, unit: Unit | None) -> LayoutColumn:
    """A column as the rules read it, `unit` being the table's, with what a template says of it."""
    is_rate = kept.measure is Measure.RATE and own.measure is not Measure.RATE
    bare = own.role is Role.AMOUNT and own.unit is unit
    return own.model_copy(
        update={
            "measure": kept.measure,
            "fund": kept.fund or own.fund,
            "unit": Unit.PERCENT if is_rate and bare else own.unit,
            "is_total": kept.is_total,
        }
    )


def _header_words(row: GridRow) -> HeaderRow:
    """The words of a header row in the form in which headers are compared."""
    return tuple(_YEAR.sub(_ANY_YEAR, normal_form(words)) for words in header_words(row))


def _heading_rows(rows: Sequence[GridRow]) -> Iterator[int]:
    """The rows from the top that may be header: no captions, no column numbers, none twice."""
    seen: set[HeaderRow] = set()
    for index, row in enumerate(rows):
        words = _header_words(row)
        if any(words) and words not in seen and not is_caption_row(row):
            seen.add(words)
            yield index


def _fingerprint(header: Sequence[HeaderRow]) -> str:
    """What header rows are found by; their width is that of the table."""
    whole = json.dumps([len(header[0]), *header], ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of templates, each in a file named by its fingerprint; it need not be there yet."""

    folder: Path
    served: frozenset[str] | None = None
    """The fingerprints of the templates that are found; None for all."""
    is_closed: bool = False
    """Whether none is added."""

    def find(self, table: PrintedTable) -> tuple[Template, ...]:
        """The templates that a table's first rows are the header of, the deepest header first.

        Files that cannot be used are passed over.
        """
        if not self.folder.is_dir():
            return ()
        rows = table.grid.rows
        header = [_header_words(rows[row]) for row in islice(_heading_rows(rows), _DEEPEST)]
        names = [_fingerprint(header[:depth]) for depth in range(len(header), 0, -1)]
        found = (name for name in names if self.served is None or name in self.served)
        read = (self._try(name) for name in found if self.path(name).is_file())
        return tuple(template for template in read if isinstance(template, Template))

    def keep(
        self, table: PrintedTable, layout: Layout, around: Surroundings, maker: Maker
    ) -> Path | None:
        """Keep what of a layout holds for the next document; None where nothing is kept.

        Raises OSError.
        """
        template = make_template(table, layout, around, maker)
        return None if template is None else self.put(template)

    def put(self, template: Template) -> Path | None:
        """Write a template's file, in place of the one before; None where that is a person's or
        cannot be read, or none is added. Raises OSError.
        """
        if self.is_closed:
            return None
        path = self.path(template.fingerprint)
        if path.is_file():
            kept = self._try(template.fingerprint)
            if isinstance(kept, UnusableTemplate) or kept.maker is Maker.PERSON:
                return None
        write_whole(path, template.to_text())
        return path

    def list(self) -> tuple[Template | UnusableTemplate, ...]:
        """All that is kept, by fingerprint; for a file that cannot be used, why."""
        return tuple(self._try(name) for name in self.names())

    def names(self) -> tuple[str, ...]:
        """The names of the files without their ending: of templates, their fingerprints."""
        return tuple(sorted(path.stem for path in self.folder.glob("*.json")))

    def path(self, name: str) -> Path:
        """The file of a template."""
        return self.folder / f"{name}.json"

    def read(self, name: str) -> Template:
        """A template. Raises `UnusableTemplate`."""
        path = self.path(name)
        try:
            data = path.read_bytes().removeprefix(codecs.BOM_UTF8)  # some editors write it
            template = Template.model_validate_json(data, strict=True)
        except OSError as exc:
            raise UnusableTemplate(path, exc.strerror or "it cannot be read") from exc
        except ValidationError as exc:
            raise UnusableTemplate(path, _tell(exc)) from exc
        if template.fingerprint != name:
            reason = f"header: the file of this header is named {template.fingerprint}.json"
            raise UnusableTemplate(path, reason)
        return template

    def remove(self, name: str) -> None:
        """Remove a template, or a file that should be one. Raises OSError."""
        self.path(name).unlink()

    def _try(self, name: str) -> Template | UnusableTemplate:
        try:
            return self.read(name)
        except UnusableTemplate as exc:
            return exc


def _tell(exc: ValidationError) -> str:
    """The first thing that is wrong with a file: its field and the reason."""
    error = exc.errors(include_input=False, include_url=False)[0]
    field = ".".join(map(str, error["loc"]))
    reason = error["msg"].removeprefix("Value error, ")
    return f"{field}: {reason}" if field else reason
