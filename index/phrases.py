"""The sentences of answers, in Chinese; everything that a reader is told stands here."""

from collections.abc import Sequence
from decimal import Decimal

from extraction import DisclosureKind, Unit
from index.citing import describe
from index.records import Aspect, Document, Fact, Plan

_KINDS = {DisclosureKind.BUDGET: "预算", DisclosureKind.FINAL: "决算"}
_ASPECTS = {
    Aspect.LEVEL: "",
    Aspect.CHANGE: "的增减额",
    Aspect.RATE: "的增减幅度",
    Aspect.SHARE: "的占比",
    Aspect.EARLIER: "的上年数",
    Aspect.COMPLETION: "的完成率",
}
_DIRECTIONS = {"up": "增加", "down": "减少", "flat": "持平，"}
_SHOWN = 6


def document_label(document: Document) -> str:
    """Agency, year and kind as a person reads them."""
    year = f"{document.year}年" if document.year else ""
    kind = _KINDS[document.kind] if document.kind else ""
    return f"{document.agency or document.name}{year}{kind}"


def figure(document: Document, fact: Fact, asked: Unit | None, value: Decimal | None) -> str:
    """A figure in a sentence."""
    printed = fact.printed.strip()
    unit = fact.unit or ""
    shown = printed if unit and printed.endswith(unit) else f"{printed}{unit}"
    if fact.aspect in (Aspect.CHANGE, Aspect.RATE):
        shown = f"{_DIRECTIONS.get(fact.direction, '')}{shown}"
    if asked is not None and value is not None and asked is not fact.unit:
        shown = f"{plain(value)}{asked}（{shown}）"
    whole = f"（占{fact.against}）" if fact.aspect is Aspect.SHARE and fact.against else ""
    year = f"（{fact.year}年）" if fact.year and fact.year != document.year else ""
    place = describe(fact)
    return f"{document_label(document)}：{place}{year}{_ASPECTS[fact.aspect]}{whole}为{shown}[1]。"


def plain(value: Decimal) -> str:
    """A number without exponent, and without zeros that were not printed."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def quoted(document: Document, lead: str, text: str) -> str:
    """A passage in a sentence."""
    return f"{document_label(document)}{lead}：{text}[1]"


def listed(document: Document, title: str, names: str) -> str:
    """The entries of a table in a sentence."""
    return f"{document_label(document)}《{title}》列有：{names}。"


def unknown_agency(plan: Plan, documents: Sequence[Document]) -> str:
    """That no document is of the agency asked about."""
    named = "、".join(f"“{name}”" for name in plan.unknown_agencies)
    return f"没有{named}的文件，无法回答。{there_is(documents)}"


def unknown_year(plan: Plan, documents: Sequence[Document]) -> str:
    """That no document is of the year asked about."""
    years = "、".join(f"{year}年" for year in plan.years)
    return f"文件没有公布{years}的数据，无法回答。{there_is(documents)}"


def no_final(plan: Plan, documents: Sequence[Document]) -> str:
    """That what was spent is asked for, and only budgets are there."""
    years = "、".join(f"{year}年" for year in plan.years)
    return f"问的是{years}决算（实际支出），文件只有预算，无法回答。{there_is(documents)}"


def not_found(sought: str, near: Sequence[str], documents: Sequence[Document]) -> str:
    """That an item is not printed, and what comes nearest."""
    nearest = "；相近的有" + "、".join(f"“{name}”" for name in near[:_SHOWN]) if near else ""
    return f"文件里没有找到“{sought}”{nearest}。{there_is(documents)}"


def there_is(documents: Sequence[Document]) -> str:
    """What the documents in scope are."""
    labels = list(dict.fromkeys(document_label(document) for document in documents))
    more = f"等{len(labels)}份" if len(labels) > _SHOWN else ""
    return f"现有文件：{'、'.join(labels[:_SHOWN])}{more}。" if labels else "库里还没有文件。"


def which(count: int) -> str:
    """The question back."""
    return f"有{count}份文件可以回答，请选择："


def superseded(old: Document, newer: str) -> str:
    """That a newer publication exists."""
    return f"“{old.name}”已有较新的版本“{newer}”。"


def supersedes(document: Document, older: Sequence[str]) -> str:
    """That the answer is from the newer one of several publications."""
    names = "、".join(f"“{name}”" for name in older)
    return f"“{document.name}”是较新的版本，此前还公布过{names}。"
