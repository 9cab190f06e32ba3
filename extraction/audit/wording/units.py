"""Figures whose unit is left out, doubled, or cannot be theirs."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extraction.audit.wording.slips import Slip, Words, alike
from extraction.records import Disclosure
from extraction.relations import Remark

UNIT_WORDS = "unit_words"
UNIT_MISFIT = "unit_misfit"

_DIGITS = r"\d[\d,]*(?:\.\d+)?"
_SIGNED_RATE = re.compile(rf"(?:增长|下降|占)\s*{_DIGITS}\s*[%％]")
_END = r"(?=[，。；;]|,(?!\d))"
_BARE_RATE = re.compile(
    rf"(?:增长|下降|降低|上升|占|完成[^，。；;,\d]{{2,10}}的)\s*\d+\.\d+{_END}"
    r"|元\s*[，,]\s*(?:增加|减少)\s*\d+\.\d+" + _END
)
_BARE_CHANGE = re.compile(
    rf"(?<!元，)(?<!元,)(?:增加|减少)\s*(?P<figure>{_DIGITS})"
    r"(?=[，,]\s*(?:增长|增加|上升|提高|减少|下降|降低)\s*\d[\d.]*\s*[%％])"
)
_MONEY = r"(?:支出|收入|费|资金|预算数?|决算数?|合计|总计|总额|[（(][类款项][)）])(?:为|是)?"
_BARE_LEVEL = re.compile(
    rf"{_MONEY}\s*(?P<figure>\d[\d,]*(?:\.\d{{1,2}}){_END}"
    rf"|\d[\d,]*(?=[，,](?:占|[与比较]上)))"
)
_LEVEL = re.compile(rf"{_MONEY}\s*{_DIGITS}\s*(?P<unit>[万亿千]?元)")
# What has no unit though it rises and falls.
_INDEX = re.compile("指数|系数|比值|得分|评分|倍数")
# Money by the noun before it: `万` alone also counts people and things.
_BARE_WAN = re.compile(
    rf"(?:单位价值|单价|费|支出|收入|经费|资金|预算)(?:为|在)?\s*(?P<figure>{_DIGITS}\s*万)"
    r"(?P<behind>[（(]含[^（()）\d]*[)）]?|(?=[，。；,;]))"
)
_LIMIT = re.compile(r"单位价值|单价")
_DOUBLED = re.compile(
    r"(?<!\d)(?<!\d,)\d+(?:,\d+)*(?:\.\d+)?"
    r"\s*(?P<unit>(?:万元\s*万?|亿元\s*亿?|元)元(?![旦宵素件器])|[%％]\s*[%％])"
)
_SINGLE = {"万": "万元", "亿": "亿元", "元": "元", "%": "%", "％": "％"}
_KEPT_IN_MONEY = re.compile(rf"保有量(?:为|共)?\s*{_DIGITS}\s*(?:万|亿)?元")
_SHARE_NAME = re.compile(r"(?:满意度|(?:合格|完成|覆盖|及时|达标|通过|准确|到位|知晓|出勤)率)$")
_TARGET = re.compile("目标|指标")
_COUNT = re.compile(
    rf"(?:[≥>＞=]|大于等于|不少于|不低于)?\s*{_DIGITS}\s*(?:次|人次|个|辆|台|万?元)"
)

_NO_PERCENT = Remark("缺少“%”，其他比例都有", "The % is left out, which other rates have.")
_NO_YUAN = Remark("缺少“元”字", "The word 元 is left out.")
_TWICE = Remark("单位重复", "The unit is doubled.")
_NO_MONEY = Remark("保有量以辆计，不是金额", "Vehicles that are kept are counted, not priced.")
_NO_COUNT = Remark("比率不以此单位计", "A rate or satisfaction is not counted in this unit.")
_NO_UNIT = Remark("缺少单位，其他金额都有", "The unit is left out, which other amounts have.")
# A document prints its units where of so many amounts one may lack it.
_PER_SLIP = 5
# A code, where it stands for an amount.
_CODE = re.compile(r"[235]\d\d(?:\d\d){0,2}")
# So many rates with their % show that the document prints it.
_ENOUGH = 2


def find_unit_slips(words: Sequence[Words]) -> Iterator[Slip]:
    """What of the figures in the prose of a document lacks its unit or has a wrong one."""
    prose = [one for one in words if one.table is None]
    signed = sum(len(_SIGNED_RATE.findall(one.text.printed)) for one in prose)
    for one in prose:
        if signed >= _ENOUGH:
            yield from _find_bare_rates(one)
        yield from _find_bare_wan(one)
        yield from _find_doubled(one)
        for found in _KEPT_IN_MONEY.finditer(one.text.printed):
            yield _slip(one, found.span(), _NO_MONEY, UNIT_MISFIT)
    yield from _find_bare_amounts(prose)


def find_miscounts(disclosure: Disclosure) -> Iterator[Slip]:
    """The targets that count what their row names as a rate, both on one line."""
    for table in disclosure.tables:
        paths = ["/".join(column.path) for column in table.columns]
        for row in table.rows:
            if row.name is None or not _SHARE_NAME.search(row.label):
                continue
            for cell in row.cells:
                column = "" if cell.column is None else paths[cell.column]
                spans = (*row.name.source.spans, *cell.source.spans)
                is_beside = len({span.line for span in spans}) == 1
                if is_beside and _TARGET.search(column) and _COUNT.fullmatch(cell.printed):
                    words = Words(cell, column, table.number, row)
                    yield _slip(words, (0, len(cell.printed)), _NO_COUNT, UNIT_MISFIT)


def _find_bare_rates(words: Words) -> Iterator[Slip]:
    for found in _BARE_RATE.finditer(words.text.printed):
        if words.is_whole(found.start(), found.end() + 1):
            slip = _slip(words, (found.start(), found.end() + 1), _NO_PERCENT)
            printed = slip.quote.printed
            yield replace(slip, meant=f"{printed[:-1]}%{printed[-1]}")


def _find_bare_amounts(prose: Sequence[Words]) -> list[Slip]:
    """The levels and changes without a unit, in prose that has one elsewhere."""
    units = Counter(unit for one in prose for unit in _LEVEL.findall(one.text.printed))
    slips: list[Slip] = []
    for one in prose:
        text = one.text.printed
        for found in (*_BARE_LEVEL.finditer(text), *_BARE_CHANGE.finditer(text)):
            is_whole = one.is_whole(found.start(), min(found.end() + 1, len(text)))
            if is_whole and not _CODE.fullmatch(found["figure"]) and not _INDEX.search(text):
                slip = _slip(one, found.span(), _NO_UNIT)
                unit = next(iter(units)) if len(units) == 1 else ""
                slips.append(replace(slip, meant=slip.quote.printed + unit if unit else ""))
    return slips if len(slips) * _PER_SLIP <= units.total() else []


def _find_bare_wan(words: Words) -> Iterator[Slip]:
    text = words.text.printed
    for found in _BARE_WAN.finditer(text):
        start = found.start() if _LIMIT.match(text, found.start()) else found.start("figure")
        slip = _slip(words, (start, found.end()), _NO_YUAN)
        meant = f"{text[start : found.end('figure')]}元{found['behind']}"
        yield replace(slip, cause=_NO_YUAN.zh, meant=meant)


def _find_doubled(words: Words) -> Iterator[Slip]:
    text = words.text.printed
    for found in _DOUBLED.finditer(text):
        slip = _slip(words, found.span(), _TWICE)
        meant = text[found.start() : found.start("unit")] + _SINGLE[found["unit"][0]]
        yield replace(slip, meant=meant)


def _slip(words: Words, run: tuple[int, int], worked: Remark, rule: str = UNIT_WORDS) -> Slip:
    quote = words.quote(*run)
    return Slip(rule, alike(quote), quote, worked)
