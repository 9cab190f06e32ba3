"""How many guests or visits the prose counts (26人次): what an average is drawn over."""

import re
from decimal import Decimal

from extraction import Source
from index.library import Library
from index.proving.citing import cut, part_of
from index.records import Aspect, Fact, PassageKind, Plan

_NOUNS = {"接待人次": "人次", "接待批次": "批次"}
_ABOUT = re.compile(r"接待")


def count_heads(library: Library, plan: Plan, name: str) -> Fact | None:
    """The one count that sentences about receptions give; None where they give none or two."""
    if (noun := _NOUNS.get(name)) is None:
        return None
    pattern = re.compile(rf"(?P<figure>\d[\d,]*)\s*个?{noun}")
    found: dict[str, Fact] = {}
    for passage in library.passages(plan.documents):
        if passage.kind is not PassageKind.PARAGRAPH:
            continue
        text = cut(library.lines(passage.document), passage.source)
        for match in pattern.finditer(text):
            if _ABOUT.search(text[: match.start()]):
                place = part_of(passage.source, *match.span("figure"))
                found.setdefault(
                    match["figure"], _fact_at(passage.document, place, match["figure"], noun)
                )
    counted = [fact for fact in found.values() if fact.value]
    return counted[0] if len(counted) == 1 else None


def _fact_at(document: str, place: Source, printed: str, noun: str) -> Fact:
    return Fact(
        document=document,
        item=noun,
        aspect=Aspect.LEVEL,
        value=Decimal(printed.replace(",", "")),
        unit=None,
        printed=printed,
        source=place,
        year=None,
    )
