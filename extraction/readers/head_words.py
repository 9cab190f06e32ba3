"""Header cells that wrap: which words of a header's lines are one cell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extraction.places import box_around
from extraction.readers.paper import Word
from extraction.records import Box
from extraction.text import leaves_open, normal_form

_FUND = (
    r"(?:(?:一般公共|公共财政|国有资本经营)预算|政府性基金(?:预算)?|社会保险基金(?:预算)?)"
    r"(?:财政)?(?:拨款|资金|收入|支出)*"
)
# Header cells that the templates of all provinces share.
_KNOWN = re.compile(
    rf"合计|小计|总计|项目|预算数|决算数|金额|备注|收入|支出|{_FUND}|类|款|项|栏次|行次|序号"
    r"|本年(?:收入|支出)(?:合计)?|(?:使用)?非?财政拨款结余(?:分配)?"
    r"|(?:上年|年初|年末|年终|结转)(?:财政拨款)?结转(?:和)?(?:结余)?(?:资金|收入)?|结转下年"
    r"|财政专户(?:管理资金|核拨资金|拨款)(?:收入)?|财政拨款(?:资金|收入|支出|预算)?"
    r"|(?:事业)?单位资金|其他(?:资金|收入)|教育收费(?:收入)?"
    r"|(?:上级)?补助收入|事业(?:收入|单位经营(?:收入|支出))|经营(?:收入|支出)"
    r"|附属单位上缴收入|上缴上级支出|对附属单位补助支出|(?:收入|支出)(?:预算|决算)(?:数)?"
    r"|基本支出|项目支出|人员(?:经费|支出)|(?:日常)?公用(?:经费|支出)|资金来源"
    r"|(?:财政拨款)?三公经费(?:支出|预算数?|决算数?)?|机关运行经费(?:支出|预算数?|决算数?)?"
    r"|因公出国\(境\)费用?|公务接待费|(?:公务用车)?购置费|会议费|培训费"
    r"|公务用车购置(?:及|和)?运行(?:维护)?费|(?:公务用车)?运行(?:维护)?费"
    r"|(?:部门|单位)(?:代码|名称|编码)?|(?:功能|经济|支出|收入)?(?:分类)?科目(?:编码|代码|名称)?"
    r"|(?:支出)?(?:功能|经济)分类(?:科目)?(?:编码|名称)?"
    r"|项目名称|绩效目标|年初预算数?|调整预算数?|全年预算数?|完成(?:比例|率)|[一二三]级指标|指标值"
)
_YEAR = re.compile(r"^(?:19|20)\d\d年度?")
# What no column is called: it ends a cell that began above.
_TAIL = re.compile(
    r"[支出收入]{1,2}|费用?|预算数?|资金|经费|数|额|算|余|度|名称|编码|代码|拨款|结余|[^类款项]|[(（].*"
)
_FARTHEST = 3
_LEADING = 2.0
"""How far apart the lines of a cell begin at the most (in heights of a letter)."""
_ROOM = 2.5
"""How much shorter than the broadest the last line of a cell is at the least (in letters)."""


@dataclass(frozen=True, slots=True)
class HeadText:
    """The words of one header cell from the top, each with the number of its line."""

    words: tuple[tuple[int, Word], ...]

    @property
    def text(self) -> str:
        """What the cell says."""
        return "".join(word.text for _, word in self.words)

    @property
    def box(self) -> Box:
        """The box around its words."""
        return box_around([word.box for _, word in self.words])

    @property
    def middle(self) -> float:
        """Half way from its left to its right edge."""
        return (self.box[0] + self.box[2]) / 2

    @property
    def top(self) -> int:
        """The number of its first line."""
        return self.words[0][0]

    @property
    def bottom(self) -> int:
        """The number of its last line."""
        return self.words[-1][0]


def join_wrapped(header: Sequence[Sequence[Word]], slack: float) -> list[list[HeadText]]:
    """The cells of a header by their last line, from left to right."""
    cells: list[HeadText] = []
    for line, words in enumerate(header):
        for word in words:
            above = [cell for cell in cells if _goes_on(cell, (line, word), header, slack)]
            if above:
                best = min(above, key=lambda cell: (line - cell.bottom, _apart(cell, word)))
                at = cells.index(best)
                if _ends_short(best):
                    cells[at] = HeadText(best.words[:-1])
                    cells.append(HeadText((best.words[-1], (line, word))))
                else:
                    cells[at] = HeadText((*best.words, (line, word)))
            else:
                cells.append(HeadText(((line, word),)))
    return [
        sorted((cell for cell in cells if cell.bottom == line), key=lambda cell: cell.box[0])
        for line in range(len(header))
    ]


def _ends_short(cell: HeadText) -> bool:
    """Whether the last line of a cell is too short for another to follow it.

    Lines are as broad as their column allows, but for the last.
    """
    *upper, last = [word.box for _, word in cell.words]
    broadest = max((box[2] - box[0] for box in upper), default=0.0)
    return last[2] - last[0] + _ROOM * (last[3] - last[1]) < broadest


def is_known_head(text: str) -> bool:
    """Whether templates have a header cell of these words."""
    return _KNOWN.fullmatch(_YEAR.sub("", normal_form(text))) is not None


def _apart(cell: HeadText, word: Word) -> float:
    last = cell.words[-1][1].box
    return abs(last[0] + last[2] - word.box[0] - word.box[2])


def _goes_on(
    cell: HeadText, below: tuple[int, Word], header: Sequence[Sequence[Word]], slack: float
) -> bool:
    """Whether a word is the next line of a cell: right below it, and the two make one header."""
    line, word = below
    last = cell.words[-1][1]
    if not 0 < line - cell.bottom <= _FARTHEST:
        return False
    if line - cell.bottom > 1 and word.box[1] - last.box[1] > _LEADING * (
        last.box[3] - last.box[1]
    ):
        return False
    known = is_known_head(cell.text + word.text) and not is_known_head(word.text)
    centred = _apart(cell, word) / 2 <= slack * (1.4 if known else 0.7)
    if not centred and abs(last.box[0] - word.box[0]) > slack * 0.35:
        return False
    between = [other for words in header[cell.bottom + 1 : line + 1] for other in words]
    beside = [other for words in header[cell.bottom : line] for other in words]
    if any(other is not word and other.shares_breadth(last) for other in between):
        return False
    if any(other is not last and other.shares_breadth(word) for other in beside):
        return False
    return make_one_head(cell.text, word.text)


def make_one_head(upper: str, lower: str) -> bool:
    """Whether two pieces, one below the other, are one header cell by their words."""
    if is_known_head(upper + lower) or leaves_open(upper):
        return True
    upper_known, lower_known = is_known_head(upper), is_known_head(lower)
    if _TAIL.fullmatch(normal_form(lower)) and not (upper_known and lower_known):
        return True
    if upper_known or lower_known:
        return False
    return len(normal_form(lower)) <= len(normal_form(upper)) + 1
