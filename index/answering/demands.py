"""What a question wants named, and whether a text names one: a firm, a person, a day, the most.

A sentence that only repeats the question's amount answers none of these.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from extraction import normal_form
from index.planning.cues import NO_NAME

_FIRM = (
    r"公司|企业|厂商|厂家|商家|供应商|供货商|承包商|服务商|运营商|开发商|经销商|事务所|中介(?:机构)?"
    r"|代理机构|第三方|律所|银行|酒店|(?:中标|施工|承建|承办|供货|建设)(?:单位|方|人)"
)
_PERSON = (
    r"负责人|联系人|经办人|法人(?:代表)?|法定代表人|局长|主任|书记|处长|科长|院长|校长|所长|站长"
    r"|领导|顾问|律师|专家"
)
_SUPERLATIVE = rf"最[高低多少大小贵好差长短快慢]{NO_NAME}|第一名|倒数|排(?:名|第)"


@dataclass(frozen=True, slots=True)
class _Demand:
    asked: re.Pattern[str]
    """What in a question asks for it; the first group, if any, is what is wanted in words."""
    named: re.Pattern[str]
    """What in a text names one."""


_DEMANDS = (
    _Demand(
        re.compile(
            rf"(?:哪(?:[一几些个家]|两)*|什么|啥|谁家)({_FIRM})(?!类|所得)"
            rf"|({_FIRM})(?:的?(?:名称|名字|全称))?(?:分别|都|到底)?(?:是|叫)(?:谁|哪|什么|啥)"
        ),
        re.compile(
            r"(?:有限|责任|股份|集团)公司|[一-龥]{2,}(?<!委托)(?<!聘请)(?:会计师|律师|税务师|造价)事务所"
            r"|(?:中标|供应|承建|施工|承办)(?:商|人|方|单位)[:为是]"
        ),
    ),
    _Demand(
        re.compile(
            rf"(?:哪位|哪个|什么)({_PERSON})|({_PERSON})(?:分别|都|现在)?(?:是|叫|姓)(?:谁|哪位|什么|啥)"
        ),
        re.compile(rf"(?:{_PERSON})(?:姓名)?[:是为]\s*[一-龥]{{2,4}}"),
    ),
    _Demand(
        re.compile(r"什么时[候间]|何时|哪一?天|几月几?[日号]|几[日号]"),
        re.compile(r"\d{1,2}月|\d{1,2}日|季度|[月年]底前|月份"),
    ),
    _Demand(re.compile(r"(哪一?年)"), re.compile(r"(?:自|从)?(?:19|20)\d\d年度?(?:起|开始|以来)")),
    _Demand(
        re.compile(rf"({_SUPERLATIVE})"),
        re.compile(_SUPERLATIVE),
    ),
)


def is_met(question: str, text: str) -> bool:
    """Whether a text names one of all that a question wants named."""
    return not _unmet(question, (text,))


def unmet_demand(question: str, texts: Iterable[str]) -> str:
    """What a question wants named and none of the texts names, in its words; else empty."""
    return next(iter(_unmet(question, texts)), "")


def _unmet(question: str, texts: Iterable[str]) -> list[str]:
    asked = normal_form(question)
    found = [(demand, said) for demand in _DEMANDS if (said := demand.asked.search(asked))]
    if not found:
        return []
    printed = [normal_form(text) for text in texts]
    return [
        next(filter(None, said.groups()), said[0])
        for demand, said in found
        if not any(demand.named.search(text) for text in printed)
    ]
