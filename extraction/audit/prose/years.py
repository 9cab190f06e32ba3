"""The years that titles, headings, sentences and goals name, against the document's own."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from extraction.audit.verdicts import broken, tied, unchecked
from extraction.audit.words import words_operand
from extraction.items import same_name
from extraction.places import cut_printed
from extraction.records import Amount, Disclosure, Paragraph, Printed, Quantity, Statement
from extraction.relations import Operand, Outcome, Relation, Remark, operand
from extraction.text import normal_form, squash
from extraction.vocabulary import Content, Direction, DisclosureKind, TableKind

WRONG_YEAR = "wrong_year"
GOAL_YEAR = "goal_year"

_FEW = "too few titles and headings name the document's year"
_LAST_YEAR = "the sentence may be about another year"

_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年")
_RANGE = re.compile(r"20\d\d\s*(?:年\s*)?[-—–~～至到]\s*20\d\d")
_KIND = {DisclosureKind.BUDGET: ("预算", "决算"), DisclosureKind.FINAL: ("决算", "预算")}
# What is told of another year: how a budget was carried out, what there was at its end.
_OTHER_TIME = re.compile(
    r"执行|完成|自评|评价|上年|去年|中期|规划|计划|任务|工作|总结|截至|年末|年初|调整|结转|结余"
    r"|资产|人员|车辆|债务|编制说明|项目(?!支出|绩效目标|预算)|预安排|同比|对比|比较|变动|重点"
)
_SAID_OF_ANOTHER = re.compile(
    r"执行|完成|实际|年末|年初|结转|结余|上年|去年|比较|评价|自评|立项|批复|项目支出"
)
_BEFORE = re.compile(
    r"(?:\(?[一二三四五六七八九十\d]+[)、.])?(?:(?:注|说明):)?(?:本部门|本单位|本局|我局|我单位|我部门)?"
)
# What a document has once: its totals and those of a whole kind of money.
_WHOLE = re.compile(
    r"总额|总计|合计|三公|机关运行|财政拨款|公共预算|基本支出|政府采购|绩效目标|收支|收入支出"
)
_EMPTY = re.compile(r"(?:没有|无)[^。]{0,50}本表[^。]{0,4}(?:空|无数据|无发生额|无内容)")
_AS_OF = re.compile(r"截[至止]\s*20\d\d\s*年\s*12\s*月\s*31\s*日[^。]*(?:车辆|设备|资产|人员)")
_GOAL = re.compile(
    r"(?:^|(?<=[。；;：:\n])|(?<=\d[、.．]))\s*(?P<goal>20\d\d年(?:度|全年|底)?[^。；;]{0,300}?"
    r"(?:确保|力争|计划|预计|争取)[^。；;]*)"
)
_PAST = re.compile(r"已|尾款|结转|支付|上年|去年|验收|质保|招标|实施|立项|[^年]起|期间")
_GOAL_TABLES = frozenset({TableKind.PERFORMANCE_PROJECT, TableKind.PERFORMANCE_DEPARTMENT})
_FEWEST = 2
_DIGITS = 4
_CHANGED_DIGITS = 3


@dataclass(frozen=True, slots=True)
class _Dated:
    """A title, heading, entry or paragraph with the only year that it names."""

    text: Printed
    found: re.Match[str]
    index: int
    """Number of the table that it is the title of, or index of the paragraph; else 0."""

    @property
    def year(self) -> int:
        return int(self.found[1])

    @property
    def words(self) -> Printed:
        return cut_printed(self.text, *self.found.span())


def year_outcomes(disclosure: Disclosure) -> Iterator[Outcome]:
    """Whether the years that the document names as its own are that."""
    if disclosure.year is None or disclosure.kind is None:
        return
    year = int(disclosure.year.value)
    kind = DisclosureKind(disclosure.kind.value)
    titles, heads = list(_dated_titles(disclosure, kind)), list(_dated_heads(disclosure))
    counts = Counter(own.year for own in (*titles, *heads))
    sure = counts[year] >= _FEWEST and counts[year] * 3 >= counts.total() * 2
    yield from _title_outcomes(titles, year, sure=sure)
    if sure:
        yield from _sentence_outcomes(disclosure, year, heads)
        if kind is DisclosureKind.FINAL:
            yield from _as_of_outcomes(disclosure, year)
    if kind is DisclosureKind.BUDGET:
        yield from _goal_outcomes(disclosure, year)


def _dated_titles(disclosure: Disclosure, kind: DisclosureKind) -> Iterator[_Dated]:
    """The titles of tables, headings and entries of the contents that can only be of its year."""
    titles = [(table.title, table.number) for table in disclosure.tables if table.title]
    places = {title.source.start for title, _ in titles}
    others = (*disclosure.headings, *disclosure.contents)
    for text, number in (*titles, *((own, 0) for own in others)):
        if number == 0 and text.source.start in places:
            continue
        found = _one_year(text)
        if found and _is_of_the_whole(normal_form(text.printed), kind):
            yield _Dated(text, found, number)


def _dated_heads(disclosure: Disclosure) -> Iterator[_Dated]:
    """The paragraphs at whose head the year stands that they are about."""
    agency = normal_form(disclosure.agency.value) if disclosure.agency else ""
    for at, paragraph in enumerate(disclosure.paragraphs):
        found = _one_year(paragraph)
        if found and _leads(paragraph, found, agency):
            yield _Dated(paragraph, found, at)


def _title_outcomes(titles: Sequence[_Dated], year: int, *, sure: bool) -> Iterator[Outcome]:
    for own in titles:
        table = own.index or None
        relation = Relation(
            WRONG_YEAR,
            words_operand(own.words, table=table),
            (words_operand(own.text, table=table),),
        )
        if own.year == year:
            yield tied(relation)
        elif sure:
            yield _misdated(relation, year)
        else:
            yield unchecked(relation, _FEW)


def _is_of_the_whole(title: str, kind: DisclosureKind) -> bool:
    """Whether a title can only be of the document's own year."""
    own, other = _KIND[kind]
    if kind is DisclosureKind.FINAL and own in title:
        title = title.replace("预算财政拨款", "").replace("公共预算", "").replace("基金预算", "")
        title = title.replace("经营预算", "")
    names_own = own in title or title.endswith("表")
    return names_own and other not in title and _OTHER_TIME.search(title) is None


def _one_year(printed: Printed) -> re.Match[str] | None:
    """The only year that a text names; None where it names none, several or a range."""
    found = list(_YEAR.finditer(printed.printed))
    return found[0] if len(found) == 1 and not _RANGE.search(printed.printed) else None


def _misdated(relation: Relation, year: int) -> Outcome:
    worked = Remark(f"但本文为{year}年", f"The document is of {year}.")
    return broken(relation, worked, f"{year}年")


def _sentence_outcomes(
    disclosure: Disclosure, year: int, heads: Sequence[_Dated]
) -> Iterator[Outcome]:
    """The paragraphs that are said to be about another year, and what shows that they are not."""
    figures = _Figures(disclosure, year)
    starts = [paragraph.source.start for paragraph in disclosure.paragraphs]
    said: dict[int, list[Statement]] = {}
    for statement in disclosure.statements:
        at = bisect_right(starts, statement.sentence.source.start) - 1
        said.setdefault(at, []).append(statement)
    for own in heads:
        relation = Relation(WRONG_YEAR, words_operand(own.words), ())
        if own.year == year:
            yield tied(relation)
        elif _EMPTY.search(normal_form(own.text.printed)):
            yield _misdated(relation, year)
        elif _is_of_a_whole(own.text) and (told := said.get(own.index)):
            same = [cell for one in told if one.level and (cell := figures.find(one, one.level))]
            if same:
                yield _misdated(Relation(WRONG_YEAR, relation.total, (same[0],)), year)
            else:
                yield unchecked(relation, _LAST_YEAR)


def _as_of_outcomes(disclosure: Disclosure, year: int) -> Iterator[Outcome]:
    """What an account says that there was at the end of the year."""
    for paragraph in disclosure.paragraphs:
        found = _one_year(paragraph)
        if found and _AS_OF.match(paragraph.printed):
            relation = Relation(
                WRONG_YEAR, words_operand(cut_printed(paragraph, *found.span())), ()
            )
            yield tied(relation) if int(found[1]) == year else _misdated(relation, year)


def _leads(paragraph: Paragraph, found: re.Match[str], agency: str) -> bool:
    """Whether a year stands at the head of a paragraph, as the one that it is about."""
    before = normal_form(paragraph.printed[: found.start()])
    return _BEFORE.fullmatch(before.replace(agency, "本部门") if agency else before) is not None


def _is_of_a_whole(paragraph: Printed) -> bool:
    """Whether what a paragraph begins with is a total that the tables have once a year."""
    clause = re.split(r"[,;。]", normal_form(paragraph.printed), maxsplit=1)[0]
    return _WHOLE.search(clause) is not None and _SAID_OF_ANOTHER.search(clause) is None


class _Figures:
    """The amounts that the tables print for the document's own year."""

    def __init__(self, disclosure: Disclosure, year: int) -> None:
        self.disclosure = disclosure
        self.year = year

    def find(self, statement: Statement, level: Quantity) -> Operand | None:
        """The cell that prints a figure of a sentence, where that can be no chance."""
        amount = level.amount
        if amount.yuan is None or _is_short(statement, amount):
            return None
        if self._is_constant(statement, amount):
            return None
        factor = amount.unit.in_yuan if amount.unit else None
        assert factor
        place = Decimal(1).scaleb(int(amount.value.as_tuple().exponent))
        for yuan, cell in self._cells.items():
            if (yuan / factor).quantize(place, ROUND_HALF_UP) == amount.value:
                return cell
        return None

    @cached_property
    def _cells(self) -> dict[Decimal, Operand]:
        found: dict[Decimal, Operand] = {}
        for table in self.disclosure.tables:
            if not self._is_current((table.heading,)):
                continue
            current = [self._is_current(column.path) for column in table.columns]
            for row in table.rows:
                for cell in row.cells:
                    is_current = cell.column is not None and current[cell.column]
                    if is_current and cell.amount and cell.amount.yuan:
                        found.setdefault(cell.amount.yuan, operand(table, row, cell))
        return found

    def _is_current(self, path: tuple[str, ...]) -> bool:
        head = normal_form("/".join(path))
        return "上年" not in head and not set(_YEAR.findall(head)) - {str(self.year)}

    def _is_constant(self, statement: Statement, amount: Amount) -> bool:
        """Whether the prose has the figure for the document's own year too, and nothing shows
        that it was another one the year before."""
        same = [
            one
            for one in self.disclosure.statements
            if one.level is not None
            and one.level.amount.yuan == amount.yuan
            and str(self.year) in one.sentence.printed
        ]
        item = _item(statement)
        return any(_item(one) == item for one in same) and not any(
            one.change and one.change.amount.value and _change(one) == _change(statement)
            for one in same
        )


def _is_short(statement: Statement, amount: Amount) -> bool:
    """Whether a figure has so few digits that it may come again another year.

    One that is said to have changed since the year before does not stay the same for years.
    """
    digits = str(amount.value).replace(".", "").lstrip("-0")
    if statement.change and statement.change.amount.value:
        return len(digits) < _CHANGED_DIGITS
    return len(digits.rstrip("0")) < _DIGITS


def _item(statement: Statement) -> str:
    return same_name(squash(statement.item.printed)) if statement.item else ""


def _change(statement: Statement) -> tuple[Decimal | None, Direction | None]:
    change = statement.change
    return change.amount.yuan if change else None, statement.direction


def _goal_outcomes(disclosure: Disclosure, year: int) -> Iterator[Outcome]:
    """Goals of a budget that are set for the year before."""
    for table in disclosure.tables:
        for row in table.rows:
            for cell in row.cells:
                head = table.columns[cell.column].path if cell.column is not None else ()
                is_goal = table.kind in _GOAL_TABLES or "目标" in "".join(head)
                if not is_goal or cell.content is not Content.WORDS:
                    continue
                found = _GOAL.search(cell.printed)
                years = set(re.findall(r"(?<!\d)20\d\d(?!\d)", cell.printed))
                if found is None or years != {str(year - 1)} or _PAST.search(found["goal"]):
                    continue
                goal = cut_printed(cell, *found.span("goal"))
                relation = Relation(
                    GOAL_YEAR, words_operand(goal, row.label, table=table.number), ()
                )
                yield _misdated(relation, year)
