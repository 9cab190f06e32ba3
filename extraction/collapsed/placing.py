"""Tables whose columns were lost, read by the sums that must tie."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from time import perf_counter

from extraction.collapsed.evidence import Evidence
from extraction.collapsed.heads import HeadTree, propose_trees
from extraction.collapsed.outcomes import Outcome, Placed
from extraction.collapsed.puzzle import STRONG, Effort
from extraction.collapsed.regions import Region, is_code_like, is_figure
from extraction.collapsed.rows import Part, read_rows, read_sided_rows
from extraction.collapsed.sheets import Sheet, name_columns
from extraction.collapsed.ties import CROWDED, read_table, score_rows
from extraction.columns import is_code
from extraction.pages import join_pages
from extraction.prose import read_prose
from extraction.records import Gap, Source
from extraction.statements import find_statements
from extraction.transcript import Transcript
from extraction.vocabulary import GapReason

_MOST_TREES = 4
_SECONDS, _SECONDS_A_TREE = 15.0, 3.0
_MOST_ROWS_TRIED = 400
# A tree so much stranger than the likeliest is tried only where no likelier one ties.
_FAR = 0.4
# A tree that is stranger is a misread header.
_STRANGEST = 1.5


def place_regions(text: Transcript, regions: Sequence[Region]) -> Transcript:
    """The text with a grid for each region that can be read."""
    evidence = Evidence()
    for table in join_pages(text):
        evidence.learn(read_table(text, table.grid))
    taken = {line for grid in text.grids for line in grid.lines()}
    taken |= {line for region in regions for line in region.lines}
    evidence.hear(find_statements(read_prose(text, taken).passages, None))
    waiting = [(region, _likely_sheets(text, region)) for region in regions]
    placed: list[Placed] = []
    began = perf_counter()
    for thorough in (False, True):
        for region, sheets in list(waiting):
            left = _SECONDS - (perf_counter() - began)
            effort = Effort(thorough, max(min(left, _SECONDS_A_TREE), 0.0))
            found = _place(text, sheets, evidence, effort)
            if found is None:
                continue
            waiting.remove((region, sheets))
            placed.append(found)
            evidence.learn(read_table(text, found.grid))
    grids = sorted([*text.grids, *(p.grid for p in placed)], key=lambda grid: grid.first_line)
    gaps = [gap for found in placed for gap in found.gaps]
    gaps += [_unread_table(text, region) for region, _ in waiting]
    return replace(text, grids=tuple(grids), gaps=(*text.gaps, *gaps))


def _place(
    text: Transcript, sheets: Sequence[Sheet], evidence: Evidence, effort: Effort
) -> Placed | None:
    """The best of several readings; None where more evidence may come from other tables.

    A figure that a reading as good puts under another header is not sure.
    """
    found = [Outcome.of(text, sheet, evidence, effort) for sheet in sheets]
    outcomes = [outcome for outcome in found if outcome is not None]
    if len(outcomes) < len(found) or not outcomes:
        return None
    best = min(outcomes, key=lambda outcome: (outcome.cost, outcome.sheet.strangeness))
    placed = best.settle([other for other in outcomes if best.is_matched(other)])
    return None if placed.gaps and not effort.thorough else placed


def _unread_table(text: Transcript, region: Region) -> Gap:
    line = text.line(region.first_line)
    message = "a table stands here whose columns cannot be told apart"
    printed, source = (line.printed, line.source) if line else ("", None)
    return Gap(reason=GapReason.NO_COLUMN, message=message, printed=printed, source=source)


def _likely_sheets(text: Transcript, region: Region) -> list[Sheet]:
    """The region under each of its likeliest header trees: those that break least row sums; none
    where no tree makes sense of it."""
    trees = propose_trees(region, text.plain)
    if region.numbered is not None:
        trees = [found for found in trees if region.numbered in _counts(found[1])]
    found: list[tuple[tuple[int, int], Sheet]] = []
    for strangeness, tree in trees[: max(_MOST_ROWS_TRIED // (len(region.body) + 1), 10)]:
        if strangeness > _STRANGEST:
            break
        if strangeness > trees[0][0] + _FAR and any(not score[0] for score, _ in found):
            break
        sheet = replace(_make_sheet(text, region, tree), strangeness=strangeness)
        found.append((score_rows(text, sheet), sheet))
    best = min((score for score, _ in found), default=(0, 0))
    sound = [s for score, s in found if score == best and _is_sound(s, best)]
    orders: dict[tuple[tuple[Source, ...], ...], Sheet] = {}
    for sheet in sound:  # trees of one order of columns put no figure under another header
        orders.setdefault(tuple(column.key for column in sheet.tree.columns), sheet)
    return list(orders.values())[:_MOST_TREES]


def _is_sound(sheet: Sheet, score: tuple[int, int]) -> bool:
    """Whether a tree fits most rows: they have no more figures than it has columns, and fewer
    sums along them break, wherever the figures stand, than tie."""
    units, crowded = sheet.make_units()
    broken = (score[0] - CROWDED * len(crowded)) // STRONG
    return 5 * len(crowded) <= len(units) and broken <= -score[1]


def _counts(tree: HeadTree) -> tuple[int, int]:
    """How many columns a row of numbers may count: those of amounts, or all."""
    amounts = sum(column.is_amount and not column.counts_lines for column in tree.columns)
    return amounts, len(tree.columns)


def _make_sheet(text: Transcript, region: Region, tree: HeadTree) -> Sheet:
    if len(tree.sides) > 1:
        counted = any(column.counts_lines for column in tree.columns)
        sided = read_sided_rows(region.body, text.plain, counted=counted)
        rows = tuple(_take_sides(sided, len(tree.sides)))
        return Sheet(region, tree, rows)
    codes = sum(is_code(column.head) for column in tree.sides[0])
    codes = codes or int(_bears_codes(region))
    names = name_columns(tree, 0)
    rows = tuple(
        row.parts for row in read_rows(region.body, codes=codes, names=names, plain=text.plain)
    )
    return Sheet(region, tree, rows)


def _bears_codes(region: Region) -> bool:
    """Whether most rows begin with a code, though no header says so."""
    coded = [line for line in region.body if len(line) > 1 and is_code_like(line[0])]
    return len(coded) * 2 > len(region.body) and not any(is_figure(line[1]) for line in coded)


def _take_sides(rows: Sequence[Sequence[Part]], sides: int) -> Iterator[tuple[Part | None, ...]]:
    """The parts of each row on their sides; a lone one goes on with the side whose numbering it
    continues, else it stands on the right, where the longer list is printed."""
    last: list[Part | None] = [None] * sides
    for parts in rows:
        if len(parts) >= sides:
            taken: list[Part | None] = list(parts[:sides])
            for part in parts[sides:]:  # what no side has room for is not lost
                parts[sides - 1].figures.extend([*part.codes, *part.words, *part.figures])
        else:
            taken = [None] * sides
            taken[_side_of(parts[0], last)] = parts[0]
        last = [part or above for part, above in zip(taken, last, strict=True)]
        yield tuple(taken)


def _side_of(part: Part, last: Sequence[Part | None]) -> int:
    """The side of a part that stands alone in its line."""
    label, right = part.label, len(last) - 1
    if "收入" in label and "支出" not in label:
        return 0
    left_goes_on, right_goes_on = (_goes_on(last[side], part) for side in (0, right))
    return 0 if left_goes_on and not right_goes_on and "支出" not in label else right


def _goes_on(above: Part | None, part: Part) -> bool:
    """Whether a part follows another one's ordinal, or its code inside one class."""
    if above is None:
        return False
    if above.codes and part.codes:
        first, second = above.codes[0].printed, part.codes[0].printed
        return first[:3] == second[:3] and first < second
    number, before = _ordinal(part), _ordinal(above)
    return number is not None and before is not None and number == before + 1


_NUMERALS = "零一二三四五六七八九"
_NUMBERED = re.compile(
    r"[(]?(?P<tens>[一二三四五六七八九]?十)?(?P<ones>[一二三四五六七八九])?[)、.]"
)


def _ordinal(part: Part) -> int | None:
    """The number that a Chinese ordinal (`二十一、`, `（九）`) gives a row."""
    found = _NUMBERED.match(part.label)
    if found is None or not (found["tens"] or found["ones"]):
        return None
    tens = _NUMERALS.index(found["tens"][0]) if len(found["tens"] or "") > 1 else 1
    ones = _NUMERALS.index(found["ones"]) if found["ones"] else 0
    return (10 * tens if found["tens"] else 0) + ones
