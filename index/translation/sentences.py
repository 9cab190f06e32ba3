"""A marked English question, frame by frame, as a Chinese sentence."""

import re
from dataclasses import dataclass

from index.translation.cues import Cued, read_cues
from index.translation.frames import FRAMES, Frame
from index.translation.glossary import is_small
from index.translation.openings import ENDS, open_question
from index.translation.phrases import RESTRICTING, Phrases

_ARTICLES = re.compile(r"\b(?:the|a|an|please|exactly|currently|its|their|our|your)\b")
_SPACES = re.compile(r"\s+")
_BE = re.compile(
    r"\b(?:will be|would be|has been|have been|had been|can be|should be|is being|are|was|were"
    r"|be|been|is)\b"
)
_DO = re.compile(r"\b(?:do|does|did)\b")
_HAVE = re.compile(r"\b(?:have|had)\b")
_WILL = re.compile(r"\b(?:will|would|shall|should|can|could|may|might|must)\b")
_BY_HOW_MUCH = re.compile(
    r"[,;]?\s*(?:and )?(?:if so )?,?\s*(?:by how much|by what (?:margin|amount|sum)"
    r"|what is (?:difference|margin|gap)|how (?:much|large) is difference"
    r"|how much (?:more|less|higher|lower|larger|smaller))(?: is it| more| less)?\s*$"
)
_SUMMED = re.compile(
    r"\b(?:if .*\badded(?: up| together)?|(?:put |taken |added )?together|combined|jointly|in total"
    r"|altogether|in all|all told|all together|in sum)\b"
)
_TOTAL_OF = re.compile(r"\b(?:sum|combined total|total|aggregate)(?: amount)? of\b(?=.* and )")
_COME_TO = re.compile(r"\b(?:come to|comes to|amount to|add up to|total)\b")
_CLAUSES = re.compile(
    r"(?:[,;]\s*(?:and )?|\s+and |[?.;]\s+)(?=(?:what|why|how|which|does|is|did) )"
)
_IS_QUESTION = re.compile(r"\b(?:what|why|how|which|who|does|is|explain|list)\b")
_COUNTED = (
    (re.compile(r"公务接待"), "{of}公务接待多少批次"),
    (re.compile(r"公务用车|车"), "{of}有几辆{thing}"),
    (re.compile(r"编制"), "{of}{thing}有多少名"),
    (re.compile(r"人次"), "{of}多少人次"),
    (re.compile(r"批次"), "{of}多少批次"),
    (re.compile(r"次数"), "{of}多少次"),
    (re.compile(r"下属单位|单位|企业|公司"), "{of}有几家{thing}"),
    (re.compile(r"人数"), "{of}{thing}是多少"),
    (re.compile(r"人|职工|公务员|干部|居民"), "{of}{thing}有多少人"),
    (re.compile(r"会议费|会议|培训费|培训"), "{of}{thing}多少次"),
    (re.compile(r"设备|打印机|电脑|空调"), "{of}{thing}有几台"),
)
_LOWER = re.compile(r"\b(?:lower|less|smaller|fewer)\b")
_HIGHER = re.compile(r"\b(?:higher|more|larger|bigger|greater)\b")
_WHICH = re.compile(r"\b(which(?: (?:bureau|office|department|agency|one))?)\s*(?:,\s*)+")
_ON_AVERAGE = re.compile(r",? *\bon average\b")
_ELLIPSIS = re.compile(r"\bor of(?= ⟨)")
_SPENT = "⟦实际花了⟧"
_VERBS = re.compile(r"⟦([^⟧]*)⟧")
_DEFINED = re.compile(r"\bwhat (?:exactly )?(?:is|are) (?:exactly )?(?:an? )?⟨(?!\d)[^⟩]*⟩\s*$")
_NUMBERS = {"two": "两", "three": "三", "four": "四", "five": "五"}
_MONEY = re.compile(r"[⟦]|\b(?:spend|money|total|overall|costs?|pay|budgets?|funds?)\b")
# Templates that ask for money: there, the staff are what is spent on them.
_OF_MONEY = re.compile(r"占|里的|扣除|amount|哪个|合计|相差|多少$")
_OF_TWO = re.compile(r"\{[ab]\}.*[占和倍比除致].*\{[ab]\}|\{b\}是\{a\}")
_ASKS_FIGURE = re.compile(r"\{(?:amount|what_is|counted|rest)\}")
# Who is asked about, which the agencies of the question tell, and words that carry nothing.
_ASKER = re.compile(
    r"\b(?:bureau|office|department|agency|authority|body|unit|organi[sz]ation|document|report|they"
    r"|there|total|does|has|this|that|year|its|the|for|and|with|all)\b"
)
_TOTAL = re.compile(r"\b(?:total|whole|overall|all|everything)\b")
_PLAIN_WORD = re.compile(r"[a-z]{3,}")
_PEOPLE = ("职工", "人", "在职职工")
_CHANGED = {"变化": "增减", "增加": "增长"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A marked question without its times, and what its years and agencies say."""

    text: str
    compared: str
    """比上年, or empty."""
    is_dated: bool
    """Whether it names a year or an agency: then what is asked for is no definition."""
    is_span: bool
    """Whether it is of the years from one to another."""
    is_joint: bool
    """Whether it is asked of several agencies."""
    unit: str
    """The unit of money that the answer is wanted in, or empty."""

    @property
    def is_definition(self) -> bool:
        """Whether it asks what a term is: what is basic expenditure?"""
        return not self.is_dated and bool(_DEFINED.search(self.text.strip(ENDS)))


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause without the adverbs that tell what is done with its figures."""

    text: str
    is_sum: bool
    is_actual: bool
    """Whether what was really spent is asked for."""
    is_mean: bool
    by: bool
    """Whether it is also asked by how much."""


def write_sentence(asked: Asked, phrases: Phrases) -> str:
    """The question in Chinese, clause by clause, without its years and agencies."""
    text = open_question(_ARTICLES.sub(" ", asked.text))
    by = bool(_BY_HOW_MUCH.search(_plain(text)))
    text = _WHICH.sub(r"\1 ", _BY_HOW_MUCH.sub("", _plain(text)))
    phrases.unknown += _ELLIPSIS.findall(text)
    clauses = [c for c in (_plain(c) for c in _split_clauses(text)) if c]
    clauses = [*clauses[:1], *(c for c in clauses[1:] if re.search("[⟨⟦]|why", c))]
    said = [_write(c, asked, phrases, by=by) for c in clauses or [""]]
    return "，".join(filter(None, said))


def _split_clauses(text: str) -> list[str]:
    """A question's clauses; what leads up to the first question word is part of its clause."""
    clauses = _CLAUSES.split(text)
    while len(clauses) > 1 and not _IS_QUESTION.search(clauses[0]):
        clauses[:2] = [f"{clauses[0]}, {clauses[1]}"]
    return clauses


def _plain(text: str) -> str:
    """A question with its auxiliaries made one, and single spaces."""
    text = _WILL.sub(" ", _HAVE.sub("has", _DO.sub("does", _BE.sub("is", text))))
    return _SPACES.sub(" ", text).strip(ENDS)


def _write(clause: str, asked: Asked, phrases: Phrases, *, by: bool) -> str:
    """A clause in Chinese, by the first frame that fits and understands every word of it.

    Where none understands all, the words that the first leaves over are kept as unknown.
    """
    told = _read_clause(clause, asked, by=by)
    readings = (_fill(frame, told, asked) for frame in FRAMES)
    fitting = [reading for reading in readings if reading is not None]
    said, unknown = next((one for one in fitting if not one[1]), ("", [""]))
    if unknown and (cued := read_cues(told.text, asked.compared)):
        said, unknown = _fill_cued(cued, told, asked)
    if unknown:
        said, unknown = fitting[0]
    phrases.unknown += unknown
    return said


def _fill_cued(cued: Cued, told: _Clause, asked: Asked) -> tuple[str, list[str]]:
    phrases = Phrases(unknown=RESTRICTING.findall(told.text))
    names = (phrases.turn(name) for name in cued.names)
    said = cued.template.format(*("人员经费" if name in _PEOPLE else name for name in names))
    return _tell_unit(said, told, asked), phrases.unknown


def _fill(frame: Frame, told: _Clause, asked: Asked) -> tuple[str, list[str]] | None:
    """What a clause says by a frame, and the words that it passes over; None if it does not fit."""
    match = frame.pattern.fullmatch(told.text)
    if match is None:
        return None
    phrases = Phrases()
    groups = {name: value or "" for name, value in match.groupdict().items()}
    if "clause" in groups:
        return _give_reason(groups["clause"], asked, phrases), phrases.unknown
    turned = {
        name: phrases.turn(value.replace(_SPENT, " "))
        for name, value in groups.items()
        if name in ("a", "b", "thing", "rest")
    }
    for name, value in turned.items():
        if not value and not _ASKS_FIGURE.search(frame.template):
            is_two = _OF_TWO.search(frame.template)
            passed = _TOTAL if is_two else _ASKER
            left = _PLAIN_WORD.findall(passed.sub(" ", groups[name]))
            phrases.unknown += [word for word in left if is_two or not is_small(word)]
    a, b = _name_both(turned, frame, told)
    is_passed = not a and not phrases.unknown
    if "{amount}" in frame.template and told.text.startswith("which "):
        phrases.unknown.append("which")
    if is_passed and "{amount}" in frame.template and not _MONEY.search(told.text):
        phrases.unknown.append(told.text)
    said = frame.template.format(
        a=a,
        b=b,
        verb=groups.get("verb", ""),
        rest=turned.get("rest", ""),
        number=_NUMBERS.get(groups.get("number", ""), ""),
        counted=("一共" if told.is_sum and asked.is_joint else "")
        + _count(turned.get("thing", ""), a),
        by_what=f"按{b}" if b else "",
        what_is=f"{a}是什么意思" if asked.is_definition else _amount(a, told, asked),
        amount=_amount(a, told, asked),
        **_compare(groups, told, asked),
    )
    said = _finish(said, frame, told, asked)
    if asked.compared and not re.search("[比与]|增减", said):
        phrases.unknown.append("compared")
    return said, phrases.unknown


def _read_clause(clause: str, asked: Asked, *, by: bool) -> _Clause:
    text = _plain(_TOTAL_OF.sub(" ", _SUMMED.sub(" ", clause)))
    is_sum = bool(_SUMMED.search(clause) or _TOTAL_OF.search(clause))
    return _Clause(
        text=_ON_AVERAGE.sub("", text).strip(ENDS),
        is_sum=is_sum or "⟩ plus ⟨" in text or (asked.is_joint and bool(_COME_TO.search(clause))),
        is_actual=_SPENT in text,
        is_mean=bool(_ON_AVERAGE.search(text)) and " per " not in text,
        by=by,
    )


def _name_both(turned: dict[str, str], frame: Frame, told: _Clause) -> tuple[str, str]:
    """The phrases of a frame, with what else the clause names before the first."""
    a, b = turned.get("a", ""), turned.get("b", "")
    a = a or ("各项" if "{a}加起来" in frame.template else "")
    a = a or ("总支出" if "占{a}" in frame.template else "")
    if rest := turned.get("rest", "").strip("的"):
        a = f"{rest}的{a}" if a else rest
    if _OF_MONEY.search(frame.template):
        a, b = ("人员经费" if name in _PEOPLE else name for name in (a, b))
    if frame.template.startswith("{b}{a}") and b in a:
        b = ""
    return (f"平均{a}" if told.is_mean else a), b


def _compare(groups: dict[str, str], told: _Clause, asked: Asked) -> dict[str, str]:
    """Which way things are compared, and with what."""
    more = "少" if groups.get("less") else "多"
    high = "低" if groups.get("less") else "高"
    verb = groups.get("verb", "")
    return {
        "more": more,
        "high": high,
        "by": f"，{more}多少" if told.by else "",
        "by_high": f"，{high}多少" if told.by else "",
        "top": "最少" if groups.get("least") else "最多",
        "highest": "最低" if groups.get("least") else "最高",
        "compared": asked.compared or ("" if asked.is_span else "比上年"),
        "changes": _CHANGED.get(verb, verb) or "增长",
    }


def _finish(said: str, frame: Frame, told: _Clause, asked: Asked) -> str:
    """What no frame says: a comparison, what was really spent, the unit."""
    if "{compared}" not in frame.template and asked.compared and said.endswith("多少"):
        return said.removesuffix("是多少").removesuffix("多少") + f"{asked.compared}增减多少"
    return _tell_unit(said, told, asked)


def _tell_unit(said: str, told: _Clause, asked: Asked) -> str:
    if told.is_actual and not re.search("实际|完成|决算|哪些方面", said):
        said = f"实际花掉的{said}"
    said = said.replace("增减百分之几", "变化百分之几")
    return said.replace("多少", f"多少{asked.unit}") if asked.unit not in said else said


def _amount(a: str, told: _Clause, asked: Asked) -> str:
    if not a and asked.is_joint and not told.is_actual:
        a = "总预算"
    spent = "实际花了" if told.is_actual else "安排了" if not a else ""
    much = f"{spent}多少{asked.unit}"
    if not a:
        return f"一共{much}"
    if told.is_sum:
        return f"{a}{'合计' if asked.is_joint or '、' in a else '一共'}{much}"
    return f"{a}{much}" if spent else f"{a}是{much}"


def _count(thing: str, of: str) -> str:
    if of.endswith("购买"):
        return f"准备购买多少{thing}"
    if thing in _PEOPLE and re.search("人员|职工|人数", of):
        thing = ""
    for pattern, template in _COUNTED:
        if pattern.search(thing):
            return template.format(thing="" if thing in of else thing.removesuffix("人"), of=of)
    return f"{of}有多少个{thing}"


def _give_reason(clause: str, asked: Asked, phrases: Phrases) -> str:
    """为什么 before the verb of a clause, or what the reason is where it has none."""
    if not _VERBS.search(clause):
        clause = _HIGHER.sub("⟦增加⟧", _LOWER.sub("⟦减少⟧", clause))
    found = _VERBS.search(clause)
    if found is None:
        return f"{phrases.turn(clause)}{asked.compared}的原因是什么"
    subject = phrases.turn(clause[: found.start()])
    verb, rest = found[1], phrases.turn(clause[found.end() :])
    if not subject and verb != "安排":
        subject, rest = rest, ""
    if verb == "安排":
        return f"{subject}为什么{asked.compared}{verb}{rest}"
    compared = asked.compared
    if verb == "持平":
        compared = (compared or "比上年").replace("比", "与", 1)
    return f"{subject}为什么{compared}{verb}{rest}"
