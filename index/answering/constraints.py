"""What a question names for certain: a fact that does not bear it is not what is asked for.

Matching weighs; these do not. A fund, a kind of expenditure, income or expenditure, a code, a
threshold, a unit of the agency: where the question says it, the fact must be of it.
"""

import re
from collections.abc import Iterable

from extraction import Fund, Measure, TableKind, Unit, normal_form
from index.answering.traits import CODE, is_generic, is_income, names_code
from index.records import Aspect, Fact
from index.words.wording import canonical, frame_mask

# What the question says, and what of it must stand in a fact's names.
_TERMS = (
    (re.compile(r"基本支出"), re.compile(r"基本支出|基本"), None),
    (re.compile(r"项目支出|项目里|按项目"), re.compile(r"项目"), None),
    (re.compile(r"人员经费|人员支出"), re.compile(r"人员"), None),
    (re.compile(r"公用经费|公用支出"), re.compile(r"公用"), None),
    (re.compile(r"上年结转"), re.compile(r"上年结转|(?:结转|结余)(?!下年)"), None),
    (re.compile(r"结转下年"), re.compile(r"结转下年|(?<!上年)(?:结转|结余)"), None),
    (re.compile(r"政府性基金"), re.compile(r"基金"), Fund.GOVERNMENT_FUND),
    (re.compile(r"国有资本"), re.compile(r"国有资本"), Fund.STATE_CAPITAL),
    (re.compile(r"一般公共预算"), re.compile(r"一般公共预算"), Fund.GENERAL),
    (re.compile(r"政府采购|采购"), re.compile(r"采购"), None),
    (re.compile(r"经营收入|经营支出"), re.compile(r"经营"), None),
    (re.compile(r"上级补助"), re.compile(r"上级补助"), None),
    (re.compile(r"公车购置"), re.compile(r"购置"), None),
    (re.compile(r"资产"), re.compile(r"资产"), None),
    (re.compile(r"附属"), re.compile(r"附属"), None),
    (re.compile(r"单位资金"), re.compile(r"单位资金|自有资金"), None),
    *(
        (
            re.compile(
                rf"采购(?:预算|支出|项目)?(?:里面?|[中的|])*{kind}|(?<![一-龥]){kind}类?的?(?:政府)?采购"
            ),
            re.compile(kind),
            None,
        )
        for kind in ("货物", "工程", "服务")
    ),
)
_UNIT_NAME = re.compile(
    r"[一-龥]{2,12}?(?:中心|(?:管理|服务|监测|工作|检测)[站所处]|事务所|研究[所院]|[大支中总]队|幼儿园"
    r"|[文博][化物]馆|[中大]学(?![教生校])|学校(?!舍))"
)
_LEFT_OUT = re.compile(r"财政拨款|\|")
# What a figure of the year before is: three that no table mixes.
_BASIS = re.compile(
    r"(?:上年|去年|上一年|前一年|20\d\d年?|^|\|)度?(?:当年)?的?(预算执行|预算|执行|决算)"
)
_THRESHOLD = re.compile(r"(\d+)万")
# The agency itself, without the units under it: asked for, and printed.
_SELF = re.compile(r"机关(?!运行|运转|事业|服务|单位|党|后勤|养老|工资|人员)|本级|本部(?!门)")
_OF_SELF = re.compile(r"机关(?!运行|运转|事业|服务|单位|党|后勤)|本级|本部(?!门)")
_BOUGHT = re.compile(r"采购|购|买")
_SERVICES = re.compile(r"买服务|购服务")
_UNDER = re.compile(r"(?<=[一-龥])(?:下面?|项下|之下)的")
_DATED = re.compile(r"(?:上年|去年|上一年|20\d\d年)度?(?:当年)?的?(预算执行|预算|执行|决算)数")
_COMPARED = frozenset({Aspect.EARLIER, Aspect.CHANGE, Aspect.RATE})
# A name that any figure of its kind may bear beside its own (采购金额).
_AMOUNT = re.compile(r".{2}[金数]额")
# A person or a section of an agency, whose money is asked for (局长的奖金, 张某的差旅费).
_TITLE = (
    r"(?:[局处科股院校所站镇乡县区市部厅组队党班]|董事|秘书|理事)长|主任|书记|主席|领导|班子成员"
    r"|(?<![参加办])科室|(?<=[一-龥])(?:科|股|处)(?=的)|司机|秘书(?!处)|会计(?=的)|出纳"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙朱胡郭林罗郑梁谢宋唐韩冯邓曹彭曾"
    "肖潘袁蒋蔡余杜魏薛吕丁姚卢姜崔谭汪范廖贾韦邱秦侯邵孟"
)
_OWNER = re.compile(
    rf"(?P<title>[一-龥]{{0,4}}(?:{_TITLE}))(?:个?人|们|本人|自己)?(?:的|名下|一年|每年|每月|[拿领])"
    rf"|^[|“”‘’\"]*(?P<person>[{_SURNAMES}][一-龥]{{1,2}}?)(?=的)"
)
_CARRIED = re.compile(r"结转|结余")
_VEHICLES = "公车购置及运行费"
_OF_VEHICLES = re.compile(r"(?:其中)?\|*公车(?:购置|运行维护)费?\|*")
_TWO = 2
_LAST = 4
_SHORTEST_NAME = 3


def named_in(topic: str, facts: Iterable[Fact]) -> frozenset[str]:
    """The items of facts that a topic names in full, in one wording; of nested ones the longest."""
    return names_among(topic, (fact.item for fact in facts))


def names_among(topic: str, names: Iterable[str], shortest: int = _SHORTEST_NAME) -> frozenset[str]:
    """The names that a topic holds in full, in one wording; of nested ones the longest."""
    asked = canonical(topic)
    items = set(map(canonical, names))
    long = {item for item in items if len(item) >= shortest and not _AMOUNT.fullmatch(item)}
    found = {item for item in long if item in asked}
    named = set()
    for name in sorted(found, key=len, reverse=True):
        if name in asked:
            named.add(name)
            asked = asked.replace(name, "|" * len(name))
    return frozenset(named)


def bears(fact: Fact, topic: str, named: Iterable[str]) -> bool:
    """Whether a fact is of all that a topic names for certain."""
    asked = canonical(topic)
    names = names_of(fact)
    if not all(_squeeze(name) in _squeeze(names) for name in named):
        return False
    for said, printed, fund in _TERMS:
        if said.search(asked) and not printed.search(names) and (not fund or fact.fund is not fund):
            return False
    return (
        _is_of_side(fact, asked)
        and (not _SELF.search(topic) or bool(_OF_SELF.search(names)))
        and _is_bought(fact, asked)
        and _is_service_bought(fact, topic)
        and _is_under(fact, asked, named)
        and _is_of_unit(names, topic)
        and _is_of_owner(fact, names, topic)
        and not _is_part_of_vehicles(fact, asked)
        and not _is_rest_of(fact, asked)
        and ("非财政" in asked or "非财政" not in names)
        and (bool(_CARRIED.search(asked)) or not _CARRIED.search("".join(fact.column)))
        and _is_over(fact, topic)
        and (not _asks_code(topic) or names_code(topic, fact))
        and is_against(fact, topic)
    )


def names_part(topic: str) -> bool:
    """Whether a topic names a part of a department: the agency itself, or a unit under it."""
    return bool(_SELF.search(topic) or _UNIT_NAME.search(normal_form(topic)))


def _is_under(fact: Fact, asked: str, named: Iterable[str]) -> bool:
    """Whether a fact is of the item that is asked for under another: Y, where X下的Y is said."""
    said = _UNDER.search(asked)
    wanted = [name for name in named if said and name in asked[said.end() :]]
    return not wanted or canonical(fact.item) in wanted


def without_group(topic: str, named: Iterable[str]) -> str:
    """The topic without the group that an item is asked for under: its words tell no column."""
    asked = canonical(topic)
    said = _UNDER.search(asked)
    group = next((n for n in named if said and asked[: said.start()].endswith(n)), "")
    return (
        topic
        if not said or not group
        else asked[: said.start() - len(group)] + "|" + asked[said.end() :]
    )


def _squeeze(names: str) -> str:
    """Names without what one table says and another leaves out."""
    return _LEFT_OUT.sub("", names)


def names_of(fact: Fact) -> str:
    """All names of a fact in one wording."""
    names = (fact.item, *fact.column, fact.side, fact.title, *fact.groups, fact.against)
    return "|".join(map(canonical, names))


def _is_of_side(fact: Fact, asked: str) -> bool:
    """Income is not answered with expenditure, nor the reverse."""
    income, spent = "收入" in asked, "支出" in asked
    item = canonical(fact.item)
    if income and not spent:
        return "支出" not in item or "收入" in item
    if spent and not income:
        return not ("收入" in item and "支出" not in item) and not (
            is_income(fact) and "结转" not in asked
        )
    return True


def _is_of_unit(names: str, topic: str) -> bool:
    units = _UNIT_NAME.findall(normal_form(topic))
    return all(unit[-_LAST:] in normal_form(names) for unit in units)


def _is_of_owner(fact: Fact, names: str, topic: str) -> bool:
    """Whether a fact is of the person or section whose money is asked for, where one is named."""
    if (owner := _OWNER.search(normal_form(topic))) is None:
        return True
    said = owner["title"] or owner["person"]
    return said[-_TWO:] in normal_form(names) + normal_form(fact.context)


def _is_rest_of(fact: Fact, asked: str) -> bool:
    """Whether a fact is of what is left of an item (其他X) where the item itself is asked for."""
    item = canonical(fact.item)
    rest = item.removeprefix("其他")
    return rest != item and "其他" not in asked and rest in asked


def _is_part_of_vehicles(fact: Fact, asked: str) -> bool:
    """Whether a fact is of buying or of running vehicles alone, where both are asked for in one."""
    own = [name for name in (fact.item, *fact.column) if not is_generic(name)]
    return _VEHICLES in asked and bool(_OF_VEHICLES.fullmatch(canonical(own[-1]) if own else ""))


def _is_service_bought(fact: Fact, topic: str) -> bool:
    """Whether services that are bought are of a purchase, and no item that has them in its name."""
    own = "".join((fact.item, *fact.column, fact.title, *fact.groups))
    return not _SERVICES.search(topic) or bool(_BOUGHT.search(own))


def _is_bought(fact: Fact, asked: str) -> bool:
    """Whether what is procured is asked for as such, or by its own name, and not by its unit's."""
    if fact.table_kind is not TableKind.PROCUREMENT or _BOUGHT.search(asked):
        return True
    own = canonical(fact.item)
    content = "".join(c for c, masked in zip(asked, frame_mask(asked), strict=True) if not masked)
    is_named = own in asked or bool(content and content in own)
    return is_named and not _UNIT_NAME.search(normal_form(fact.item))


def _is_over(fact: Fact, topic: str) -> bool:
    """Whether a threshold in an item (单价100万元以上) is the one that is asked about."""
    own, asked = _THRESHOLD.findall(normal_form(fact.item)), _THRESHOLD.findall(topic)
    is_free = not own and fact.unit is not Unit.SETS
    return not asked or is_free or set(own) == set(asked)


def is_against(fact: Fact, topic: str) -> bool:
    """Whether a change is to what the question compares with, where both say it.

    So with a figure of the year before: its budget, what was carried out, its final account.
    """
    asked, printed = _BASIS.findall(topic), basis_of(fact)
    return not asked or not printed or asked[-1][-2:] == printed


def basis_of(fact: Fact) -> str:
    """What a figure of the year before is of, or a change to it: 预算, 执行 or 决算; else empty."""
    if dated := _DATED.search(normal_form(fact.item)):
        return dated[1][-2:]
    if fact.measure is not Measure.PREVIOUS and fact.aspect not in _COMPARED:
        return ""
    columns = fact.column if fact.measure is Measure.PREVIOUS else ()
    said = (_BASIS.search(normal_form(name)) for name in (fact.against, *columns))
    return next((found[1][-2:] for found in said if found), "")


def _asks_code(topic: str) -> bool:
    return any(len(code) > 3 for code in CODE.findall(topic))
