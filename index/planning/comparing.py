"""Two figures that a question sets side by side: checked, divided, or which is more."""

import re

from index.planning.operand_names import (
    INITIAL,
    LEADING,
    PROSE,
    TABLE,
    Calculation,
    append_head,
    clean,
    drop_initial,
    head_of,
    last_clause,
    make_calculation,
)
from index.records import Operation

_PRINTED_IN_PROSE = re.compile(
    r"(?:编制|文字|情况|预算|决算)?(?:说明|正文|文字)(?:部分)?|第[一二三四五六七八九十\d]+(?:部分|节|条|项)(?!第)|叙述"
)

_PRINTED_IN_TABLE = re.compile(
    r"(?:(?![和与跟同的里,])[一-龥]){0,8}表格?(?=里|中|上|的|说|写|列|内|$)"
)

_SAID = re.compile(
    r"^(?:部分)?(?:里头?|里面|中|上|内|当中)*(?:写|说|讲|列|给|提|印|填|公布)?(?:到|出|着|明)*的?(?:那个|这个)?"
    r"(?:数字?|金额|数额|一样|一致)*"
)

_JOINT = r"(?:和|与|跟|同|及|以及|还是|、)"

_HOW_MUCH = r"(?:多少|几|一点|些)"

_LONGER = r"(?:多|少|高|低|贵|便宜|大|小|强)"

_AMOUNT = r"(?:出来?|花|了|用|安排|支出|交|缴|收|拿|开支|多|高)*"

_LAST_YEAR = r"(?!重|例|率|去年|上年|上一|前一|往年|同期|20\d\d|年初|预算(?:数)?[多少高低])"

_SAME = re.compile(
    r"同一个|(?:是不是|就是|是)一个数|一样|一致|相同|相等|对得上|对不上|吻合|相符|符合|一回事|矛盾|等于(?!多少|几)|不等于|冲突"
)

_GAP = re.compile(r"(?:相差|差额|差距|差)(?:了|是|有|为)?(?:多少|几|多大)")

_SAME_PAIR = re.compile(
    rf"(?P<one>[^?;]+?)(?:,)?(?:{_JOINT}|是不是等于|是否等于|等于|等不等于)(?P<other>[^?;]+?)"
    r"(?:的?(?:数字?|金额|数额|两个数)?(?:是不是|是否|能不能|到底|相互|互相|完全|两者|能|都|,|吗|是|会|不会)*)"
    r"(?:同?一个数?|一样|一致|相同|相等|对得上|对不对得上|对不上|吻合|相符|符合|一回事|矛盾|[吗?]|冲突)"
)

_RATIOS = (
    re.compile(
        r"(?P<one>[^?;]+?)(?:大概|大约|差不多)?(?:是|相当于|为|抵得上|顶|等于)(?P<other>[^?;,]+?)的?(?:多少|几)倍"
    ),
    re.compile(
        rf"(?P<one>[^?;]+?)比{_LAST_YEAR}(?P<other>[^?;,]+?){_LONGER}{_AMOUNT}(?:多少|几)倍"
    ),
    re.compile(
        rf"(?P<one>[^?;]+?){_JOINT}(?P<other>[^?;,]+?)(?:之间)?(?:相?差|的?比)(?:了|是|有)?(?:多少|几)倍"
    ),
    re.compile(rf"(?P<one>[^?;]+?){_JOINT}(?P<other>[^?;,]+?)的?(?:倍数|之比|比值|比率)"),
)

_DIFFERENCES = (
    re.compile(
        rf"(?P<one>[^?;]+?)(?:是不是|是否)?比{_LAST_YEAR}(?P<other>[^?;,]+?)"
        rf"(?:要|还|会|能|更|每年)*{_LONGER}{_AMOUNT}(?:{_HOW_MUCH}|吗|[?,]|$)"
    ),
    re.compile(
        rf"(?P<one>[^?;]+?){_JOINT}(?P<other>[^?;]+?)(?:,|比|相比|比起来|两个|两项|这?两块|两者|之间|中|里|的)*"
        rf"(?:哪个|谁|哪项|哪样|哪块|哪笔|哪一[个项块笔样边类]|哪边|哪类)的?(?P<head>[^?;,]{{0,8}}?)"
        rf"(?:更|比较|花得|花钱|花的|安排得?|要|得)*{_LONGER}"
    ),
    re.compile(
        rf"(?P<one>[^?;]+?){_JOINT}(?P<other>[^?;,]+?)(?:之间|两者|两项|两个|两块)?的?,?(?:全年|一年|今年)?(?:相差|差额|差距|差值|差|悬殊)"
        r"(?:了|是|有|为)*(?:多少|几|多大|[?]|$)"
    ),
)

_OVERSPENT = re.compile(
    r"^(?P<less>[^?;]+?)比(?:年初)?预算(?:数)?[多少](?:花|用|支出|开支)?(?:了|出|掉)*(?:多少|几)|^(?P<item>[^?;]+?)(?:实际|最后|到底|比)*(?:年初|原来的?)?(?:预算)?(?:超支|超出|超过|超)(?:了)?(?:年初)?(?:预算)?(?:数)?(?:了)?(?:多少|几)(?!个?百?分?点)"
)

_CARRIED_OUT = re.compile(r"(?:支出)?(?:决算|执行|实际)(?:支出)?(?:数|额)?")


def read_check(text: str) -> Calculation | None:
    """Whether two figures are the same, or the same figure in prose and table."""
    if not (_SAME.search(text) or _GAP.search(text)):
        return None
    if (places := _two_places(text)) is not None:
        return places
    if _SAME.search(text) and (found := _SAME_PAIR.search(text)):
        return make_calculation(Operation.CHECK, last_clause(found["one"]), found["other"])
    return None


def _two_places(text: str) -> Calculation | None:
    """One item as the prose and as a table print it, where a question sets the two side by side."""
    prose = _PRINTED_IN_PROSE.search(text)
    table = _PRINTED_IN_TABLE.search(text, prose.end()) if prose else None
    table = table or _PRINTED_IN_TABLE.search(text)
    if not prose or not table or prose.start() == table.start():
        return None
    first, second = sorted((prose, table), key=lambda found: found.start())
    between = _SAID.sub("", text[first.end() : second.start()]).strip(",")
    before = re.split(r"(?:到底|究竟)?(?:是|有)?(?:多少|几)|[?,]", text[: first.start()])[0]
    item = clean(re.sub(rf"{_JOINT}(?:预算|决算)?$", "", between)) or clean(before)
    if len(item) < 2:
        item = clean(re.split(_SAME.pattern, _SAID.sub("", text[second.end() :]))[0])
    return (
        make_calculation(Operation.CHECK, f"{PROSE}{item}", f"{TABLE}{item}")
        if len(item) > 1
        else None
    )


def read_ratio(text: str) -> Calculation | None:
    for pattern in _RATIOS:
        if found := pattern.search(text):
            return make_calculation(Operation.RATIO, last_clause(found["one"]), found["other"])
    return None


def read_difference(text: str) -> Calculation | None:
    """Which of two is more, and by how much."""
    for pattern in _DIFFERENCES:
        if found := pattern.search(LEADING.sub("", text)):
            one, other = last_clause(found["one"]), found["other"]
            if _CARRIED_OUT.fullmatch(clean(other)) and (item := drop_initial(one)):
                return make_calculation(Operation.DIFFERENCE, f"{item}{INITIAL}", item)
            head = found.groupdict().get("head") or head_of(other)
            names = (append_head(name, head) for name in (one, other))
            return make_calculation(Operation.DIFFERENCE, *names)
    if (found := _OVERSPENT.search(text)) and (
        item := drop_initial(found["less"] or found["item"])
    ):
        return make_calculation(Operation.DIFFERENCE, item, f"{item}{INITIAL}")
    return None
