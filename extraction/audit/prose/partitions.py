"""Which names of parts exclude one another, and which together are all that there is."""

import re
from collections.abc import Sequence

from extraction.text import normal_form

# One pattern a part: no part of a family holds anything of another.
_FAMILIES: tuple[tuple[re.Pattern[str], ...], ...] = tuple(
    tuple(re.compile(pattern) for pattern in family)
    for family in (
        (r"货物", r"工程", r"服务"),
        (r"人员(?:经费|支出)", r"公用(?:经费|支出)", r"项目支出"),
        (r"基本支出", r"项目支出", r"经营支出", r"上缴上级", r"附属单位"),
        (r"出国", r"公务接待费?", r"公务?用?车[^购]*购置及|公务用车(?!购|运)"),
        (r"公务用车购置", r"公务车?用?车运行"),
        (r"地上", r"地下"),
        (r"(?<!不)计容", r"不计容"),
        (r"行政", r"(?<!参公)事业", r"工勤", r"参公"),
        (
            r"^工资福利支出",
            r"^商品和服务支出",
            r"^对个人和家庭的?补助",
            r"^债务利息及费用支出",
            r"^资本性支出\(基本建设\)",
            r"^资本性支出(?!\()",
            r"^对企业补助\(基本建设\)",
            r"^对企业补助(?!\()",
            r"^对社会保[障险]基金补助",
            r"^其他支出",
        ),
        (
            r"财政拨款收入|一般公共预算(?:财政)?(?:拨款)?(?:收入)?$",
            r"政府性基金",
            r"国有资本经营",
            r"财政专户|教育收费",
            r"^(?:本年)?事业收入",
            r"经营收入",
            r"上级补助收入",
            r"附属单位上缴",
            r"^(?:本年)?其他收入",
            r"使用非财政拨款结余",
            r"^(?:上年|年初)结转",
        ),
    )
)
# Of what a family's parts are the whole: the total's name, and how many of the first patterns.
_ALL = {
    0: ((re.compile(r"采购"), 3),),
    1: ((re.compile(r"基本支出"), 2), (re.compile(r"支出"), 3)),
    2: ((re.compile(r"支出"), 2),),
    3: ((re.compile(r"三公"), 3),),
    4: ((re.compile(r"车"), 2),),
    5: ((re.compile(r"面积"), 2),),
    6: ((re.compile(r"面积"), 2),),
}
_BALANCE = re.compile(r"总计|收支|收、支|总预算|总决算")
_ITEM = re.compile(r"\([类款项]\)(?:支出)?$")
_VEHICLE = re.compile(r"(?:用车|车辆)(?:实有数)?$")
_OTHER_VEHICLES = re.compile(r"^其[他它](?:用车|车辆|公务用车)")


def are_disjoint(names: Sequence[str]) -> bool:
    """Whether the names, in one family or one classification, stand for parts without overlap."""
    forms = [normal_form(name) for name in names]
    if len(set(forms)) < len(forms):
        return False
    if all(_ITEM.search(form) for form in forms) and len({form[-3:] for form in forms}) == 1:
        return True
    return all(_VEHICLE.search(form) for form in forms) or _family(forms) is not None


def sides_of(name: str) -> set[str]:
    """Whether a name speaks of income, of expenditure, or of both."""
    return {side for side in "收支" if side in name}


def may_carry_over(total: str) -> bool:
    """Whether a total may hold, beside its items, what is carried into the next year."""
    return _BALANCE.search(normal_form(total)) is not None


def are_all(names: Sequence[str], total: str) -> bool:
    """Whether the names leave nothing out of what the total's name stands for."""
    if may_carry_over(total):
        return False
    forms = [normal_form(name) for name in names]
    if all(_VEHICLE.search(form) for form in forms):
        return any(_OTHER_VEHICLES.search(form) for form in forms)
    number, parts = _family(forms) or (None, [])
    wholes = _ALL.get(number, ()) if number is not None else ()
    return any(
        name.search(normal_form(total)) and set(range(count)) <= set(parts)
        for name, count in wholes
    )


def _family(forms: Sequence[str]) -> tuple[int, list[int]] | None:
    """A family of which each name is another part: its number, and the parts'."""
    for number, family in enumerate(_FAMILIES):
        places = [
            [at for at, pattern in enumerate(family) if pattern.search(form)] for form in forms
        ]
        if all(len(place) == 1 for place in places):
            parts = [place[0] for place in places]
            if len(set(parts)) == len(parts):
                return number, parts
    return None
