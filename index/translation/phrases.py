"""Noun phrases of a marked English question, brought into Chinese order."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from index.translation.glossary import first_spellings, is_small

_TERM = re.compile(r"⟨([^⟩]*)⟩|⟦([^⟧]*)⟧")
_JOINT = re.compile(
    r"(?<=⟩)\s*(?:, and|, or|, plus|,|and|or|plus|as well as|along with|&)\s*(?:(?:for|on|of|to"
    r"|in) )?(?=⟨)"
)
_OWNER = re.compile(r"(?P<owner>.*⟨.*) 's (?P<owned>.*⟨.*)")
_TIES = re.compile(r" (?:of|in|within|inside|under|for|on|from|to|into|among|by|at|with) ")
_TIE = re.compile(rf"(?P<head>.*?){_TIES.pattern}(?P<tail>.*⟨.*)")
# Verbs that compare: a phrase that holds one is not understood by its nouns.
_CHANGES = frozenset(("增加", "减少", "变化", "持平", "高于", "低于", "为零", "完成"))
# Of whom no disclosure prints what is spent on them by item.
_PERSONS = frozenset(
    (
        "局长",
        "主要负责人",
        "领导干部",
        "干部",
        "居民",
        "参保人",
        "个人",
        "家庭",
        "离退休人员",
        "退休人员",
    )
)
# Words that single out one of several where they stand before what all are.
RESTRICTING = re.compile(
    r"\b(general|main|public|local|running|government|specific|relevant|available|existing|single"
    r"|first|second|third|further)\b(?= (?:⟨(?:支出|收入|预算|资金|经费|费用|单位|房屋)⟩"
    r"|(?:bureau|office|department|agency|unit)\b))"
)
_FEE = re.compile(r"费(?:用)?$")
_WORD = re.compile(r"[a-zà-ÿ']+")
# What stands between two names that are no one name.
_GAP = re.compile(r"(?<=[⟩⟧])[^⟨⟦⟩⟧]+(?=[⟨⟦])")
_SEPARATES = re.compile(r"\b(?:and|or|plus|is|does|has|less|than|vs|over|what|how|which)\b|[/+=;,]")
_PROCURED = frozenset({"货物", "工程", "服务"})
_BOUGHT = re.compile(r"(货物|工程|服务)购买")
_HEADS = frozenset({"收入", "支出"})
_SPENT = re.compile(r"(?:费|支出|经费|用|补贴|补助|工资|奖金|缴费|公积金|运行|采购)$|\d$")
_CODE = re.compile(r"((?<!\d)\d{3,7})、")
# What says no more than that money is meant, or that several agencies are.
_PASSED = frozenset({"安排", "两家", "三家", "四家", "五家", "各家"})


@dataclass(slots=True)
class Phrases:
    """Turns phrases over, and keeps the words that have no Chinese."""

    unknown: list[str] = field(default_factory=list)

    def turn(self, phrase: str) -> str:
        """A noun phrase in Chinese: the personnel cost of A as A的人员经费."""
        phrase = _JOINT.sub("、", phrase.strip(" ,;:."))
        if (found := _OWNER.fullmatch(phrase)) and not _TIES.search(found["owner"]):
            return _of(self.turn(found["owner"]), self.turn(found["owned"]))
        if found := _TIE.fullmatch(f" {phrase}"):
            whole, part = self.turn(found["tail"]), self.turn(found["head"])
            if whole in _PERSONS and part:
                self.unknown.append(first_spellings()[whole])
            return _of(whole, part)
        self.unknown += [
            word for word in _WORD.findall(_TERM.sub(" ", phrase)) if not is_small(word)
        ]
        self.unknown += [word for gap in _GAP.findall(phrase) for word in _SEPARATES.findall(gap)]
        pieces = _TERM.findall(phrase.replace("、", "⟨、⟩"))
        self.unknown += RESTRICTING.findall(phrase)
        self.unknown += [first_spellings()[verb] for _, verb in pieces if verb in _CHANGES]
        names = [noun or verb for noun, verb in pieces if (noun or verb) not in _PASSED]
        self._separate(names)
        return _without_repeats(names)

    def _separate(self, names: list[str]) -> None:
        """Keep as unknown the second of two fees in a row, which are no one name."""
        for one, other in pairwise(names):
            if _FEE.search(one) and _FEE.search(other) and one not in other and other not in one:
                self.unknown.append(first_spellings().get(other, other))


def _of(whole: str, part: str) -> str:
    """What is inside of another; a bare head makes one name with what it is of: 教育支出."""
    if whole in _PROCURED and part.startswith("政府采购"):
        return f"政府采购{whole}{part.removeprefix('政府采购')}"
    if part == "缴":
        return f"{whole}缴费" if whole.endswith(("保险", "年金")) else whole
    if part in _HEADS and whole and not whole.endswith(("的", part)):
        return whole if _SPENT.search(whole) and part == "支出" else f"{whole}{part}"
    return f"{whole}的{part}" if whole and part and whole != part else whole or part


def _without_repeats(names: list[str]) -> str:
    """Names in a row, of which one that another holds is said once."""
    said: list[str] = []
    for name in names:
        if said and name in said[-1] and name != "、":
            continue
        if said and said[-1] in name and said[-1] != "、":
            said.pop()
        said.append(name)
    joined = _CODE.sub(r"\1", "".join(said).strip("、"))
    return _BOUGHT.sub(r"政府采购\1", joined)
