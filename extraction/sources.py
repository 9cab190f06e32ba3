"""Names of the rows of a balance that bear no code: sources of income, and what balances."""

import re
from collections.abc import Sequence

from extraction.text import drop_ordinal, normal_form

_FUNDS = tuple(
    re.compile(rf"{name}(?:财政)?(?:拨款)?(?:收入|支出|资金)?")
    for name in ("(?:一般公共|公共财政)预算", "政府性基金(?:预算)?", "国有资本经营(?:预算)?")
)
_APPROPRIATION = re.compile(r"财政拨款(?:收入)?")
_LEFT = r"(?:财政拨款)?(?:结转和结余|结转\(结余\)|结转结余|结转|结余)"
_OTHERS = (
    re.compile(r"(?:财政专户管理|事业|(?:事业单位)?经营|上级补助|附属单位上缴|其他)(?:收入|资金)"),
    re.compile(rf"(?:使?用)?(?:上年|年初|以前年度){_LEFT}(?:资金|安排)?"),
    re.compile(rf"(?:年末|年终){_LEFT}|结转下年"),
    re.compile(r"使用非财政拨款结余(?:\(含专用结余\))?"),
    re.compile(r"结余分配"),
)
_BASIC = frozenset({"人员经费", "公用经费"})


def are_whole(total: str, parts: Sequence[str]) -> bool:
    """Whether parts are by their names all that a total has: the three funds of appropriations,
    personnel and operating costs of basic expenditure."""
    name = normal_form(drop_ordinal(total))
    names = [normal_form(drop_ordinal(part)) for part in parts]
    if _APPROPRIATION.fullmatch(name):
        return are_all_funds(names)
    own = [part.removeprefix("日常") for part in names]
    return name == "基本支出" and len(own) == len(_BASIC) and _BASIC.issuperset(own)


def are_all_funds(names: Sequence[str]) -> bool:
    """Whether each name is of another of the three funds, and none is missing."""
    return len(names) == len(_FUNDS) and all(
        any(fund.fullmatch(normal_form(name)) for name in names) for fund in _FUNDS
    )


def is_source(name: str) -> bool:
    """Whether a name in normal form is of one source of income, or of what balances a side."""
    return any(own.fullmatch(name) for own in (*_FUNDS, _APPROPRIATION, *_OTHERS))
