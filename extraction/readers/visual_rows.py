"""Visual lines to rows of a table: names that wrap, figures that stand beside the middle of one.

A line that holds figures or codes is a row's; a line of words alone is a part of a name, or a row
without figures. Where a figure stands without a name between two pieces of one, names are centred
on their rows, and as many pieces stand below a figure as above it. What is left is a row of its
own: whether it is the rest of the name above is asked later, with all that the document tells.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extraction.columns import is_total
from extraction.money import is_quantity
from extraction.names import bears_mark
from extraction.readers.paper import Word
from extraction.readers.tracks import Slots, Track

_CLOSE = 0.7
"""Lines of a row stand at the most this part of the room apart that is between two rows."""


@dataclass(slots=True)
class VisualRow:
    """A row: for each of its columns the words in it, from the top."""

    slots: dict[int, list[Word]]
    bears_figures: bool
    anchors: set[int]
    """The columns that a row fills on one of its lines only."""
    above: int = 0
    """How many pieces of its name stand over its figures."""

    @property
    def edges(self) -> tuple[float, float]:
        """Its upper and its lower edge."""
        boxes = [word.box for words in self.slots.values() for word in words]
        return min(box[1] for box in boxes), max(box[3] for box in boxes)

    def take(self, other: "VisualRow", *, on_top: bool) -> None:
        """Add the words of a line above or below to its cells."""
        for at, words in other.slots.items():
            mine = self.slots.get(at, [])
            self.slots[at] = words + mine if on_top else mine + words
        self.above += on_top
        self.anchors |= other.anchors


def build_rows(
    lines: Sequence[Slots], tracks: Sequence[Track], *, is_form: bool
) -> list[VisualRow]:
    """The rows that some lines make; in a form each label has one, with or without a figure."""
    amounts = {at for at, track in enumerate(tracks) if track.is_figures and not track.is_codes}
    rows = []
    for slots in lines:
        figures = {at for at, word in slots.items() if is_quantity(word.text)}
        whole = is_form and (len(slots) > 1 or 0 in slots)
        anchors = set(slots) if is_form and 0 in slots else figures & amounts
        words = {at: [word] for at, word in slots.items()}
        rows.append(VisualRow(words, bool(figures) or whole, anchors))
    return _join_pieces(_join_codes(_join_close(rows), tracks), tracks)


def find_sides(tracks: Sequence[Track]) -> list[range]:
    """The sides of a table: one begins where names or codes stand behind amounts."""
    starts = [0]
    for at in range(1, len(tracks)):
        before, here = tracks[at - 1], tracks[at]
        amounts = before.is_figures and not before.is_codes
        named = not here.is_figures or (
            here.is_codes and at + 1 < len(tracks) and not tracks[at + 1].is_figures
        )
        if amounts and named and any(t.is_figures and not t.is_codes for t in tracks[at + 1 :]):
            starts.append(at)
    return [range(a, b) for a, b in zip(starts, [*starts[1:], len(tracks)], strict=True)]


def _join_close(rows: Sequence[VisualRow]) -> list[VisualRow]:
    """Put lines together that stand far closer than two rows ever do.

    The nearest go first, and no row has two figures in a column: what stands half way between
    two rows is left apart.
    """
    close = _CLOSE * _row_gap(rows)
    groups = list(rows)
    while True:
        near = [
            (gap, at)
            for at, (gap, (above, below)) in enumerate(
                zip(_gaps(groups), pairwise(groups), strict=True)
            )
            if gap < close
            and not above.anchors & below.anchors
            and not _begins_name(above, below)
            and not _spans_rows(groups[at - 1 : at + 2] if at else (), close)
            and not _spans_rows(groups[at : at + 3], close)
        ]
        if not near:
            return groups
        _, at = min(near)
        lower = groups.pop(at + 1)
        groups[at].take(lower, on_top=False)
        groups[at].bears_figures |= lower.bears_figures


def _begins_name(above: VisualRow, below: VisualRow) -> bool:
    """Whether an ordinal begins another name below one."""
    both = above.slots.keys() & below.slots.keys()
    return any(bears_mark(below.slots[at][0].text) for at in both)


def _spans_rows(three: Sequence[VisualRow], close: float) -> bool:
    """Whether the middle of three lines stands half way between two rows: beside both of them."""
    if len(three) < 3:
        return False
    above, line, below = three
    both = above.slots.keys() & below.slots.keys()
    if not both or both & line.slots.keys():
        return False
    return max(_gaps(three)) < close <= _gaps((above, below))[0]


def _row_gap(rows: Sequence[VisualRow]) -> float:
    """The least room that parts two rows: between two figures of a column at least one does."""
    figured = [at for at, row in enumerate(rows) if row.anchors]
    return min(
        (
            _gap_between(rows[above : below + 1])
            for above, below in pairwise(figured)
            if rows[above].anchors & rows[below].anchors
        ),
        default=0.0,
    )


def _gap_between(rows: Sequence[VisualRow]) -> float:
    """The room that parts two figures, with the lines between them; one may stand beside both."""
    outer = rows[0].slots.keys() | rows[-1].slots.keys()
    beside = len(rows) == 3 and not rows[1].slots.keys() & outer
    return max(_gaps((rows[0], rows[-1]) if beside else rows))


def _gaps(rows: Sequence[VisualRow]) -> list[float]:
    """The room between each two rows below each other; negative where they overlap."""
    return [below.edges[0] - above.edges[1] for above, below in pairwise(rows)]


def _join_codes(rows: list[VisualRow], tracks: Sequence[Track]) -> list[VisualRow]:
    """Put a code that stands a little higher than its name and figure on their row."""
    for side in find_sides(tracks):
        codes = [at for at in side if tracks[at].is_codes and at < side.stop - 1]
        if not codes:
            continue
        for upper, lower in pairwise(rows):
            above = [at for at in side if at in upper.slots]
            below = [at for at in side if at in lower.slots]
            texts = [word.text for at in below for word in lower.slots[at]]
            bare = bool(above) and set(above) <= set(codes)
            figured = any(map(is_quantity, texts)) and not any(map(is_total, texts))
            if bare and figured and not set(below) & set(codes):
                for at in below:
                    upper.slots[at] = lower.slots.pop(at)
                upper.bears_figures = True
    return [row for row in rows if row.slots]


def _join_pieces(rows: list[VisualRow], tracks: Sequence[Track]) -> list[VisualRow]:
    pieces = _Pieces.of(rows, tracks)
    found: list[VisualRow] = []
    run: list[VisualRow] = []
    upper: VisualRow | None = None
    for row in [*rows, None]:
        if row is not None and not row.bears_figures:
            run.append(row)
            continue
        found += pieces.give(upper, run, row)
        run = []
        if row is not None:
            found.append(row)
            upper = row
    return found


@dataclass(frozen=True, slots=True)
class _Pieces:
    """What decides to which row a line of words belongs."""

    sides: Sequence[range]
    names: frozenset[int]
    """The columns of names; words alone in another are part of a text that wraps."""
    centred: frozenset[int]
    """The columns in which a row stands beside the middle of texts that wrap."""

    @classmethod
    def of(cls, rows: Sequence[VisualRow], tracks: Sequence[Track]) -> "_Pieces":
        """Rows are coded where nearly all that have figures have a code."""
        sides = find_sides(tracks)
        firsts = (next((at for at in s if not tracks[at].is_figures), -1) for s in sides)
        names = frozenset(firsts)
        bare = cls(sides, names, frozenset())
        codes = [at for at, track in enumerate(tracks) if track.is_codes]
        figured = [row for row in rows if row.bears_figures and not _is_total_row(row)]
        coded = sum(any(at in row.slots for at in codes) for row in figured)
        lacking = {
            at
            for upper, lower in pairwise(rows)
            if not upper.bears_figures and bare.is_wanted(upper, lower)
            for at in upper.slots
        }
        # A name alone may be a row without figures, where not all rows have a code.
        sure = coded >= 0.9 * len(figured)
        return cls(sides, names, frozenset(at for at in lacking if sure or at not in names))

    def give(
        self, upper: VisualRow | None, run: list[VisualRow], lower: VisualRow | None
    ) -> list[VisualRow]:
        """Give the lines of words between two rows with figures to them; what is left are rows."""
        for_lower = self._count_above(upper, run, lower)
        if upper is not None and run:
            lacking = upper.above or int(self.is_wanted(run[0], upper))
            count = min(lacking, len(run) - min(for_lower, 1))
            for piece in run[:count]:
                if bears_mark(_first_text(piece)):
                    break
                upper.take(piece, on_top=False)
                run = run[1:]
        if lower is not None and for_lower and run:
            taken = min(for_lower, _last_name(run))
            for piece in reversed(run[-taken:]):
                lower.take(piece, on_top=True)
            run = run[:-taken]
        return [piece for piece in run if not self._give_text(piece, upper, lower)]

    def _give_text(
        self, piece: VisualRow, upper: VisualRow | None, lower: VisualRow | None
    ) -> bool:
        """Give a part of a text that is no name to the row above, or below if it begins there."""
        if piece.slots.keys() & self.names or not (upper or lower):
            return False
        if lower and (upper is None or upper.above):
            known = {at for at in piece.slots if at in lower.slots}
            lower.above += 1
            for at, words in piece.slots.items():
                mine = lower.slots.get(at, [])
                cut = sum(word.box[1] < words[0].box[1] for word in mine) if at in known else 0
                lower.slots[at] = [*mine[:cut], *words, *mine[cut:]]
        elif upper:
            upper.take(piece, on_top=False)
        return True

    def _count_above(
        self, upper: VisualRow | None, run: Sequence[VisualRow], lower: VisualRow | None
    ) -> int:
        """How many lines of a run may at most be the beginning of the lower row's name."""
        if not run or lower is None:
            return 0
        if self.is_wanted(run[-1], lower):
            return len(run)
        same = bool(run[-1].slots.keys() & lower.slots.keys()) and not _is_total_row(lower)
        centred = same and run[-1].slots.keys() <= self.centred
        return max(0, len(run) - (upper.above if upper else 0)) if centred else 0

    def is_wanted(self, piece: VisualRow, row: VisualRow) -> bool:
        """Whether a row has figures on a side and lacks the name that a line of words holds."""
        if not row.bears_figures or piece.slots.keys() & row.slots.keys():
            return False
        sides = [side for side in self.sides if any(at in side for at in piece.slots)]
        return any(
            any(at in side and any(is_quantity(w.text) for w in row.slots[at]) for at in row.slots)
            and not any(
                at in side and any(is_total(w.text) for w in row.slots[at]) for at in row.slots
            )
            for side in sides
        )


def _last_name(run: Sequence[VisualRow]) -> int:
    """How many of the last pieces are one name: the last that bears a mark begins it."""
    for count, piece in enumerate(reversed(run), start=1):
        if bears_mark(_first_text(piece)):
            return count
    return len(run)


def _is_total_row(row: VisualRow) -> bool:
    return any(is_total(word.text) for words in row.slots.values() for word in words)


def _first_text(row: VisualRow) -> str:
    return row.slots[min(row.slots)][0].text
