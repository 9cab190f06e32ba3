"""The words that a model may write of its own: they join what is shown, and say nothing of it."""

import re
from collections.abc import Iterator

from extraction import normal_form

_NEUTRAL = (
    "根据|依据|按照|按|据|从|由|对|在|中|里|内|该|此|这|其|其中|以及|分别|依次|具体|即|也|则|而|和|与|及|或"
    "|的|地|得|了|是|为|有|于|到|以|所|就|都是|可以|可|见|看到|请|您|你|问|所问|问题|回答|答案|答|如下|以下"
    "|上述|结果|情况|说明|内容|文件|资料|表|表格|报告|原文|文中|一栏|一项|部分|查到|查得|找到|得到|得出|算得|算出"
    "|计算|公式|式子|显示|列示|列明|列出|列有|列|印有|载明|记载|写明|写道|写|指出|给出|公布|公开|提到|称|数|数字"
    "|数据|数额|数值|金额|资金|经费|钱|安排|编列|下达|情形|原因|理由|主要|因为|由于|含义|意思|定义|是指|指|口径|包括"
    "|单位|部门|机构|年度|年|当年|本年|份|两者|二者|两项|各项|项|笔|关于|方面|来看|看|因此|所以|结论|实际|共|共计|经查|经|局|该局|度|占|比重|比例|比|较"
)
_WORD = re.compile("|".join(sorted(_NEUTRAL.split("|"), key=len, reverse=True)))
_PLAIN = """\
a according account amount amounts an and answer are as asked at be by calculation can cited comes
comprise comprises data defined definition document documents figure figures follows for formula
found from gives has have here in includes is it its listed lists means namely of on or printed
prints question reads reason reasons reported reports respectively result results said says see
shown shows so stated states stands table tables that the their there these they this those thus
to under was were what where which with year years"""
_ENGLISH = frozenset(_PLAIN.split())
_LATIN = re.compile(r"[^\W\d_一-龥]+")
_LETTER = re.compile(r"[一-龥]")


def find_foreign(own: str, known: str) -> Iterator[str]:
    """Words that are neither neutral nor known: of the question, or of what is shown.

    `known` is in normal form and small letters.
    """
    left = _drop_known(normal_form(own), known)
    yield from re.findall(r"[一-龥]+", _WORD.sub("|", left))
    for word in _LATIN.findall(_LETTER.sub(" ", own)):
        if word.lower() not in _ENGLISH and word.lower() not in known:
            yield word


def _drop_known(form: str, known: str) -> str:
    """A text without its pieces of two characters and more that are known, the longest first."""
    at, left = 0, []
    while at < len(form):
        end = at
        while end < len(form) and form[at : end + 1].lower() in known:
            end += 1
        is_piece = end - at > 1
        left.append("|" if is_piece else form[at])
        at = end if is_piece else at + 1
    return "".join(left)
