"""The sentences of answers in Chinese."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import count

from extraction import DisclosureKind, Unit
from index.answering.constraints import basis_of
from index.calculating.formulas import Formula, plain
from index.proving.citing import describe, in_quotes
from index.records import Aspect, Document, Fact, Lead, Plan
from index.sentences.apart import tell_apart

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
_LEADS = {Lead.REASON: "的原因", Lead.DEFINITION: "", Lead.PLAIN: ""}
_DIRECTIONS = {"up": "增加", "down": "减少", "flat": "持平，"}
_SHOWN = 6

Figure = tuple[Document, Fact]


class Chinese:
    """The sentences in Chinese."""

    def document_label(self, document: Document) -> str:
        year = f"{document.year}年" if document.year else ""
        kind = _KINDS[document.kind] if document.kind else ""
        return f"{document.agency or document.name}{year}{kind}"

    def figure(
        self, document: Document, fact: Fact, asked: Unit | None, value: Decimal | None
    ) -> str:
        text = shown(fact)
        if asked is not None and value is not None and asked is not fact.unit:
            text = f"{plain(value)}{asked}（{text}）"
        whole = f"（占{fact.against}）" if fact.aspect is Aspect.SHARE and fact.against else ""
        year = f"（{fact.year}年）" if fact.year and fact.year != document.year else ""
        is_earlier = fact.aspect is Aspect.EARLIER
        aspect = f"的上年{basis_of(fact)}数" if is_earlier else _ASPECTS[fact.aspect]
        named = f"{describe(fact)}{year}{aspect}{whole}"
        return f"{self.document_label(document)}：{named}为{text}[1]。"

    def computed(self, figures: Sequence[Figure], formula: Formula) -> str:
        return f"文件没有直接列出，由{self._name_all(figures)}算得：{formula.shown}。"

    def ranked(self, figures: Sequence[Figure], formula: Formula | None) -> str:
        worked = f"；{formula.shown}" if formula else ""
        return f"依次为：{self._name_all(figures)}{worked}。"

    def checked(self, figures: Sequence[Figure], formula: Formula | None) -> str:
        if formula is None:
            return f"数字一致：{self._name_all(figures)}。"
        return f"数字不一致：{self._name_all(figures)}；{formula.shown}。"

    def summed(self, figures: Sequence[Figure], total: Formula, gap: Formula | None) -> str:
        told = f"{self._name_all(figures)}；{total.shown}"
        return f"加起来不相等：{told}；{gap.shown}。" if gap else f"加起来一致：{told}。"

    def unchanged(self, document: Document, fact: Fact, formula: Formula | None) -> str:
        worked = f"；{formula.shown}" if formula else ""
        label = self.document_label(document)
        return (
            f"{label}：{describe(fact)}{shown(fact)}[1]，文件说与上年持平，上年也是这个数{worked}。"
        )

    def rate_checked(self, figures: Sequence[Figure], formula: Formula, *, is_right: bool) -> str:
        said = "算得对" if is_right else "与算出的不同"
        return f"{said}：{self._name_all(figures)}；{formula.shown}。"

    def tallied(self, figures: Sequence[Figure], *, is_none: bool) -> str:
        named = self._name_all(figures)
        if is_none:
            return f"没有符合所问金额的；列出的最大和最小的是：{named}。"
        return f"符合所问金额的有{len(figures)}个：{named}。"

    def operands(self, figures: Sequence[Figure]) -> str:
        named = self._name_all(figures)
        return f"所问的不是文件直接列出的一个数；文件列出的有关数字：{named}。"

    def named(self, document: Document, fact: Fact) -> str:
        return self._name_all([(document, fact)])

    def _name_all(self, figures: Sequence[Figure]) -> str:
        """The figures with their marks, the document before each that is of another."""
        named = []
        for n, (document, fact) in enumerate(figures, start=1):
            is_new = n == 1 or figures[n - 2][0] != document
            label = f"{self.document_label(document)}：" if is_new else ""
            named.append(f"{label}{describe(fact)}{_ASPECTS[fact.aspect]}{shown(fact)}[{n}]")
        return "；".join(named)

    def several(self, document: Document, figures: Sequence[Fact]) -> str:
        named = "；".join(
            f"{describe(fact)}{f'（{apart}）' if apart else ''}为{shown(fact)}[{n}]"
            for n, (fact, apart) in enumerate(zip(figures, tell_apart(figures), strict=True), 1)
        )
        return f"{self.document_label(document)}：文件里有几个数，请看哪个是要找的：{named}。"

    def whole(self, fact: Fact) -> str:
        return f"另一口径：{describe(fact)}为{shown(fact)}[2]，请看要的是哪个。"

    def quoted(
        self, document: Document, lead: Lead, name: str, texts: Sequence[str], first: int = 1
    ) -> str:
        about = f"{in_quotes(name)}{_LEADS[lead]}"
        text = "".join(f"{text}[{n}]" for n, text in enumerate(texts, start=first))
        return f"{self.document_label(document)}{about}：{text}"

    def listed(
        self, document: Document, title: str, entries: Sequence[tuple[str, Fact | None]]
    ) -> str:
        numbers = count(1)
        marked = "、".join(
            f"{name}[{next(numbers)}]" + (f"：{shown(fact)}[{next(numbers)}]" if fact else "")
            for name, fact in entries
        )
        return f"{self.document_label(document)}《{title}》列有：{marked}。"

    def empty(self, document: Document, title: str) -> str:
        return f"{self.document_label(document)}：《{title}》[1]是空表，没有列出数据，无法回答。"

    def disagreeing(self, document: Document, figures: Sequence[str]) -> str:
        return f"{self.document_label(document)}核对不符：{'；'.join(figures)}。"

    def agreeing(self, documents: Sequence[Document]) -> str:
        labels = "、".join(self.document_label(document) for document in documents[:_SHOWN])
        more = "等" if len(documents) > _SHOWN else ""
        return f"{labels}{more}没有查出这类问题（只就能核对的数字而言）。"

    def counted(self, document: Document, found: int, shown: int) -> str:
        more = f"，这里列出{shown}处" if shown < found else ""
        return f"{self.document_label(document)}：查出{found}处{more}。"

    def unknown_agency(self, plan: Plan, documents: Sequence[Document]) -> str:
        named = "、".join(f"“{name}”" for name in plan.unknown_agencies)
        return f"没有{named}的文件，无法回答。{self.there_is(documents)}"

    def untranslated(self, plan: Plan, documents: Sequence[Document]) -> str:
        named = "、".join(f"“{word}”" for word in plan.untranslated)
        return f"不认识问题中的{named}，请换个说法或用中文提问。{self.there_is(documents)}"

    def unknown_year(self, plan: Plan, documents: Sequence[Document]) -> str:
        years = "、".join(f"{year}年" for year in plan.years)
        return f"文件没有公布{years}的数据，无法回答。{self.there_is(documents)}"

    def no_final(self, plan: Plan, documents: Sequence[Document]) -> str:
        years = "、".join(f"{year}年" for year in plan.years)
        return f"问的是{years}决算（实际支出），文件只有预算，无法回答。{self.there_is(documents)}"

    def not_found(self, question: str, near: Sequence[str], documents: Sequence[Document]) -> str:
        asked = question.strip(" \t\n？?。.！!")
        return f"文件里没有找到能回答“{asked}”的内容。{_nearest(near)}{self.there_is(documents)}"

    def more(self, count: int) -> str:
        return f"原文还有{count}处，这里没有列出。"

    def not_listed(self, name: str, near: Sequence[str], documents: Sequence[Document]) -> str:
        return f"文件没有列示“{name}”，无法回答。{_nearest(near)}{self.there_is(documents)}"

    def there_is(self, documents: Sequence[Document]) -> str:
        labels = list(dict.fromkeys(self.document_label(document) for document in documents))
        more = f"等{len(labels)}份" if len(labels) > _SHOWN else ""
        return f"现有文件：{'、'.join(labels[:_SHOWN])}{more}。" if labels else "库里还没有文件。"

    def which(self, count: int, left: int = 0) -> str:
        more = f"（另有{left}种选择未列出，可写明部门、地区或年份）" if left else ""
        return f"有{count}份文件可以回答，请选择{more}："

    def broken(self, numbers: Sequence[int], statement: str) -> str:
        return f"{''.join(f'[{number}]' for number in numbers)}涉及的核对不符：{statement}"

    def understood(self, wording: str) -> str:
        return f"按“{wording}”理解。"

    def words_only(self) -> str:
        return "未使用语义检索，只按字词查找。"

    def not_planned(self, reason: str) -> str:
        return f"模型没有给出可用的检索计划，按规则作答（{reason}）。"

    def read_as(self, phrases: Sequence[str]) -> str:
        return f"模型把问题理解为：{'；'.join(phrases)}。"

    def not_worded(self, reason: str) -> str:
        return f"模型没有作答，答案由规则写成（{reason}）。"

    def broken_off(self, reason: str) -> str:
        return f"模型没有答完，其余由规则写成（{reason}）。"

    def besides(self, left: Sequence[str]) -> str:
        return f"此外：{'；'.join(left)}。"

    def worked_out(self, figures: Sequence[str], formula: Formula | None) -> str:
        named = "；".join(figures)
        return f"由{named}算得：{formula.shown}" if formula else f"从大到小依次为：{named}"

    def looked_up(self) -> str:
        return "由模型逐步查找得出，数字均抄自所注出处；是否即所问，请核对。"

    def not_looked_up(self, reason: str) -> str:
        return f"模型逐步查找没有结果（{reason}）。"

    def superseded(self, old: Document, newer: str) -> str:
        return f"“{old.name}”已有较新的版本“{newer}”。"

    def supersedes(self, document: Document, older: Sequence[str]) -> str:
        names = "、".join(f"“{name}”" for name in older)
        return f"“{document.name}”是较新的版本，此前还公布过{names}。"


def shown(fact: Fact) -> str:
    """A figure as printed, with its unit, and which way it went."""
    printed, unit = fact.printed.strip(), fact.unit or ""
    text = printed if unit and printed.endswith(unit) else f"{printed}{unit}"
    if fact.aspect in (Aspect.CHANGE, Aspect.RATE):
        than = f"较{fact.against}" if fact.against else ""
        text = f"{than}{_DIRECTIONS.get(fact.direction, '')}{text}"
    return text


def _nearest(names: Sequence[str]) -> str:
    named = "、".join(in_quotes(name) for name in names[:_SHOWN])
    return f"相近的有{named}。" if named else ""
