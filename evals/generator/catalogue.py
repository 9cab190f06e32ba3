"""Which tables a disclosure has, what they are called, and who draws them."""

from dataclasses import dataclass, replace
from random import Random

from evals.generator.agencies import Agency
from evals.generator.balances import appropriation_balance, total_balance
from evals.generator.budget import Year
from evals.generator.code_tables import (
    appropriation_sheet,
    basic_sheet,
    expenditure_sheet,
    fund_sheet,
    general_sheet,
    income_sheet,
    operating_sheet,
    project_economy_sheet,
)
from evals.generator.final_tables import (
    final_basic_sheet,
    final_expenditure_sheet,
    final_fund_sheet,
    final_general_sheet,
    final_income_sheet,
    final_three_public_sheet,
)
from evals.generator.sectors import Purse
from evals.generator.self_evaluations import self_evaluation
from evals.generator.styles import Style
from evals.generator.tables import Sheet
from evals.generator.unit_tables import three_public_sheet, unit_income_sheet
from evals.generator.use_tables import assets_sheet, basic_by_unit_sheet, projects_by_unit_sheet
from evals.generator.word_tables import (
    department_performance,
    live_projects,
    procurement_sheet,
    project_performance,
    project_sheet,
)
from extraction.vocabulary import DisclosureKind, TableKind

_BUDGET_TITLES = {
    TableKind.INCOME_EXPENDITURE: (
        "收支预算总表",
        "收支总体情况表",
        "收支总表",
        "部门收支预算总表",
    ),
    TableKind.INCOME: ("部门收入总表", "收入总体情况表", "收入总表", "部门收入预算总表"),
    TableKind.EXPENDITURE: ("部门支出总表", "支出总体情况表", "支出总表", "部门支出预算总表"),
    TableKind.APPROPRIATION_BALANCE: (
        "财政拨款收支总表",
        "财政拨款收支总体情况表",
        "财政拨款收支预算总表",
        "部门财政拨款收支预算总表",
    ),
    TableKind.APPROPRIATION_BY_FUNCTION: (
        "财政拨款支出表（功能科目）",
        "财政拨款支出预算表（按功能分类）",
        "财政拨款支出表（功能科目）",
        "部门财政拨款支出预算表（功能分类）",
    ),
    TableKind.APPROPRIATION_BASIC_BY_ECONOMY: (
        "财政拨款基本支出表（经济科目）",
        "财政拨款基本支出情况表（按经济分类）",
        "财政拨款基本支出表（经济科目）",
        "部门财政拨款基本支出预算表（经济分类）",
    ),
    TableKind.GENERAL_BY_FUNCTION: (
        "一般公共预算支出表",
        "一般公共预算支出情况表（按功能分类科目）",
        "一般公共预算支出表",
        "部门一般公共预算支出预算表",
    ),
    TableKind.GENERAL_BASIC_BY_ECONOMY: (
        "一般公共预算基本支出表",
        "一般公共预算基本支出情况表（按经济分类科目）",
        "一般公共预算基本支出表",
        "部门一般公共预算基本支出预算表",
    ),
    TableKind.GENERAL_PROJECT_BY_ECONOMY: (
        "一般公共预算项目支出表（经济科目）",
        "一般公共预算项目支出情况表（按经济分类科目）",
        "一般公共预算项目支出表（经济科目）",
        "部门一般公共预算项目支出预算表（经济分类）",
    ),
    TableKind.THREE_PUBLIC: (
        "财政拨款“三公”经费支出表",
        "“三公”经费预算情况表",
        "一般公共预算“三公”经费支出表",
        "部门“三公”经费预算表",
    ),
    TableKind.GOVERNMENT_FUND: (
        "政府性基金预算支出表",
        "政府性基金预算支出情况表",
        "政府性基金预算支出表",
        "部门政府性基金预算支出预算表",
    ),
    TableKind.STATE_CAPITAL: (
        "国有资本经营预算支出表",
        "国有资本经营预算支出情况表",
        "国有资本经营预算支出表",
        "部门国有资本经营预算支出预算表",
    ),
    TableKind.OPERATING_COSTS: (
        "机关运行经费支出表",
        "机关运行经费安排情况表",
        "一般公共预算机关运行经费支出预算表",
        "部门机关运行经费预算表",
    ),
    TableKind.PROCUREMENT: (
        "政府采购预算表",
        "政府采购安排情况表",
        "政府采购支出表",
        "部门政府采购预算表",
    ),
    TableKind.PROJECT_LIST: (
        "项目支出表",
        "项目支出安排情况表",
        "项目支出预算表",
        "部门项目支出预算表",
    ),
    TableKind.BASIC_BY_UNIT: (
        "基本支出明细表",
        "部门预算基本支出情况表",
        "基本支出预算表（按单位）",
        "部门基本支出预算表",
    ),
    TableKind.ASSETS: ("国有资产占有使用情况表",) * 4,
    TableKind.PERFORMANCE_DEPARTMENT: ("部门整体支出绩效目标表",) * 4,
    TableKind.PERFORMANCE_PROJECT: ("项目支出绩效目标表", "项目绩效目标表") * 2,
}
_FINAL_TITLES = {
    TableKind.INCOME_EXPENDITURE: (
        "收入支出决算总表",
        "收支决算总体情况表",
        "收入支出决算总表",
        "部门收入支出决算总表",
    ),
    TableKind.INCOME: ("收入决算表", "收入决算情况表", "收入决算表", "部门收入决算表"),
    TableKind.EXPENDITURE: ("支出决算表", "支出决算情况表", "支出决算表", "部门支出决算表"),
    TableKind.APPROPRIATION_BALANCE: (
        "财政拨款收入支出决算总表",
        "财政拨款收支决算总体情况表",
        "财政拨款收入支出决算总表",
        "部门财政拨款收入支出决算总表",
    ),
    TableKind.GENERAL_BY_FUNCTION: (
        "一般公共预算财政拨款支出决算表",
        "一般公共预算支出决算情况表",
        "一般公共预算财政拨款支出决算表",
        "部门一般公共预算财政拨款支出决算表",
    ),
    TableKind.GENERAL_BASIC_BY_ECONOMY: (
        "一般公共预算财政拨款基本支出决算表",
        "一般公共预算基本支出决算明细表",
        "一般公共预算财政拨款基本支出决算表",
        "部门一般公共预算财政拨款基本支出决算表",
    ),
    TableKind.THREE_PUBLIC: (
        "财政拨款“三公”经费支出决算表",
        "“三公”经费支出决算情况表",
        "一般公共预算财政拨款“三公”经费支出决算表",
        "部门“三公”经费支出决算表",
    ),
    TableKind.GOVERNMENT_FUND: (
        "政府性基金预算财政拨款收入支出决算表",
        "政府性基金预算收支决算情况表",
        "政府性基金预算财政拨款收入支出决算表",
        "部门政府性基金预算财政拨款收入支出决算表",
    ),
    TableKind.STATE_CAPITAL: (
        "国有资本经营预算财政拨款收入支出决算表",
        "国有资本经营预算收支决算情况表",
        "国有资本经营预算财政拨款收入支出决算表",
        "部门国有资本经营预算财政拨款收入支出决算表",
    ),
    TableKind.PERFORMANCE_PROJECT: ("项目支出绩效自评表", "项目绩效自评表") * 2,
}
# Not every publisher prints these; the odds of each.
_OPTIONAL = {
    TableKind.APPROPRIATION_BY_FUNCTION: 0.25,
    TableKind.APPROPRIATION_BASIC_BY_ECONOMY: 0.2,
    TableKind.GENERAL_PROJECT_BY_ECONOMY: 0.3,
    TableKind.BASIC_BY_UNIT: 0.25,
    TableKind.ASSETS: 0.2,
    TableKind.OPERATING_COSTS: 0.3,
    TableKind.PROCUREMENT: 0.4,
    TableKind.PROJECT_LIST: 0.5,
    TableKind.PERFORMANCE_DEPARTMENT: 0.3,
    TableKind.PERFORMANCE_PROJECT: 0.3,
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What the tables of one disclosure are about."""

    agency: Agency
    """Who publishes."""
    year: Year
    """The figures."""
    kind: DisclosureKind
    """Budget or final account."""
    style: Style
    """The template."""


def choose_tables(rng: Random, kind: DisclosureKind) -> tuple[TableKind, ...]:
    """Which tables a publisher prints, in order."""
    titles = _BUDGET_TITLES if kind is DisclosureKind.BUDGET else _FINAL_TITLES
    return tuple(one for one in titles if rng.random() < _OPTIONAL.get(one, 1))


def table_title(kind: TableKind, subject: Subject) -> str:
    """What the publisher calls a table."""
    budget = subject.kind is DisclosureKind.BUDGET
    titles = _BUDGET_TITLES if budget else _FINAL_TITLES
    return titles[kind][subject.style.titles]


def draw_sheets(subject: Subject, kind: TableKind, rng: Random) -> tuple[Sheet, ...]:
    """The tables of one kind: one, or several for the targets of projects."""
    head = Sheet(
        title=table_title(kind, subject),
        kind=kind,
        unit=subject.style.unit,
        lines=(),
    )
    if kind is TableKind.PERFORMANCE_PROJECT:
        head = replace(head, heads=(f"（{subject.year.now.year}年度）",))
        if subject.kind is DisclosureKind.FINAL:
            return _self_evaluations(head, subject, rng)
        projects = live_projects(subject.year.now)[: rng.randint(1, 3)]
        return tuple(
            project_performance(head, subject.agency, project, rng) for project in projects
        )
    if subject.kind is DisclosureKind.FINAL:
        return (_final_sheet(head, subject),)
    if kind is TableKind.PERFORMANCE_DEPARTMENT:
        return (department_performance(head, subject.agency, subject.year.now, rng),)
    if kind is TableKind.ASSETS:
        return (assets_sheet(head, subject.style, subject.year.now, rng),)
    return (_budget_sheet(head, subject),)


def _self_evaluations(head: Sheet, subject: Subject, rng: Random) -> tuple[Sheet, ...]:
    plans = {plan.seat: plan for plan in subject.year.plan.projects}
    projects = live_projects(subject.year.now)[: rng.randint(1, 2)]
    return tuple(
        self_evaluation(head, subject.agency, project, plans[project.seat], rng)
        for project in projects
    )


def _budget_sheet(head: Sheet, subject: Subject) -> Sheet:
    style, agency, now = subject.style, subject.agency, subject.year.now
    match head.kind:
        case TableKind.INCOME_EXPENDITURE:
            return total_balance(head, style, now, subject.kind)
        case TableKind.INCOME if style.titles in (0, 3):
            return unit_income_sheet(head, style, agency, now)
        case TableKind.INCOME:
            return income_sheet(head, style, now)
        case TableKind.EXPENDITURE:
            return expenditure_sheet(head, style, now)
        case TableKind.APPROPRIATION_BALANCE:
            return appropriation_balance(head, style, now, subject.kind)
        case TableKind.APPROPRIATION_BY_FUNCTION:
            return appropriation_sheet(head, style, now)
        case TableKind.GENERAL_BY_FUNCTION:
            return general_sheet(head, style, agency, now)
        case TableKind.GENERAL_BASIC_BY_ECONOMY | TableKind.APPROPRIATION_BASIC_BY_ECONOMY:
            return basic_sheet(head, style, now)
        case TableKind.BASIC_BY_UNIT:
            return basic_by_unit_sheet(head, style, agency, now)
        case TableKind.GENERAL_PROJECT_BY_ECONOMY:
            return project_economy_sheet(head, style, now)
        case TableKind.OPERATING_COSTS:
            return operating_sheet(head, style, now)
        case TableKind.THREE_PUBLIC:
            return three_public_sheet(head, style, agency, now)
        case TableKind.GOVERNMENT_FUND:
            return fund_sheet(head, style, now, Purse.FUND)
        case TableKind.STATE_CAPITAL:
            return fund_sheet(head, style, now, Purse.CAPITAL)
        case TableKind.PROCUREMENT:
            return procurement_sheet(head, style, agency, now)
        case TableKind.PROJECT_LIST if style.columns == 3:
            return projects_by_unit_sheet(head, style, agency, now)
        case TableKind.PROJECT_LIST:
            return project_sheet(head, style, agency, now)
        case _:
            raise ValueError(f"no budget table of kind {head.kind}")


def _final_sheet(head: Sheet, subject: Subject) -> Sheet:
    style, year = subject.style, subject.year
    match head.kind:
        case TableKind.INCOME_EXPENDITURE:
            return total_balance(head, style, year.now, subject.kind)
        case TableKind.INCOME:
            return final_income_sheet(head, style, year.now)
        case TableKind.EXPENDITURE:
            return final_expenditure_sheet(head, style, year.now)
        case TableKind.APPROPRIATION_BALANCE:
            return appropriation_balance(head, style, year.now, subject.kind)
        case TableKind.GENERAL_BY_FUNCTION:
            return final_general_sheet(head, style, year)
        case TableKind.GENERAL_BASIC_BY_ECONOMY:
            return final_basic_sheet(head, style, year.now)
        case TableKind.THREE_PUBLIC:
            return final_three_public_sheet(head, style, year)
        case TableKind.GOVERNMENT_FUND:
            return final_fund_sheet(head, style, year.now, Purse.FUND)
        case TableKind.STATE_CAPITAL:
            return final_fund_sheet(head, style, year.now, Purse.CAPITAL)
        case _:
            raise ValueError(f"no final-account table of kind {head.kind}")
