"""What a question wants of the rows of a table: how many are over a bound, what they come to.

Also which of them changed most, or was carried out least. The rows are named in words; a prefix
tells what is wanted of each.
"""

import re

from index.planning.bounds import read_bounds, without_bounds
from index.planning.operand_names import ASIDE, Calculation, clean
from index.records import Operation

EACH = "各项:"
"""Before a word: the rows that bear it."""
STATED = "比率:"
"""Before an item: whether a rate that is stated of it is right."""
ROSE, FELL, RATE_UP, RATE_DOWN, DONE, OVER = (
    "增加:",
    "减少:",
    "增幅:",
    "降幅:",
    "完成率:",
    "超预算:",
)
MOVED = (ROSE, FELL, RATE_UP, RATE_DOWN, DONE, OVER)

_ROSE = r"(?:增加|增长|上升|提高|上涨|增多|多花|涨|增|升)"
_FELL = r"(?:减少|下降|降低|压减|压缩|缩减|削减|下滑|少花|降|减|砍|跌|缩)"
_MOST = r"最(?:多|大|高|快|狠|猛|厉害|明显|突出)"
_BETWEEN = r"(?:的|得|了|额|数|量|幅|幅度|率|比例|百分比|金额|速度?|是|也)*"
_RATE = re.compile(
    rf"(?:增|涨|升|降|跌|减)(?:长|少|低)?(?:幅|速|率)|幅度|百分比|比例|{_ROSE}{_BETWEEN}最快|{_FELL}{_BETWEEN}最快"
)
_UP = re.compile(
    rf"(?:{_ROSE}|[增涨升](?:幅|速|长率|量)){_BETWEEN}{_MOST}|{_MOST}的?(?:一[个项类笔])?的?{_ROSE}"
)
_DOWN = re.compile(
    rf"(?:{_FELL}|[降减跌](?:幅|速)){_BETWEEN}{_MOST}|{_MOST}的?(?:一[个项类笔])?的?{_FELL}"
)
_DONE = re.compile(
    r"(?:完成率|执行率|预算执行(?:率|进度)?|完成(?:得|情况|进度|程度))[^,。?]{0,3}最(?P<end>[高低好差快慢])|最[高低好差](?:的)?(?:完成率|执行率)"
)
_OVER = re.compile(r"(?:超支|超(?:出|过)?(?:了)?(?:年初)?预算)[^,。?]{0,3}最(?:多|大|狠|厉害)")
_MOVED_SO = re.compile(
    rf"哪(?:一|几|些)?(?:大?类|项|款|个?科目|个)[^,。?]{{0,8}}?(?P<way>{_ROSE}|{_FELL})了?(?:[,。?]|$)"
)
_BY_NAME = re.compile(r"哪|谁|什么|啥|最")

_HOW_MANY = re.compile(r"(?:有|共有|一共有)?(?:多少|几|哪几)(?:个|项|笔|类|种|样|块)?(?:是|的)?")
_OF_THINGS = re.compile(r"单价|设备|辆|台|套|人数|面积|平方")
_ASKING = re.compile(
    r"预算(?:数|额|安排)?$|金额|数额|花[的了得]|用[的了得]|支出(?:在|额)$|的?(?:都|是|有|共|一共|分别|请问|列出|各是)|[?。,]"
)

_FAMILY = re.compile(
    r"(?:所有|全部|各项|各类|各种|各个|几项|几类)的?(?P<word>[一-龥]{2,12}?)类?的?(?P<tail>(?:项目|采购|支出|经费|费用|开支)?)"
    r"(?:预算|全部|都|一起|加起来|加在一起|合起来|合计|一共|总共|总计|之和|总额|总和|共|的|是|要|花|有|安排|了|占)*(?:多少|几|[?]|$)"
)
_OTHERWISE = re.compile(r"占|等于|对得上|一致|相等|相符")
_NO_WORD = re.compile(
    r"(?:收入|支出|项目|科目|采购|预算|决算|资金|经费|费用|开支|人员|职工|单位|部门|收支|财政|拨款|基本|公用|三公|的)+"
)
_MEAN = re.compile(
    r"(?:平均|均摊)[^,?]{0,3}每(?:一)?(?:个|项|笔)(?P<word>项目|采购|科目)|每(?:个|项|笔)(?P<other>项目|采购|科目)[^,?]{0,8}平均"
)


_IS_RIGHT = re.compile(
    r"(?:算得?|写得?)?(?:准不准|对不对|准吗|对吗|准确吗|正确吗|是否正确|是否准确|有没有算错|算错没有|算错了?吗)"
)
_STATED_RATE = re.compile(r"完成|执行率|增长|增加|下降|减少|增幅|降幅|增长率|\d%")


def read_rate_check(text: str) -> Calculation | None:
    """Whether a rate that the document states is right: 完成年初预算的99.5%算得准不准."""
    found = _IS_RIGHT.search(text)
    if found is None or not _STATED_RATE.search(text):
        return None
    item = re.sub(r"预算?(?:完成|执行)率|完成率|执行率|增长率|[“”]", "", text[: found.start()])
    return Calculation(Operation.CHECK, (f"{STATED}{clean(item)}",))


def read_movement(text: str) -> Calculation | None:
    """Which item changed most, was carried out least, or is furthest over its budget."""
    if not _BY_NAME.search(text):
        return None
    prefix, found = "", None
    for pattern, one in ((_OVER, OVER), (_DONE, DONE), (_UP, ROSE), (_DOWN, FELL)):
        if found := pattern.search(text):
            prefix = one
            break
    if found is None and (found := _MOVED_SO.search(text)):
        prefix = ROSE if re.fullmatch(_ROSE, found["way"]) else FELL
        return Calculation(Operation.RANK, (f"{prefix}{clean(text[: found.start()])}",))
    if found is None:
        return None
    if prefix in (ROSE, FELL) and _RATE.search(text):
        prefix = RATE_UP if prefix == ROSE else RATE_DOWN
    is_least = prefix == DONE and re.search(r"最[低差慢]", found[0])
    operation = Operation.LEAST if is_least else Operation.MOST
    group = clean(text.replace(found[0], "").strip("?。"))
    return Calculation(operation, (f"{prefix}{group}",))


def read_count(text: str) -> Calculation | None:
    """How many rows are over or under an amount."""
    asked = ASIDE.sub("", text)
    bare = without_bounds(asked)
    if not read_bounds(asked) or not _HOW_MANY.search(bare) or _OF_THINGS.search(bare):
        return None
    if re.search(r"%|率|百分", bare):
        return None
    group = _HOW_MANY.sub("", bare)
    return Calculation(Operation.COUNT, (f"{EACH}{clean(_ASKING.sub('', group))}",))


_EXTREMES = re.compile(
    r"最(?:大|多|高|贵)的?(?P<group>[^,?]{1,12}?)(?:是|比|和|与|跟)[^,?]{0,3}?最(?:小|少|低|便宜)的?[^,?]{0,12}?"
    r"(?P<what>倍|相差|差|[多高大]多少)"
)


def read_extremes(text: str) -> Calculation | None:
    """The largest of the rows of a table against the smallest."""
    if not (found := _EXTREMES.search(text)):
        return None
    operation = Operation.RATIO if found["what"] == "倍" else Operation.DIFFERENCE
    return Calculation(operation, (f"{EACH}{clean(text[: found.start()] + found['group'])}",))


def read_family(text: str) -> Calculation | None:
    """What the rows that bear a word come to together, or each on the mean."""
    if found := _MEAN.search(text):
        return Calculation(Operation.AVERAGE, (f"{EACH}{found['word'] or found['other']}",))
    if not (found := _FAMILY.search(ASIDE.sub("", text))) or _OTHERWISE.search(text):
        return None
    word = re.sub(r"类$|的$", "", found["word"])
    if _NO_WORD.fullmatch(word) or re.search(r"[、和与]", word):
        return None
    return Calculation(Operation.SUM, (f"{EACH}{word}|{found['tail']}",))
