"""Answers that list the documents that a disclosure cites: the names that it prints in 《》."""

import re
from collections.abc import Iterator

from extraction import Source, normal_form, squash
from index.answering.quoting import ask_back, quote_places
from index.library import Library
from index.proving.citing import cut, part_of
from index.records import Answer, Lead, PassageKind, Plan
from index.sentences.saying import speak

_ASKED = re.compile(
    r"(?:引用|依据|根据|提到|提及|列出|遵照|参照)了?(?:的|过)?(?:哪些|什么|哪几[个份部])(?:政策|法规|制度|规范性)?"
    r"(?:文件|政策|法规|法律|办法|规定|制度)"
    r"|(?:哪些|什么|哪几[个份部])(?:政策|法规|法律|规范性)?(?:文件|政策|法规|法律|办法|制度)"
)
_CITED = re.compile(r"《[^《》]{4,80}》(?:[（(〔\[][^（()）]{2,30}号[)）])?")
_OWN = re.compile(r"(?:表|决算|预算|目录)》$")
_KINDS = frozenset({PassageKind.PARAGRAPH, PassageKind.LISTING, PassageKind.ROW})
_MOST = 20


def answer_references(library: Library, plan: Plan) -> Answer | None:
    """The documents that are cited by name, each at its first place; None if not asked for."""
    if not _ASKED.search(normal_form(plan.wording)):
        return None
    found = {name: named for name in plan.documents if (named := _find(library, name))}
    if len(found) > 1:
        return ask_back(library, plan, list(found))
    for named in found.values():
        sources = list(named.values())
        given = quote_places(library, plan, sources[:_MOST], (Lead.PLAIN, ""))
        left = len(sources) - _MOST
        notes = (speak(plan.language).more(left),) if left > 0 else ()
        return given.model_copy(update={"notes": notes})
    return None


def _find(library: Library, name: str) -> dict[str, Source]:
    """The places of the names of documents, by their names."""
    found: dict[str, Source] = {}
    for title, source in _cited(library, name):
        found.setdefault(title, source)
    return found


def _cited(library: Library, name: str) -> Iterator[tuple[str, Source]]:
    lines = library.lines(name)
    for passage in library.passages([name]):
        if passage.kind in _KINDS:
            printed = cut(lines, passage.source)
            for match in _CITED.finditer(printed):
                title = squash(match[0].partition("》")[0] + "》")
                if not _OWN.search(title):
                    yield title, part_of(passage.source, *match.span())
