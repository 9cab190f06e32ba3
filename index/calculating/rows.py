"""Rows of a table that a question means in words, each by the figure that tells how much."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from decimal import Decimal

from extraction import Fund, Measure, TableKind
from index.answering.traits import is_income
from index.library import Library
from index.records import Aspect, Fact, Plan
from index.storing.facts import is_money
from index.words.wording import canonical, frame_mask

# Whose rows are meant by what a question says of them, the first that says it.
_BASIC = (TableKind.APPROPRIATION_BASIC_BY_ECONOMY, TableKind.GENERAL_BASIC_BY_ECONOMY)
_BY_FUNCTION = (
    TableKind.EXPENDITURE,
    TableKind.APPROPRIATION_BY_FUNCTION,
    TableKind.GENERAL_BY_FUNCTION,
)
_GROUPS = (
    (re.compile(r"采购|买"), (TableKind.PROCUREMENT,)),
    (re.compile(r"项目(?!支出)"), (TableKind.PROJECT_LIST, TableKind.PERFORMANCE_PROJECT)),
    (re.compile(r"基本支出|经济分类|人员经费|公用经费|商品和服务|个人和家庭|工资"), _BASIC),
    (re.compile(r"科目|功能|支出|类|款"), _BY_FUNCTION),
)
_UNIT_PRICE = re.compile(r"单价")
_COLUMNS = (Measure.TOTAL, Measure.FINAL, Measure.BUDGET, Measure.SUBTOTAL)
_NAMED_COLUMNS = (
    (re.compile(r"人员经费"), Measure.PERSONNEL),
    (re.compile(r"公用经费"), Measure.OPERATING),
    (re.compile(r"项目支出"), Measure.PROJECT),
)
_CLASS = re.compile(r"[大哪几一二两三四五六七八九十\d]一?类(?!别)|类级|的类(?=有|是|$)")
_TOTAL_ROW = re.compile(r"合计|小计|总计")
_FUNDS = (Fund.ALL, Fund.APPROPRIATION, Fund.GENERAL)
_FEWEST = 2
# What tells a table or a column, and no row of it.
_OF_TABLE = re.compile(
    r"政府采购|采购|项目(?:支出)?|基本支出|一般公共预算|政府性基金|财政拨款|经济分类|功能分类|人员经费"
    r"|公用经费|科目|功能|支出|费用|花费|经费|[类款项笔买]"
)


def rows_of(library: Library, plan: Plan, group: str) -> list[Fact]:
    """The figures of the leaves of the table that a group of words means; none where none is."""
    said = f"{group}|{canonical(group)}"
    kinds = next((kinds for pattern, kinds in _GROUPS if pattern.search(said)), ())
    by_table: defaultdict[int, list[Fact]] = defaultdict(list)
    for fact in library.facts(plan.documents):
        if fact.table is not None and fact.table_kind in kinds and not is_income(fact):
            by_table[fact.table].append(fact)
    found = [
        column
        for facts in by_table.values()
        if len(column := _column_of(group, _leaves(plan.wording, _within(group, facts)))) >= _FEWEST
    ]
    found.sort(key=lambda column: (_fund_rank(column[0]), _kind_rank(column[0], kinds)))
    return found[0] if found else []


def rows_bearing(library: Library, plan: Plan, words: Sequence[str], kind: str) -> list[Fact]:
    """The leaves of one table whose names hold a word, each word one's at least.

    None where fewer than two do, or where two tables tell differently.
    """
    asked, found = [canonical(word).strip("|") for word in words], []
    kinds = next((kinds for pattern, kinds in _GROUPS[:2] if pattern.search(kind)), _BASIC)
    facts = library.facts(plan.documents)
    for table in dict.fromkeys(f.table for f in facts if f.table_kind in (*kinds, *_BY_FUNCTION)):
        of_table = [fact for fact in facts if fact.table == table and not is_income(fact)]
        column = _column_of(kind, _leaves(plan.wording, of_table))
        named = [[f for f in column if word in canonical(f.item)] for word in asked]
        rows = list(dict.fromkeys(fact for each in named for fact in each))
        if all(named) and len(rows) >= _FEWEST:
            found.append(rows)
    own = [rows for rows in found if rows[0].table_kind in kinds] or found
    sums = {sum((fact.value or Decimal(0) for fact in rows), Decimal(0)) for rows in own}
    return own[0] if len(sums) == 1 else []


def _fund_rank(fact: Fact) -> int:
    return _FUNDS.index(fact.fund) if fact.fund in _FUNDS else len(_FUNDS)


def _kind_rank(fact: Fact, kinds: Sequence[TableKind]) -> int:
    return kinds.index(fact.table_kind) if fact.table_kind else len(kinds)


def _within(group: str, facts: Sequence[Fact]) -> Sequence[Fact]:
    """The facts of the rows under a row that a group of words names.

    All, if no row is named; none, if one is named that no row bears. What stands under a row is
    told by the codes, else by the groups that rows stand in.
    """
    asked = canonical(group)
    codes = {fact.full_code for fact in facts if fact.full_code}
    named = [
        fact.full_code
        for fact in facts
        if fact.full_code
        and _bare(fact.item) in asked
        and any(code != fact.full_code and code.startswith(fact.full_code) for code in codes)
    ]
    if over := max(named, key=len, default=""):
        return [fact for fact in facts if (fact.full_code or "").startswith(over)]
    if codes:
        return facts if _names_no_row(asked) else []
    heads = {fact.item for fact in facts if len(_bare(fact.item)) > 1 and _bare(fact.item) in asked}
    if not heads:
        return facts if _names_no_row(asked) else []
    return [fact for fact in facts if heads & {*fact.groups}]


def _names_no_row(asked: str) -> bool:
    """Whether words in the wording that is compared name no more than a table or a column."""
    left = _OF_TABLE.sub("|", asked)
    masked = zip(left, frame_mask(left), strict=True)
    return sum(not is_asking for _, is_asking in masked) < _FEWEST


def _bare(item: str) -> str:
    return canonical(item).removesuffix("支出")


def _leaves(wording: str, facts: Sequence[Fact]) -> list[Fact]:
    """The facts of rows without parts; of a classification its classes, if so asked."""
    codes = {fact.full_code for fact in facts if fact.full_code}
    parents = {name for fact in facts for name in fact.groups}
    if codes and _CLASS.search(wording):
        shortest = min(map(len, codes))
        return [fact for fact in facts if len(fact.full_code or "") == shortest]
    return [
        fact
        for fact in facts
        if not fact.is_total
        and not _TOTAL_ROW.search(fact.item)
        and (bool(fact.full_code) or not codes)
        and not any(c != fact.full_code and c.startswith(fact.full_code or "-") for c in codes)
        and (bool(codes) or bool(fact.groups) or fact.item not in parents)
    ]


def _drop_sums(column: Sequence[Fact]) -> list[Fact]:
    """A column without the rows that are the sum of those that follow, or of all others."""
    leaves: list[Fact] = []
    for fact in sorted(column, key=lambda f: f.row or 0, reverse=True):
        assert fact.value is not None  # only figures are in a column
        under, total = 0, Decimal(0)
        while under < len(leaves) and total < fact.value:
            total += leaves[-1 - under].value or 0
            under += 1
        if total != fact.value or under < _FEWEST:
            leaves.append(fact)
    return leaves[::-1]


def _column_of(group: str, facts: Iterable[Fact]) -> list[Fact]:
    """The figures of the one column that tells how much; of a named kind none but its own."""
    by_column: defaultdict[Hashable, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.value is not None and is_money(fact.unit) and fact.aspect is Aspect.LEVEL:
            by_column[fact.column].append(fact)
    named = [measure for pattern, measure in _NAMED_COLUMNS if pattern.search(group)]
    for measure in named or _COLUMNS:
        for column in by_column.values():
            if column[0].measure is measure and not _UNIT_PRICE.search("".join(column[0].column)):
                return _drop_sums(column)
    return []
