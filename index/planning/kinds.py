"""Budgets set against final accounts, as a question does: which documents are meant, and how."""

import re
from collections.abc import Mapping, Sequence

from extraction import DisclosureKind, normal_form
from index.records import Document

_BUDGET = r"(?:年初)?(?<!公共)(?<!基金)(?<!经营)预算(?:数|额)?"
_FINAL = r"(?:支出)?决算(?:数|额)?|实际(?:执行|支出|花费)数?"
_BOTH = re.compile(
    rf"{_BUDGET}[^,;。?!]{{0,8}}?(?:{_FINAL})|(?:{_FINAL})[^,;。?!]{{0,8}}?{_BUDGET}"
)
# How much of a budget was spent.
EXECUTED = re.compile(r"执行率|完成率|执行进度|完成(?:了)?(?:年初)?预算的?(?:多少|几成|百分)")
_SHARED = re.compile(r"占[^,;。?!]{0,6}(?:百分|多少|几成|比)|百分之[几多]")
# What is left of a budget, or was spent beyond it.
LEFT_OVER = re.compile(r"超支|超出|超过|结余|节余|节约|节省|没[花用]完|剩|[多少](?:花|用|支)")
_DATED = re.compile(
    r"(?P<year>20\d\d)年?度?的?(?:部门|单位|支出|收入)?(?P<kind>预算|决算)(?!执行|完成)"
)
_KINDS = {"预算": DisclosureKind.BUDGET, "决算": DisclosureKind.FINAL}
# The names of the kinds, which are no part of an item that each document is asked for.
_JOINED = r"(?:与|和|跟|同|比|较|及|占|、|\|)+"
_NAMES = (
    re.compile(rf"(?:{_FINAL}){_JOINED}{_BUDGET}|{_BUDGET}{_JOINED}(?:{_FINAL})"),
    re.compile(r"\|的?(?:部门|单位)?(?:预算|决算)(?=的|[,和与跟比]|$)|预算(?=执行|完成)"),
)


def cut_kinds(text: str) -> str:
    """A text without the names of the kinds, a bar in their place."""
    for pattern in _NAMES:
        text = pattern.sub("|", text)
    return text


def sets_kinds(text: str) -> bool:
    """Whether a question sets budgets against final accounts."""
    return bool(_BOTH.search(text) or EXECUTED.search(text))


def is_rate(text: str) -> bool:
    """Whether it asks what part of the budget was spent."""
    return bool(EXECUTED.search(text) or (_BOTH.search(text) and _SHARED.search(text)))


def pair_kinds(documents: Sequence[Document], years: Sequence[int]) -> list[Document]:
    """The documents of those agencies and years of which budget and final account are there."""
    kinds: dict[tuple[str | None, int | None], set[DisclosureKind | None]] = {}
    for document in documents:
        kinds.setdefault((document.agency, document.year), set()).add(document.kind)
    both = {key for key, found in kinds.items() if set(_KINDS.values()) <= found}
    return [
        document
        for document in documents
        if (document.agency, document.year) in both and (not years or document.year in years)
    ]


def find_dated(text: str, documents: Sequence[Document]) -> list[Document]:
    """The documents of one agency that are named by year and kind each (2024年预算和2023年决算)."""
    named = dict.fromkeys(
        (int(found["year"]), _KINDS[found["kind"]]) for found in _DATED.finditer(normal_form(text))
    )
    found = [d for key in named for d in documents if (d.year, d.kind) == key]
    return found if len(named) == len(found) > 1 else []


def cut_dated(text: str, ends: Mapping[str, int]) -> dict[str, tuple[int, DisclosureKind]]:
    """The year and kind that follow each agency's name, by where it ends; empty if one lacks."""
    found: dict[str, tuple[int, DisclosureKind]] = {}
    for agency, end in ends.items():
        after = min((other for other in ends.values() if other > end), default=len(text))
        own = [f for f in _DATED.finditer(text) if end <= f.start() < after]
        if len(own) != 1:
            return {}
        found[agency] = (int(own[0]["year"]), _KINDS[own[0]["kind"]])
    return found
