"""Questions that go on from the one before: what they leave out is taken over from its plan.

The result is a question in words (青山县水利局2024年会议费比上年增加多少), which is read as any
other, and which a reader is shown.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction import normal_form
from index.planning import across_cues, cues
from index.planning.kinds import EXECUTED
from index.planning.questions import read_question, read_years
from index.planning.turns import KIND, Turn, find_item, join, names_item, read_turn
from index.records import Document, Operation, Plan
from index.translation import is_english, translate
from index.words.agencies import Mentions, find_mentions
from index.words.wording import canonical

_LEADS = re.compile(
    r"^(?:那么?|还有|另外|再(?:问|看)?|换成|改成|如果是|而)+[,、]?|^(?:它们?|其|该项|这个|这项|这笔钱?)的?"
)
_ENDS = re.compile(r"呢?[?。.!]*$")
_IS_OPEN = re.compile(r"呢[?。.!]*$")
_GOES_ON = re.compile(r"^(?:占|比(?!较)|较|同比|增|涨|降|减|多多少|少多少|为什么|为何|原因|怎么)")
_IS_SHARE = re.compile(r"^的?占(?!比)")
_SHORT = 24
_MOST_TURNS = 4
# The figure before, in another unit of money.
_CONVERTS = re.compile(
    r"^(?:那么?|再|请|麻烦|把|它|,)*(?:换算?|折算?|折合|转换?|改)(?:成|为|算成|算为|用|写)*(?P<to>[亿万]?元)"
    r"|^(?:那么?|再)?(?:用|按|以|是|合|等于)(?:多少)?(?P<by>[亿万]?元)(?:来?(?:表示|计算?|算|为?单位))?"
    r"|^(?:那么?)?(?:是|合|等于)?多少(?P<of>[亿万]元)"
)
_CONVERTED = re.compile(r",折合多少[亿万]?元$")
_COMPARES = (
    across_cues.MOST,
    across_cues.BETTER,
    across_cues.WHO,
    across_cues.APART,
    across_cues.TIMES,
    across_cues.TOGETHER,
    across_cues.MEAN,
    across_cues.ORDER,
    across_cues.HOW_MANY,
    across_cues.SAME,
    EXECUTED,
)
_OF_COUNT = re.compile(r"(?<!前)(?P<count>[两二三四五六七八九])(?:家|者|个|年|份)")
_WHO = re.compile(r"哪一?个(?!部门|单位|局)|哪家|谁")
_ITEM_LEFT = re.compile(r"^(?:[|、和与跟及的各,]|每个?)+")
_LEADS_ENGLISH = re.compile(r"^(?:and|or|so|then|but)\b|^(?:what|how) about\b", re.IGNORECASE)
# Questions in English that name nothing of their own.
_SHORT_ENGLISH = (
    (
        re.compile(r"\b(?:share|percentage|proportion|fraction) of (?:the )?(?:total|whole)\b"),
        "占总支出的多少",
    ),
    (re.compile(r"\b(?:lowest|least|smallest|fewest)\b"), "最低"),
    (re.compile(r"\b(?:highest|most|largest|biggest)\b"), "最高"),
    (re.compile(r"\b(?:differ|difference|apart|how much (?:more|less)|by how much)\b"), "差多少"),
    (re.compile(r"\b(?:lower|less|smaller|fewer)\b"), "哪个更低"),
    (re.compile(r"\b(?:higher|more|larger|bigger|greater)\b"), "哪个更高"),
    (re.compile(r"\b(?:average|mean)\b"), "平均是多少"),
    (re.compile(r"\b(?:total|together|sum|altogether)\b"), "一共多少"),
    (re.compile(r"\bwhy\b"), "为什么"),
    (re.compile(r"\b(?:last year|year before|previous year)\b"), "去年"),
)
# Words of the asking, which name nothing that is asked about.
_ASKING_ENGLISH = frozenset(
    {"and", "or", "so", "then", "but", "what", "how", "which", "about", "is", "much"}
)
# What an English question that names nothing comes to, but for the unit that it names.
_NO_ITEM = re.compile(r"一共安排了(?:多少\?$)?")
# What is done with a thing, where a pronoun stands for it.
_RUNNING = re.compile(r"\b(?:running|maintaining|buying|keeping)\b", re.IGNORECASE)
_SHARE_ENGLISH = re.compile(r"\b(?:share|percentage|proportion|fraction) of\b", re.IGNORECASE)
_ASKS = re.compile(rf"{cues.WHY.pattern}|{cues.ASKS.pattern}|{cues.WHO.pattern}")


def complete(question: str, previous: Plan, documents: Sequence[Document]) -> str:
    """The question in full, in Chinese; as it was put where it stands alone."""
    text, leads = _read(question, documents)
    mentions = find_mentions(text, documents)
    if mentions.unknown or not text:
        return question
    if found := _CONVERTS.search(text):
        unit = found["to"] or found["by"] or found["of"]
        asked = _CONVERTED.sub("", _ENDS.sub("", normal_form(previous.wording)))
        return f"{asked},折合多少{unit}"
    own = _ENDS.sub("", _LEADS.sub("", mentions.rest.strip("|, ")))
    if not (leads or (len(text) <= _SHORT and not names_item(own))):
        return question
    return _fill(own, mentions, previous, documents)


def _fill(own: str, mentions: Mentions, previous: Plan, documents: Sequence[Document]) -> str:
    """What a question says itself, with the rest taken over from the turns before."""
    turn = read_turn(previous, documents)
    agencies = mentions.known or turn.agencies
    years = _read_years(own, agencies, turn.years, documents)
    asked = _drop_years(own).strip("|, ")
    is_kind = bool(KIND.fullmatch(asked))
    kinds = (asked,) if is_kind else turn.kinds
    asked = "" if is_kind else asked
    compares = any(cue.search(asked) for cue in _COMPARES) and not names_item(asked)
    is_same = not mentions.known and not is_kind and years in ((), turn.years)
    is_gone = bool(across_cues.CHANGED.search(asked)) and bool(previous.before)
    if (compares or (is_gone and not names_item(asked))) and is_same:
        return _compare(asked, previous, turn, documents)
    if is_same and _asks_again(asked, previous):
        return _ENDS.sub("", normal_form(previous.wording))
    years = years or turn.years
    full = replace(turn, agencies=agencies, years=years, kinds=kinds)
    is_alone = len(agencies) == 1 and len(years) <= 1 and bool(mentions.known or not is_same)
    if is_alone and previous.is_across:
        full = replace(full, is_yearly=False)
        body = asked or f"{turn.item}是多少"
        return f"{full.lead}{body if names_item(body) else turn.item + body}"
    return f"{full.lead}{_body(asked, _asked_of(previous), turn.item)}"


def _compare(asked: str, previous: Plan, turn: Turn, documents: Sequence[Document]) -> str:
    """A comparison of what the turns before were about."""
    turns = [turn]
    if not previous.is_across:
        before = (read_question(text, documents) for text in previous.before[-_MOST_TURNS:])
        turns = [*(read_turn(plan, documents) for plan in before), turn]
        if (found := _OF_COUNT.search(asked)) and len(turns) > 1:
            turns = turns[-across_cues.read_number(found["count"]) :]
    every = join(turns)
    if not previous.is_across and len(every.agencies) == 1 and len(every.years) > 1:
        every = replace(every, is_yearly=True)
    asked = across_cues.GROUP.sub("", _OF_COUNT.sub("", asked)).strip("|的,")
    if every.is_yearly:
        asked = _WHO.sub("哪一年", asked)
    return f"{every.lead}{every.item}{asked}"


def _asks_again(asked: str, previous: Plan) -> bool:
    """Whether it asks which they are, of which the answer before has told."""
    return previous.operation is Operation.RANK and bool(
        re.fullmatch(r"(?:分别|都|各)*(?:是|有)?(?:哪(?:些|几[家个])|谁)", asked)
    )


def _read_years(
    own: str, agencies: Sequence[str], before: Sequence[int], documents: Sequence[Document]
) -> tuple[int, ...]:
    """The years that a question names itself; 去年 is counted from the year spoken of before."""
    of_agency = [d for d in documents if not agencies or d.agency in agencies]
    dated = [d for d in of_agency if not before or d.year in before]
    return read_years(own, dated or of_agency)


def _read(question: str, documents: Sequence[Document]) -> tuple[str, bool]:
    """The question in Chinese, and whether it goes on from another.

    Empty where words or agencies of an English one are not understood.
    """
    leads = bool(_LEADS_ENGLISH.search(question.strip()))
    if is_english(question):
        wording = translate(question, documents)
        text = normal_form(wording.text)
        if wording.unknown_agencies:
            return "", False
        for pattern, chinese in _SHORT_ENGLISH:
            if pattern.search(question.lower()) and not find_item(text):
                return chinese, True
        left = set(" ".join(wording.untranslated).split()) - _ASKING_ENGLISH
        is_share = "占" in text or _SHARE_ENGLISH.search(question)
        if (left and not is_share) or (_RUNNING.search(question) and not find_item(text)):
            return "", False
        text = _NO_ITEM.sub("", text)
        if _SHARE_ENGLISH.search(question) and "占" not in text:
            text = f"占{find_item(text) or text}的多少"
        return text, leads
    text = normal_form(_LEADS_ENGLISH.sub("", question.strip())).strip()
    return text, leads or any(cue.search(text) for cue in (_LEADS, _IS_OPEN, _GOES_ON))


def _drop_years(text: str) -> str:
    plain = cues.SHORT_YEAR.sub("", cues.YEAR.sub("", text))
    for _, pattern in cues.RELATIVE:
        plain = pattern.sub("", plain)
    return plain


def _asked_of(previous: Plan) -> str:
    """What was asked before, without agencies, years and kinds."""
    text = across_cues.GROUP.sub("|", canonical(KIND.sub("", previous.topic)))
    return _ITEM_LEFT.sub("", text).replace("|", "")


def _body(own: str, before: str, earlier: str) -> str:
    """What is asked: its own item and asking, each from the question before where it has none."""
    item = find_item(own)
    asks = bool(_ASKS.search(own))
    if _IS_SHARE.search(own):
        return f"{earlier}{own}"
    if item and asks:
        return own
    if not item and not asks and not _GOES_ON.search(own):
        return before
    if not item:
        return f"{earlier}{own}"
    return before.replace(canonical(earlier), item, 1) if earlier else f"{item}{before}"
