"""The cells of a header whose places were lost, put together from fragments, and the headers that
templates share."""

import re
from collections.abc import Sequence
from functools import reduce
from itertools import pairwise

from extraction.collapsed.regions import Line, Token, is_digits, is_figure
from extraction.columns import is_code, is_code_part
from extraction.places import join_printed
from extraction.text import normal_form

_FUND = (
    r"(?:一般公共|公共财政|政府性基金|国有资本经营|社会保险基金)(?:预算)?(?:财政)?"
    r"(?:拨款)?(?:资金|收入|支出)?"
)
# Header cells that the templates of all provinces share.
_KNOWN = re.compile(
    rf"合计|小计|总计|项目|预算数|决算数|金额|备注|收入|支出|{_FUND}|类|款|项|栏次|行次|序号"
    r"|本年(?:收入|支出)(?:合计)?|(?:上年|年初|年末|年终)(?:财政拨款)?结转(?:和)?(?:结余)?(?:资金)?"
    r"|财政专户(?:管理资金(?:收入)?|拨款(?:收入)?)|教育收费|其他专户收入拨款|用事业基金弥补收支差额"
    r"|(?:收入|支出)(?:合计|总计)|完成率|绩效目标|三公经费合计|财政拨款(?:资金|收入|支出)?|(?:事业)?单位资金(?:收入)?|其他(?:资金|收入)"
    r"|事业(?:收入|单位经营(?:收入|支出))|经营(?:收入|支出)|(?:上级)?补助收入"
    r"|(?:附属单位)?上缴收入|上缴上级支出|对附属单位补助支出|(?:收入|支出)(?:预算|决算)(?:数)?"
    r"|基本支出|项目支出|人员(?:经费|支出)|(?:日常)?公用(?:经费|支出)|资金来源|非财政拨款结余"
    r"|(?:财政拨款)?三公经费(?:支出|预算数?|决算数?)?"
    r"|机关运行经费(?:支出|预算数?|决算数?)?"
    r"|(?:因公|一般公务|学术交流合作)?出国(?:\(境\))?(?:费用?|经费|支出)|公务接待费"
    r"|(?:公务用车)?购置费?|会议费|培训费"
    r"|公务用车购置(?:及|和)?运行(?:维护)?费|(?:公务用车)?运行(?:维护)?费"
    r"|(?:部门|单位|项目)(?:代码|名称|编码)?|(?:功能|经济|支出|收入)?(?:分类)?科目(?:编码|代码|名称)?"
    r"|(?:部门预算)?(?:支出)?(?:功能|经济)分类(?:科目)?(?:编码|名称)?|专项名称"
    r"|采购(?:品目|组织|方式|项目)?(?:大类|名称|形式|类型|目录|代码|编码)"
)
FUND_HEAD = re.compile(_FUND)
"""A header that names one fund, in normal form."""
_LEAD = re.compile(r"^(?:其中:)?(?:(?:19|20)\d\d年|本年|上年)?")
_BRACKETS = re.compile(r"\([^()]*\)$")
_MOST_PIECES = 8
_USUAL_LENGTH = 12
_STANDARD = 0.1
_SEWN = 0.8
"""What speaks against an unknown cell each of whose breaks is printed elsewhere unbroken."""
_PRINTED_ELSEWHERE = 0.5
_SPACED = 0.05
_UNEVEN = 0.4
_SEAM = 2
_MOST_JOINED = 8


def join_fragments(header: Sequence[Line], plain: str) -> list[Token]:
    """The likeliest cells of a header."""
    return propose_cells(header, plain)[0][1]


def propose_cells(header: Sequence[Line], plain: str) -> list[tuple[float, list[Token]]]:
    """The cells that a header may have, the likeliest first, each with how much odder they are
    than the first: fragments that line breaks part are put together where the whole is a known
    header or is printed elsewhere in the document, or where a cell's width may have broken it."""
    stream = [(token, index == 0) for line in header for index, token in enumerate(line)]
    best: list[list[tuple[float, list[Token]]]] = [[(0.0, [])]]
    for end in range(1, len(stream) + 1):
        options = []
        for start in range(max(0, end - _MOST_PIECES), end):
            cost = _oddness_joined(stream[start:end], plain)
            if cost is None:
                continue
            cell = reduce(join_printed, (token for token, _ in stream[start:end]))
            options += [(before + cost, [*cells, cell]) for before, cells in best[start]]
        best.append(sorted(options, key=lambda option: option[0])[:_MOST_JOINED])
    return [(cost - best[-1][0][0], cells) for cost, cells in best[-1]]


def _oddness_joined(pieces: Sequence[tuple[Token, bool]], plain: str) -> float | None:
    """How unlikely it is that some fragments, each with whether it begins a line, are one cell;
    None where they are not."""
    if len(pieces) > 1 and any(is_figure(token) and not is_digits(token) for token, _ in pieces):
        return None
    forms = [normal_form(token.printed) for token, _ in pieces]
    spaced = sum(not first for _, first in pieces[1:])
    oddness = _oddness("".join(forms), len(pieces), plain)
    # Two tokens of one line are two cells, unless what they make is known.
    if _is_sewn(forms, plain):
        oddness = min(oddness, _SEWN + _oddness_of_length("".join(forms)))
    elif spaced and oddness > _STANDARD and not _is_spelled([token for token, _ in pieces]):
        return None
    return oddness + _SPACED * spaced + (_UNEVEN if not _may_wrap(pieces) else 0.0)


def _is_sewn(forms: Sequence[str], plain: str) -> bool:
    """Whether what stands around each break is printed unbroken, and no piece is a header."""
    if len(forms) < 2 or min(map(len, forms)) < _SEAM or any(map(is_standard, forms)):
        return False
    return all(above[-_SEAM:] + below[:_SEAM] in plain for above, below in pairwise(forms))


def _is_spelled(pieces: Sequence[Token]) -> bool:
    """Whether a name is printed letter by letter, or a quotation mark in it is still open."""
    letters = all(len(one.printed) == 1 and not is_code_part(one.printed) for one in pieces)
    first = pieces[0].printed
    return letters or first.count("“") > first.count("”")


def _may_wrap(pieces: Sequence[tuple[Token, bool]]) -> bool:
    """Whether a cell's width may break a text so: no line is much longer than one above it."""
    lines: list[int] = []
    for token, first in pieces:
        size = len(normal_form(token.printed))
        lines = [*lines, size] if first or not lines else [*lines[:-1], lines[-1] + size]
    return all(below <= above + 1 for above, below in pairwise(lines))


def is_standard(form: str) -> bool:
    """Whether the templates have a header or row of this name, in normal form."""
    form = _BRACKETS.sub("", form)
    rest = _LEAD.sub("", form)
    led = not is_code(rest) and _KNOWN.fullmatch(rest)
    return _KNOWN.fullmatch(form) is not None or bool(led)


def _oddness(form: str, pieces: int, plain: str) -> float:
    """How unlikely it is that some fragments, which make a form, are one header cell."""
    if is_standard(form):
        return _STANDARD
    if len(form) > 3 and (form in plain if pieces > 1 else plain.count(form) > 1):
        return _PRINTED_ELSEWHERE
    opens = form.count("(") - form.count(")")
    long = _oddness_of_length(form)
    return 1.0 + 0.7 * (pieces - 1) + long + 2.0 * abs(opens) - (0.3 if is_code(form) else 0.0)


def _oddness_of_length(form: str) -> float:
    return 0.1 * max(len(form) - _USUAL_LENGTH, 0)
