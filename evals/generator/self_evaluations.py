"""项目支出绩效自评表 of final accounts: a grid of funds in the head, scores under it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from evals.generator.agencies import Agency
from evals.generator.budget import ZERO, Project, rounded
from evals.generator.code_tables import APPROPRIATION
from evals.generator.slots import Merge, merge_blanks
from evals.generator.tables import Line, Mark, Name, Sheet
from evals.generator.word_tables import (
    INDICATORS,
    Indicator,
    goal_of,
    plain_number,
    two_places,
)
from extraction.vocabulary import Unit

_WIDTH = 8
_INDICATORS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
)
_PLANNED, _GRANTED, _SPENT, _WEIGHT, _RATE, _SCORE = range(6)
# The heads of the grid of funds, by what stands under them.
_HEADS = (
    {
        _PLANNED: "年初预算数",
        _GRANTED: "全年预算数",
        _SPENT: "全年执行数",
        _WEIGHT: "分值",
        _RATE: "执行率",
        _SCORE: "得分",
    },
    {
        _GRANTED: "全年预算数（A）",
        _SPENT: "全年执行数（B）",
        _WEIGHT: "分值",
        _RATE: "执行率（B/A）",
        _SCORE: "得分",
    },
    {_GRANTED: "预算数（A）", _SPENT: "执行数（B）", _RATE: "执行率（B/A）", _SCORE: "得分"},
)
_EXECUTION = 10
_DONE = {"逐步提升": "有所提升", "基本健全": "基本健全"}
_CAUSES = ("", "", "", "部分任务跨年实施", "已列入下年计划")


def self_evaluation(
    head: Sheet, agency: Agency, project: Project, plan: Project, rng: Random
) -> Sheet:
    """项目支出绩效自评表 of one project, as it was carried out and as it was planned."""
    drawn = rng.randrange(len(_HEADS))
    funds = _funds(project, plan, project.seat.purse in APPROPRIATION)
    goal = goal_of(agency, project)
    score = _execution_score(funds[0])
    lines = (
        _field(("项目名称", project.seat.name)),
        _field(("主管部门", agency.name, "", "", "实施单位", project.seat.unit)),
        *_fund_lines(_HEADS[drawn], funds, score),
        Line(_wide(("年度总体目标", "预期目标", "", "", "", "实际完成情况")), counts=False),
        _below(
            ("", goal, "", "", "", f"已按年初设定的内容完成：{goal}"), ("预期目标", "实际完成情况")
        ),
        *_indicator_lines(agency, score, rng),
    )
    return replace(head, unit=Unit.WAN, lines=lines, traits=frozenset({f"self_evaluation:{drawn}"}))


def _funds(
    project: Project, plan: Project, is_public: bool
) -> tuple[tuple[str, list[Decimal]], ...]:
    """What was planned, granted and spent in all, of the year's appropriation, of what was
    carried over, and of other money."""
    whole = [plan.amount, project.amount + project.closing, project.amount]
    carried = [plan.opening, project.opening, project.opening]
    rest = [one - other for one, other in zip(whole, carried, strict=True)]
    none = [ZERO] * 3
    return (
        ("年度资金总额", whole),
        ("其中：当年财政拨款", rest if is_public else none),
        ("上年结转资金", carried),
        ("其他资金", none if is_public else rest),
    )


def _execution_score(total: tuple[str, list[Decimal]]) -> Decimal:
    _, (_, granted, spent) = total
    return rounded(spent / granted * _EXECUTION, Decimal("0.01"))


def _fund_lines(
    heads: dict[int, str], funds: Sequence[tuple[str, list[Decimal]]], score: Decimal
) -> Iterator[Line]:
    header = _wide(("项目资金（万元）", "", *heads.values()))
    last = Merge(1 + len(heads), 1, _WIDTH - 1 - len(heads))
    ends = (last,) if last.columns > 1 else ()
    yield Line(header, counts=False, merges=(Merge(0, 1 + len(funds)), *ends))
    for at, (name, amounts) in enumerate(funds):
        printed = [*map(two_places, amounts), "10", "", ""]
        rate = rounded(amounts[_SPENT] / amounts[_GRANTED] * 100, Decimal("0.01")) if not at else 0
        printed[_RATE], printed[_SCORE] = f"{rate}%", plain_number(score)
        if at:
            printed[_WEIGHT:] = ["-"] * 3
        cells = _wide(("", name, *(printed[one] for one in heads)))
        marks = (Mark(2 + i, Name(name), column) for i, column in enumerate(heads.values()))
        yield Line(cells, tuple(marks), merges=ends)


def _indicator_lines(agency: Agency, execution: Decimal, rng: Random) -> Iterator[Line]:
    yield Line(_INDICATORS, counts=False)
    picked = sorted(rng.sample(range(len(INDICATORS)), 6))
    weights = (20, 20, 10, 10, 20, 10)
    scored = Decimal(0)
    above = ("", "")
    for one, weight in zip((INDICATORS[index] for index in picked), weights, strict=True):
        cause = rng.choice(_CAUSES)
        score = Decimal(weight) - (Decimal("0.5") if cause else 0)
        scored += score
        groups = (one.first, f"{one.first}/{one.second}")
        names = tuple(
            name if group != before else ""
            for name, group, before in zip((one.first, one.second), groups, above, strict=True)
        )
        yield _indicator_line(agency, one, (*names, str(weight), plain_number(score), cause))
        above = groups
    total = plain_number(scored + execution)
    cells = _wide(("总分", "", "", "", "", "100", total))
    yield Line(cells, tuple(Mark(at, Name("总分"), _INDICATORS[at]) for at in (5, 6)))


def _indicator_line(agency: Agency, one: Indicator, printed: tuple[str, ...]) -> Line:
    first, second, *scores = printed
    third = one.third.format(object=agency.sector.object)
    done = _DONE.get(one.target, one.target.lstrip("≥≤"))
    cells = (first, second, third, one.target, done, *scores)
    marks = (Mark(at, Name(third), _INDICATORS[at]) for at in range(3, _WIDTH) if cells[at])
    return Line(cells, tuple(marks))


def _wide(cells: tuple[str, ...]) -> tuple[str, ...]:
    return cells + ("",) * (_WIDTH - len(cells))


def _field(cells: tuple[str, ...]) -> Line:
    """A row of labels with what follows each of them."""
    wide = _wide(cells)
    filled = [at for at, text in enumerate(wide) if text]
    pairs = zip(filled[::2], filled[1::2], strict=True)
    marks = tuple(Mark(value, Name(wide[label]), "") for label, value in pairs)
    return Line(wide, marks, merges=merge_blanks(wide))


def _below(cells: tuple[str, ...], labels: tuple[str, ...]) -> Line:
    """Texts that stand under their labels."""
    wide = _wide(cells)
    filled = [at for at, text in enumerate(wide) if text]
    marks = tuple(Mark(at, Name(label), "") for at, label in zip(filled, labels, strict=True))
    return Line(wide, marks, merges=merge_blanks(wide))
