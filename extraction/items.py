"""What a figure is of: the noun phrase in a clause, without year, agency and verbs."""

import re

from extraction.clauses import Run
from extraction.prose import Passage
from extraction.records import Printed
from extraction.vocabulary import Unit

_NUMERALS = "一二三四五六七八九十"
_ORGAN = (
    r"(?:局|厅|委员会|人民政府|办事处|管委会|人民法院|人民检察院|办公室|委|办|院|中心|学校|中学|小学"
    r"|大学|幼儿园|医院|总工会|联合会|协会|支队|大队|总队|站|所|馆|社|团|部|处)"
)
# Only what begins with a place is taken for a name: `居民委员会补助` is an item as it stands.
_PLACE = (
    r"[^\W\d_全各我本该县市区]{1,8}?"
    r"(?:[省市县州盟旗镇乡]|(?<![社园小地城辖校])区|街道)"
)
_AGENCY = (
    r"(?:本|我|该|全)(?:部门|单位|局|委|办|厅|院|校|中心|街道|镇|乡)"
    rf"|{_PLACE}[\u4e00-\u9fff]{{0,24}}?{_ORGAN}(?=部门|本级|本部|机关|单位|各单位|所属|下属"
    rf"|\(|[等的及]|20\d\d|财政拨款|收入|支出|收支|“|一般公共预算|政府|{_PLACE})"
)
_OF_AGENCY = (
    r"\((?:部门|本级|机关|单位|汇总)\)|部门(?=\(|收入|支出|财政|为|共|机关|政府|“|所属|预算)"
    r"|本级(?!预算)|本部|(?:所属|下属)?各?(?:预算)?单位(?=共有.|政府|机关|收|支|财政|“|开支)|等(?![级值])"
    r"|(?:所属|下属)?各(?:预算)?(?:单位|部门)(?=共)"
)
_ORDINAL = (
    rf"\d{{1,2}}[.、](?!\d)|\([{_NUMERALS}\d]{{1,3}}\)、?|[{_NUMERALS}]{{1,3}}、|[①-⑳]、?"
    rf"|[{_NUMERALS}]是|第[{_NUMERALS}],|\d{{1,2}}\)"
)
_YEAR = (
    r"(?:[^\d,。;:的比较与]{2,40}?(?:[局委办厅院会府处中心站所队馆园校学团部社司镇乡县市区省)]"
    r"|单位|本级|机关|街道))?20\d\d(?:(?=年[初末底])|年度?(?:当年)?的?)"
)
_DATE = (
    r"(?:截[至止])?到?20\d\d年(?:\d{1,2}月(?:\d{1,2}日)?|(?=[底末]))[底末]?"
    r"(?:\([^()]*\))?,?"
)
_TIMES = (
    r"本年度|今年|当年|全年|(?:上一?年度?|去年|上一度)(?!结转|结余|末|度?结)"
    r"|本年(?!收|支|度|一般公共|政府性|国有|财政|事业|经营|上级|附属|其他|结)"
)
_VERBS = (
    r"安排(?:的|了)?|[^,。;:、]{0,40}?共计?有(?=.)|共计|共有|共(?![青产同建享])|合计有|累计(?!折旧)|预计|计划(?!生育|内|外)|拟|实际|实现"
    r"|核定|设有?(?![备施计立])|涉及|其中[:,]?|分别[是为]|(?:主要)?包括|具体[是为]|即|含(?!税)|另有?"
    r"|以及|并(?!轨)|均(?!衡)|为|由|从(?!业|事)|和(?!谐)|及|的|了|有(?![关线偿限])"
)
_FUNDED = (
    r"[^,。;:]{0,14}?(?:预算|拨款)安排的?(?=[^\W\d_]|“)(?!支出|收入|资金)|(?:开支[^,。;:的]{0,12})?财政拨款的"
    r"|纳入[^,。;:]*?的(?=预算单位|单位)|按照?[^,。;:]*?(?:分类|划分)[,:]?"
    r"|(?:参公|参照公务员法管理的?)?(?:行政|事业)单位的(?=机关运行|“)|关于"
)
_HEAD = re.compile(
    rf"{_ORDINAL}|{_DATE}|{_YEAR}|{_TIMES}|{_FUNDED}|{_VERBS}|{_AGENCY}|{_OF_AGENCY}|[,、:-]"
)
# `会议费支出` is 会议费; `债务利息及费用支出` is a name of the classification as it stands.
_FEE = r"(?:(?<=[费)”])|(?<=资金)|(?<=公积金))"
_TAIL = re.compile(
    r"(?:(?:为|是|达到?|[共总合]计(?=为)|(?<!公)共|共计|约|[:,、]|的|等|分别|各|均|[共设拥]有|仅)"
    r"|(?:巩固|控制|保持|稳定|维持)?在|不[低少高多]于|不?超过?"
    r"|(?:预算|财政拨款|一般公共预算财政拨款)?安排(?:了|的)?(?:预算|资金)?"
    r"|的?(?:当年|年初|调整后?|全年)的?预算(?:执行)?(?:数|安排)?|(?:(?<=预算)|(?<=决算))数"
    rf"|{_FEE}(?:财政拨款)?(?:支出)?(?:预算|决算)?(?:支出|安排)?(?:数|总额|金额)?"
    r"|(?:(?<=..支出)|(?<=..收入))(?:预算|决算)数?"
    r"|(?<=[用置])(?:支出)?(?:预算|决算)(?:支出|安排)?(?:数|总额|金额)?)$"
)
_MEASURE = re.compile(
    r"(?:20\d\d年度?|当年|年初|全年|年度|年|调整后?|本级|实际|支出|收入|的|,)*"
    r"(?:预算|决算|执行|安排|指标|计划|完成|支出|数额|金额)?"
    r"(?:安排|执行|支出|下达|批复)?(?:数|总额|金额|额)?(?:为|是|共|约)?"
)
_AWAITED = re.compile(r"(?:支出|收入)(?:决算|预算|完成)?(?:总额|数)?(?:为|是)?")
_SUM = re.compile(r"支出|收入")
_TOLD_TOGETHER = re.compile(r"共计?|累计|实际|全年")
_COUNTED_UP = re.compile(r"共计|累计|合计")
_NO_NOUN = re.compile(r"[^\u4e00-\u9fffA-Za-z]*")
_LONGEST = 70

_COUNTED = {
    Unit.HOUSEHOLDS,
    Unit.ITEMS,
    Unit.PEOPLE,
    Unit.VEHICLES,
    Unit.SETS,
    Unit.TIMES,
}
_OPEN_END = re.compile(
    r"(?:等|共|共计|共有|有|下属|和|及|以及|的|设|含|涉及|其中|另有|包括|了|开展|实施|组织)$"
)
_NOUN_BEHIND = re.compile(
    r"(?!等|左右|以[上下]|的|为|与|和|及|比|较|占|纳入|均|其中|同比|用于)(?P<noun>[\u4e00-\u9fff“”]{2,20}?)"
    r"(?=纳入|以及|及|和|的|为|均|等|参加|实行|已|比|较|占|与|[,。;、:()\d]|$)"
)
_MONEY_BEHIND = re.compile(
    r"的?(?P<noun>(?!用于|主要)[\u4e00-\u9fff]{1,14}?(?:费|经费|资金|费用|补助|补贴))(?=[,。;、()]|$)"
)


def trim_item(clause: str) -> Run | None:
    """The noun phrase of a clause as offsets; None where nothing but a measure is left."""
    start, end = 0, len(clause)
    while (found := _HEAD.match(clause, start)) and found.end() > start:
        start = found.end()
    # On a slice: what stands before the item must not decide how it ends.
    while (found := _TAIL.search(clause[start:end])) and found.group():
        end = start + found.start()
    if end - start >= 2 and clause[start] == "“" and clause[end - 1] == "”":
        start, end = _strip_quotes(clause, start, end)
    text = clause[start:end]
    if _NO_NOUN.fullmatch(text) or (_MEASURE.fullmatch(text) and not _AWAITED.fullmatch(text)):
        return None
    if _SUM.fullmatch(text) and _TOLD_TOGETHER.search(clause, 0, start):
        return None
    return (start, end) if 2 <= end - start <= _LONGEST else None


def _strip_quotes(clause: str, start: int, end: int) -> Run:
    inner = clause[start + 1 : end - 1]
    return (start, end) if "“" in inner or "”" in inner else (start + 1, end - 1)


def find_noun_behind(plain: str, clause: str, end: int, unit: Unit | None) -> Run | None:
    """The noun that a figure counts where it stands behind it (`共3家预算单位`), as offsets."""
    if unit in _COUNTED:
        if trim_item(clause) is None or _OPEN_END.search(clause):
            found = _NOUN_BEHIND.match(plain, end)
            return found.span("noun") if found else None
    elif unit is not None and unit.in_yuan and trim_item(clause) is None:
        found = _MONEY_BEHIND.match(plain, end)
        return found.span("noun") if found else None
    return None


def is_awaited(clause: str) -> bool:
    """Whether a clause only names the sum of what was spoken of (`支出决算为`)."""
    trimmed = trim_item(clause)
    return trimmed is None or _AWAITED.fullmatch(clause[slice(*trimmed)]) is not None


def is_measure(clause: str) -> bool:
    """Whether a clause names a measure (`年初预算为`) and no item."""
    return bool(clause) and trim_item(clause) is None and not _COUNTED_UP.search(clause)


_NOISE = re.compile(
    r"预算|决算|总额|总计|合计|小计|总|安排|的|和|及|[、,“”]|数|年度|本年|当年|金额|共计|各"
)


def same_name(text: str) -> str:
    """What two names of one item share (`收、支预算总计`, `收入、支出总计`)."""
    return _NOISE.sub("", text.replace("收入", "收").replace("支出", "支"))


_INITIAL = re.compile(r"(?:年初|调整后?的?)预算(?:数|安排)?(?:为|是)?$")


def is_initial_budget(clause: str) -> bool:
    """Whether a clause names the budget that a final account is measured by (`年初预算为`)."""
    return _INITIAL.search(clause) is not None


# A heading lends its name to a bare figure only where it names money, not a chapter.
_HEADING_ITEM = re.compile(r"(?:费|经费|支出|收入|项目|资金|采购|补助|补贴|\([类款项]\))$")
_HEADING_TAIL = re.compile(
    r"(?:预算|决算|支出|安排|增减|变化)*(?:情况)?的?(?:总体)?(?:说明|情况)?。?$"
)


def heading_item(passage: Passage) -> Printed | None:
    """The item that the heading over a passage names, where it names money and no chapter."""
    if passage.heading is None:
        return None
    above = passage.heading.passage(passage.text)
    words = _HEADING_TAIL.sub("", above.plain)
    run = trim_item(words)
    if run is None or not _HEADING_ITEM.search(words[slice(*run)]):
        return None
    return above.cut(*run)
