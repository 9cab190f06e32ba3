"""What each of several documents is asked for: a question without the words that compare."""

import re

from index.planning import across_cues as cues
from index.planning.cues import JOINED, RELATIVE
from index.planning.kinds import cut_kinds
from index.words.classification import ITEM_NAMES
from index.words.wording import canonical, frame_mask

_CLAUSE = re.compile(r"[,，;；。?？!！:：]")
# Connectives that an agency or a year taken out leaves behind.
_LOOSE = re.compile(
    r"(?:[、和与跟同及到至从在的把将对按]|(?<!占)比)*\|(?:[|、和与跟同及到至较的按]|比(?!重|例))*"
)
_JOINT = re.compile(r"以及|[、和与及]")
_WHOLE = re.compile(r"收入|支出|收支|预算|决算|花|盘子")
_STRIPPED = (
    cues.ORDER,
    cues.SAME,
    cues.WHICH,
    cues.HOW_MANY,
    cues.GROUP,
    cues.WHO,
    cues.YEARS,
    cues.TIMES,
    cues.APART,
    cues.TOGETHER,
    cues.MEAN,
    cues.EACH,
    cues.THRESHOLD,
)


def read_operand(text: str, *, is_yearly: bool) -> str:
    """The question to each document; empty where nothing is named that it could give."""
    has_basis = bool(cues.BASIS.search(text)) and not is_yearly
    is_fast, is_turn = bool(cues.SPEED.search(text)), bool(cues.TURN.search(text))
    turned = has_basis and bool(cues.CHANGED.search(text))
    change = (cues.CHANGED.search(text) and cues.MOST.search(text)) or cues.MOVED.search(text)
    text = _strip_relative(cues.BASIS.sub("|", text) if not is_yearly else text)
    topics = _topics_of(cut_kinds(text)) or _topics_of(text)
    topic = ",".join(topics[:2] if cues.VEHICLES.search(text) else topics[:1])
    if not topic:
        return ""
    if not is_yearly and is_fast:
        return f"{topic}比上年增长百分之几"
    if not is_yearly and (is_turn or turned or change):
        return f"{topic}比上年增加多少"
    if cues.VEHICLES.search(topic) and not re.search(r"购|买", topic):
        return f"{topic}有几辆"
    if found := cues.PEOPLE.search(topic):
        return f"{topic[: found.start()]}{found['who']}有多少人"
    if cues.SHARE.search(topic):
        return f"{topic}是百分之几"
    return f"{topic}是多少"


def split_operand(operand: str) -> tuple[str, ...]:
    """A question for each of the items that an operand joins; one name may hold a joint itself."""
    topic, asked = operand.removesuffix("是多少"), "是多少"
    items = _JOINT.split(topic)
    names = (name for name in ITEM_NAMES if name in canonical(topic))
    is_one = JOINED.search(topic) or any(_JOINT.search(name) for name in names)
    if is_one or topic == operand or min(map(len, items)) < 2 or "占" in topic:
        return (operand,)
    return tuple(f"{item}{asked}" for item in items)


def _strip_relative(text: str) -> str:
    for _, pattern in RELATIVE:
        text = pattern.sub("|", text)
    return text


def _topics_of(text: str) -> list[str]:
    return [topic for clause in _CLAUSE.split(text) if (topic := _topic_of(clause))]


def _topic_of(clause: str) -> str:
    """What a clause names, without the words that compare; empty where that is all it is."""
    clause = cues.OF_ALL.sub("|", clause)
    for pattern in (*_STRIPPED, cues.SPEED, cues.TURN, cues.CHANGED, cues.ASKING, cues.HOW):
        clause = pattern.sub("|", clause)
    clause = cues.ASKING.sub("|", _LOOSE.sub("|", clause)).strip("|()")
    text = canonical(clause)
    told = any(not masked for masked in frame_mask(text))
    clause = "|".join(dict.fromkeys(filter(None, clause.split("|"))))
    return clause if told or _WHOLE.search(clause) else ""
