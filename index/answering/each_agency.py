"""Reasons and definitions of several agencies that a question names: each is quoted in its turn."""

import re
from collections.abc import Callable

from index.answering.quoting import join_answers
from index.library import Library
from index.records import Answer, Document, Plan, Want
from index.sentences.across_saying import speak_across

_LED = re.compile(r"^[|、和与跟及的]+")


def answer_each(
    library: Library, plan: Plan, maker: Callable[[Library, Plan], Answer]
) -> Answer | None:
    """What each agency's documents say; None where one of them leaves open which is meant."""
    plain = plan.model_copy(update={"topic": _LED.sub("", plan.topic)})
    told: list[Answer] = []
    lacking: list[str] = []
    for agency, documents in _group(library, plan).items():
        names = tuple(document.name for document in documents)
        given = maker(library, plain.model_copy(update={"documents": names}))
        if given.choices:
            return None
        if given.refused or not given.citations:
            lacking.append(agency)
        else:
            told.append(given)
    if not told:
        return None
    joined = join_answers(plan, told)
    if not lacking:
        return joined
    untold = speak_across(plan.language).untold(lacking)
    return joined.model_copy(update={"answer": f"{joined.answer}\n{untold}"})


def _group(library: Library, plan: Plan) -> dict[str, list[Document]]:
    """The documents of a plan by their agencies; for what a term means the newest is enough."""
    groups: dict[str, list[Document]] = {}
    for document in map(library.document, plan.documents):
        groups.setdefault(document.agency or document.name, []).append(document)
    if plan.want is Want.DEFINITION:
        return {a: [max(own, key=lambda d: d.year or 0)] for a, own in groups.items()}
    return groups
