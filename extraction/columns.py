"""What a header says that a column is: its role, measure, fund and unit."""

import re
from dataclasses import dataclass

from extraction.money import find_unit, unit_of_spelling
from extraction.text import normal_form
from extraction.vocabulary import Fund, Measure, Unit

_BRACKETS = re.compile(r"\([^()]*\)")
_CODE = re.compile(r"编码$|代码$|编号$|^科目编码|^[类款项]$")
_CODE_PART = re.compile(r"^[类款项]$")
_ORDINAL = re.compile(r"^(?:行次|序号|栏次|行号)$")
_GROUP = re.compile(r"^(?:一级|二级)(?:绩效)?指标$")
# Whose name a row bears when several columns hold names: the most specific one.
_NAMES = (
    (5, re.compile(r"三级(?:绩效)?指标|指标名称$|^指标$")),
    (4, re.compile(r"品目|采购目录|采购内容")),
    (
        3,
        re.compile(
            r"^(?:[一二三]级|具体|重点|支出|收入|采购)?(?:项目|专项)(?:名称|类别)?$|项目名称$"
        ),
    ),
    (2, re.compile(r"科目(?:名称)?$|分类(?:科目)?$|^支出内容$")),
    (1, re.compile(r"(?:单位|部门|机构)(?:名称)?$")),
    (0, re.compile(r"名称$|^内容$|^事项$|^类别$|^指标内容$")),
)
_WORDS = re.compile(r"备注|说明|目标$|绩效|内容|方式|形式|依据|来源|用途|标准|要求|时间|类型|性质")

_MEASURES = (
    (Measure.RATE, r"(?:完成|执行|增长|增减|变动|差异)率|增幅|幅度|比例|占比|%|完成预算的"),
    (Measure.CHANGE, r"增减|增加|减少|变动"),
    (Measure.THREE_PUBLIC, r"三公.*(?:合计|小计)"),
    (Measure.VEHICLE_PURCHASE, r"(?:公务用?车|车辆)购置(?:费|支出)?$"),
    (Measure.VEHICLE_OPERATION, r"(?:^|用?车|车辆)运行(?:维护)?(?:费|支出)?$"),
    (Measure.VEHICLES, r"公务用?车"),
    (Measure.ABROAD, r"出国"),
    (Measure.RECEPTION, r"接待"),
    (Measure.MEETING, r"会议"),
    (Measure.TRAINING, r"培训"),
    (Measure.OPERATING_COSTS, r"机关运行|行政经费"),
    (Measure.TO_SUPERIOR, r"上缴上级"),
    (Measure.TO_SUBORDINATE, r"附属单位补助"),
    (Measure.CARRIED_FORWARD, r"结转下年|年终结转|年末结转"),
    (Measure.CARRIED_OVER, r"上年结转|年初结转"),
    (Measure.PERSONNEL, r"人员(?:经费|支出)"),
    (Measure.OPERATING, r"公用(?:经费|支出)"),
    (Measure.BASIC, r"基本支出"),
    (Measure.PROJECT, r"项目支出"),
    (Measure.BUSINESS, r"经营支出"),
    (Measure.INITIAL_BUDGET, r"年初预算"),
    (Measure.ADJUSTED_BUDGET, r"调整(?:后)?预算|全年预算"),
    (Measure.PREVIOUS, r"上年|上一年"),
    (Measure.FINAL, r"决算"),
    (Measure.SUBTOTAL, r"小计"),
    (Measure.TOTAL, r"合计|总计"),
    (Measure.INCOME, r"收入"),
    (Measure.BUDGET, r"预算|金额"),
)
_MEASURE_PATTERNS = tuple((measure, re.compile(pattern)) for measure, pattern in _MEASURES)

_FUNDS = (
    (Fund.GOVERNMENT_FUND, r"政府性基金"),
    (Fund.STATE_CAPITAL, r"国有资本"),
    (Fund.GENERAL, r"一般公共预算|公共财政预算"),
    (Fund.SPECIAL_ACCOUNT, r"专户|教育收费"),
    (Fund.OWN, r"事业收入|经营收入|单位资金|其他资金|其他收入|上级补助|附属单位上缴|自有"),
    (Fund.APPROPRIATION, r"财政拨款|预算拨款"),
)
_FUND_PATTERNS = tuple((fund, re.compile(pattern)) for fund, pattern in _FUNDS)

# A fund's name is no measure, though it says 预算.
_FUND_NAMES = re.compile(r"(?:一般公共|公共财政|政府性基金|国有资本经营)(?:预算)?")

_PERCENT = re.compile(r"%|(?:(?:完成|执行|增长|增减|变动|差异)率|增幅|幅度|占比|比重|比例)(?:\(|$)")
# Amounts under these headers are counts, scores and prices, whatever unit the table names.
_NO_MONEY = re.compile(r"数量|个数|面积|分值|权重|得分|(?:指标|目标|完成)值|年份|台数|次数")
_PEOPLE = re.compile(r"人数|\(人\)")
_COUNTED = re.compile(
    r"\((?:单位[:：])?(辆|台[/、,]?套|台\(套\)|台|套|个|人|人次|批次|次|批|家|平方米|m2|间|件|项|%)\)$"
)
_VEHICLES = re.compile(r"辆数|\(辆\)|车辆数")
_TOTAL = re.compile(r"(?:合计|总计|小计|总额)$")


def plain_header(header: str) -> str:
    """A header cell in normal form, without what stands in brackets."""
    form = normal_form(header)
    return _BRACKETS.sub("", form) or form


def is_code(header: str) -> bool:
    """Whether a column under this innermost header holds codes."""
    return _CODE.search(plain_header(header)) is not None


def is_code_part(header: str) -> bool:
    """Whether it holds one of the parts (类, 款, 项) that a code is printed in."""
    return _CODE_PART.match(plain_header(header)) is not None


def is_ordinal(header: str) -> bool:
    """Whether it holds line numbers, which are no facts."""
    return _ORDINAL.match(plain_header(header)) is not None


def is_group(header: str) -> bool:
    """Whether it holds names of groups of rows."""
    return _GROUP.match(plain_header(header)) is not None


def name_rank(header: str) -> int | None:
    """How specific the names under a header are; None where it heads no names."""
    plain = plain_header(header)
    return next((rank for rank, pattern in _NAMES if pattern.search(plain)), None)


def holds_words(header: str) -> bool:
    """Whether a header announces words, where the body does not tell."""
    return _WORDS.search(plain_header(header)) is not None


def is_total(header: str) -> bool:
    """Whether a header or a row's name announces a total of others."""
    return _TOTAL.search(plain_header(header)) is not None


def read_measure(path: tuple[str, ...]) -> Measure:
    """What a header path counts: its innermost word that says so."""
    for form in (_FUND_NAMES.sub("", normal_form(part)) for part in reversed(path)):
        for measure, pattern in _MEASURE_PATTERNS:
            if pattern.search(form):
                return measure
    return Measure.OTHER


def read_fund(path: tuple[str, ...]) -> Fund:
    """Which money a header path or a title counts: its innermost word that says so."""
    for form in (normal_form(part) for part in reversed(path)):
        for fund, pattern in _FUND_PATTERNS:
            if pattern.search(form):
                return fund
    return Fund.ALL


def read_unit(path: tuple[str, ...], unit: Unit | None) -> Unit | None:
    """The unit of bare numbers under a header path, `unit` being the table's."""
    forms = [normal_form(part) for part in reversed(path)]
    for form in forms:
        if own := find_unit(form):
            return own
        for pattern, other in (
            (_PERCENT, Unit.PERCENT),
            (_PEOPLE, Unit.PEOPLE),
            (_VEHICLES, Unit.VEHICLES),
        ):
            if pattern.search(form):
                return other
    return None if counts_things(path) else unit


def counts_things(path: tuple[str, ...]) -> bool:
    """Whether a header path heads counts, scores or years, which are no money."""
    return any(_NO_MONEY.search(normal_form(part)) for part in path)


@dataclass(frozen=True, slots=True)
class RowUnit:
    """The unit that a row's name prints for the numbers in it; None if none of ours."""

    unit: Unit | None


def read_row_unit(name: str) -> RowUnit | None:
    """What a row's name says of its unit (`车辆数（辆）`); None where it says nothing."""
    form = normal_form(name)
    if own := find_unit(form):
        return RowUnit(own)
    found = _COUNTED.search(form)
    return RowUnit(unit_of_spelling(found.group(1))) if found else None


_PUBLIC_WORDS = (Measure.SUBTOTAL, Measure.TOTAL, Measure.FINAL, Measure.BUDGET)


def public_measure(path: tuple[str, ...]) -> Measure:
    """What a column of the 三公 table counts; all of them where it names no part."""
    for part in reversed(path):
        measure = read_measure((part,))
        if measure not in (*_PUBLIC_WORDS, Measure.OTHER):
            return measure
    return Measure.THREE_PUBLIC
