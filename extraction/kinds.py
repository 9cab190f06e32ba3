"""What a table is, from its title, its header and the codes of its rows."""

import re
from dataclasses import dataclass

from extraction.text import normal_form
from extraction.vocabulary import TableKind


@dataclass(frozen=True, slots=True)
class Signs:
    """What can be seen of a table before its kind is known."""

    title: str
    """The title, or the heading of its section."""
    header: str
    """All header cells and head fields, one after the other."""
    two_sided: bool
    """Whether income and expenditure stand side by side."""
    economic: bool
    """Whether the rows bear economic codes (301, 30101)."""
    functional: bool
    """Whether the rows bear functional codes (208, 20805)."""


_APPROPRIATION = re.compile(r"财政拨款|预算拨款|财政补助")
_BALANCE = re.compile(r"收支|收入支出|收入与支出|收入、支出")
_FUND_TITLES = (
    (TableKind.THREE_PUBLIC, re.compile(r"三公")),
    (TableKind.STATE_CAPITAL, re.compile(r"国有资本")),
    (TableKind.GOVERNMENT_FUND, re.compile(r"政府性?基金")),
    (TableKind.OPERATING_COSTS, re.compile(r"机关运行")),
    (TableKind.PROCUREMENT, re.compile(r"采购")),
    (TableKind.ASSETS, re.compile(r"国有资产|资产(?:占用|占有|配置|情况|负债)|固定资产")),
)


def find_kind(signs: Signs) -> TableKind:
    """The kind of a table; `other` where nothing tells."""
    title, header = normal_form(signs.title), normal_form(signs.header)
    by_title = _kind_of_title(title, header, signs)
    if by_title is not TableKind.OTHER:
        return by_title
    return _kind_of_header(header, signs)


def _kind_of_title(title: str, header: str, signs: Signs) -> TableKind:
    if re.search(r"绩效(?:总体)?(?:目标|指标|自评|评价|监控|情况)|绩效表", title):
        whole = "整体" in title or ("部门" in title and "项目" not in title)
        return TableKind.PERFORMANCE_DEPARTMENT if whole else TableKind.PERFORMANCE_PROJECT
    for kind, pattern in _FUND_TITLES:
        if pattern.search(title):
            return kind
    if _BALANCE.search(title) and (signs.two_sided or not signs.functional):
        given = _APPROPRIATION.search(title) or "一般公共预算" in title
        return TableKind.APPROPRIATION_BALANCE if given else TableKind.INCOME_EXPENDITURE
    economic = signs.economic or ("经济" in title and not signs.functional)
    if "项目" in title and "支出" in title and not signs.functional and not economic:
        return TableKind.PROJECT_LIST
    if "一般公共预算" in title or "公共财政预算" in title:
        return _by_classification(title, header, signs, _GENERAL)
    if _APPROPRIATION.search(title) and "支出" in title:
        return _by_classification(title, header, signs, _APPROPRIATED)
    if "基本支出" in title:
        if signs.economic or "经济" in header:
            return TableKind.GENERAL_BASIC_BY_ECONOMY
        return TableKind.BASIC_BY_UNIT
    if "项目支出" in title:
        return TableKind.GENERAL_PROJECT_BY_ECONOMY if signs.economic else TableKind.PROJECT_LIST
    if re.search(r"收入.*表|收入(?:预算|决算|总体)", title):
        return TableKind.INCOME
    if re.search(r"支出.*表|支出(?:预算|决算|总体)", title):
        return TableKind.EXPENDITURE
    return TableKind.OTHER


@dataclass(frozen=True, slots=True)
class _Family:
    """The kinds of one fund: by function, and what is basic or project by economic item."""

    function: TableKind
    basic: TableKind
    project: TableKind


_GENERAL = _Family(
    TableKind.GENERAL_BY_FUNCTION,
    TableKind.GENERAL_BASIC_BY_ECONOMY,
    TableKind.GENERAL_PROJECT_BY_ECONOMY,
)
_APPROPRIATED = _Family(
    TableKind.APPROPRIATION_BY_FUNCTION,
    TableKind.APPROPRIATION_BASIC_BY_ECONOMY,
    TableKind.PROJECT_LIST,
)


def _by_classification(title: str, header: str, signs: Signs, family: _Family) -> TableKind:
    economic = signs.economic or ("经济" in title + header and not signs.functional)
    if "基本支出" in title:
        return family.basic
    if "项目支出" in title:
        return family.project if economic else TableKind.PROJECT_LIST
    return TableKind.OTHER if signs.economic else family.function


def _kind_of_header(header: str, signs: Signs) -> TableKind:
    """The kind of a table without a telling title."""
    if "指标" in header and re.search(r"指标值|目标值|三级指标", header):
        whole = re.search(r"项目名称", header) is None
        return TableKind.PERFORMANCE_DEPARTMENT if whole else TableKind.PERFORMANCE_PROJECT
    if re.search(r"采购(?:品目|目录|方式|形式|项目)", header):
        return TableKind.PROCUREMENT
    if re.search(r"三公.*合计", header) or ("出国" in header and "接待" in header):
        return TableKind.THREE_PUBLIC
    if signs.two_sided and "收入" in header and "支出" in header:
        return TableKind.INCOME_EXPENDITURE
    if signs.functional and "基本支出" in header:
        return TableKind.EXPENDITURE
    if signs.functional and "收入" in header:
        return TableKind.INCOME
    if "项目" in header and "绩效目标" in header:
        return TableKind.PERFORMANCE_PROJECT
    return TableKind.OTHER
