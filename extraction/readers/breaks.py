"""Which lines make a row of a tab-separated table, where line breaks inside cells cut rows up."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from extraction.captions import is_caption, is_cell_like, is_name_like
from extraction.columns import is_total
from extraction.money import is_quantity
from extraction.names import SHORTEST_BROKEN, bears_mark, is_one_name, may_go_on
from extraction.prose import is_furniture
from extraction.text import drop_ordinal, ordinal_rank, squash

# A line with one cell this long behind leading tabs is an indented sentence, no table row.
_LONGEST_INDENTED_CELL = 30
_MOST_PIECES = 4
# Levels of rows are shown by it; the rest of a name is not indented.
_INDENT = "\u3000"
_MOST_BARE_NAMES = 40
_MOST_BARE_CELLS = 3


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a text and what tells how its tables are printed; line 1 is `texts[0]`."""

    texts: Sequence[str]
    plain: str
    """The text in normal form, to look up whether a joined name is printed elsewhere."""
    keeps_blanks: bool
    """Whether blank cells at the ends of lines are kept, so that a short line is a broken one."""

    blocks: Sequence[range]
    """For each line the lines around it, up to the blank ones, by index into `texts`."""
    widths: Sequence[int]
    """For each line the most cells that a line of its block has, captions left out."""

    @classmethod
    def of(cls, texts: Sequence[str], plain: str) -> "Lines":
        """The lines of a text."""
        blocks: list[range] = []
        widths: list[int] = []
        for filled, group in groupby(range(len(texts)), key=lambda i: bool(texts[i].strip())):
            run = list(group)
            counts = [texts[i].count("\t") for i in run if filled and not is_caption(texts[i])]
            blocks += [range(run[0], run[-1] + 1)] * len(run)
            widths += [max(counts, default=0) + 1] * len(run)
        kept = any(text.endswith("\t") for text in texts)
        return cls(texts, plain, kept, blocks, widths)

    def row_end(self, number: int) -> int | None:
        """The last line of the table row that begins on a line; None where none begins.

        A line break inside a name cuts a row in two lines or more, whose cells, the broken one
        counted once, make a row of the table.
        """
        text = self.texts[number - 1]
        if not _is_table_line(text) and not self._is_bare_cell(number):
            return None
        cells = text.split("\t")
        width = self.widths[number - 1]
        if len(cells) >= width or self.ends_name(number):
            return number
        if not self._may_break(cells):
            return number + 1 if self._is_cut_for_sure(cells, number) else number
        pieces = [cells]
        for last in range(number + 1, min(number + _MOST_PIECES, len(self.texts)) + 1):
            more = self.texts[last - 1].split("\t")
            pieces.append(more)
            if not may_go_on(more[0]) or _count(pieces) > width:
                return number
            if len(more) > 1 and not self._is_cut_again(pieces, last):
                return last if self._make_one_row(pieces, number) else number
        return number

    def _is_cut_for_sure(self, cells: Sequence[str], number: int) -> bool:
        """Whether a line and the next are one row, and the two names that touch are one."""
        if number == len(self.texts) or not _is_words(cells[-1]):
            return False
        more = self.texts[number].split("\t")
        fits = len(more) > 1 and _count([cells, more]) == self.widths[number - 1]
        return fits and may_go_on(more[0]) and is_one_name(cells[-1], more[0], self.plain)

    def _is_cut_again(self, pieces: Sequence[Sequence[str]], last: int) -> bool:
        """Whether a row that is not whole yet is cut in a name of its other side too."""
        end = pieces[-1][-1]
        if _count(pieces) >= self.widths[last - 1] or last == len(self.texts):
            return False
        below = self.texts[last].split("\t")
        fits = _count([*pieces, below]) == self.widths[last - 1] and any(map(is_quantity, below))
        if not _is_words(end) or not may_go_on(below[0]):
            return False
        return fits or is_one_name(end, below[0], self.plain)

    def _make_one_row(self, pieces: list[list[str]], number: int) -> bool:
        """Whether lines whose last and first cells touch are one row cut inside a name."""
        first, last = pieces[0], pieces[-1]
        name = ""
        for piece in pieces[:-1]:
            name = piece[-1] if len(piece) > 1 else name + piece[0]
        if is_one_name(name, last[0], self.plain):
            return True
        cells = [cell for piece in pieces for cell in piece]
        if not any(map(is_quantity, cells)) and any(map(str.strip, last[1:])):
            return False  # like two rows of a header
        coded = len(first) > 1 and not any(c.strip() and not is_quantity(c) for c in first[:-1])
        if _count(pieces) == self.widths[number - 1] and (self.keeps_blanks or coded):
            return True
        block = self._block(number)
        marked = bears_mark("\t".join(first).strip()) and _mostly_marked(block)
        if marked or len(first) > 1 or len(name) < SHORTEST_BROKEN:
            return marked
        indented = name.startswith(_INDENT) and not last[0].startswith(_INDENT)
        return indented or _others_bear_figures(block)

    def _may_break(self, cells: Sequence[str]) -> bool:
        """Whether the last cell of a short line may be the first piece of a name.

        Codes may stand before it; figures only where blank cells are kept, so that a short line
        is a broken one, or where an ordinal shows that a new name begins.
        """
        last = cells[-1]
        if not _is_words(last):
            return False
        filled = [cell for cell in cells if cell.strip()]
        words = next(i for i, cell in enumerate(filled) if not is_quantity(cell))
        figures = any(map(is_quantity, filled[words:]))
        return self.keeps_blanks or not figures or ordinal_rank(last) is not None

    def _is_bare_cell(self, number: int) -> bool:
        """Whether a line without a tab stands among the lines of a table, as a name alone may."""
        text = self.texts[number - 1]
        if not is_cell_like(text) or not (is_name_like(text) or self._is_under_label(number)):
            return False
        above, below = self._table_line(number, -1), self._table_line(number, 1)
        if above is not None and below is not None:
            return True
        if above is not None:
            return self.ends_name(number) or self._goes_on_bare(number)
        figures = below is not None and any(map(is_quantity, below.split("\t")))
        begins = bears_mark(text) or self.keeps_blanks
        return figures and begins and self._begins_page(number)

    def _is_under_label(self, number: int) -> bool:
        """Whether a sentence stands in a form, under a line that holds only its label."""
        above = self.texts[number - 2].strip() if number > 1 else ""
        return "\t" not in above and is_name_like(above)

    def ends_name(self, number: int) -> bool:
        """Whether a line without a tab is the rest of the name in the row above.

        It is where all rows but it bear a code or an ordinal, or where the two are one name.
        """
        text, above = self.texts[number - 1], self._table_line(number, -1)
        if "\t" in text or above is None or not may_go_on(text) or text.startswith(_INDENT):
            return False
        names = [cell for cell in above.split("\t") if cell.strip() and not is_quantity(cell)]
        if not names:
            return False
        below = self.texts[number].split("\t")[0] if number < len(self.texts) else ""
        if may_go_on(below) and is_one_name(text, below, self.plain):
            return False
        marked = bears_mark(above.strip()) and _mostly_marked(self._block(number))
        return marked or is_one_name(names[0], text, self.plain)

    def _goes_on_bare(self, number: int) -> bool:
        """Whether a line at a table's end is a row whose blank cells were dropped: its ordinal is
        of the rank that others have."""
        rank = ordinal_rank(self.texts[number - 1])
        ranks = {ordinal_rank(line) for line in self._block(number) if "\t" in line}
        return not self.keeps_blanks and rank is not None and rank in ranks

    def _begins_page(self, number: int) -> bool:
        """Whether blank lines and page numbers alone part a line from one of a table."""
        at = number - 1
        while at >= 1 and is_furniture(self.texts[at - 1]):
            at -= 1
        if not number - 1 > at >= 1:
            return False
        return _is_table_line(self.texts[at - 1]) or bears_mark(self.texts[at - 1])

    def _table_line(self, number: int, step: int) -> str | None:
        """The next line with a tab above or below, with only names or a few cells between."""
        at = number + step
        names = is_name_like(self.texts[number - 1])
        while 1 <= at <= len(self.texts):
            text, far = self.texts[at - 1], abs(at - number)
            if _is_table_line(text):
                return text
            names = names and is_name_like(text)
            if far > (_MOST_BARE_NAMES if names else _MOST_BARE_CELLS) or not is_cell_like(text):
                return None
            at += step
        return None

    def _block(self, number: int) -> list[str]:
        return [self.texts[index] for index in self.blocks[number - 1]]


def _is_words(cell: str) -> bool:
    return is_name_like(cell) and not is_quantity(cell)


def _count(pieces: Sequence[Sequence[str]]) -> int:
    return sum(map(len, pieces)) - len(pieces) + 1


def _is_table_line(text: str) -> bool:
    if "\t" not in text:
        return False
    filled = [cell.strip() for cell in text.split("\t") if cell.strip()]
    if len(filled) == 2 and ordinal_rank(filled[0]) is not None and not drop_ordinal(filled[0]):
        return False  # an entry of a list behind its number
    return len(filled) != 1 or len(filled[0]) <= _LONGEST_INDENTED_CELL or text[0] != "\t"


def _others_bear_figures(block: Sequence[str]) -> bool:
    """Whether, the line that is asked about aside, no row of a table is a name alone."""
    figures = [any(map(is_quantity, line.split("\t")[1:])) for line in block]
    first = figures.index(True) if True in figures else len(figures)
    return len(figures) - first > 3 and figures[first:].count(False) == 1


def _names_item(first: str) -> bool:
    """Whether a row's first cell is neither a total's name nor a column's number."""
    return not is_total(first) and len(squash(first)) > 2


def _mostly_marked(block: Sequence[str]) -> bool:
    """Whether nearly every row of a table begins with a code or an ordinal.

    Rows are counted by their figures; the rest of a broken one has as many as a whole one.
    """
    rows = [line for line in block if any(map(is_quantity, line.split("\t")[1:]))]
    rows = [line for line in rows if _names_item(line.strip().split("\t")[0])]
    starts = [bears_mark(line.strip()) for line in block if "\t" in line or bears_mark(line)]
    return sum(starts) >= 0.7 * len(rows)
