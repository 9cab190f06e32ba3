"""The amounts in performance forms: their own sums, and against the tables of the budget."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extraction.audit.figures import in_unit
from extraction.audit.tables.items import compare
from extraction.crosssums import Edition, cell_in, list_total, only_tables, side_totals
from extraction.records import Disclosure, Table
from extraction.relations import Operand, Outcome, Relation, Remark, Verdict, judge, operand
from extraction.text import drop_ordinal, normal_form
from extraction.vocabulary import Fund, Measure, TableKind

FORM_SUM = "form_sum"
FORM_TOTAL = "form_total"

_NO_AMOUNT = "a part of the sum holds no amount"
_MORE = "the agency has expenditure that is neither basic nor for projects"
_K = TableKind
_FORMS = (_K.PERFORMANCE_DEPARTMENT, _K.PERFORMANCE_PROJECT)
_BRACKETS = re.compile(r"\([^()]*\)")
_AGENCY = re.compile(r"(?:部门|单位)名称")
_PROJECT = re.compile(r"项目名称")
_INCOME = re.compile(r"(?:预算收入|收入预算|收入)(?:合计|总计|总额)")
_EXPENDITURE = re.compile(r"(?:预算支出|支出预算|支出)(?:合计|总计|总额)")
_FUNDS = re.compile(r"(?:年度|当年|项目)?资金(?:总额|合计)")
_APPROPRIATED = re.compile(r"(?:本年|当年)?财政(?:拨款|资金)(?:收入)?")
_OTHER = re.compile(r"其[他它](?:资金|经费|收入)")
_CARRIED = re.compile(r"(?:上年|年初)结转(?:结余)?(?:资金)?")
_BASIC = re.compile(r"基本支出")
_SPENT_ON_PROJECTS = re.compile(r"项目支出")
_FURTHER = (
    Measure.BUSINESS,
    Measure.TO_SUPERIOR,
    Measure.TO_SUBORDINATE,
    Measure.CARRIED_FORWARD,
)


@dataclass(frozen=True, slots=True)
class _Sum:
    """A total of a form by its name, the parts that it must have, and those that it may have."""

    total: re.Pattern[str]
    parts: tuple[re.Pattern[str], ...]
    further: tuple[re.Pattern[str], ...] = ()


_SUMS = (
    _Sum(_INCOME, (_APPROPRIATED, _OTHER), (_CARRIED,)),
    _Sum(_EXPENDITURE, (_BASIC, _SPENT_ON_PROJECTS)),
    _Sum(_FUNDS, (_APPROPRIATED, _OTHER), (_CARRIED,)),
)


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a form: its name without 其中 and unit, and what stands in it."""

    name: str
    cell: Operand


def form_outcomes(disclosure: Disclosure) -> Iterator[Outcome]:
    """The verdicts on the amounts of all performance forms."""
    tables = only_tables(disclosure.tables)
    edition = Edition.of(disclosure)
    for form in disclosure.tables:
        if form.kind in _FORMS:
            fields = _fields(form)
            for kind in _SUMS:
                yield from _sum_outcomes(kind, fields, _further(tables, edition))
    if not edition.is_final:
        if own := tables.get(_K.PERFORMANCE_DEPARTMENT):
            yield from _agency_outcomes(disclosure, own, edition)
        yield from _project_outcomes(disclosure.tables, edition)


def _fields(form: Table) -> list[_Field]:
    return [
        _Field(_name(row.label), operand(form, row, row.cells[0]))
        for row in form.rows
        if len(row.cells) == 1 and row.cells[0].column is None
    ]


def _name(label: str) -> str:
    form = _BRACKETS.sub("", normal_form(label))
    return drop_ordinal(form).removeprefix("其中").removeprefix(":")


def _sum_outcomes(kind: _Sum, fields: Sequence[_Field], further: str) -> Iterator[Outcome]:
    """Each total of a kind with the parts that stand right behind it, each of them once."""
    known = (*kind.parts, *kind.further)
    for at, field in enumerate(fields):
        if not kind.total.fullmatch(field.name) or field.cell.amount is None:
            continue
        found: list[tuple[int, Operand]] = []
        for other in fields[at + 1 :]:
            place = next((i for i, own in enumerate(known) if own.fullmatch(other.name)), None)
            if place is None:
                break
            found.append((place, other.cell))
        counts = Counter(place for place, _ in found)
        if set(range(len(kind.parts))) <= set(counts) and max(counts.values()) == 1:
            weak = further if kind.total is _EXPENDITURE else ""
            yield _judge_sum(field.cell, found, len(kind.parts), weak)


def _judge_sum(
    total: Operand, found: Sequence[tuple[int, Operand]], needed: int, weak: str
) -> Outcome:
    """The verdict on a sum; what is carried over may be in the other parts already."""
    parts = tuple(cell for _, cell in found)
    is_open = any(cell.amount is None for cell in parts)
    whole = judge(Relation(FORM_SUM, total, parts, _NO_AMOUNT if is_open else weak))
    fewer = tuple(cell for place, cell in found if place < needed)
    inner = judge(Relation(FORM_SUM, total, fewer))
    return inner if inner.verdict is Verdict.TIED else whole


def _further(tables: dict[TableKind, Table], edition: Edition) -> str:
    """Why expenditure may be more than basic and project; empty where no table says so."""
    spent = tables.get(_K.EXPENDITURE)
    totals = [list_total(spent, measure, edition) for measure in _FURTHER] if spent else []
    return _MORE if any(one and one.amount and one.amount.value for one in totals) else ""


def _agency_outcomes(disclosure: Disclosure, form: Table, edition: Edition) -> Iterator[Outcome]:
    fields = _fields(form)
    agency = disclosure.agency.value if disclosure.agency else ""
    names = [normal_form(f.cell.printed) for f in fields if _AGENCY.fullmatch(f.name)]
    if any(name not in agency and agency not in name for name in names):
        return
    tables = _Totals(disclosure.tables, edition)
    known = {
        _INCOME: tables.income(),
        _EXPENDITURE: tables.expenditure(),
        _BASIC: tables.spent(Measure.BASIC),
        _SPENT_ON_PROJECTS: tables.spent(Measure.PROJECT),
        _APPROPRIATED: tables.appropriated(),
    }
    for pattern, others in known.items():
        own = [field.cell for field in fields if pattern.fullmatch(field.name)]
        if len(own) == 1 and own[0].amount and others:
            yield _judge_total(own[0], others)


class _Totals:
    """The totals of a budget's tables that a form may repeat."""

    def __init__(self, tables: Sequence[Table], edition: Edition) -> None:
        self.tables = only_tables(tables)
        self.edition = edition

    def income(self) -> list[Operand]:
        """All income; of a document that prints no table of it, what is spent."""
        found = [*self._lists(_K.INCOME), *self._sides(_K.INCOME_EXPENDITURE, 0)]
        return found or [*self._lists(_K.EXPENDITURE), *self._sides(_K.APPROPRIATION_BALANCE, 0)]

    def expenditure(self) -> list[Operand]:
        """All expenditure."""
        return [*self._lists(_K.EXPENDITURE), *self._sides(_K.INCOME_EXPENDITURE, 1)]

    def spent(self, measure: Measure) -> list[Operand]:
        """What of it is basic, or for projects."""
        return [*self._lists(_K.EXPENDITURE, measure)]

    def appropriated(self) -> list[Operand]:
        """What of the income is appropriated, in all or from the general budget."""
        lists = (_K.APPROPRIATION_BY_FUNCTION, _K.GENERAL_BY_FUNCTION)
        found = [*self._sides(_K.APPROPRIATION_BALANCE, 0)]
        return [*found, *(one for kind in lists for one in self._lists(kind))] if found else []

    def _lists(self, kind: TableKind, measure: Measure = Measure.TOTAL) -> Iterator[Operand]:
        table = self.tables.get(kind)
        if table and (found := list_total(table, measure, self.edition)):
            yield found

    def _sides(self, kind: TableKind, side: int) -> Iterator[Operand]:
        if table := self.tables.get(kind):
            yield from side_totals(table, side, Fund.ALL, self.edition)


def _judge_total(own: Operand, others: Sequence[Operand]) -> Outcome:
    """The verdict on an amount of a form: one of the others should be it, else the nearest."""
    assert own.amount
    amount = own.amount.yuan or Decimal(0)
    for verdict in (Verdict.TIED, Verdict.ROUNDING):
        for other in others:
            if other.amount and compare(own.amount, other.amount) is verdict:
                return _against(own, other, verdict)
    gaps = [abs((one.amount.yuan or Decimal(0)) - amount) for one in others if one.amount]
    return _against(own, others[gaps.index(min(gaps))], Verdict.BROKEN)


def _against(own: Operand, other: Operand, verdict: Verdict) -> Outcome:
    assert own.amount
    assert other.amount
    computed = in_unit(other.amount, own.amount.unit).value
    outcome = Outcome(Relation(FORM_TOTAL, own, (other,)), verdict, "", computed)
    if verdict is Verdict.TIED:
        return outcome
    gap, unit = abs(own.amount.value - computed), other.amount.unit
    worked = Remark(
        f"表{other.table}“{other.label}”为{other.printed}{unit}，相差{gap}",
        f"“{other.label}” in table {other.table} is {other.printed} {unit}, {gap} apart.",
    )
    return replace(outcome, worked=worked)


def _project_outcomes(tables: Sequence[Table], edition: Edition) -> Iterator[Outcome]:
    """The amounts of projects in forms against the lists that name them once."""
    listed: dict[str, list[Operand]] = {}
    for table in tables:
        if table.kind is _K.PROJECT_LIST:
            for name, cell in _projects(table, edition):
                listed.setdefault(name, []).append(cell)
    for form in tables:
        if form.kind is _K.PERFORMANCE_PROJECT:
            for name, cell in (*_form_project(form), *_projects(form, edition)):
                if cell.amount and (others := listed.get(name)):
                    yield _judge_total(cell, others)


def _projects(table: Table, edition: Edition) -> Iterator[tuple[str, Operand]]:
    """The projects that a table lists once, with what each costs from all funds."""
    column = edition.total_column(table)
    if column is None or table.columns[column].fund is not Fund.ALL:
        return
    counts = Counter(normal_form(row.label) for row in table.rows)
    for row in table.rows:
        name, cell = normal_form(row.label), cell_in(row, column)
        if name and not row.is_total and counts[name] == 1 and cell and cell.amount:
            yield name, operand(table, row, cell)


def _form_project(form: Table) -> Iterator[tuple[str, Operand]]:
    """The project of a form, with its one amount of the year; none where some is carried over."""
    fields = _fields(form)
    names = [f.cell.printed for f in fields if _PROJECT.fullmatch(f.name)]
    amounts = [f.cell for f in fields if _FUNDS.fullmatch(f.name)]
    carried = [f.cell.amount for f in fields if _CARRIED.fullmatch(f.name)]
    if len(names) == len(amounts) == 1 and not any(one and one.value for one in carried):
        yield normal_form(names[0]), amounts[0]
