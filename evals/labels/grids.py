"""Whole grids of tables, as `grids.jsonl` has them: one table a line."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from evals.labels.gold import GoldError
from evals.labels.json_lines import make_label, read_objects

_Row = Annotated[tuple[str, ...], Field(strict=False, min_length=1)]


class GridLabel(BaseModel):
    """One printed table, cell by cell.

    A spanning cell fills all its places, and a name that is broken over rows stands in the first
    of them: so the product reads them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    table: int = Field(ge=1)
    """Number of the table in reading order, from 1."""
    header: int = Field(ge=0)
    """How many of its first rows are header."""
    rows: tuple[_Row, ...] = Field(strict=False, min_length=1)
    """The texts of its cells, all rows of one width; a blank cell is an empty text."""
    around: tuple[str, ...] = Field(strict=False)
    """Lines over it (title, unit, publisher), whose ends a tab may part, and a note under it.

    A row that holds nothing else does not count.
    """

    @model_validator(mode="after")
    def _agree(self) -> Self:
        width = len(self.rows[0])
        for number, row in enumerate(self.rows, start=1):
            if len(row) != width:
                raise ValueError(f"row {number} has {len(row)} cells, and the first {width}")
        if self.header > len(self.rows):
            raise ValueError(f"there are {self.header} header rows among {len(self.rows)}")
        return self


def read_grids(path: Path) -> tuple[GridLabel, ...]:
    """The grids of a file in its order; raises `GoldError`."""
    labels: list[GridLabel] = []
    places: dict[int, str] = {}
    for place, row in read_objects(path):
        label = make_label(GridLabel, row, place)
        if first := places.get(label.table):
            raise GoldError(f"{place}: table {label.table} is at {first} already")
        places[label.table] = place
        labels.append(label)
    return tuple(labels)


def write_grids(path: Path, labels: Iterable[GridLabel]) -> None:
    """Write grids into a file, a line each."""
    text = "".join(f"{label.model_dump_json()}\n" for label in labels)
    path.write_text(text, encoding="utf-8", newline="\n")
