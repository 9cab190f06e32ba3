"""The sentences of answers, in Chinese; everything that a reader is told stands here."""

from collections.abc import Sequence
from decimal import Decimal

from extraction import DisclosureKind, Unit
from index.citing import describe, in_quotes
from index.records import Aspect, Document, Fact, Plan

_KINDS = {DisclosureKind.BUDGET: "预算", DisclosureKind.FINAL: "决算"}
_ASPECTS = {
    Aspect.LEVEL: "",
    Aspect.CHANGE: "的增减额",
    Aspect.RATE: "的增减幅度",
    Aspect.SHARE: "的占比",
    Aspect.EARLIER: "的上年数",
    Aspect.PLANNED: "的年初预算",
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
    text = shown(fact)
    if asked is not None and value is not None and asked is not fact.unit:
        text = f"{plain(value)}{asked}（{text}）"
    whole = f"（占{fact.against}）" if fact.aspect is Aspect.SHARE and fact.against else ""
    year = f"（{fact.year}年）" if fact.year and fact.year != document.year else ""
    place = describe(fact)
    return f"{document_label(document)}：{place}{year}{_ASPECTS[fact.aspect]}{whole}为{text}[1]。"


def computed(
    document: Document, used: Sequence[Fact], formula: str, value: Decimal, unit: Unit | None
) -> str:
    """A figure that follows from printed ones, with its formula."""
    named = "，".join(
        f"{describe(fact)}{_ASPECTS[fact.aspect]}{shown(fact)}[{n}]"
        for n, fact in enumerate(used, start=1)
    )
    result = f"{plain(value)}{unit or ''}"
    return f"{document_label(document)}：文件没有直接列出，由{named}算得：{formula} = {result}。"


def operands(figures: Sequence[tuple[Document, Fact]]) -> str:
    """That a question wants something computed which is not yet, and the figures it speaks of."""
    named = "；".join(
        f"{document_label(document)}{describe(fact)}为{shown(fact)}[{n}]"
        for n, (document, fact) in enumerate(figures, start=1)
    )
    return f"这个问题需要计算，目前还不能直接给出结果；文件列出的有关数字：{named}。"


def several(document: Document, figures: Sequence[Fact]) -> str:
    """That several figures bear the name that is asked about."""
    named = "；".join(
        f"{describe(fact)}为{shown(fact)}[{n}]" for n, fact in enumerate(figures, start=1)
    )
    return f"{document_label(document)}：文件里有几个数，请看哪个是要找的：{named}。"


def shown(fact: Fact) -> str:
    """A figure as printed, with its unit, and which way it went."""
    printed, unit = fact.printed.strip(), fact.unit or ""
    text = printed if unit and printed.endswith(unit) else f"{printed}{unit}"
    if fact.aspect in (Aspect.CHANGE, Aspect.RATE):
        than = f"较{fact.against}" if fact.against else ""
        text = f"{than}{_DIRECTIONS.get(fact.direction, '')}{text}"
    return text


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


def chinese_only() -> str:
    """That questions are read in Chinese only."""
    return "目前只能用中文提问。Questions can only be put in Chinese so far."


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


def not_found(question: str, near: Sequence[str], documents: Sequence[Document]) -> str:
    """That nothing printed answers a question, and what comes nearest."""
    asked = question.strip(" \t\n？?。.！!")
    return f"文件里没有找到能回答“{asked}”的内容。{_nearest(near)}{there_is(documents)}"


def not_listed(name: str, near: Sequence[str], documents: Sequence[Document]) -> str:
    """That an item is not printed, and what comes nearest."""
    return f"文件没有列示“{name}”，无法回答。{_nearest(near)}{there_is(documents)}"


def _nearest(names: Sequence[str]) -> str:
    named = "、".join(in_quotes(name) for name in names[:_SHOWN])
    return f"相近的有{named}。" if named else ""


def there_is(documents: Sequence[Document]) -> str:
    """What the documents in scope are."""
    labels = list(dict.fromkeys(document_label(document) for document in documents))
    more = f"等{len(labels)}份" if len(labels) > _SHOWN else ""
    return f"现有文件：{'、'.join(labels[:_SHOWN])}{more}。" if labels else "库里还没有文件。"


def which(count: int) -> str:
    """The question back."""
    return f"有{count}份文件可以回答，请选择："


def broken(number: int, statement: str) -> str:
    """That a cited figure takes part in a sum that does not tie."""
    return f"[{number}]所在的合计对不上：{statement}"


def words_only() -> str:
    """That vectors are not to be had."""
    return "未使用语义检索，只按字词查找。"


def superseded(old: Document, newer: str) -> str:
    """That a newer publication exists."""
    return f"“{old.name}”已有较新的版本“{newer}”。"


def supersedes(document: Document, older: Sequence[str]) -> str:
    """That the answer is from the newer one of several publications."""
    names = "、".join(f"“{name}”" for name in older)
    return f"“{document.name}”是较新的版本，此前还公布过{names}。"
