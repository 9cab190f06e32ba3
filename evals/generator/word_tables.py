"""Tables of words: projects, procurement, performance targets, lists of units."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from evals.generator.agencies import Agency
from evals.generator.budget import Accounts, Project, Purchase, add
from evals.generator.code_tables import APPROPRIATION
from evals.generator.headers import Column, Header
from evals.generator.sectors import Purse
from evals.generator.slots import Merge, merge_blanks
from evals.generator.styles import Numbers, Style
from evals.generator.tables import (
    Line,
    Mark,
    Name,
    Sheet,
    build_lines,
    format_number,
    print_amount,
)
from extraction.vocabulary import Role, TableKind, Unit

_GOALS = (
    "按计划完成{object}相关任务，年内资金支付进度不低于九成，服务对象反映良好。",
    "围绕{object}管理的薄弱环节补短板，做到任务有清单、质量有抽查、结果有反馈。",
    "保障{project}正常开展，全年不发生责任事故，群众满意度保持在百分之九十以上。",
    "一是完成年度工作量；二是把单位成本控制在预算之内；三是建立长效管护办法。",
)


@dataclass(frozen=True, slots=True)
class Indicator:
    """What a performance form sets a target for."""

    first: str
    second: str
    third: str
    target: str


INDICATORS = (
    Indicator("产出指标", "数量指标", "巡查检查次数", "≥12次"),
    Indicator("产出指标", "数量指标", "{object}覆盖面", "≥95%"),
    Indicator("产出指标", "数量指标", "组织培训场次", "≥4场"),
    Indicator("产出指标", "质量指标", "验收合格率", "100%"),
    Indicator("产出指标", "质量指标", "资料归档完整率", "≥98%"),
    Indicator("产出指标", "时效指标", "任务按期完成率", "100%"),
    Indicator("产出指标", "成本指标", "成本控制率", "≤100%"),
    Indicator("效益指标", "社会效益指标", "{object}管理水平", "逐步提升"),
    Indicator("效益指标", "可持续影响指标", "长效机制建设", "基本健全"),
    Indicator("满意度指标", "服务对象满意度指标", "服务对象满意度", "≥90%"),
    Indicator("满意度指标", "服务对象满意度指标", "投诉办结满意率", "≥85%"),
)


def goal_of(agency: Agency, project: Project) -> str:
    """A goal in words, the same wherever the project is named."""
    index = sum(map(ord, project.seat.name)) % len(_GOALS)
    return _GOALS[index].format(object=agency.sector.object, project=project.seat.name)


def live_projects(accounts: Accounts, *purses: Purse) -> tuple[Project, ...]:
    """Projects that cost something this year."""
    return tuple(
        project
        for project in accounts.projects
        if project.amount and (not purses or project.seat.purse in purses)
    )


def project_sheet(head: Sheet, style: Style, agency: Agency, accounts: Accounts) -> Sheet:
    """项目支出表: by unit and fund, by code with a goal, or with ordinals."""
    if style.columns == 1:
        return _projects_with_goals(head, style, agency, accounts)
    return _projects_by_fund(head, style, accounts)


def _projects_by_fund(head: Sheet, style: Style, accounts: Accounts) -> Sheet:
    ordinal = (Column(("序号",), Role.ORDINAL),) if style.columns == 2 else ()
    columns = (
        *ordinal,
        Column(("单位名称",), Role.WORDS),
        Column(("项目名称",), Role.NAME),
        Column(("合计",)),
        *(
            Column(("资金来源", fund))
            for fund in ("一般公共预算", "政府性基金", "国有资本经营预算")
        ),
        Column(("资金来源", "其他资金")),
    )
    projects = live_projects(accounts)
    rows = [
        (
            (
                *((str(number),) if ordinal else ()),
                project.seat.unit,
                project.seat.name,
                *_by_purse(project.seat.purse, project.amount, style),
            ),
            (Name(project.seat.name),),
        )
        for number, project in enumerate(projects, start=1)
    ]
    blank = ("",) * (len(ordinal) + 1)
    sums = tuple(print_amount(value, style) for value in _purse_sums(projects))
    rows.insert(0, ((*blank, "合计", *sums), (Name("合计"),)))
    header = Header(columns, style.numbers, style.spans)
    traits = frozenset({"projects:with_ordinals" if ordinal else "projects:by_fund"})
    return replace(head, header=header, lines=build_lines(columns, rows), traits=traits)


def _by_purse(purse: Purse, amount: Decimal, style: Style) -> tuple[str, ...]:
    own = purse not in APPROPRIATION
    parts = [amount if purse is one else Decimal(0) for one in APPROPRIATION]
    parts.append(amount if own else Decimal(0))
    return tuple(print_amount(value, style) for value in (amount, *parts))


def _purse_sums(projects: Iterable[Project]) -> tuple[Decimal, ...]:
    listed = list(projects)
    by_fund = [
        add(one.amount for one in listed if one.seat.purse is purse) for purse in APPROPRIATION
    ]
    total = add(one.amount for one in listed)
    return (total, *by_fund, total - add(by_fund))


def _projects_with_goals(head: Sheet, style: Style, agency: Agency, accounts: Accounts) -> Sheet:
    columns = (
        Column(("单位代码",), Role.CODE),
        Column(("单位名称",), Role.WORDS),
        Column(("项目名称",), Role.NAME),
        Column(("金额",)),
        Column(("绩效目标",), Role.WORDS),
    )
    code = f"{agency.code}001"
    rows = [
        (
            (
                code,
                project.seat.unit,
                project.seat.name,
                print_amount(project.amount, style),
                goal_of(agency, project),
            ),
            (Name(project.seat.name, code),),
        )
        for project in live_projects(accounts)
    ]
    header = Header(columns, style.numbers, style.spans)
    traits = frozenset({"projects:with_goals"})
    return replace(head, header=header, lines=build_lines(columns, rows), traits=traits)


def key_project_sheet(heading: str, agency: Agency, accounts: Accounts) -> Sheet:
    """重点项目 inside the prose: named by its section, the unit in the column's header."""
    columns = (
        Column(("项目",), Role.NAME),
        Column(("预算数（单位：万元）",)),
        Column(("绩效目标",), Role.WORDS),
    )
    rows = [
        (
            (project.seat.name, plain_number(project.amount), goal_of(agency, project)),
            (Name(project.seat.name),),
        )
        for project in live_projects(accounts)
    ]
    lines = build_lines(columns, rows)
    return Sheet(
        title=heading,
        kind=TableKind.PERFORMANCE_PROJECT,
        unit=Unit.WAN,
        header=Header(columns),
        lines=lines,
        bare=True,
        traits=frozenset({"projects:in_prose"}),
    )


def plain_number(amount: Decimal) -> str:
    """A number without zeros at its end (`4.3`, `120`)."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def procurement_sheet(head: Sheet, style: Style, agency: Agency, accounts: Accounts) -> Sheet:
    """政府采购: categories, the unit, and what it buys."""
    columns = (
        Column(("采购品目大类",), Role.NAME),
        Column(("专项名称",), Role.WORDS),
        Column(("经济科目",), Role.WORDS),
        Column(("采购品目名称",), Role.NAME),
        Column(("采购组织形式",), Role.WORDS),
        *(Column(("资金来源", fund)) for fund in ("一般公共预算资金", "政府性基金", "其他资金")),
        Column(("总计",)),
    )
    rows = [_purchase_row("合计", "", None, accounts.purchases, style)]
    for category in ("货物", "工程", "服务"):
        bought = tuple(one for one in accounts.purchases if one.category == category)
        if bought:
            rows.append(_purchase_row(category, "", None, bought, style))
            rows.append(_purchase_row(agency.name, "", None, bought, style))
            rows += [_purchase_row("", one.item, one, (one,), style) for one in bought]
    header = Header(columns, style.numbers, style.spans)
    return replace(head, header=header, lines=build_lines(columns, rows))


def _purchase_row(
    group: str, item: str, one: Purchase | None, bought: tuple[Purchase, ...], style: Style
) -> tuple[tuple[str, ...], tuple[Name, ...]]:
    total = add(purchase.amount for purchase in bought)
    form = "集中采购" if one and one.category == "货物" else "分散采购"
    words = (one.project, one.economy, item, form) if one else ("", "", "", "")
    amounts = (total, None if not total else Decimal(0), None if not total else Decimal(0), total)
    cells = (group, *words, *(print_amount(amount, style) for amount in amounts))
    return cells, (Name(group or item),)


def units_sheet(heading: str, agency: Agency) -> Sheet:
    """单位构成: the list of units inside the prose."""
    columns = (
        Column(("序号",), Role.ORDINAL),
        Column(("单位名称",), Role.NAME),
        Column(("单位性质",), Role.WORDS),
    )
    listed = [(f"{agency.name}（本级）", "行政单位")]
    listed += [(unit, "公益一类事业单位") for unit in agency.units]
    rows = [
        ((str(number), unit, sort), (Name(unit),))
        for number, (unit, sort) in enumerate(listed, start=1)
    ]
    return Sheet(
        title=heading,
        kind=TableKind.OTHER,
        unit=None,
        header=Header(columns, Numbers.NONE),
        lines=build_lines(columns, rows),
        bare=True,
    )


def department_performance(head: Sheet, agency: Agency, accounts: Accounts, rng: Random) -> Sheet:
    """部门整体支出绩效目标表: head fields over three levels of indicators."""
    total, basic = accounts.total(), add(post.basic for post in accounts.posts)
    public = accounts.total(*APPROPRIATION)
    goal = f"全面履行{agency.sector.object}管理职责，" + "；".join(agency.sector.duties[:2]) + "。"
    fields = (
        _field(("部门名称", "", agency.name, "")),
        _heading(("当年预算情况（万元）", "", "", "")),
        _field(("收入预算合计", "", two_places(total), "")),
        _field(("其中：财政拨款", two_places(public), "其他经费", two_places(total - public))),
        _field(("支出预算合计", "", two_places(total), "")),
        _field(("其中：基本支出", two_places(basic), "项目支出", two_places(total - basic))),
        _field(("年度总体目标", goal, "", "")),
        _heading(("年度绩效指标", "", "", "")),
    )
    lines = fields + _indicator_lines(agency, "目标值", rng)
    return replace(head, unit=Unit.WAN, lines=lines, heads=(f"（{accounts.year}年度）",))


def project_performance(head: Sheet, agency: Agency, project: Project, rng: Random) -> Sheet:
    """项目支出绩效目标表: one project; the year stands in `head`."""
    public = project.amount if project.seat.purse in APPROPRIATION else Decimal(0)
    other = project.amount - public
    first = ("其中：财政拨款", two_places(public - (project.opening if public else Decimal(0))))
    fields = (
        _field(("项目名称", project.seat.name, "", "")),
        _field(("主管部门及代码", f"{agency.code}-{agency.name}", "实施单位", project.seat.unit)),
        _grouped(("项目资金（万元）", "年度资金总额", two_places(project.amount), ""), rows=4),
        _grouped(("", *first, "")),
        _grouped(
            ("", "其他资金", two_places(other - (project.opening if other else Decimal(0))), "")
        ),
        _grouped(("", "上年结转", two_places(project.opening), "")),
    )
    goal = goal_of(agency, project)
    below = rng.random() < 0.5
    goals: tuple[Line, ...] = (_field(("年度绩效目标", goal, "", "")),)
    if below:
        mark = Mark(0, Name("年度绩效目标"), "")
        text = Line((goal, "", "", ""), (mark,), merges=(Merge(0, 1, 4),))
        goals = (_heading(("年度绩效目标", "", "", "")), text)
    traits = frozenset({"goals:below" if below else "goals:beside"})
    lines = fields + goals + _indicator_lines(agency, "指标值", rng)
    return replace(head, unit=Unit.WAN, lines=lines, traits=traits)


def two_places(amount: Decimal) -> str:
    """Two places where they are enough."""
    exact = amount == amount.quantize(Decimal("0.01"))
    return format_number(amount, 2, thousands=False) if exact else plain_number(amount)


def _field(cells: tuple[str, ...]) -> Line:
    """A row of labels with what follows each of them."""
    marks = []
    label = ""
    for index, text in enumerate(cells):
        if not text:
            continue
        if label:
            marks.append(Mark(index, Name(label), ""))
            label = ""
        else:
            label = text
    return Line(cells, tuple(marks), merges=merge_blanks(cells))


def _grouped(cells: tuple[str, ...], rows: int = 1) -> Line:
    """A row of a group, whose name stands in the first of its rows."""
    group = (Merge(0, rows, 1),) if rows > 1 else ()
    mark = Mark(2, Name(cells[1]), "")
    return Line(cells, (mark,), merges=group + merge_blanks(cells))


def _heading(cells: tuple[str, ...]) -> Line:
    return Line(cells, counts=False, merges=merge_blanks(cells))


def _indicator_lines(agency: Agency, column: str, rng: Random) -> tuple[Line, ...]:
    picked = sorted(rng.sample(range(len(INDICATORS)), rng.randint(5, len(INDICATORS))))
    chosen = [INDICATORS[index] for index in picked]
    lines = [_heading(("一级指标", "二级指标", "三级指标", column))]
    above = ("", "")
    for one in chosen:
        groups = (one.first, f"{one.first}/{one.second}")
        begun = [group != before for group, before in zip(groups, above, strict=True)]
        heights = (
            sum(other.first == one.first for other in chosen),
            sum((other.first, other.second) == (one.first, one.second) for other in chosen),
        )
        merges = tuple(
            Merge(cell, heights[cell]) for cell in (0, 1) if begun[cell] and heights[cell] > 1
        )
        third = one.third.format(object=agency.sector.object)
        names = (one.first if begun[0] else "", one.second if begun[1] else "")
        mark = Mark(3, Name(third), column)
        lines.append(Line((*names, third, one.target), (mark,), merges=merges))
        above = groups
    return tuple(lines)
