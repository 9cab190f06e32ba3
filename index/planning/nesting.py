"""Operands that are calculations themselves: 办公费与印刷费之和, 基本支出减去人员经费, 除甲外的乙.

Such an operand is written with the signs of `operand_names`: `办公费 + 印刷费`.
"""

import re

from index.planning.choosing import read_share
from index.planning.operand_lists import PLUS, split_list
from index.planning.operand_names import (
    INITIAL,
    MINUS,
    PLUS_SIGN,
    Calculation,
    clean,
    drop_initial,
    free_names,
    hold_names,
    last_clause,
    make_calculation,
    names_something,
)
from index.records import Operation

TAKEN = (
    r"(?:减去|减掉|扣除|扣掉|扣去|除去|除掉|除了|刨去|刨掉|刨开|去掉"
    r"|剔除|撇开|剥离|拿掉|除开|不算上?|不含|不包括)"
)
SUMMED = re.compile(
    r"加起来|加在一起|加到一起|合起来|合在一起|放在?一起|加总|相加|总和|之和|合计|一共|总共|共计|总计|总额"
    r"|一起(?=是|要|花|有|共|多少|占|算)|共(?=多少|是|有|花|安排)|总的"
)
_ADDED = re.compile(
    r"(?:加起来|加在一起|加到一起|合起来|合在一起|放在?一起|相加|的?总和|之和|合计|一共|总共|总计|一起)"
    r"(?:的?(?:数|数额|金额|总额|总数|钱|支出))?$"
)
_LESS = re.compile(
    rf"^(?P<whole>.{{2,}}?)(?:里头?|里面|中|当中)?,?(?:{TAKEN}|减)了?(?P<part>.{{2,}}?)"
    r"(?:以后|之后|后|的差额?|的余额|剩下的?|余下的?|再|然后|,)*$"
)
_EXCEPT = re.compile(r"^除了?(?P<part>.{2,}?)(?:以外|之外|外)的?,?(?P<whole>.{2,})$")

_DIVIDED = re.compile(
    r"^(?P<one>[^?;]+?),?(?:再|然后|接着|去)?(?:除以|÷)(?P<other>[^?;,]+?)(?:,|是|等于|得|为|有)*(?:多少|几|[?]|$)"
)
_TO_EACH_OTHER = re.compile(
    r"(?P<one>[^?;,]+?)(?:和|与|跟|同)(?P<other>[^?;,]+?)的比(?:例)?(?:是|为|[?]|$)"
)
# 甲是乙的百分之几: no share of a whole, any two of a kind may be set so.
_PER_CENT_OF = re.compile(
    r"(?P<one>[^?;]+?)(?:大概|大约|差不多)?(?:是|为|相当于|等于)(?P<other>[^?;,]+?)的"
    r"(?:百分之[几多]少?|多少%|几分之几|几成|百分比|多大比例|多少)(?![倍一-龥])"
)
_EQUAL = re.compile(
    r"(?P<parts>[^?;]+?)(?:的?(?:结果|数|金额))?,?(?:是不是|是否|能不能|正好|刚好|到底|就|会|应该)*"
    r"(?:不?等于|对得上|对不对得上|合得上|凑成|跟|和|与)(?P<whole>[^?;,]+?)"
    r"(?:对得上|一致|相等|相符|吻合|一样|相同|吗|嘛|么|不|[?]|$)"
)
_PUBLIC_PARTS = ("因公出国费", "公务用车购置及运行维护费", "公务接待费")
_PARTS_OF_PUBLIC = re.compile(
    r"三公(?:经费|支出|费用)?(?:里|的|中)*(?:[各几三四]个?(?:项|部分|分项|块|类)|分项|明细).*"
    r"(?:加|合|总|之和).*(?:等于|对得上|对不对得上|一致|相等|相符|吻合)"
)
# 基本支出里水费占商品和服务支出的比重: part and whole are of one place.
_IN_PLACE = re.compile(
    r"^(?P<place>[^,?占]{2,12}?)(?:里头|里面|里|中|当中)的?(?P<part>[^,?占]{2,}?)占(?:到|了|着)*"
    r"(?P<whole>[^?,占]{3,}?)的?(?:多少|几|百分|比[例重]|多大|$)"
)
# 年末结转比年初少多少; 运行费比预算多花百分之几.
_SINCE_START = re.compile(
    r"(?:年末|期末|年底)的?(?P<item>[^?,比]{0,8}?)[,]?比(?:年初|期初|上年末)的?(?:多|少|增|减)"
)
_OVER_RATE = re.compile(
    r"^(?P<item>[^?;,]+?)(?:实际|最后|决算|到底)*(?:比(?:年初|当初)?预算(?:数)?[多少](?:花|用|支出|开支)?|超支|超(?:出|过)?(?:年初)?预算)"
    r"(?:了|出|掉)*(?:百分之|多少个?百分点|几个?百分点|多少%|几成|幅度)"
)
# What any row of a table of expenditure may have.
_KIND = re.compile(
    r"(?:基本|项目|人员|公用|经营)(?:支出|经费)|财政拨款|一般公共预算(?:支出|拨款)?|政府性基金(?:支出|预算)?"
    r"|货物|工程|服务"
)
_TOGETHER = re.compile(r"(?:加|合|放)(?:在|到)一?起")
_APART = re.compile(r"分别|各自|各占|各是")
_OF_ROWS = frozenset({Operation.MOST, Operation.LEAST, Operation.RANK, Operation.COUNT})
_BARE_CAR = re.compile(r"(?:公务)?用车|公车")


def express(operand: str, *, is_list: bool = False) -> str:
    """An operand with signs between its terms where it is a sum or what is left of one.

    Names without a word for a sum are added up too if `is_list`.
    """
    if ":" in operand or PLUS_SIGN in operand:
        return operand
    for pattern in () if is_list else (_EXCEPT, _LESS):
        if found := pattern.match(operand):
            whole, part = clean(last_clause(found["whole"])), found["part"]
            parts = _split_taken(part)
            if all(map(names_something, (whole, *parts))):
                return MINUS.join((express(whole), *parts))
    found = _ADDED.search(operand)
    if is_list and not found and len(taken := _split_taken(operand)) > 1:
        return PLUS_SIGN.join(taken)
    if found:
        listed = operand[: found.start()]
    elif is_list or PLUS.search(operand):
        listed = operand
    else:
        return operand
    names = split_list(listed)
    return PLUS_SIGN.join(names) if len(names) > 1 else operand


def _split_taken(part: str) -> list[str]:
    """The names of all that is taken away, one after the other or in a list."""
    pieces = re.split(rf"(?:,|再|然后|又)*(?:{TAKEN}|减)", part)
    return [name for piece in pieces for name in split_list(piece) or [clean(piece)]]


def express_all(found: Calculation) -> Calculation:
    """A calculation whose operands are written with signs; of what is left, the list taken away."""
    last = len(found.operands) - 1
    if found.operation in _OF_ROWS:
        return Calculation(found.operation, tuple(map(free_names, found.operands)))
    is_taken = found.operation is Operation.REMAINDER
    operands = tuple(
        free_names(express(each, is_list=is_taken and at == last))
        for at, each in enumerate(found.operands)
    )
    return Calculation(found.operation, operands)


def read_shares(topic: str) -> tuple[str, ...]:
    """The part and the whole that a share is of; of 农林水的项目支出 the whole is 农林水."""
    topic = _TOGETHER.sub("加起来", topic)
    part, *wholes = read_share(topic)
    if (found := _IN_PLACE.match(hold_names(topic))) and names_something(clean(found["whole"])):
        place, part = found["place"], f"{found['place']}里的{clean(found['part'])}"
        wholes = [f"{place}里的{clean(found['whole'])}"]
    if not wholes and (found := re.match(rf"(?P<whole>.+)的(?:{_KIND.pattern})$", part)):
        wholes = [clean(found["whole"])] if names_something(clean(found["whole"])) else []
    if wholes and "三公" in wholes[0] and _BARE_CAR.fullmatch(part):
        part = "公务用车购置及运行维护费"
    is_list = not _APART.search(topic)
    part = express(hold_names(part), is_list=is_list)
    return tuple(map(free_names, (part, *(express(hold_names(each)) for each in wholes))))


def is_kind(name: str) -> bool:
    """Whether a name is of what any row of a table of expenditure may have: 项目支出."""
    return bool(_KIND.fullmatch(name))


def read_quotient(text: str) -> Calculation | None:
    """One by another, or what per cent of another one is; both may be sums."""
    if found := _DIVIDED.search(text):
        return make_calculation(Operation.RATIO, found["one"], found["other"])
    if found := _TO_EACH_OTHER.search(text):
        return make_calculation(Operation.RATIO, last_clause(found["one"]), found["other"])
    if found := _PER_CENT_OF.search(text):
        return make_calculation(Operation.SHARE, last_clause(found["one"]), found["other"])
    return None


_IS_OVER = re.compile(
    r"^(?P<item>[^?;,]+?)(?:有没有|是否|是不是|到底)?(?:超支|超(?:出|过)?(?:了)?(?:年初)?预算)(?:了)?(?:吗|没有|没|[?]|$)"
)


def read_set_against(text: str) -> Calculation | None:
    """A year's end against its start, or in per cent what was spent against the budget."""
    if found := _SINCE_START.search(text):
        item = found["item"] or "结转和结余"
        return Calculation(Operation.DIFFERENCE, (f"年末{item}", f"年初{item}"))
    if (found := _IS_OVER.search(text)) and names_something(item := drop_initial(found["item"])):
        return Calculation(Operation.DIFFERENCE, (clean(item), f"{clean(item)}{INITIAL}"))
    if (found := _OVER_RATE.search(text)) and names_something(item := drop_initial(found["item"])):
        return Calculation(Operation.GROWTH, (clean(item), f"{clean(item)}{INITIAL}"))
    return None


def read_sum_check(text: str) -> Calculation | None:
    """Whether several come to another when they are added up: 甲加乙等于丙吗."""
    if _PARTS_OF_PUBLIC.search(text):
        return Calculation(Operation.CHECK, (PLUS_SIGN.join(_PUBLIC_PARTS), "三公经费"))
    if not (found := _EQUAL.search(text)) or not re.search(
        r"[吗嘛么]|是不是|是否|能不能|正好|对得上|一致", text
    ):
        return None
    parts = express(_strip_sum(found["parts"]), is_list=bool(SUMMED.search(found["parts"])))
    whole = clean(found["whole"])
    if PLUS_SIGN not in parts or not names_something(whole):
        return None
    return Calculation(Operation.CHECK, (parts, whole))


def _strip_sum(parts: str) -> str:
    """What is added up, without the word that says so."""
    found = SUMMED.search(parts)
    return parts[: found.start()] if found and not PLUS.search(parts) else parts


def read_nested_share(text: str) -> Calculation | None:
    """What share several together are of a whole, or one of what is left of another."""
    if "占" not in text and not re.search(r"[占比]重|比例", text):
        return None
    operands = read_shares(text)
    if len(operands) < 2 or not any(
        sign in each for each in operands for sign in (PLUS_SIGN, MINUS)
    ):
        return None
    return make_calculation(Operation.SHARE, *operands)
