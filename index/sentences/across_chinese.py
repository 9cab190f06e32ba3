"""The sentences of answers over several documents, in Chinese."""

from collections.abc import Sequence

from extraction import Unit
from index.calculating.formulas import Formula, plain
from index.calculating.standings import Standing, Unlike
from index.proving.citing import in_quotes
from index.records import Aspect, Document, Operation
from index.sentences.chinese import Chinese, shown

_UNLIKE = {
    Unlike.KIND: "有的是预算数，有的是决算数",
    Unlike.YEAR: "年度不同",
    Unlike.SCOPE: "有的是部门（含所属单位）的数，有的是单位本身的数",
    Unlike.FUND: "有的是全部资金，有的只是财政拨款",
}
_GATHERED = {
    Operation.SUM: "合计",
    Operation.AVERAGE: "平均",
    Operation.SHARE: "前者占合计的比重",
}


class AcrossChinese:
    """The sentences in Chinese."""

    def label(self, document: Document, year: int | None) -> str:
        """The document, and whether it is the year before that is meant."""
        label = Chinese().document_label(document)
        if year is None or year == document.year:
            return label
        return f"{label}的上年数"

    def most(self, best: Sequence[Standing], others: Sequence[Standing], *, is_least: bool) -> str:
        word = _superlative(best[0], is_least=is_least)
        tied = "并列" if len(best) > 1 else ""
        rest = f"其余：{self._join(others)}。" if others else ""
        return f"{tied}{word}的是{self._join(best)}。{rest}"

    def ordered(self, standings: Sequence[Standing], *, is_rising: bool) -> str:
        lead = "从低到高" if is_rising else "从高到低"
        return f"{lead}依次为：{self._join(standings)}。"

    def each(self, standings: Sequence[Standing]) -> str:
        return f"{self._join(standings)}。"

    def apart(
        self, more: Standing, less: Standing, formula: Formula | None, others: Sequence[Standing]
    ) -> str:
        rest = f"其余：{self._join(others)}。" if others else ""
        if formula is None or more.size == less.size:
            equal = "两者相同：" if more.size == less.size else ""
            return f"{equal}{self._join((more, less))}。{rest}"
        words = ("最高", "最低") if others else ("较高", "较低")
        named = f"{words[0]}的是{self._tell(more)}，{words[1]}的是{self._tell(less)}"
        if more.size < less.size:
            named = self._join((more, less))
        about = "前者是后者的倍数" if formula.unit == "倍" else "相差"
        return f"{named}；{about}：{formula.shown}。{rest}"

    def gathered(
        self, operation: Operation, standings: Sequence[Standing], formula: Formula
    ) -> str:
        return f"{_GATHERED[operation]}：{formula.shown}。其中：{self._join(standings)}。"

    def trend(self, standings: Sequence[Standing], formula: Formula) -> str:
        first, last = standings[0], standings[-1]
        way = "增加" if last.size > first.size else "减少"
        return f"{self._join(standings)}。最后一年比最初一年{way}：{formula.shown}。"

    def grown(self, first: Standing, last: Standing, formula: Formula) -> str:
        way = "减少" if last.size < first.size and formula.value > 0 else "变动"
        return f"{way}幅度：{formula.shown}。其中：{self._join((first, last))}。"

    def split(self, these: Sequence[Standing], others: Sequence[Standing]) -> str:
        named = f"符合的有{self._join(these)}。" if these else "没有符合的。"
        return named + (f"其余：{self._join(others)}。" if others else "")

    def having(self, these: Sequence[Standing], others: Sequence[Standing]) -> str:
        named = f"有的是{self._join(these)}。" if these else "没有大于零的。"
        return named + (f"为零的是{self._join(others)}。" if others else "")

    def place(self, agency: str, document: Document | None, year: int | None) -> str:
        return self.label(document, year) if document else f"{agency}（没有所问年度和种类的文件）"

    def which(self, count: int) -> str:
        return f"有{count}组文件可以比较，请选择："

    def without(self, labels: Sequence[str], *, is_refusal: bool) -> str:
        end = "，无法回答" if is_refusal else "，未计入"
        return f"{'、'.join(labels)}没有列出这项数字{end}。"

    def untold(self, agencies: Sequence[str]) -> str:
        return f"{'、'.join(agencies)}的文件没有说明。"

    def unlike(self, what: Unlike) -> str:
        return f"口径不完全一致：{_UNLIKE[what]}。"

    def _join(self, standings: Sequence[Standing]) -> str:
        return "；".join(map(self._tell, standings))

    def _tell(self, standing: Standing) -> str:
        items = "、".join(map(in_quotes, standing.names))
        label = self.label(standing.document, standing.year)
        if standing.basis:
            label += "与预算之比" if standing.unit is Unit.PERCENT else "与预算之差"
        label += items
        if standing.is_printed:
            return f"{label}{shown(standing.facts[0])}{standing.marks}"
        value = f"{plain(standing.shown_value)}{standing.shown_unit}"
        return f"{label}：{standing.text} = {value}{standing.marks}"


def _superlative(best: Standing, *, is_least: bool) -> str:
    """The word for the first of all: of changes by the way it went."""
    if best.facts[0].aspect not in (Aspect.CHANGE, Aspect.RATE):
        return "最低" if is_least else "最高"
    way = "减少" if best.value < 0 else "增加"
    return f"{way}最{'多' if is_least == (best.value < 0) else '少'}"
