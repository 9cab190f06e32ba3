"""Whether what a model tells of a lost header can be trusted with the figures."""

from collections import Counter

from extraction.collapsed.outcomes import Placed
from extraction.collapsed.regions import Region, is_figure
from extraction.collapsed.sheets import Sheet
from extraction.proposals.taking import count_verdicts
from extraction.records import Row, Table
from extraction.relations import Verdict


def is_trusted(sheet: Sheet, placed: Placed, table: Table) -> bool:
    """Whether a table read under a proposed header loses no word, leaves no column of amounts
    empty that may be the rest of another's header, takes no word for a code and breaks no sum."""
    return (
        _keeps_words(sheet.region, placed)
        and _fills_columns(sheet, placed)
        and all(map(_is_coded, table.rows))
        and not count_verdicts(table, placed.gaps)[Verdict.BROKEN]
    )


def _keeps_words(region: Region, placed: Placed) -> bool:
    kept = {span for row in placed.grid.rows for cell in row for span in cell.source.spans}
    tokens = (token for line in region.body for token in line if not is_figure(token))
    return all(span in kept for token in tokens for span in token.source.spans)


def _fills_columns(sheet: Sheet, placed: Placed) -> bool:
    """Whether every column of amounts is filled, or begins on a line with one beside it: what
    stands below another cell alone may be the rest of it."""
    rows = placed.grid.rows[sheet.header_depth :]
    columns = sheet.tree.columns
    lines = Counter((column.key[:-1], column.path[-1].source.line) for column in columns)
    return all(
        any(row[at].printed for row in rows)
        or lines[column.key[:-1], column.path[-1].source.line] > 1
        for at, column in enumerate(columns)
        if column.is_amount
    )


def _is_coded(row: Row) -> bool:
    return row.code is None or any(map(str.isdigit, row.code.printed))
