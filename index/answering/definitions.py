"""Answers to what is that: a definition, or what stands under a heading of that name."""

import re

from index.answering.groups import segments
from index.answering.listing import answer_list, names_list
from index.answering.quoting import COVERED, Ranked, cover, quote_best, weigh_names
from index.answering.sections import answer_section, asks_section
from index.library import Library
from index.records import Answer, PassageKind, Plan
from index.words.matching import Weights

_MEANS = re.compile(r"意思|含义|定义|概念|[是所]指|指的|解释|反映|理解|口径")
_NAMED = 0.6


def answer_definition(library: Library, plan: Plan) -> Answer:
    """What the documents say that a term means, or that something described in them is."""
    if not _MEANS.search(plan.wording):
        if names_list(plan):
            return answer_list(library, plan)
        if told := answer_section(library, plan):
            return told
    ranked = _rank_terms(library, plan)
    if asks_section(plan.wording) and not any(one.fits for one in ranked):
        return answer_list(library, plan)
    return quote_best(library, plan, ranked)


def _rank_terms(library: Library, plan: Plan) -> list[Ranked]:
    """The terms that are defined, by how well they are what is asked about."""
    passages = library.passages(plan.documents)
    terms = [p for p in passages if p.kind is PassageKind.DEFINITION]
    topic, _ = weigh_names(plan, passages)
    weights = Weights(p.topic for p in terms)
    ranked = []
    for passage in terms:
        for name in (passage.topic, *segments(passage.topic)[-2:]):
            covered, share = cover(topic, {name: 1.0}), topic.share(name, weights)
            fits = share > _NAMED or (covered >= COVERED and share > COVERED / 2)
            ranked.append(Ranked(passage, covered + share, fits))
    return ranked
