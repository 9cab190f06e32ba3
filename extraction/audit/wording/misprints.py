"""Stock phrases of these documents with a character lost, and what does not belong in Chinese."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from extraction.audit.wording.placeholders import PLACEHOLDER
from extraction.audit.wording.slips import Slip, Words, alike
from extraction.records import Disclosure
from extraction.relations import Remark

MISPRINT = "misprint"
FLAT_CHANGE = "flat_change"
NEGATIVE_RATE = "negative_rate"

_CHINESE = r"[\u4e00-\u9fff]"
_ZERO = r"0(?:\.0+)?"
_PHRASE_END = re.compile(r"[，。；：、,;:（()）\s]")
_PER_SLIP = 5
# The characters that these documents are full of, in the traditional script and the simplified.
_OF_TRADITIONAL = (
    "業職務員費預決經濟財撥總額資產購買車輛運維護會議訓練機關單險醫療衛養學農設備標準範圍實際執"
    "績項補貼對個黨國報計劃與發現開戶處層級體積長節環協調監導區縣鎮鄉廳辦團藝術視廣電網絡訊統數據應當無為從"
)
_OF_SIMPLIFIED = (
    "业职务员费预决经济财拨总额资产购买车辆运维护会议训练机关单险医疗卫养学农设备标准范围实际执"
    "绩项补贴对个党国报计划与发现开户处层级体积长节环协调监导区县镇乡厅办团艺术视广电网络讯统数据应当无为从"
)
_SIMPLIFIED = str.maketrans(_OF_TRADITIONAL, _OF_SIMPLIFIED)
# One may stand in a name; two side by side are a word.
_TRADITIONAL_RUN = re.compile(f"[{_OF_TRADITIONAL}]{{2,}}")


@dataclass(frozen=True, slots=True)
class _Misprint:
    """A phrase that nobody means: how it reads, and what is said of it."""

    sign: str
    """What it cannot be without: few texts have it."""
    pattern: re.Pattern[str]
    worked: Remark
    meant: Callable[[str], str] = lambda _: ""
    rule: str = MISPRINT


_MISPRINTS = (
    _Misprint(
        "上一度",
        re.compile(r"[较比与同]上一度(?:增加|减少|增长|下降|上升|相比|持平)?"),
        Remark("“上一度”缺“年”字", "A character is left out of 上一年度."),
        lambda printed: printed.replace("上一度", "上一年度"),
    ),
    _Misprint(
        "and",
        re.compile(rf"{_CHINESE}{{2}} ?and ?{_CHINESE}{{2}}"),
        Remark("中文夹有英文“and”", "An English “and” stands between Chinese words."),
        lambda printed: re.sub(" ?and ?", "和", printed),
    ),
    _Misprint(
        "等。",
        re.compile(rf"[^\W\d_a-zA-Z的共]{{1,12}}{_ZERO}\s*(?:万?元|辆|台|人)等(?=。)"),
        Remark(
            "所列到0为止，“等”字无所指", "The list ends in nothing, and nothing is left to add."
        ),
        lambda printed: printed.removesuffix("等"),
        PLACEHOLDER,
    ),
    _Misprint(
        "原因",
        re.compile(
            rf"[比较与]上年(?:预算|决算)?数?(?:增加|减少)\s*{_ZERO}\s*万?元"
            r"(?=[^。；]{0,30}?原因(?:是|为|：)?[^，。；]{0,8}(?:持平|无增减|[无没]有?变化))"
        ),
        Remark("但原因是与上年持平", "The reason is that nothing changed."),
        lambda _: "与上年持平",
        FLAT_CHANGE,
    ),
)
_SHORT_ITEM = re.compile(r"公务车购置(?:及运行(?:维护)?)?费")
_FULL_ITEM = "公务用车购置"
_CUT_OFF = re.compile(r"[^，。；、\s]{0,12}\d\s*万?元。完成(?:年初|调整|全年)?预算(?=的?\s*\d)")
_STOPPED = "。完成"
_GOES_ON = re.compile(r"\d\s*万?元，完成(?:年初|调整|全年)?预算")
_RATE = re.compile(r"(?:合格|完成|覆盖|及时|达标|通过|准确|到位|知晓|出勤|考勤|办结)率$|满意度$")
_NEGATIVE = re.compile(r"[-−－]\s*\d+(?:\.\d+)?\s*[%％]")
_TARGET = re.compile("目标|指标")

_LOST = Remark("其他地方作“公务用车”", "Elsewhere the item has all its characters.")
_STOP = Remark(
    "句号把一句话断成两句，其他各处是逗号",
    "A full stop cuts the sentence in two; elsewhere it is a comma.",
)
_BELOW_ZERO = Remark("比率不会是负的", "Such a rate cannot be negative.")
_TRADITIONAL = Remark("夹有繁体字", "Characters of the traditional script stand among simplified.")


def find_misprints(words: Sequence[Words], disclosure: Disclosure) -> Iterator[Slip]:
    """The misprints in all words of a document."""
    prose = [one for one in words if one.table is None]
    for one in prose:
        for kind in _MISPRINTS:
            if kind.sign not in one.text.printed:
                continue
            for found in kind.pattern.finditer(one.text.printed):
                quote = one.quote(*found.span())
                meant = kind.meant(quote.printed)
                yield Slip(kind.rule, alike(quote), quote, kind.worked, meant)
        yield from _find_traditional(one)
    yield from _find_short_items(words, prose)
    yield from _find_cut_sentences(prose)
    if not disclosure.format.has_pages:
        yield from _find_negative_rates(disclosure)


def _find_traditional(words: Words) -> Iterator[Slip]:
    text = words.text.printed
    for found in _TRADITIONAL_RUN.finditer(text):
        end = _PHRASE_END.search(text, found.start())
        quote = words.quote(found.start(), end.start() if end else len(text))
        meant = quote.printed.translate(_SIMPLIFIED)
        yield Slip(MISPRINT, alike(quote), quote, _TRADITIONAL, meant)


def _find_short_items(words: Sequence[Words], prose: Sequence[Words]) -> Iterator[Slip]:
    """An item of the 三公 that lacks a character, where its whole name stands elsewhere."""
    if not any(_FULL_ITEM in one.text.printed for one in words):
        return
    for one in prose:
        for found in _SHORT_ITEM.finditer(one.text.printed):
            quote = one.quote(*found.span())
            meant = quote.printed.replace("公务车", "公务用车")
            yield Slip(MISPRINT, alike(quote), quote, _LOST, meant)


def _find_cut_sentences(prose: Sequence[Words]) -> list[Slip]:
    """A full stop before the rate of completion, where nearly all others have a comma."""
    slips: list[Slip] = []
    for one in prose:
        for found in _CUT_OFF.finditer(one.text.printed) if _STOPPED in one.text.printed else ():
            quote = one.quote(*found.span())
            meant = quote.printed.replace("。", "，")
            slips.append(Slip(MISPRINT, _STOP.zh, quote, _STOP, meant))
    others = sum(len(_GOES_ON.findall(one.text.printed)) for one in prose)
    return slips if len(slips) * _PER_SLIP <= others else []


def _find_negative_rates(disclosure: Disclosure) -> Iterator[Slip]:
    """The targets below zero of rates that count what is done of a whole."""
    for table in disclosure.tables:
        paths = ["/".join(column.path) for column in table.columns]
        for row in table.rows:
            if not _RATE.search(row.label):
                continue
            for cell in row.cells:
                column = "" if cell.column is None else paths[cell.column]
                if _TARGET.search(column) and _NEGATIVE.fullmatch(cell.printed):
                    quote = Words(cell, column, table.number, row).quote(0, len(cell.printed))
                    yield Slip(NEGATIVE_RATE, _BELOW_ZERO.zh, quote, _BELOW_ZERO)
