"""The lines around a grid: which is its title, its unit, its agency, a note, a running number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from extraction.money import find_unit
from extraction.organs import ENDINGS, SUFFIXES
from extraction.places import cut_printed, join_printed
from extraction.prose import is_furniture, read_heading
from extraction.records import Printed
from extraction.text import drop_ordinal, normal_form, squash
from extraction.vocabulary import Unit

_TITLE = re.compile(r"(?:表|一览|清单|情况|明细)(?:[（(][^（()）]*[)）])*$")
_NUMERAL = r"[一二三四五六七八九十\d]{1,3}(?:[-—]\d+)?"
_RUNNING = re.compile(rf"[财预决算部门公开附]{{0,8}}(?:[表件]{_NUMERAL}|{_NUMERAL}表)[:：、]?")
_LEADING_NUMBER = re.compile(
    rf"附?表{_NUMERAL}[:：、\s]*(?=\S{{3}})"
    rf"|[财预决算部门公开附]{{0,8}}(?:[表件]{_NUMERAL}|{_NUMERAL}表)[:：、\s]+(?=\S{{3}})"
)
_CONTINUED = re.compile(r"[（(]?续(?:上?表)?[一二三四五六七八九十\d]*[)）]?[:：]?")
_AGENCY = re.compile(
    r"(?:填报|编制|预算|公开|填表)?(?:单位|部门)(?:名称|代码)?(?:[（(][^（()）]*[)）])?[:：\[［【].+"
    r"|[\[［【]\d{2,8}[\]］】].+"
)
_BARE_AGENCY = re.compile(rf".{{2,20}}[省市县区镇乡旗].{{0,20}}(?:{ENDINGS})(?:{SUFFIXES})?")
_UNIT = re.compile(r"[（(]?(?:金额)?单位[:：]?(?:人民币)?[:：]?(?:亿|万|千)?元[)）]?")
_DATE = re.compile(r"(?:编制|填报|填表|公开)?(?:日期|时间)[:：].+")
NOTE = re.compile(r"[（(]?(?:附?注|备注|说明|注释)\d*[:：]|[★*※]")
_PERIOD = re.compile(r"[（(]?(?:19|20)\d\d年?度?[)）]?")
_SENTENCE = re.compile(r"[。；;！!？?]|[,，].{6,}|[:：，,、]$")
_LONGEST_TITLE = 60
# A title that breaks over two lines leaves no more than this on the second.
_LONGEST_TITLE_REST = 5


class CaptionKind(Enum):
    """What a line near a grid is."""

    TITLE = auto()
    WORDS = auto()
    HEADING = auto()
    UNIT = auto()
    AGENCY = auto()
    RUNNING = auto()
    CONTINUED = auto()
    PERIOD = auto()
    DATE = auto()
    NOTE = auto()
    FURNITURE = auto()
    PROSE = auto()


_BELONGING = {
    CaptionKind.UNIT,
    CaptionKind.AGENCY,
    CaptionKind.RUNNING,
    CaptionKind.CONTINUED,
    CaptionKind.PERIOD,
    CaptionKind.DATE,
}


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """What stands over a grid: its title, its unit, and the lines that say so."""

    title: Printed | None
    unit: Unit | None
    agency: Printed | None
    """The line that names the agency."""
    lines: frozenset[int]
    continued: bool


def caption_kind(text: Printed) -> CaptionKind:
    """What a line, or a cell over a table, is."""
    body = text.printed.lstrip("# ").strip()
    short = squash(body)
    for kind, pattern in (
        (CaptionKind.UNIT, _UNIT),
        (CaptionKind.CONTINUED, _CONTINUED),
        (CaptionKind.RUNNING, _RUNNING),
        (CaptionKind.PERIOD, _PERIOD),
    ):
        if pattern.fullmatch(short):
            return kind
    if is_furniture(body):
        return CaptionKind.FURNITURE
    if NOTE.match(short):
        return CaptionKind.NOTE
    if _AGENCY.match(short) or _BARE_AGENCY.fullmatch(short):
        return CaptionKind.AGENCY
    if _DATE.match(short):
        return CaptionKind.DATE
    if len(short) > _LONGEST_TITLE or _SENTENCE.search(short):
        return CaptionKind.PROSE
    if short.endswith("表") or (_TITLE.search(short) and not _is_heading(text)):
        return CaptionKind.TITLE
    return CaptionKind.HEADING if _is_heading(text) else CaptionKind.WORDS


def _is_heading(text: Printed) -> bool:
    return not text.printed.startswith("#") and read_heading(1, text.printed) is not None


def read_title_block(above: Sequence[Printed]) -> TitleBlock:
    """The title block at the end of the lines between one table and the next.

    Going up from the grid, units, agencies, running numbers and periods belong to it until the
    first line that can be a title; over the title only its running number does. Notes in between
    belong to another table.
    """
    title: Printed | None = None
    unit: Unit | None = None
    agency: Printed | None = None
    continued = False
    taken: set[int] = set()
    for index in range(len(above) - 1, -1, -1):
        text = above[index]
        kind = caption_kind(text)
        if kind is CaptionKind.FURNITURE or (kind is CaptionKind.NOTE and title is None):
            continue
        if title is None and kind in (CaptionKind.TITLE, CaptionKind.WORDS):
            title = _title(above, index)
        elif kind not in _BELONGING or (title and kind is not CaptionKind.RUNNING and unit):
            break
        unit = unit or find_unit(text.printed)
        if kind is CaptionKind.AGENCY and agency is None:
            agency = text
        continued = continued or kind is CaptionKind.CONTINUED
        taken.add(text.source.line)
        if title:
            taken.update(span.line for span in title.source.spans)
    return TitleBlock(title, unit, agency, frozenset(taken), continued)


def is_caption(line: str) -> bool:
    """Whether a line, or a row of cells, holds only agency, unit, running number or period."""
    cells = [squash(cell) for cell in line.split("\t") if cell.strip()]
    figures = len(cells) > 1 and all(cell.isdecimal() for cell in cells)
    return bool(cells) and not figures and all(_is_caption_cell(cell) for cell in cells)


def is_caption_row(cells: Sequence[Printed]) -> bool:
    """The same of the cells of a grid."""
    return is_caption("\t".join(cell.printed for cell in cells))


def _is_caption_cell(short: str) -> bool:
    if short.startswith(("[", "［", "【")):
        return False  # `[30204]名称` is a row
    patterns = (_UNIT, _CONTINUED, _RUNNING, _PERIOD, _AGENCY, _DATE)
    return any(pattern.fullmatch(short) for pattern in patterns)


def is_cell_like(text: str) -> bool:
    """Whether a line may be a cell's text: no caption, note, title or page number."""
    short = squash(text)
    return not (is_furniture(text) or is_caption(text) or NOTE.match(short) or short.endswith("表"))


def is_name_like(text: str) -> bool:
    """Whether a line may be part of a row's name: a cell's text, and no sentence."""
    short = squash(text)
    return is_cell_like(text) and len(short) <= _LONGEST_TITLE and not _SENTENCE.search(short)


def same_title(first: Printed | None, second: Printed | None) -> bool:
    """Whether two titles are one, a mark of continuation aside."""
    if first is None or second is None:
        return False
    forms = [
        re.sub(r"[（(]?续(?:表)?\d*[)）]?", "", normal_form(t.printed)) for t in (first, second)
    ]
    return forms[0] == forms[1]


def bare_title(text: Printed) -> Printed:
    """A title without hashes, running number and ordinal."""
    body = text.printed.lstrip("# \t")
    if found := _LEADING_NUMBER.match(body):
        body = body[found.end() :]
    body = drop_ordinal(body)
    end = len(text.printed.rstrip())
    return cut_printed(text, end - len(body), end)


def _title(above: Sequence[Printed], index: int) -> Printed:
    title = bare_title(above[index])
    if index and len(squash(title.printed)) <= _LONGEST_TITLE_REST:
        upper = above[index - 1]
        adjacent = upper.source.line == title.source.line - 1
        if adjacent and caption_kind(upper) is CaptionKind.WORDS:
            return join_printed(bare_title(upper), title)
    return title
