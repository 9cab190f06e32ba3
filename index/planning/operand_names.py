"""Operands of a calculation: the pieces of a question that name them, cleaned of the asking.

Each names what one printed figure is of, or several with signs between them (`办公费 + 水费`,
`基本支出 − 人员经费`). `正文:` or `表格:` before one says that the figure is
wanted as the prose or as a table prints it, `整体:` that the share of it is wanted of the item
that is chosen among the others.
"""

import re
from dataclasses import dataclass

from index.planning import cues
from index.records import Operation
from index.words.wording import canonical, frame_mask

PROSE, TABLE, WHOLE = "正文:", "表格:", "整体:"

INITIAL = "年初预算"

PLUS_SIGN, MINUS = " + ", " − "


@dataclass(frozen=True, slots=True)
class Calculation:
    """What is to be done with which figures."""

    operation: Operation
    operands: tuple[str, ...]


ASIDE = re.compile(r"\([^()]*\)")

INSIDE = re.compile(r"^(?P<place>[^、,]{2,18}?)(?:里头|里面|里边|里|当中|之中|中)(?:的|,)?(?=..)")

LEADING = re.compile(
    r"^(?:请问|想知道|我想问|帮我|麻烦|算一下|算算|看看|那么?|比一比|比较(?:一下)?|对比(?:一下)?|把|将|如果|按|照|反过来|,|:|的|从|用|,)+"
)

_ENDING = re.compile(
    r"(?:[,:的比是都还]|预计|大概|大约|到底|究竟|(?:这|那)?(?:一)?(?:大类|类|块|方面|部分)(?:的|里)?)+$"
)

_WHOLES = re.compile(r"收入|支出|预算|决算|盘子|拨款|总额|总数|机关|本级|本部|项目|科目|采购")

_FULL_NAMES = (
    (re.compile(r"社保(?:和|与)?就业"), "社会保障和就业"),
    (re.compile(r"津补贴|津贴(?!补贴)"), "津贴补贴"),
    (re.compile(r"(?<!政府)(?<!集中)采购"), "政府采购"),
    (re.compile(r"(?:公车|公务用车|用车)的?(?:费用|经费|开支|支出)$"), "公务用车购置及运行维护费"),
    (re.compile(r"(?:保|维持)(?:日常|正常|机构)*运转的?(?:支出|费用|经费|开支|钱)"), "基本支出"),
    (re.compile(r"^本年(收入|支出)$"), r"本年\1合计"),
    (re.compile(r"在岗"), "在职"),
    (re.compile(r"公务员(?!医疗)"), "行政人员"),
    (re.compile(r"事业编制?(?:的)?(?:人员|职工|干部)"), "事业人员"),
    (re.compile(r"^项目(?:经费|资金|开支)$"), "项目支出"),
    (re.compile(r"^人员(?:方面)?的?(?:开支|支出|费用)$"), "人员经费"),
)

_HELD = {"和": "\ue000", "与": "\ue001", "及": "\ue002"}


def make_calculation(operation: Operation, *operands: str) -> Calculation | None:
    """A calculation, if each of its operands names something."""
    cleaned = tuple(map(clean, operands))
    return Calculation(operation, cleaned) if all(map(names_something, cleaned)) else None


def terms_of(operand: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names that an operand adds up, and those that it takes away after them."""
    added, *taken = operand.split(MINUS)
    return tuple(added.split(PLUS_SIGN)), tuple(taken)


def names_something(operand: str) -> bool:
    bare = operand.partition(":")[2] or operand
    told = canonical(bare)
    return len(bare) > 1 and (False in frame_mask(told) or bool(_WHOLES.search(told)))


def clean(operand: str) -> str:
    """An operand without what leads and ends it."""
    bare = LEADING.sub("", operand)
    bare = _ENDING.sub("", bare).strip("|,;:?。")
    for short, full in _FULL_NAMES:
        bare = short.sub(full, bare)
    return bare


_SHORT_LISTS = (
    (re.compile(r"水电(?=取暖|供暖|暖气|燃气|物业|邮电|、)费?|水、电(?=、|和)"), "水费、电费、"),
    (re.compile(r"水、?电费|水电(?=支出|开支|一共|合计|总共|加起来|花)"), "水费和电费"),
)


def spread_names(text: str) -> str:
    """The text with several items that one short name means told apart: 水电费 is 水费和电费."""
    for short, full in _SHORT_LISTS:
        text = short.sub(full, text)
    return text.replace("、、", "、")


def hold_names(text: str) -> str:
    """The text with the joints inside of names made such that nothing splits there."""
    text = spread_names(text)
    return cues.JOINED.sub(lambda name: re.sub(r"和|与|及", lambda j: _HELD[j[0]], name[0]), text)


def free_names(text: str) -> str:
    for joint, held in _HELD.items():
        text = text.replace(held, joint)
    return text


def last_clause(text: str) -> str:
    """What stands after the last mark that ends a clause, if that is enough to name something."""
    clauses = [clause for clause in re.split(r"[,;。?]", text) if len(clean(clause)) > 1]
    return clauses[-1] if clauses else text


def drop_initial(item: str) -> str:
    """What is left of an operand when it is no longer said that its budget is meant."""
    return _BUDGETED.sub("", item)


_BUDGETED = re.compile(
    r"年初|(?<!公共)(?<!基金)(?<!经营)预算(?:数|额)?(?=里|中|的|,|年初|$)|原来|当初|批下来|批复|批给|批准|批|安排"
    r"|最后|有多少|的钱|[的,里中]|到头来|结果|下来"
)


def append_head(name: str, head: str) -> str:
    """A name with what it is of, where that stands behind another: 甲和乙的收入."""
    return f"{clean(name)}的{head}" if head and head not in name else name


def head_of(last: str) -> str:
    """What a list's last name is of, if that is what several things have: 收入, 编制."""
    head = last.rpartition("的")[2] if "的" in last else ""
    return head if _HEADS.fullmatch(head) else ""


_HEADS = re.compile(
    r"[一-龥]{0,4}(?:收入|支出|预算|决算|经费|费用|拨款|结转|结余|采购|编制|人数|面积|数量|开支|总额|金额)(?:数|额)?"
)
