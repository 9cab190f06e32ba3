"""Questions that ask several things (公务接待费是多少，为什么减少？): a plan for each of them."""

import re
from collections.abc import Sequence

from index.planning import cues
from index.planning.following import complete
from index.planning.questions import read_question
from index.records import Document, Language, Plan, Want
from index.translation import is_english

_APART = re.compile(r"[，,；;。？?]+")
_APART_ENGLISH = re.compile(
    r"\s*[;?.]+\s+|,?\s+and\s+(?=(?:why|what|how|which|for what)\b)|,\s+(?=(?:why|how|which)\b)",
    re.IGNORECASE,
)
_ASKING = re.compile(
    rf"{cues.ASKS.pattern}|{cues.WHY.pattern}|什么|啥|含义|解释"
    r"|\b(?i:how|why|what|which|give|tell)\b"
)
_MOST = 3
_APART_WANTS = frozenset({Want.FIGURE, Want.REASON, Want.DEFINITION})


def read_parts(question: str, documents: Sequence[Document]) -> tuple[Plan, ...]:
    """A plan for each thing that a question asks, with what it leaves out put in.

    Empty where it asks one thing, a list with what is told of each, or only for figures, which one
    plan may set in relation.
    """
    texts = _split(question)
    if not 1 < len(texts) <= _MOST:
        return ()
    language = Language.ENGLISH if is_english(question) else Language.CHINESE
    plans = [read_question(texts[0], documents)]
    for text in texts[1:]:
        plans.append(read_question(complete(text, plans[0], documents), documents))
    wants = {plan.want for plan in plans}
    if len(wants) == 1 or not wants <= _APART_WANTS:
        return ()
    return tuple(plan.model_copy(update={"language": language}) for plan in plans)


def _split(question: str) -> list[str]:
    """The clauses that ask, each with those before it that do not; none where one follows them."""
    clauses = (_APART_ENGLISH if is_english(question) else _APART).split(question)
    parts: list[list[str]] = [[]]
    for clause in filter(None, map(str.strip, clauses)):
        parts[-1].append(clause)
        if _ASKING.search(clause):
            parts.append([])
    return [] if parts.pop() else ["，".join(part) for part in parts]
