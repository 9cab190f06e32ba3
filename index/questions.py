"""A question in a person's own words becomes a plan, by rules."""

import re
from collections.abc import Sequence

from extraction import DisclosureKind, Unit, normal_form
from index.agencies import find_mentions
from index.records import Aspect, Document, Operation, Plan, Want

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)(?:年度?)?(?!\d*月)")
_SHORT_YEAR = re.compile(r"(?<!\d)(\d\d)年(?!来|以)")
_RELATIVE = (
    (re.compile(r"(?<!以)前年(?!度)"), -2),
    (re.compile(r"(?<![比较跟与和同])(?:去年|上一?年度?|前一年)(?!结转|末|底|没|剩|留)"), -1),
    (re.compile(r"(?:今|本|当)年"), 0),
    (re.compile(r"明年|(?<!结转)下一?年度?(?!结转)"), 1),
)
_CARRIED = re.compile(
    r"从?(?:20\d\d|\d\d|上一?|去)年度?(?:末|底)?(?=(?:那边|那儿)?结转)(?!结转(?:到|至)?下)"
)
_NEXT = re.compile(
    r"(?:去年|上一?年|年底|年末)?度?还?(?:没[花用]完|剩下|结余|结转)?[的、,]*(?:结转?|转|留)(?:到|至|给|入)了?"
    r"(?P<year>20\d\d|下一?|明|次|后|今|本)年度?(?:接着)?(?:用|使用)?"
)
_FINAL = re.compile(
    r"决算|实际(?!在|有|上|编|人)|执行数|执行情况|真正花|到底花了|花掉|花出去|支出完成|用掉|最后花"
)
_WHY = re.compile(
    r"为什么|为啥|为何|怎么(?!理解|定义|算|花|样|用|分|安排|规定|说|讲|写|叫|解释|划分|看|界定)|原因|理由|凭什么|咋|因为什么|啥缘故|何故|什么缘故"
)
_DEFINITION = re.compile(
    r"是什么(?:意思|概念|东西)|什么意思|是什么(?:\?|$)|指(?:的是)?(?:什么|啥|哪)|是指|怎么(?:理解|定义|解释|界定|算(?!出)|讲)|如何(?:理解|定义|解释|界定)"
    r"|什么(?:是|叫)|啥(?:是|叫|意思)|反映(?:的是)?(?:什么|啥|哪)|定义|含义|解释一下|具体指|包括哪些(?:钱|费用|内容|支出|收入|开支)|(?:算|属于)(?:什么|哪些)"
    r"|讲的是|说的是(?:什么|啥)|口径|(?:包含|涵盖|包括)(?:什么|些什么|哪些方面)"
)
_LIST = re.compile(
    r"哪(?:些|几)(?!年|成|点)|都?有什么(?!用)|(?:买|采购|做|干|管|负责|承担)(?:些)?(?:什么|啥)|分别(?:是|叫|有)"
    r"|都?包括(?:什么|啥)|怎么花|怎么用|列(?:一下|出|举)|干什么|干嘛|做什么|名单|清单|由谁组成|什么事|哪块|名称"
)
_ENUMERATES = re.compile(
    r"哪(?:些|几(?:[个项笔块样家类种条处]|(?=[一-龥]*单位)))(?!.*(?:最|更|谁))"
    r"|都?(?:包括|包含|有)(?:些)?(?:什么|啥|哪)|分别(?:叫|是)什么|叫什么名"
)
_HOW_MUCH = re.compile(r"多少钱?(?:\?|$)|哪几?[一个项]*(?:最|更)")
_PERCENT = re.compile(
    r"百分之?[几多]|几个?百?分?点|多少个?百?分点|几成|多少%|百分比|比例|比重|幅度|[涨增降减][幅速]|增长率|占比"
)
_SHARE = re.compile(r"占|比重|份额")
_SHARED = re.compile(r"占(?!用).{1,14}(?:多少|几|多大|多高)(?!平|面积)|占比")
_COMPLETION = re.compile(
    r"完成率|执行率|完成程度|(?:完成|执行|花到|用到|达到|花掉|用掉|用了|花了).{0,12}?"
    r"(?:百分|几成|多少%|几个点|比例|比率|进度|程度)"
)
_CHANGES = re.compile(
    r"[涨增降减缩砍跌升省]|多出|吃掉|掉了|压缩|压减|下滑|变[化动]|(?:多|少)(?!少)[一-龥]{0,3}?了?(?:多少|几)|[多少]出?了"
)
_COMPARED = re.compile(
    r"(?:比|较|跟|和|与|同)(?:着)?(?:去年|上年|上一年|前一年|往年|20\d\d年?|年初预算)|同比|[多少增减涨降砍](?:加|少)?了(?:多少|几)|(?:增加|减少|增减|变动)(?:额|数)"
)
_ASKS = re.compile(r"多少|几|多大|多高")
_WHO = re.compile(r"什么|哪|谁|啥")
# Sums, differences, averages and superlatives: recognised, so that no part passes for the whole.
_OTHER = re.compile(
    r"加起来|加在一起|合起来|合在一起|总和|之和|一起(?:是|要|花|有)"
    r"|(?<!增)加(?=[一-龥]{1,8}(?:一共|总共|合计|共))|(?:差|相差)(?:了)?(?:多少|几)|(?:多少|几)倍"
    r"|平均|人均|摊(?:下来|到|给)|去掉|减去|扣掉|最[多少高低大小]|谁更|哪个更|不在.{0,12}里"
)
_MEASURE_WORD = re.compile(
    r"(?:多少|几)(?:个)?(?P<word>亩|起|批|人次|件|户|吨|公里|天|岁|期|例|张|间|栋|条|场次|所|座|公顷|棵|株|篇|份|种)"
)
_UNITS = (
    (
        Unit.VEHICLES,
        r"[几多少]+辆|多少(?:公务)?(?:用)?车(?!.*钱)|有没有.{0,4}车$|(?:有|多少|几)[台部]?(?:公务?用?)?车(?:\?|$)|几(?:台|部)(?:公|车|小)|车辆(?:数|总数)",
    ),
    (
        Unit.PEOPLE,
        r"(?:人员|职工|公务员|干部|同志|员工)(?:一?共|总共)?(?:有|是)?(?:几个|多少)(?:人|名|个|位)?(?=[?,]|$)|[几多少]+个?(?:人(?!次|民|均|员)|名|职工|员工|干部|编制)|人数|编制数|编制(?:有|是)?(?:多少|几)|(?:多少|几)(?:人|名|编)|在职(?:的?人[数员]|职工)?(?:有|是|共)*(?:多少|几)(?!钱|万)",
    ),
    (Unit.PERCENT, r"百分之[几多]|多少%|百分比|多少个?百分"),
    (Unit.SQUARE_METRES, r"平方|平米|面积|多大(?:的)?(?:办公)?(?:用房|房)"),
    (Unit.SETS, r"[几多少]+[台套](?!账)"),
    (Unit.TIMES, r"[几多少]+[次场回]"),
    (Unit.HOUSEHOLDS, r"[几多少]+家"),
    (Unit.ITEMS, r"[几多少]+个(?!亿|百分|点|人|钱|月|万|名)"),
)
_UNIT = tuple((unit, re.compile(pattern)) for unit, pattern in _UNITS)
_MONEY_UNITS = (
    (
        Unit.YI,
        re.compile(
            r"(?:多少|几)个?亿|(?:折合|换算|合|约|按).{0,6}亿|亿元(?:是|为)?多少|是几个亿|几个多?亿"
        ),
    ),
    (Unit.WAN, re.compile(r"(?:多少|几)万|(?:折合|换算|合|按)(?:成|为|多少)*万")),
    (Unit.YUAN, re.compile(r"(?:多少|几)(?:块钱?|元)|(?:折合|换算)(?:成|为|多少)*元")),
)
_QUOTED_MONEY = re.compile(r"\d[\d,.]*\s*(?:亿|万|千|百)?(?:元|块)?")


def read_question(question: str, documents: Sequence[Document]) -> Plan:
    """What a question asks of these documents; its topic still holds the asking's small words."""
    mentions = find_mentions(question, documents)
    text = _carry(_CARRIED.sub("上年", mentions.rest), documents)
    want = _read_want(text)
    of_agency = [d for d in documents if not mentions.known or d.agency in mentions.known]
    years = _read_years(text, of_agency)
    aspect = _read_aspect(text) if want is Want.FIGURE else None
    return Plan(
        question=question,
        want=want,
        documents=tuple(document.name for document in of_agency),
        agencies=mentions.known,
        unknown_agencies=mentions.unknown,
        years=years,
        kind=DisclosureKind.FINAL if _FINAL.search(text) else None,
        topic=_drop_asides(text),
        aspect=aspect,
        unit=_read_unit(text) if want is Want.FIGURE else None,
        operation=_read_operation(text, aspect, years, of_agency),
        unknown_unit=found["word"] if (found := _MEASURE_WORD.search(text)) else "",
    )


def _carry(text: str, documents: Sequence[Document]) -> str:
    """Money kept for a year: into a document's own it is 上年结转, into a later one 结转下年."""
    years = {str(document.year) for document in documents}

    def name(found: re.Match[str]) -> str:
        into = found["year"]
        return "上年结转" if into in years or into in ("今", "本") else "结转下年"

    return _NEXT.sub(name, text)


def money_unit(question: str) -> Unit | None:
    """The unit of money that an amount is asked for in (几个亿, 折合多少万元); None if none is."""
    text = normal_form(question)
    return next((unit for unit, pattern in _MONEY_UNITS if pattern.search(text)), None)


def _read_want(text: str) -> Want:
    if _WHY.search(text):
        return Want.REASON
    if _DEFINITION.search(text) and not re.search(r"多少(?!钱的)|几[个家辆]", text):
        return Want.DEFINITION
    if _ENUMERATES.search(text) or (_LIST.search(text) and not _HOW_MUCH.search(text)):
        return Want.LIST
    if _WHO.search(text) and not _ASKS.search(text):
        return Want.LIST
    return Want.FIGURE


def _read_years(text: str, documents: Sequence[Document]) -> tuple[int, ...]:
    years = {int(found[1]) for found in _YEAR.finditer(text)}
    years |= {2000 + int(found[1]) for found in _SHORT_YEAR.finditer(text)}
    dated = [document.year for document in documents if document.year]
    if dated and not years:
        for pattern, shift in _RELATIVE:
            if pattern.search(text):
                return (max(dated) + shift,)
    return tuple(sorted(years))


_EXCEPT = re.compile(
    r"\((?:含|包括)[^()]*\)|[(,]?(?:不算|不含|不包括|不是|刨去|除去|扣除|除了)[^,。?!()]*[)]?"
)


def _drop_asides(text: str) -> str:
    text = _EXCEPT.sub("|", text)
    return _SHORT_YEAR.sub("|", _YEAR.sub("|", text))


def _read_aspect(text: str) -> Aspect:
    """Which figure of an item the first clause that asks for one wants."""
    clauses = [clause for clause in re.split(r"[,，;；。?？]", text) if clause]
    asking = [clause for clause in clauses if _ASKS.search(clause)] or [text]
    first = asking[0]
    if _SHARED.search(text):
        return Aspect.SHARE
    if _PERCENT.search(first):
        if _COMPLETION.search(first):
            return Aspect.COMPLETION
        if _SHARE.search(first):
            return Aspect.SHARE
        return Aspect.RATE if _CHANGES.search(text) or _COMPARED.search(text) else Aspect.SHARE
    if _COMPLETION.search(first) and "率" in first:
        return Aspect.COMPLETION
    if _CHANGES.search(first) and (_COMPARED.search(first) or _COMPARED.search(text)):
        return Aspect.CHANGE
    return Aspect.LEVEL


def _read_operation(
    text: str, aspect: Aspect | None, years: tuple[int, ...], documents: Sequence[Document]
) -> Operation:
    """What is to be computed where it is not printed; for passages nothing is."""
    if aspect is None:
        return Operation.LOOKUP
    if _OTHER.search(text):
        return Operation.OTHER
    dated = {document.year for document in documents}
    if years and not dated & set(years) and dated & {year + 1 for year in years}:
        return Operation.EARLIER
    if aspect is Aspect.RATE:
        return Operation.GROWTH
    return Operation.SHARE if aspect is Aspect.SHARE else Operation.LOOKUP


def _read_unit(text: str) -> Unit | None:
    """The unit that the first clause that asks for a figure names."""
    plain = _QUOTED_MONEY.sub("", text)
    clauses = [clause for clause in re.split(r"[,，;；。?？]", plain) if clause]
    first = next((clause for clause in clauses if _ASKS.search(clause)), plain)
    return next((unit for unit, pattern in _UNIT if pattern.search(first)), None)
