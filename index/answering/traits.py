"""What can be said of a fact from its names: its item, its side, whether it is a budget."""

import re

from extraction import Fund, Measure, TableKind, normal_form
from index.records import Aspect, Document, Fact

FUND_NAMES = {
    Fund.APPROPRIATION: "财政拨款",
    Fund.GENERAL: "一般公共预算财政拨款",
    Fund.GOVERNMENT_FUND: "政府性基金预算财政拨款",
    Fund.STATE_CAPITAL: "国有资本经营预算",
    Fund.SPECIAL_ACCOUNT: "财政专户管理资金",
    Fund.OWN: "单位资金 自有资金",
}
BUDGETED = frozenset({Measure.BUDGET, Measure.INITIAL_BUDGET, Measure.ADJUSTED_BUDGET})
CODE = re.compile(r"(?<!\d)(\d{3}|\d{5}|\d{7})(?![\d.]|万|亿|元|年)")
_GENERIC_COLUMN = re.compile(
    r"20\d\d年|年|预算数?|决算数?|金额|合计|小计|总计|数|支出|收入|本年|\||度"
)
_BARE_TOTAL = re.compile(r"(?:本年|全年|部门|单位|收支|[总合共小计额数:])+")
_OF_AGENCY = re.compile(r"\(.*\)|[\d\[\]:]")
_ITSELF = re.compile(r"(本级|机关|本部)\)?$")
# What a project's own table calls the money of the project that heads it.
_ITS_MONEY = re.compile(r"(?:年度|项目|预算)*(?:资金|预算|金额|支出)(?:总额|合计|总计|数)?")
_OF_BUDGET = re.compile(r"(?<!公共)(?<!基金)(?<!经营)预算(?!单位)")
_SCORE = re.compile(r"(?:[得评均]分|分数).{0,4}(?:多少|几|高)|(?:多少|几)分(?![之钟])")
_ITS_SCORE = re.compile(r"总分|[总合]计")


def item_of(document: Document, fact: Fact) -> str:
    """What a fact is of; a total is of what its table is, a row of an agency of its column."""
    if fact.is_total and fact.table is not None and _BARE_TOTAL.fullmatch(normal_form(fact.item)):
        return ""
    if fact.table_kind is TableKind.PERFORMANCE_PROJECT and fact.groups:
        is_its = (_ITS_MONEY if fact.unit else _ITS_SCORE).fullmatch(normal_form(fact.item))
        return fact.groups[0] if is_its else fact.item
    agency, item = normal_form(document.agency or ""), normal_form(fact.item)
    if not item or not agency or not (item in agency or agency in item):
        return fact.item
    if part := _ITSELF.search(item):
        return part[1]
    is_more = bool(_OF_AGENCY.sub("", item.replace(agency, "")))
    return fact.item if fact.code or is_more else ""


def is_part(item: str) -> bool:
    """Whether what a fact is of is the agency itself, without the units under it."""
    return bool(_ITSELF.fullmatch(item))


def is_generic(name: str) -> bool:
    """Whether a column's name tells no more than that figures stand under it."""
    return not _GENERIC_COLUMN.sub("", normal_form(name))


def names_code(question: str, fact: Fact) -> bool:
    """Whether a question gives the code of a fact, as printed or in full."""
    codes = CODE.findall(question)
    return bool(codes) and (fact.full_code in codes or fact.code in codes)


def asks_score(topic: str) -> bool:
    """Whether a topic asks how many points something was given."""
    return bool(_SCORE.search(topic))


def is_score(fact: Fact) -> bool:
    """Whether a figure is of points given, not of money or things."""
    return fact.unit is None and "分" in "".join((fact.item, *fact.column))


def is_budgeted(fact: Fact) -> bool:
    """Whether a figure of a final account is what was budgeted, not what was spent."""
    return (
        fact.aspect is Aspect.PLANNED
        or fact.measure in BUDGETED
        or any("预算数" in name for name in fact.column)
        or (fact.table is None and bool(_OF_BUDGET.search(fact.item)))
    )


def is_income(fact: Fact) -> bool:
    """Whether a figure counts what comes in: an income side, or an income table."""
    named = fact.side or fact.title
    return "收入" in named and "支出" not in named
