"""Where a text prints tables whose columns were lost: words and figures under a caption."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from extraction.captions import CaptionKind, caption_kind, is_caption
from extraction.columns import is_code_part, is_total, name_rank, read_measure
from extraction.headers import is_number_row
from extraction.money import find_unit, is_quantity
from extraction.prose import is_furniture
from extraction.records import Printed, Source
from extraction.text import drop_ordinal, normal_form, ordinal_rank, squash
from extraction.transcript import Transcript
from extraction.vocabulary import Measure

_TOKEN = re.compile(r"\S+")
_BARE_ORDINAL = re.compile(
    r"\d{1,2}[.．、]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]"
)
_SENTENCE = re.compile(r"[。；;！!？?]|[，,：:][^\d]{6,}")
_PART = re.compile(r"第[一二三四五六七八九十]+(?:部分|章|节)")
_PLAIN_INTEGER = re.compile(r"\d{1,9}")
_BRACKETED_CODE = re.compile(r"[\[［【(（]\d{3,9}[\]］】)）]\S")
_SPACED_MARKS = (("栏", "次"), ("行", "次"))
_NUMBERED_LINE = re.compile(r"(\D*|.*[^\d.,])(\d{1,3})")
_COLUMN_NUMBER = re.compile(r"(\d{1,3})(?:[=＝].*)?")
_YEARLY = re.compile(r"(?:19|20)\d\d\s*年")
_TABLE_ENDS = ("表", "一览", "情况", "明细", "清单", ")")
_SHORTEST_PAGE, _MOST_SKIPPED = 3, 3
_MOST_NAME_LINES = 2
_MOST_PASSED = 6
_LONGEST_CELL = 45
_MAY_ANNOUNCE = re.compile(r"元|(?:表|一览|清单|情况|明细)(?:[（(][^（()）]*[)）])*\s*$")
_CAPTIONS = (
    CaptionKind.UNIT,
    CaptionKind.AGENCY,
    CaptionKind.RUNNING,
    CaptionKind.CONTINUED,
    CaptionKind.DATE,
    CaptionKind.NOTE,
)

Token = Printed
Line = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """The lines of one table: its header's, and its body's, as tokens that white space parts."""

    header: tuple[Line, ...]
    body: tuple[Line, ...]
    title: str = ""
    """The last title over it, in normal form; empty where none stands since the table above."""
    numbered: int | None = None
    """The last number of the row that numbers the columns; None where there is no such row."""
    extra: frozenset[int] = frozenset()
    """Further lines that belong to it: headers that come again, page numbers."""
    cut: tuple[Line, ...] = ()
    """Rows below a sentence that breaks it off, which are not read."""

    @property
    def lines(self) -> frozenset[int]:
        """The numbers of its lines."""
        read = (*self.header, *self.body, *self.cut)
        own = {token.source.line for line in read for token in line}
        return self.extra | own

    @property
    def first_line(self) -> int:
        """The line that it begins on."""
        return min(self.lines)


def is_figure(token: Token) -> bool:
    """Whether a token is a figure or a dash in place of one."""
    return is_quantity(token.printed)


def is_digits(token: Token) -> bool:
    """Whether a token may be a code, a part of one, or a running number."""
    return _PLAIN_INTEGER.fullmatch(normal_form(token.printed)) is not None


def is_code_like(token: Token) -> bool:
    """Whether a token is as long as a code of the classification."""
    return is_digits(token) and len(normal_form(token.printed)) in (3, 5, 7)


def find_regions(text: Transcript, taken: frozenset[int]) -> list[Region]:
    """The tables among the lines that no grid has taken."""
    regions: list[Region] = []
    for title, run in _runs(text, taken):
        region = _read_region(title, run)
        if region is None:
            continue
        region = replace(region, cut=_find_cut(text, run[-1][-1].source.line, taken))
        if regions and _continues(regions[-1], region):
            regions[-1] = _join(regions[-1], region)
        else:
            regions.append(region)
    return regions


def _find_cut(text: Transcript, last: int, taken: frozenset[int]) -> tuple[Line, ...]:
    """The rows that stand below the last line of a run, before anything else is announced."""
    cut: list[Line] = []
    passed = 0
    for number in range(last + 1, len(text.lines) + 1):
        line = text.line(number)
        if line is None:
            continue
        if number in taken or _announces(line) or passed > _MOST_PASSED:
            break
        tokens = read_tokens(text, number)
        is_row = any(is_figure(above) and is_figure(below) for above, below in pairwise(tokens))
        passed = 0 if is_row else passed + 1
        cut += [tokens] if is_row else []
    return tuple(cut)


def may_hold_tables(text: Transcript, taken: frozenset[int]) -> bool:
    """Whether a table is announced over a line that may be a row of it and that no grid has taken.

    A quick look, since most documents keep the columns of all their tables.
    """
    announced = False
    for number, raw in enumerate(text.lines, start=1):
        if number in taken:
            announced = False
        line = text.line(number) if announced or _MAY_ANNOUNCE.search(raw) else None
        if number in taken or line is None:
            continue
        if _announces(line):
            announced = True
        elif announced and not is_caption(line.printed):
            if _is_row_like(line):
                return True
            announced = False
    return False


def _runs(text: Transcript, taken: frozenset[int]) -> Iterator[tuple[str, list[Line]]]:
    """Runs of lines that can be rows, each under a caption that announces a table."""
    run: list[Line] = []
    announced = False
    title = ""
    running = _find_running(text)
    for number in range(1, len(text.lines) + 1):
        line = text.line(number)
        if line is None or number in running:
            continue
        tokens = read_tokens(text, number)
        is_title = caption_kind(line) is CaptionKind.TITLE
        coded = bool(run) and len(run[-1]) == 1 and is_digits(run[-1][0])
        named = coded and len(tokens) == 1 and not is_title
        named = named or (bool(run) and _names_row(text, number))
        if number in taken or not (named or _is_row_like(line) or is_number_row(tokens)):
            if run:
                yield title, run
                title = ""
            run = []
            announced = number not in taken and _announces(line)
            if is_title:
                title = normal_form(line.printed)
        elif announced or run:
            run.append(tokens)
    if run:
        yield title, run


def _names_row(text: Transcript, number: int) -> bool:
    """Whether an agency's name is the name of a row, the figures of which stand below it."""
    line = text.line(number)
    if line is None or caption_kind(line) is not CaptionKind.AGENCY:
        return False
    below = (text.lines[at].split() for at in range(number, len(text.lines)))
    rows = islice((words for words in below if words), _MOST_NAME_LINES)
    return any(len(words) > 1 and all(map(is_quantity, words)) for words in rows)


def _find_running(text: Transcript) -> set[int]:
    """The lines that run on from page to page: the pages' numbers, with words beside them that
    are always the same, and lines that stand alike next to most of them."""
    numbers = [n for n in range(1, len(text.lines) + 1) if text.lines[n - 1].strip()]
    pages = {n for n in numbers if _is_page_number(text, n)} | _count_pages(text, numbers)
    beside: dict[str, set[int]] = {}
    for at, number in enumerate(numbers):
        for near in (*numbers[max(at - 1, 0) : at], *numbers[at + 1 : at + 2]):
            if number in pages and near not in pages:
                beside.setdefault(normal_form(text.lines[near - 1]), set()).add(near)
    often = max(len(pages) // 2 + 1, 3)
    running = pages.union(text.running, *(own for own in beside.values() if len(own) >= often))
    running |= _find_yearly(text, numbers)
    alone = {n for n in numbers if text.lines[n - 1].strip().isdecimal()}
    above = {n for n, after in pairwise(numbers) if n in alone and after in running - pages}
    return running | above


def _find_yearly(text: Transcript, numbers: Sequence[int]) -> set[int]:
    """The lines that name the document's year and come again far apart, and head no table."""
    known: dict[str, list[int]] = {}
    for number in numbers:
        line = text.line(number)
        if line is not None and _YEARLY.search(line.printed) and _is_no_header(line.printed):
            known.setdefault(normal_form(line.printed), []).append(number)
    return {
        number
        for form, own in known.items()
        if len(own) > 2 and 4 * _count_near(own) < len(own)
        for number in own
        if not form.endswith(_TABLE_ENDS) and not _SENTENCE.search(form)
    }


def _count_near(lines: Sequence[int]) -> int:
    """How many lines stand nearer to the one before than pages mostly are long."""
    return sum(after - above <= _SHORTEST_PAGE for above, after in pairwise(lines))


def _is_no_header(line: str) -> bool:
    return len(line.split()) == 1 and read_measure((line,)) is Measure.OTHER


def _count_pages(text: Transcript, numbers: Sequence[int]) -> set[int]:
    """The lines that count up by one, far apart, behind the same words or none."""
    chains: dict[str, list[list[tuple[int, int]]]] = {}
    for number in numbers:
        found = _NUMBERED_LINE.fullmatch(normal_form(text.lines[number - 1]))
        if found is None:
            continue
        count, known = int(found[2]), chains.setdefault(found[1], [])
        above = [
            chain
            for chain in known
            if 0 < count - chain[-1][1] <= _MOST_SKIPPED and chain[-1][0] + _SHORTEST_PAGE <= number
        ]
        known.append([*max(above, key=len, default=[]), (number, count)])
    longest = [max(known, key=len) for known in chains.values()]
    return {line for chain in longest if len(chain) > 2 for line, _ in chain}


def _announces(line: Printed) -> bool:
    return find_unit(line.printed) is not None or caption_kind(line) is CaptionKind.TITLE


def _is_row_like(line: Printed) -> bool:
    """Whether a line may be part of a table: neither a caption nor a sentence nor a heading."""
    short = squash(line.printed)
    if _BRACKETED_CODE.match(short):
        return not _SENTENCE.search(short)
    if caption_kind(line) in _CAPTIONS or _PART.match(short) or find_unit(line.printed):
        return False
    if caption_kind(line) is CaptionKind.TITLE:
        return False
    tokens = line.printed.split()
    short = short.replace("其中：", "").replace("其中:", "")
    if any(is_quantity(token) for token in tokens[1:]):
        return not _SENTENCE.search(short)
    return len(short) <= _LONGEST_CELL and not _SENTENCE.search(short)


def _is_page_number(text: Transcript, number: int) -> bool:
    """Whether a line holds a page's number: a page ends or begins beside it."""
    line = text.lines[number - 1]
    if not is_furniture(line) or not line.strip():
        return False
    below = text.lines[number] if number < len(text.lines) else "\f"
    return "\f" in below[:1] or "\f" in line or not line.strip().isdigit()


def read_tokens(text: Transcript, number: int) -> Line:
    """The runs of a line that white space parts; an ordinal stays with its name."""
    line = text.lines[number - 1]
    spans = [found.span() for found in _TOKEN.finditer(line)]
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        above = line[slice(*joined[-1])] if joined else ""
        if _BARE_ORDINAL.fullmatch(above) or (above, line[start:end]) in _SPACED_MARKS:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(_token(text, number, start, end) for start, end in joined)


def _token(text: Transcript, number: int, start: int, end: int) -> Token:
    source = Source(document=text.document, spans=(text.span(number, start, end),))
    return Printed(printed=text.lines[number - 1][start:end], source=source)


def _read_region(title: str, run: Sequence[Line]) -> Region | None:
    """Header and body of a run; None where no row is found."""
    first = _first_row(run)
    if first is None and title and _heads_table(run):
        first = len(run)
    if not first or not any(is_figure(one) or _is_total(one) for line in run for one in line):
        return None  # without a figure and a total: headings, a list
    head = run[:first]
    marks = [line for line in head if is_number_row(line)]
    header = [words for line in head if (words := _header_words(line))]
    body, extra = _drop_repeated(run[first:], head)
    numbers = [_COLUMN_NUMBER.fullmatch(token.printed) for line in marks for token in line]
    counts = [int(found[1]) for found in numbers if found]
    lines = frozenset(extra | {token.source.line for line in head for token in line})
    return Region(tuple(header), tuple(body), title, max(counts, default=None), lines)


def _header_words(line: Line) -> Line:
    """The header cells of a line: of one that numbers the columns those beside its numbers."""
    if not is_number_row(line):
        return line
    return tuple(token for token in line if is_code_part(token.printed))


def _is_total(token: Token) -> bool:
    return is_total(normal_form(token.printed))


def _heads_table(run: Sequence[Line]) -> bool:
    """Whether lines without a row head a table that was left empty."""
    forms = [normal_form(token.printed) for line in run for token in line]
    return any(is_total(form) for form in forms) and any(
        name_rank(form) is not None for form in forms
    )


def _first_row(run: Sequence[Line]) -> int | None:
    """The line that the body begins on: with the first figure, code, ordinal or lone total."""
    empty = not any(_begins_row(line) for line in run if not is_number_row(line))
    for index, line in enumerate(run):
        if is_number_row(line) or _is_year_line(line):
            continue
        if index and (_begins_row(line) or (empty and _is_lone_total(line))):
            return index
    return None


def _is_lone_total(line: Line) -> bool:
    return len(line) == 1 and normal_form(line[0].printed) in ("合计", "总计")


def _begins_row(line: Line) -> bool:
    first = line[0]
    if ordinal_rank(first.printed) is not None and drop_ordinal(first.printed):
        return True
    if len(line) == 1:
        return is_digits(first) and len(first.printed) in (3, 5, 7)
    if is_digits(first) and len(first.printed) >= 3 and not is_figure(line[1]):
        return True
    figures = [token for token in line if is_figure(token)]
    return bool(figures) and not (
        len(figures) == 1 and is_digits(figures[0]) and first is figures[0]
    )


def _is_year_line(line: Line) -> bool:
    return all(re.fullmatch(r"(?:19|20)\d\d", token.printed) for token in line)


def _forms(lines: Sequence[Line]) -> list[tuple[str, ...]]:
    return [tuple(normal_form(token.printed) for token in line) for line in lines]


def _drop_repeated(body: Sequence[Line], head: Sequence[Line]) -> tuple[list[Line], set[int]]:
    """The body without the headers that come again on later pages, whole or in part."""
    forms, known = _forms(body), _forms(head)
    kept: list[Line] = []
    extra: set[int] = set()
    index = 0
    while index < len(body):
        size = _repeated_lines(forms[index:], known)
        if not size:
            kept.append(body[index])
        for line in body[index : index + size]:
            extra.update(token.source.line for token in line)
        index += max(size, 1)
    return kept, extra


def _repeated_lines(forms: Sequence[tuple[str, ...]], head: Sequence[tuple[str, ...]]) -> int:
    """How many lines repeat the header's end: all of it, or at least two lines or its numbers."""
    for start in range(len(head)):
        size = len(head) - start
        if forms[:size] == head[start:] and (not start or size > 1 or _counts_columns(head[-1])):
            return size
    return 0


def _counts_columns(forms: tuple[str, ...]) -> bool:
    return len(forms) > 1 and forms[-1].isdecimal()


def _continues(above: Region, below: Region) -> bool:
    """Whether a run is the next page of the table above: the same header under no other title."""
    return below.title in ("", above.title) and _forms(above.header) == _forms(below.header)


def _join(above: Region, below: Region) -> Region:
    header = {token.source.line for line in below.header for token in line}
    extra = above.extra | below.extra | header
    cut = above.cut + below.cut
    return replace(above, body=above.body + below.body, extra=frozenset(extra), cut=cut)


def count_figures(line: Line) -> int:
    """How many figures a line prints behind its code and name."""
    words = [index for index, token in enumerate(line) if not is_figure(token)]
    return sum(map(is_figure, line[words[0] if words else 0 :]))
