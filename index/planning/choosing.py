"""What a question chooses among, and what it wants the share of."""

import re

from extraction import normal_form
from index.planning.cues import NO_NAME
from index.planning.operand_names import (
    ASIDE,
    INSIDE,
    WHOLE,
    Calculation,
    clean,
    free_names,
    hold_names,
    last_clause,
    make_calculation,
)
from index.records import Operation

_NUMBER = r"[一二两三四五六七八九十]|\d+"

_TOP = re.compile(
    rf"前(?P<first>{_NUMBER})(?!年|期|季|个?月|列腺)(?:[名位大个高笔样类家的]|项(?!目))*|最(?:[大多高贵]|花钱|费钱|烧钱)的(?P<many>[二两三四五六七八九十]|\d+)[项个笔样类家块]"
    r"|(?:从|由)[高大多]到[低小少]"
)

_MOST = re.compile(r"最(?:多|大|高|贵|狠|花钱|费钱|烧钱)|排(?:在)?(?:第一|首位|最前)|大头|第一大")

_LEAST = re.compile(rf"最(?:少|小|低|便宜){NO_NAME}")

_ASKED_ONE = re.compile(
    rf"{_TOP.pattern}|{_MOST.pattern}|{_LEAST.pattern}|哪(?:一|几)?(?:个|项|样|笔|块|类|种|家|些)?|谁|什么|啥|单项|单笔"
    r"|(?:花|用|安排|支出|列|占|批|给|拿)(?:的|得|掉|了)(?=$|[,?的])|(?:花|用)(?:的)?钱(?:得)?|(?:是|有|各|分别|都)?(?:多少|几)钱?|开销|金额|数额"
    r"|的?一(?:个|项|样|笔|块|类|种)|分别|各是|请问|要?花得|(?:花|用)得|[?。]"
)

_SHARE_OF = re.compile(r"占(?:了|到|全部)*(?P<whole>[^?,;]*?)的?(?:几成|多少|百分|多大|比例|比重)")

# Whoever spends it or gets it is no row of a table of items.
_BODY = (
    r"(?:下属|预算|所属|内设)*(?:单位|部门|科室|处室|公司|企业|机构|供应商|中介"
    r"|乡镇?|街道|学校|医院|村|地方|地区|人)"
)
_OF_BODIES = re.compile(
    rf"(?:哪|什么|最.的)(?:一|几)?(?:个|家|些)?{_BODY}(?!员经费|员支出)|{_BODY}(?:是|有)?(?:哪|谁)|谁家"
)
_LEFT_OPEN = 3
_DIGITS = "零一二三四五六七八九十"
_THREE_PUBLIC = ("因公出国费", "公务用车购置费", "公务用车运行维护费", "公务接待费")

_WITHIN = r"(?:里面?|里头|中|当中|其中|之中|内)"

# A在B里的占比; B里有多少是A,占几成; B里A占多少; A占B的多少; A占多少.
_SHARES = (
    re.compile(rf"(?P<part>.+?)在(?P<whole>.+?){_WITHIN}?的?(?:占|比重|比例)"),
    re.compile(
        rf"(?P<whole>.+?){_WITHIN}[的,]?(?:有)?(?:多少|几成|多大比例|百分之几)(?:钱|资金)?是(?P<part>.+?)(?:的|,|[?]|$)"
    ),
    re.compile(rf"(?P<whole>.+?){_WITHIN}[的,]?(?P<part>.+?)的?占"),
    re.compile(
        r"(?P<part>.+?)占(?:到|了|掉|着)*(?!比|用)(?P<whole>.*?)"
        r"(?:的?(?:比|百|多少|几|占)|的?多大|的?什么|多少|几|百分|比例|比重|份额|$|[?,|])"
    ),
    re.compile(r"(?P<part>.+?)的?(?:占比|比重|比例|份额)(?P<whole>)"),
)


def read_superlative(text: str) -> Calculation | None:
    """Which of the rows of a table, or of several that are named, is the most or the least."""
    top, most, least = _TOP.search(text), _MOST.search(text), _LEAST.search(text)
    if not (top or most or least) or _OF_BODIES.search(text):
        return None
    operation = Operation.RANK if top else Operation.MOST if most else Operation.LEAST
    group = re.sub(_ASKED_ONE, "", ASIDE.sub("", text))
    if "三公" in group:
        return Calculation(operation, _THREE_PUBLIC)
    clauses = [c for c in re.split(r"[,;?。]", group) if len(clean(c)) > 1]
    share = _SHARE_OF.search(text)
    whole = (f"{WHOLE}{clean(share['whole'])}",) if share and share["whole"] else ()
    named = _split_alternatives(next(iter(clauses), "")) or [clean("".join(clauses[:1]))]
    return make_calculation(operation, *named, *whole)


def count_of(question: str) -> int:
    """How many of the first are asked for (前三名); 3 where it is left open."""
    found = _TOP.search(normal_form(question))
    number = found and (found["first"] or found["many"])
    if not number:
        return _LEFT_OPEN
    return int(number) if number.isdigit() else _DIGITS.index(number.replace("两", "二"))


def _split_alternatives(text: str) -> list[str]:
    """Names that a question chooses among, each with what the first is of: 采购的货物、服务."""
    names = [name for name in re.split(r"、|和|与|还是|以及", text) if len(clean(name)) > 1]
    if len(names) < 2:
        return []
    names[-1] = re.sub(
        r"(?:这)?[两三四五六]?[个项类样块笔种者]?(?:里头|里面|里|中|当中|之中)?$", "", names[-1]
    )
    place, _, first = names[0].rpartition("的")
    return [f"{place}的{name}" for name in (first, *names[1:])] if place else names


def read_share(topic: str) -> tuple[str, ...]:
    """The part and the whole that a share is of; the part alone where no whole is named."""
    plain = hold_names(topic)
    found = next((m for pattern in _SHARES if (m := pattern.search(plain))), None)
    part, whole = (found["part"], found["whole"]) if found else (plain, "")
    place = INSIDE.search(clean(part))
    if place and not whole.strip("|"):
        whole, part = place["place"], clean(part)[place.end() :]
    return tuple(free_names(clean(each)) for each in (last_clause(part), whole) if clean(each))
