"""What a question wants computed, and with what: read by patterns over its clauses."""

import re
from collections.abc import Callable

from extraction import normal_form
from index.planning import cues
from index.planning.choosing import read_superlative
from index.planning.comparing import read_check, read_difference, read_ratio
from index.planning.families import (
    read_count,
    read_extremes,
    read_family,
    read_movement,
    read_rate_check,
)
from index.planning.nesting import (
    SUMMED,
    TAKEN,
    express_all,
    read_nested_share,
    read_quotient,
    read_set_against,
    read_sum_check,
)
from index.planning.operand_lists import PLUS, split_list
from index.planning.operand_names import (
    ASIDE,
    INITIAL,
    LEADING,
    Calculation,
    clean,
    drop_initial,
    hold_names,
    last_clause,
    make_calculation,
    spread_names,
)
from index.records import Operation
from index.words.classification import ITEM_NAMES
from index.words.wording import canonical

_LEFT = r"(?:以后|之后|后|还|的话|外|剩下?|净|余下?|是|等于|有|共|一共|总共|为|,|的|钱|资金)"

# 空着几个名额(编制数减在职数): what is meant is said in brackets.
_WORKED_OUT = re.compile(r"\(([^()]*减[^()]*)\)")

_VACANT = re.compile(r"空编|缺编|编制.{0,8}(?:空着|空缺|没[有]?用满|没[有]?满)")

_NOT_INSIDE = re.compile(
    r"(?P<whole>[^?;]+?)(?:里头|里面|里|中|当中|的)?(?:有|还有)?(?:多少|几)(?:钱|资金|万元?)?(?:不在|没在|没有在|不列在|没列在)"
    r"(?P<part>.+?)(?:里头|里面|里|内|中|之内)(?:列?的?)?[?。]?$"
)

_REST = re.compile(r"其他|其余|别的|剩余")
_REMAINDERS = (
    re.compile(
        r"(?P<whole>[^?;]+?)(?:里头|里面|里|中|当中|的)?(?:有|还有)?(?:多少|几)(?:钱|资金|万元?)?(?:不是|不属于|并非|不来自|不算)"
        r"(?:从|由|靠|来自|用)?(?P<part>.+?)(?:出|掏|承担|负担|来|安排|列|拨)?的?[?。]?$"
    ),
    re.compile(
        r"^(?:把|将|从)?(?P<whole>[^?;,]+?)(?:里头|里面|里|中|当中)的?(?P<part>[^?;,]+?)"
        rf"(?:都|全|给)*{TAKEN}了?,?{_LEFT}+(?:多少|几)"
    ),
    re.compile(
        rf"^(?:.*[;。?])?{TAKEN}了?(?P<part>[^?;]+?){_LEFT}+(?P<whole>[^?;]{{2,}}?){_LEFT}*(?:多少|几)"
    ),
    re.compile(
        r"^除了?(?P<part>[^?;]+?)(?:以外|之外|外|,)+,?(?P<whole>[^?;]{2,}?)(?:还|剩下?|有|共|一共|总共|是|为|合计|总计|加起来)+(?:多少|几)"
    ),
    re.compile(
        rf"(?P<whole>[^?;]+?),?(?:{TAKEN}|减(?![少幅速]))了?(?P<part>[^?;]+?){_LEFT}+[^?;]{{0,6}}(?:多少|几)"
    ),
    re.compile(rf"(?P<whole>[^?;(]+?)(?:{TAKEN}|减(?![少幅速]))(?P<part>[^?;)]+?)(?:[)?]|$)"),
)

_UNSPENT = re.compile(
    r"^(?P<item>.*(?:预算|年初|原来|批).*?)(?:,)?(?:最后|到头来|到年底|年底|结果|实际)?(?:还)?(?:有|剩|差)?(?:多少|几)?(?:钱)?"
    r"(?:没有?|未)(?:能)?(?:花|用|支|执行)(?:掉|完|出去?|到)"
)

_MEASURES = "人次|批次|辆|台车|部车|人|名|位|批|次|个人|个职工|个编制|名职工"

_AVERAGED = re.compile(
    rf"(?:平均|均摊)?(?:到|下来|一年)?每(?:一)?(?:个)?(?P<each>{_MEASURES})(?![月年])(?:公务|业务)?(?:用?车|职工|干部)?|人均|平均(?:一)(?P<one>{_MEASURES})"
    rf"(?:公务|业务)?(?:用?车)?|(?:人头|人数|在职人员|职工人数)(?:来)?(?:平均|均摊|摊|分摊)"
)

_AVERAGE_WORDS = re.compile(
    r"按(?:照)?(?:全部|实有)?(?:在职|编制)?(?:人[数头员]|职工)?(?:来)?(?:平?摊|算|平均|计算|折算)?(?:下来|到|开)?(?:看)?"
    r"|在职(?:的)?(?:人[数员]|职工|干部)|平均|均摊|摊(?:下来|到)|大概|大约|一年|每年|全年|要?(?:花|合|是|有|为|得|摊)?(?:掉|到|了)?(?:多少|几)(?:万?元|钱)?的?|[,]"
)

_ASKED = re.compile(
    r"(?:、|的|预算|决算|支出|分别|各自|各|一共|是|有|为|花了?|安排了?|要|多少|钱|万?元|几)+$"
)
_EACH_ONE = re.compile(
    r"(?:平均)?每(?:一)?(?:个|名|位)?(?P<who>(?:在职|在编|离?退休|行政|事业)(?:人员|职工|干部|公务员))"
)
_OFFICE = re.compile(
    r"^(?:全部|总共|一共|实有)?(?:在职|在编)(?:的)?(?:人员|职工|干部|人)?(?:人数|总数)?(?:一共|总共|合计|共|总数|有|是)+(?:多少|几)(?:个|名)?(?:人|名)"
)
STAFF = "在职人数"
_HEADS = frozenset({"人", "名", "位", "个人", "个职工", "个编制", "名职工"})
# What is spent on those who work there; of aid, a head is one of those who get it.
_OF_STAFF = re.compile(
    r"在职|职工|编制|干部|人员经费|基本支出|工资|福利|公用|办公|津贴|补贴|奖金|公积金|培训|差旅|工会"
)
_COUNTED = {
    "辆": "车辆",
    "台车": "车辆",
    "部车": "车辆",
    "人次": "接待人次",
    "批": "接待批次",
    "批次": "接待批次",
    "次": "接待批次",
}


def read_calculation(text: str) -> Calculation | None:
    """The calculation that a question without agencies wants; None where it wants none."""
    plain = hold_names(cues.SHORT_YEAR.sub("", cues.YEAR.sub("", normal_form(text))))
    plain = re.sub(r"\|+", "", plain)
    for reader in _READERS:
        if (found := reader(plain)) is not None:
            return express_all(found)
    names = split_list(_ASKED.sub("", plain.strip("?。")))
    is_spread = spread_names(text) != text and not cues.SHARED.search(text)
    if is_spread and len(names) > 1 and all(name.endswith(ITEM_NAMES) for name in names):
        return express_all(Calculation(Operation.SUM, tuple(names)))
    return None


def names_several(text: str) -> bool:
    """Whether a question without a word for a sum names several well-known items: 水费和电费."""
    plain = canonical(hold_names(cues.SHORT_YEAR.sub("", cues.YEAR.sub("", normal_form(text)))))
    names = split_list(_ASKED.sub("", plain.replace("|", "、").strip("、")))
    return len(names) > 1 and all(map(is_item, names))


def is_item(name: str) -> bool:
    """Whether a name holds that of a well-known item."""
    return any(item in name for item in ITEM_NAMES)


def _read_remainder(text: str) -> Calculation | None:
    """What is left of one when another is taken away."""
    if found := _WORKED_OUT.search(text):
        return _read_remainder(f"{found[1]}是多少")
    if _VACANT.search(text):
        return Calculation(Operation.REMAINDER, ("编制人数", "在职人数"))
    bare = LEADING.sub("", ASIDE.sub("", text))
    if found := _NOT_INSIDE.search(bare):
        inside = f"{clean(found['part'])}里的{clean(last_clause(found['whole']))}"
        return make_calculation(Operation.REMAINDER, last_clause(found["whole"]), inside)
    for pattern in _REMAINDERS:
        if found := pattern.search(bare):
            whole, part = last_clause(found["whole"]), found["part"]
            whole = re.sub(r"^(?:之?后|以后)", "", whole)
            if _REST.match(whole):
                return None
            return make_calculation(Operation.REMAINDER, whole, part)
    if (found := _UNSPENT.search(bare)) and (item := drop_initial(found["item"])):
        return make_calculation(Operation.REMAINDER, f"{item}{INITIAL}", item)
    return None


def _read_average(text: str) -> Calculation | None:
    if found := _EACH_ONE.search(text):
        money = clean(
            _AVERAGE_WORDS.sub("", ASIDE.sub("", text.replace(found[0], ""))).strip("?的")
        )
        who = STAFF if found["who"][:2] in ("在职", "在编") else found["who"]
        return make_calculation(Operation.AVERAGE, money, who)
    if not (found := _AVERAGED.search(text)):
        return None
    clauses = re.split(r"[?;。]", text)
    clause = next(c for c in clauses if _AVERAGED.search(c))
    measure = next((found[name] for name in ("each", "one") if found[name]), "人")
    money = clean(_AVERAGE_WORDS.sub("", _AVERAGED.sub("", ASIDE.sub("", clause))))
    if measure in ("辆", "台", "部"):
        money = money or "公务用车运行维护费"
    if measure in _HEADS and not _OF_STAFF.search(text):
        return None
    count = "编制人数" if "编" in text and measure in _HEADS else _COUNTED.get(measure, "在职人数")
    return make_calculation(Operation.AVERAGE, money, count)


def _read_sum(text: str) -> Calculation | None:
    """Several that are added: a list before the cue, or two joined by 加."""
    bare = LEADING.sub("", re.sub(r"^[^:?]*:", "", text))
    parts: list[str] = []
    if cues.SHARED.search(bare):
        return None
    if _OFFICE.search(bare):
        return make_calculation(Operation.SUM, STAFF)
    if found := SUMMED.search(bare):
        parts = split_list(bare[: found.start()])
    if len(parts) < 2 and (
        found := re.search(
            r"(?P<list>.+?)(?:是|为|要|有|等于|花|安排|一年|预算)*(?:多少|几|共(?=多少|是|有|花|安排|计))",
            bare,
        )
    ):
        parts = split_list(found["list"]) if PLUS.search(found["list"]) else []
    return make_calculation(Operation.SUM, *parts) if len(parts) > 1 else None


_READERS: tuple[Callable[[str], Calculation | None], ...] = (
    read_rate_check,
    read_movement,
    read_count,
    read_extremes,
    read_superlative,
    read_family,
    _read_average,
    read_sum_check,
    read_check,
    read_ratio,
    read_set_against,
    read_nested_share,
    read_quotient,
    _read_remainder,
    read_difference,
    _read_sum,
)
