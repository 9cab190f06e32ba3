"""Questions that go on from the one before: what they leave out is taken over from its plan.

The result is a question in words (青山县水利局2024年会议费比上年增加多少), which is read as any
other, and which a reader is shown.
"""

import re
from collections.abc import Sequence

from extraction import normal_form
from index.planning import cues
from index.planning.questions import read_years
from index.records import Document, Plan
from index.translation import is_english, translate
from index.words.agencies import find_mentions
from index.words.wording import canonical, frame_mask

_LEADS = re.compile(
    r"^(?:那么?|还有|另外|再(?:问|看)?|换成|改成|如果是|而)+[,、]?|^(?:它|其|该项|这个|这项|这笔钱?)的?"
)
_ENDS = re.compile(r"呢?[?。.!]*$")
_IS_OPEN = re.compile(r"呢[?。.!]*$")
_GOES_ON = re.compile(r"^(?:占|比(?!较)|较|同比|增|涨|降|减|为什么|为何|原因|怎么)")
_CHOOSING = "谁哪最各"
_IS_SHARE = re.compile(r"^的?占")
_SHARE_ENGLISH = re.compile(r"\b(?:share|percentage|proportion|fraction) of\b", re.IGNORECASE)
_LEADS_ENGLISH = re.compile(r"^(?:and|or|so|then|but)\b|^(?:what|how) about\b", re.IGNORECASE)
_ASKS = re.compile(rf"{cues.WHY.pattern}|{cues.ASKS.pattern}|{cues.WHO.pattern}")


def complete(question: str, previous: Plan, documents: Sequence[Document]) -> str:
    """The question in full, in Chinese; as it was put where it stands alone."""
    text, follows = _read(question, documents)
    if not follows:
        return question
    mentions = find_mentions(text, documents)
    agencies = mentions.known or previous.agencies
    rest = _ENDS.sub("", _LEADS.sub("", mentions.rest.strip("|, ")))
    of_agency = [d for d in documents if not agencies or d.agency in agencies]
    dated = [d for d in of_agency if not previous.years or d.year in previous.years]
    years = read_years(rest, dated or of_agency) or previous.years
    if mentions.unknown:
        return question
    body = _body(_drop_years(rest), previous.topic)
    return f"{'、'.join(agencies)}{''.join(f'{year}年' for year in years)}{body}"


def _read(question: str, documents: Sequence[Document]) -> tuple[str, bool]:
    """The question in Chinese, and whether it goes on from another."""
    if is_english(question):
        text = normal_form(translate(question, documents).text)
        if _SHARE_ENGLISH.search(question) and "占" not in text:
            text = f"占{_find_item(text) or text}的多少"
        return text, bool(_LEADS_ENGLISH.search(question.strip()))
    text = normal_form(question).strip()
    return text, bool(_LEADS.search(text) or _IS_OPEN.search(text) or _GOES_ON.search(text))


def _drop_years(text: str) -> str:
    plain = cues.SHORT_YEAR.sub("", cues.YEAR.sub("", text))
    for _, pattern in cues.RELATIVE:
        plain = pattern.sub("", plain)
    return plain


def _body(own: str, before: str) -> str:
    """What is asked: its own item and asking, each from the question before where it has none."""
    item, earlier = _find_item(own), _find_item(before)
    asks = bool(_ASKS.search(own))
    if _IS_SHARE.search(own):
        return f"{earlier}{own}"
    if item and asks:
        return own
    text = canonical(before).replace("|", "")
    if not item and not asks and not _GOES_ON.search(own):
        return text
    if not item:
        return f"{earlier}{own}"
    return text.replace(earlier, item, 1) if earlier else f"{item}{text}"


def _find_item(text: str) -> str:
    """What a text is about: the longest run of characters that are no part of the asking."""
    plain = canonical(text)
    mask = zip(plain, frame_mask(plain), strict=True)
    marks = "".join("-" if is_frame or char in _CHOOSING else "+" for char, is_frame in mask)
    runs = [found.span() for found in re.finditer(r"\++(?:-\++)*", marks)]
    start, end = max(runs, key=lambda run: run[1] - run[0], default=(0, 0))
    return plain[start:end]
