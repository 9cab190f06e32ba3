"""Tables whose columns were lost, read by the sums that must tie."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from extraction.advice import Adviser
from extraction.collapsed.evidence import Evidence
from extraction.collapsed.heads import HeadTree, propose_trees
from extraction.collapsed.outcomes import Outcome, Placed
from extraction.collapsed.puzzle import STRONG, Effort
from extraction.collapsed.regions import Region, is_code_like, is_figure
from extraction.collapsed.rows import read_rows, read_sided_rows
from extraction.collapsed.sheets import Sheet, name_columns, tail_columns
from extraction.collapsed.sides import take_sides
from extraction.collapsed.ties import CROWDED, read_table, score_rows
from extraction.collapsed.trust import is_trusted
from extraction.columns import is_total
from extraction.pages import join_pages
from extraction.proposals.heads import propose_heads
from extraction.proposals.refused import Refused
from extraction.proposals.taking import count_net
from extraction.prose import read_prose
from extraction.records import Gap, Source, Span
from extraction.statements import find_statements
from extraction.text import normal_form
from extraction.transcript import Transcript
from extraction.vocabulary import GapReason, Reader

_MOST_TREES, _MOST_ALIKE = 6, 5
_FEW_ROWS = 3
"""One row of so many is few."""
_CLASS = 3
_SECONDS, _SECONDS_A_TREE = 15.0, 1.5
_MOST_ROWS_TRIED, _MOST_TRIED = 400, 40
# A tree so much stranger than the likeliest is tried only where no likelier one ties.
_FAR = 0.8
# A tree that is stranger is a misread header.
_STRANGEST = 1.0


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A region that is to be read."""

    region: Region
    sheets: Sequence[Sheet]
    """It under each of the likeliest header trees of the rules."""
    proposed: Sheet | None
    """It under a header tree that a model proposes."""


def place_regions(
    text: Transcript, regions: Sequence[Region], adviser: Adviser | None = None
) -> Transcript:
    """The text with a grid for each region that can be read; the adviser is asked about headers
    that the rules do not understand."""
    evidence = Evidence()
    for table in join_pages(text):
        evidence.learn(read_table(text, table.grid))
    taken = {line for grid in text.grids for line in grid.lines()}
    taken |= {line for region in regions for line in region.lines}
    evidence.hear(find_statements(read_prose(text, taken).passages, None))
    plain = _plain_words(text)
    likely = [_likely_sheets(text, region, plain) for region in regions]
    proposed = _propose_sheets(regions, likely, adviser, plain)
    pairs = enumerate(zip(regions, likely, strict=True))
    waiting = [_Waiting(region, sheets, proposed.get(at)) for at, (region, sheets) in pairs]
    placed: list[Placed] = []
    began = perf_counter()
    for thorough in (False, True):
        for one in list(waiting):
            left = _SECONDS - (perf_counter() - began)
            effort = Effort(thorough, max(min(left, _SECONDS_A_TREE), 0.0))
            found = _place_best(text, one, evidence, effort)
            if found is None:
                continue
            waiting.remove(one)
            placed.append(found)
            evidence.learn(read_table(text, found.grid, found.answer), found.short)
            if adviser is not None and found.answer is not None:
                adviser.answers[found.grid.first_line] = found.answer
    grids = sorted([*text.grids, *(p.grid for p in placed)], key=lambda grid: grid.first_line)
    gaps = [gap for found in placed for gap in found.gaps]
    gaps += [_unread_table(text, one.region) for one in waiting]
    gaps += [gap for region in regions for gap in _cut_rows(text, region)]
    return replace(text, grids=tuple(grids), gaps=(*text.gaps, *gaps))


def _plain_words(text: Transcript) -> str:
    """The words of a text in normal form; what stands beside each other in a row is no name."""
    return "\n".join(normal_form(word) for line in text.lines for word in line.split())


def _propose_sheets(
    regions: Sequence[Region],
    likely: Sequence[Sequence[Sheet]],
    adviser: Adviser | None,
    plain: str,
) -> dict[int, Sheet]:
    """Regions under the header trees that a model proposes, by their index."""
    if adviser is None or adviser.model is None or adviser.reader is Reader.RULES:
        return {}
    asked = [
        at
        for at, sheets in enumerate(likely)
        if adviser.reader is Reader.MODEL or not sheets or not sheets[0].tree.is_understood
    ]
    heads = propose_heads([regions[at] for at in asked], adviser)
    return {
        asked[at]: replace(_make_sheet(regions[asked[at]], head.tree, plain), answer=head.answer)
        for at, head in heads.items()
    }


def _place_best(
    text: Transcript, one: _Waiting, evidence: Evidence, effort: Effort
) -> Placed | None:
    """A region as the rules read it, or as a model proposes where more sums tie then."""
    if one.proposed is None:
        return _place(text, one.sheets, evidence, effort)
    told = _place_proposed(text, one.proposed, evidence, effort)
    is_understood = bool(one.sheets) and one.sheets[0].tree.is_understood
    if told is None and not effort.thorough and not is_understood:
        return None  # the rules' readings of what they do not understand are no evidence
    table = read_table(text, told.grid, told.answer) if told else None
    if told is None or table is None or not is_trusted(one.proposed, told, table):
        return _place(text, one.sheets, evidence, effort)
    net = count_net(table, told.gaps)
    if net > 0 and not is_understood:
        return told
    ruled = _place(text, one.sheets, evidence, effort)
    most = count_net(read_table(text, ruled.grid), ruled.gaps) if ruled else 0
    return told if net > most else ruled


def _place_proposed(
    text: Transcript, sheet: Sheet, evidence: Evidence, effort: Effort
) -> Placed | None:
    """A region under a proposed header; None where the answer cannot be or nothing is placed."""
    try:
        placed = _place(text, [sheet], evidence, effort)
    except Refused:
        return None
    return replace(placed, answer=sheet.answer) if placed else None


def _place(
    text: Transcript, sheets: Sequence[Sheet], evidence: Evidence, effort: Effort
) -> Placed | None:
    """The best of several readings; None where more evidence may come from other tables.

    A figure that a reading as good puts under another header is not sure.
    """
    outcomes: list[Outcome] = []
    for sheet in sheets:
        outcome = Outcome.of(text, sheet, evidence, effort)
        if outcome is None:
            return None
        outcomes.append(outcome)
    if not outcomes:
        return None
    best = min(outcomes, key=lambda outcome: (outcome.cost, outcome.sheet.strangeness))
    placed = best.settle([other for other in outcomes if best.is_matched(other)])
    return None if placed.gaps and not effort.thorough else placed


def _unread_table(text: Transcript, region: Region) -> Gap:
    line = text.line(region.first_line)
    message = "a table stands here whose columns cannot be told apart"
    printed, source = (line.printed, line.source) if line else ("", None)
    return Gap(reason=GapReason.NO_COLUMN, message=message, printed=printed, source=source)


def _cut_rows(text: Transcript, region: Region) -> Iterator[Gap]:
    message = "a row of a table, below a sentence that breaks the table off"
    for tokens in region.cut:
        line = text.line(tokens[0].source.line)
        if line is not None:
            source = line.source
            yield Gap(
                reason=GapReason.NO_COLUMN, message=message, printed=line.printed, source=source
            )


def _likely_sheets(text: Transcript, region: Region, plain: str) -> list[Sheet]:
    """The region under each of the likeliest header trees that make sense of it."""
    trees = propose_trees(region, plain)
    if region.numbered is not None:
        trees = [found for found in trees if region.numbered in _counts(found[1])]
    return _sound_sheets(text, region, trees, plain)


def _sound_sheets(
    text: Transcript, region: Region, trees: Sequence[tuple[float, HeadTree]], plain: str
) -> list[Sheet]:
    """The region under each of some trees that break least row sums; none where no tree is
    sound."""
    found: list[tuple[tuple[int, int, int], Sheet]] = []
    most = max(_MOST_ROWS_TRIED // (len(region.body) + 1), 10)
    seen: Counter[tuple[tuple[Span, ...], ...]] = Counter()
    for strangeness, tree in trees:
        ties = any(not score[0] for score, _ in found)
        if strangeness > _STRANGEST or len(found) >= (most if ties else max(most, _MOST_TRIED)):
            break
        if strangeness > trees[0][0] + _FAR and ties:
            break
        seen[tree.order] += 1
        if ties and seen[tree.order] > _MOST_ALIKE:
            continue
        sheet = _make_sheet(region, tree, plain)
        sheet = replace(sheet, strangeness=strangeness + _parted_classes(sheet))
        broken, tied = score_rows(text, sheet)
        found.append(((broken, _count_unfilled(sheet), tied), sheet))
    best = min((score for score, _ in found), default=(0, 0, 0))
    sound = [s for score, s in found if score == best and _is_sound(s, best)]
    alike: dict[tuple[tuple[Source, ...], ...], Sheet] = {}
    for sheet in sound:  # trees whose amounts have the same headers put no figure elsewhere
        columns = [column for column in sheet.tree.columns if column.is_amount]
        alike.setdefault(tuple(column.key for column in columns), sheet)
    return list(alike.values())[:_MOST_TREES]


def _parted_classes(sheet: Sheet) -> int:
    """How many classes of codes stand under more than one of the headers over the sides."""
    over: dict[str, set[Source]] = {}
    for found in sheet.parts():
        top = sheet.tree.sides[found.side][0].path[0].source
        for code in found.part.codes:
            over.setdefault(code.printed[:_CLASS], set()).add(top)
    return sum(len(tops) > 1 for tops in over.values()) if sheet.is_grouped else 0


def _count_unfilled(sheet: Sheet) -> int:
    """How many columns of words few rows have words for: rather pieces of another header."""
    if len(sheet.tree.sides) > 1:
        return 0
    names = name_columns(sheet.tree, 0) - len(tail_columns(sheet.tree, 0))
    widths = sorted((len(own.part.words) for own in sheet.parts()), reverse=True)
    return max(names - widths[len(widths) // _FEW_ROWS], 0) if widths else 0


def _is_sound(sheet: Sheet, score: tuple[int, int, int]) -> bool:
    """Whether a tree fits most rows: they have no more figures than it has columns, and fewer
    sums along them break, wherever the figures stand, than tie."""
    if len(sheet.tree.sides) < 2 and _parts_figures(sheet):
        return False
    units, crowded = sheet.make_units()
    broken = (score[0] - CROWDED * len(crowded)) // STRONG
    return 5 * len(crowded) <= len(units) and broken <= -score[-1]


def _parts_figures(sheet: Sheet) -> bool:
    """Whether words part the figures of many lines, though no column of words does."""
    columns = sheet.tree.columns
    amounts = [at for at, column in enumerate(columns) if column.is_amount]
    if not amounts or any(not column.is_amount for column in columns[amounts[0] :]):
        return False
    parted = 0
    for line in sheet.region.body:
        named = next((at for at, token in enumerate(line) if not is_figure(token)), len(line))
        figures = [at for at in range(named, len(line)) if is_figure(line[at])]
        parted += bool(figures) and figures[-1] - figures[0] >= len(figures)
    return 5 * parted > len(sheet.region.body)


def _counts(tree: HeadTree) -> tuple[int, int]:
    """How many columns a row of numbers may count: those of amounts, or all."""
    amounts = sum(column.is_amount and not column.counts_lines for column in tree.columns)
    return amounts, len(tree.columns)


def _make_sheet(region: Region, tree: HeadTree, plain: str) -> Sheet:
    if len(tree.sides) > 1:
        counted = any(column.counts_lines for column in tree.columns)
        sided = read_sided_rows(region.body, plain, counted=counted)
        rows = tuple(take_sides(sided, tree))
        return Sheet(region, tree, rows)
    codes = sum(column.is_mark for column in tree.sides[0])
    codes = codes or int(_bears_codes(region))
    tail = len(tail_columns(tree, 0))
    names = name_columns(tree, 0) - tail
    found = read_rows(region.body, codes=codes, names=names, tail=tail, plain=plain)
    return Sheet(region, tree, tuple(row.parts for row in found))


def _bears_codes(region: Region) -> bool:
    """Whether rows begin with a code, though no header says so: no other digits stand before
    names, and rows without a code are no more than those that bear one."""
    lines = [line for line in region.body if len(line) > 1]
    led = [line for line in lines if is_figure(line[0]) and not is_figure(line[1])]
    bare = [
        line
        for line in lines
        if is_figure(line[-1]) and not is_figure(line[0]) and not is_total(line[0].printed)
    ]
    return len(led) >= max(len(bare), 1) and all(is_code_like(line[0]) for line in led)
