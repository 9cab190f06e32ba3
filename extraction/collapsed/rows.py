"""Rows whose columns were lost: code, name and figures, put together over broken lines."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import groupby, pairwise

from extraction.collapsed.fragments import is_standard
from extraction.collapsed.regions import Line, Token, is_code_like, is_digits, is_figure
from extraction.columns import is_total
from extraction.names import bears_mark, is_one_name
from extraction.places import join_printed
from extraction.text import drop_ordinal, normal_form, ordinal_rank

_LETTER, _ALONE, _REPEATED = 3.0, 1.0, 0.3
_ELSEWHERE, _SPELLED, _JOINED = 0.5, 0.8, 1.2
"""What speaks against a word's being a name: a letter, one printed once, one printed again; and
against names of several words: one printed elsewhere, letters, each of other words."""
_LEAD = 0.5
"""By how much names must be likelier than others that the same words may make."""
_CLASS = 3
"""The length of the code of a class."""
_NOUN = 2
"""The length of the nouns that names end with, which name no row alone."""


@dataclass(slots=True)
class Part:
    """What one side of a row prints: codes, words, figures, each from left to right."""

    codes: list[Token] = field(default_factory=list)
    words: list[Token] = field(default_factory=list)
    figures: list[Token] = field(default_factory=list)
    closed: bool = False
    """Whether words stood beside its figures, so that its name is no longer open."""
    tail: list[Token] = field(default_factory=list)
    """The words behind its figures."""
    torn: bool = False
    """Whether its words may as well make other names, so that nobody knows what it is of."""
    astray: bool = False
    """Whether it stands alone in its line, and nothing printed in it tells its side."""

    @property
    def label(self) -> str:
        """Its words in normal form."""
        return normal_form("".join(word.printed for word in self.words))


@dataclass(frozen=True, slots=True)
class LostRow:
    """A row: one part, or in a two-sided table up to one a side."""

    parts: tuple[Part, ...]


def read_rows(
    body: Sequence[Line], *, codes: int, names: int, tail: int, plain: str
) -> list[LostRow]:
    """The rows of a one-sided table with some columns of codes and of words, `tail` of which
    stand behind the amounts."""
    parts: list[Part] = []
    for index, line in enumerate(body):
        lead, rest = _split_codes(line, codes, body[index + 1 : index + 2])
        first = next((at for at, token in enumerate(rest) if is_figure(token)), len(rest))
        behind = [token for token in rest[first:] if tail and not is_figure(token)]
        words = [token for token in rest if not is_figure(token) and token not in behind]
        figures = [token for token in rest if is_figure(token)]
        current = parts[-1] if parts else None
        if current and current.figures and names == 1 and _names_row_below(body[index:]):
            parts.append(Part(words=list(words)))
            continue
        if current and tail and codes and current.figures and not (lead or figures):
            current.tail.extend(words)
            continue
        if current and not lead and not _begins(words, current, figures, names, plain):
            _add(current, words, figures, names)
            current.tail.extend(behind)
            continue
        part = Part(list(lead), list(words), list(figures), bool(words and figures), behind)
        parts.append(part)
    _even_words(parts, names, plain)
    return [LostRow((part,)) for part in parts if part.words or part.figures or part.codes]


def _split_codes(line: Line, codes: int, below: Sequence[Line]) -> tuple[Line, Line]:
    """The leading codes of a line, and the rest of it."""
    if not codes:
        return (), line
    count = 0
    while count < min(codes, len(line)) and is_digits(line[count]):
        count += 1
    if count < len(line):
        return (line[:count], line[count:]) if not is_figure(line[count]) else ((), line)
    goes_on = not is_figure(below[0][0]) if below else len(line) == 1
    return (line, ()) if goes_on else ((), line)


def _names_row_below(lines: Sequence[Line]) -> bool:
    """Whether lines of words are the name of a row, the figures of which stand below them."""
    for count, line in enumerate(lines):
        if is_digits(line[0]) and not count:
            return False
        if all(map(is_figure, line)):
            return len(line) > 1 and count > 0
        if any(map(is_figure, line)):
            return False
    return False


def _begins(
    words: Sequence[Token], above: Part, figures: Sequence[Token], names: int, plain: str
) -> bool:
    """Whether a line without a code begins a row of its own."""
    if not words:
        return bool(above.figures)
    first = words[0].printed
    if bears_mark(first) or is_total(first) or first.startswith("其中"):
        return not (above.codes and not above.words)
    if not above.words:
        return not above.codes or bool(above.figures)
    if above.figures:
        rest = not figures and is_one_name(above.words[-1].printed, first, plain)
        return not (rest or (not figures and above.codes))
    if names > 1:
        return False
    return bool(figures) and not _goes_on(above, plain, first)


def _goes_on(above: Part, plain: str, first: str) -> bool:
    """Whether a name is still open: nothing but its first piece is printed."""
    name = above.words[-1].printed
    return bool(above.codes) or ordinal_rank(name) is not None or is_one_name(name, first, plain)


def _add(part: Part, words: Sequence[Token], figures: Sequence[Token], names: int) -> None:
    """Add a line to the row that it goes on with."""
    for index, word in enumerate(words):
        if part.words and (names == 1 or (index == 0 and not figures)):
            part.words[-1] = join_printed(part.words[-1], word)
        else:
            part.words.append(word)
    part.figures.extend(figures)
    part.closed = part.closed or bool(words and figures)


def _even_words(parts: Sequence[Part], names: int, plain: str) -> None:
    """Put the words of each row together that white space inside names parts: into no more names
    than the table has columns for and rows mostly fill, by what is printed elsewhere."""
    known = Counter(plain.split("\n"))
    several = [part for part in parts if len(part.words) > 1]
    joined = [_join_words(part.words, max(names, 1), known) for part in several]
    counts = Counter(len(found.words) for found in joined if len(found.words) > 1)
    usual = max(counts, key=lambda n: (counts[n], n), default=1)
    for part, found in zip(several, joined, strict=True):
        if len(found.words) > usual:
            found = _join_words(part.words, usual, known)
        part.words, part.torn = list(found.words), found.lead < _LEAD


@dataclass(frozen=True, slots=True)
class _Names:
    """Words put together into names."""

    oddness: float
    words: tuple[Token, ...]
    lead: float
    """How much odder the next way is to put them into as many names."""


def _join_words(words: Sequence[Token], most: int, known: Counter[str]) -> _Names:
    """The likeliest names, no more than `most`, that some words make."""
    best: dict[tuple[int, int], list[tuple[float, tuple[Token, ...]]]] = {(0, 0): [(0.0, ())]}
    for end in range(1, len(words) + 1):
        for start in range(end):
            cost = _oddness([normal_form(word.printed) for word in words[start:end]], known)
            name = reduce(join_printed, words[start:end])
            for count in range(min(start, most - 1) + 1):
                options = [
                    (above + cost, (*own, name)) for above, own in best.get((start, count), [])
                ]
                options += best.get((end, count + 1), [])
                best[end, count + 1] = sorted(options, key=lambda option: option[0])[:2]
    ends = [
        best[len(words), count] for count in range(1, most + 1) if best.get((len(words), count))
    ]
    first, *others = min(ends, key=lambda options: options[0][0])
    return _Names(*first, min((cost for cost, _ in others), default=math.inf) - first[0])


def _oddness(pieces: Sequence[str], known: Counter[str]) -> float:
    """How unlikely it is that some words, in normal form, are one name."""
    whole = "".join(pieces)
    if len(pieces) == 1:
        if len(whole) == 1:
            return _LETTER
        return _REPEATED if known[whole] > 1 and len(whole) > _NOUN else _ALONE
    if known[whole]:
        return _ELSEWHERE
    if all(len(piece) == 1 for piece in pieces):
        return _SPELLED
    return _JOINED * len(pieces)


def read_sided_rows(body: Sequence[Line], plain: str, *, counted: bool) -> list[list[Part]]:
    """The rows of a table of several sides: each line's names, each with the figures behind it,
    the first of which numbers the line where lines are `counted`."""
    rows: list[list[Part]] = []
    marked, coded = _marks_names(body), not counted and _bears_codes(body)
    classes = _find_classes(body)
    for line in map(_join_letters, body):
        parts: list[Part] = []
        for token, below in zip(line, [*line[1:], None], strict=True):
            if coded and _is_code(token, below, parts, classes):
                parts.append(Part(codes=[token]))
            elif counted and rows and parts and _numbers_next(token, parts, rows[-1]):
                parts.append(Part(figures=[token]))
            elif is_figure(token):
                if not parts:
                    parts = rows.pop() if rows and not rows[-1][-1].figures else [Part()]
                parts[-1].figures.append(token)
            elif parts and parts[-1].codes and not parts[-1].words:
                parts[-1].words.append(token)
            elif parts and _is_spaced_name(parts[-1], token, plain, marked=marked):
                parts[-1].words[-1] = join_printed(parts[-1].words[-1], token)
            else:
                parts.append(Part(words=[token]))
        if _is_rest(rows, parts, plain):
            _add(rows[-1][-1], parts[0].words, parts[0].figures, 1)
            continue
        if parts:
            rows.append(parts)
    return rows


def _join_letters(line: Line) -> Line:
    """A line with the words that are printed letter by letter put together."""
    joined: list[Token] = []
    for letters, run in groupby(
        line, key=lambda token: len(token.printed) == 1 and not is_figure(token)
    ):
        words = list(run)
        joined += [reduce(join_printed, words)] if letters else words
    return tuple(joined)


def _numbers_next(token: Token, parts: Sequence[Part], above: Sequence[Part]) -> bool:
    """Whether a number goes on with the lines of the side to the right, where no name is."""
    if not parts[-1].figures or len(above) <= len(parts):
        return False
    last = above[len(parts)].figures[:1]
    numbers = [is_digits(number) for number in (token, *last)]
    return len(numbers) == 2 and all(numbers) and int(token.printed) == int(last[0].printed) + 1


def _marks_names(body: Sequence[Line]) -> bool:
    """Whether the names of further sides, which stand behind others, bear ordinals."""
    marked = sum(any(bears_mark(token.printed) for token in line[1:]) for line in body)
    bare = sum(
        is_figure(token)
        and not (is_figure(after) or _names_alone(after) or len(after.printed) < 2)
        and not bears_mark(after.printed)
        for line in body
        for token, after in pairwise(line)
    )
    return marked > 1 and 2 * marked > 3 * bare


def _names_alone(word: Token) -> bool:
    """Whether a row of a template may bear a name without an ordinal: totals, what is left."""
    form = normal_form(word.printed)
    return is_total(form) or "结转" in form or (len(form) > _NOUN and is_standard(form))


def _is_spaced_name(part: Part, word: Token, plain: str, *, marked: bool) -> bool:
    """Whether a word goes on with a name that white space parts: no row is called by a letter,
    names are told by codes or `marked`, or the whole is printed elsewhere too, or is one that all
    templates share."""
    if not part.words or part.figures or bears_mark(word.printed):
        return False
    whole = normal_form(part.label + word.printed)
    if len(word.printed) == 1 or len(part.label) == 1 or is_standard(drop_ordinal(whole)):
        return True
    if _names_alone(word):
        return False
    if part.codes or (marked and bears_mark(part.words[0].printed)):
        return True
    return plain.count(whole) > 1


def _bears_codes(body: Sequence[Line]) -> bool:
    """Whether codes stand before names, at the beginning of lines or behind other figures; a
    figure without decimals behind a name looks like one."""
    leading = sum(is_code_like(line[0]) for line in body)
    behind = sum(
        is_figure(above) and is_code_like(token) and not is_figure(after)
        for line in body
        for above, token, after in zip(line, line[1:], line[2:], strict=False)
    )
    return 3 * max(leading, behind) >= len(body)


def _is_code(
    token: Token, after: Token | None, parts: Sequence[Part], classes: frozenset[str]
) -> bool:
    """Whether digits are the code of what stands behind them, on this line or the next: at the
    end of a line, where it bears codes, and behind a name without a figure those are that begin
    as other codes do."""
    if not is_code_like(token) or (after is not None and is_figure(after)):
        return False
    known = token.printed[:_CLASS] in classes
    if after is None and parts:
        return bool(parts[0].codes) and known
    return known or not parts or bool(parts[-1].figures)


def _find_classes(body: Sequence[Line]) -> frozenset[str]:
    """The classes of the codes that stand before names, at the beginning of lines or behind
    figures."""
    return frozenset(
        token.printed[:_CLASS]
        for line in body
        for above, token, after in zip((None, *line), line, line[1:], strict=False)
        if is_code_like(token) and not is_figure(after) and (above is None or is_figure(above))
    )


def _is_rest(rows: Sequence[Sequence[Part]], parts: Sequence[Part], plain: str) -> bool:
    """Whether a line is the rest of the last name above it."""
    if not rows or len(parts) != 1 or parts[0].codes or not parts[0].words:
        return False
    above, word = rows[-1][-1], parts[0].words[0].printed
    if bears_mark(word) or is_total(word):
        return False
    if above.codes and not above.figures:
        return True
    if not above.words:
        return False
    return is_one_name(above.words[-1].printed, word, plain)
