"""Titles of several provinces to kinds, for budgets and final accounts."""

import csv
from pathlib import Path

import pytest

from extraction.kinds import Signs, find_kind
from extraction.vocabulary import TableKind

K = TableKind

# Title, kind, and what the rows bear: nothing (""), functional (f) or economic codes (e), two
# sides (2).
TITLES = [
    ("收支总表", K.INCOME_EXPENDITURE, "2"),
    ("部门收支总体情况表", K.INCOME_EXPENDITURE, "2"),
    ("2024年部门收支预算总表", K.INCOME_EXPENDITURE, "2"),
    ("收入支出决算总表", K.INCOME_EXPENDITURE, "2"),
    ("收入总表", K.INCOME, ""),
    ("部门收入总体情况表", K.INCOME, "f"),
    ("收入预算总表", K.INCOME, "f"),
    ("收入决算表", K.INCOME, "f"),
    ("支出总表", K.EXPENDITURE, "f"),
    ("部门支出预算总表", K.EXPENDITURE, "f"),
    ("部门支出总体情况表", K.EXPENDITURE, "f"),
    ("支出决算表", K.EXPENDITURE, "f"),
    ("财政拨款收支总表", K.APPROPRIATION_BALANCE, "2"),
    ("财政拨款收支预算总表", K.APPROPRIATION_BALANCE, "2"),
    ("财政拨款收入支出决算总表", K.APPROPRIATION_BALANCE, "2"),
    ("财政拨款支出表（功能科目）", K.APPROPRIATION_BY_FUNCTION, "f"),
    ("财政拨款支出预算表", K.APPROPRIATION_BY_FUNCTION, "f"),
    ("财政拨款基本支出表（经济科目）", K.APPROPRIATION_BASIC_BY_ECONOMY, "e"),
    ("一般公共预算支出表", K.GENERAL_BY_FUNCTION, "f"),
    ("一般公共预算支出情况表（按功能分类科目）", K.GENERAL_BY_FUNCTION, "f"),
    ("一般公共预算财政拨款支出决算表", K.GENERAL_BY_FUNCTION, "f"),
    ("公共财政预算支出表", K.GENERAL_BY_FUNCTION, "f"),
    ("一般公共预算基本支出表", K.GENERAL_BASIC_BY_ECONOMY, "e"),
    ("一般公共预算基本支出情况表（按经济分类科目）", K.GENERAL_BASIC_BY_ECONOMY, "e"),
    ("一般公共预算财政拨款基本支出决算表", K.GENERAL_BASIC_BY_ECONOMY, "e"),
    ("一般公共预算项目支出情况表（按经济分类科目）", K.GENERAL_PROJECT_BY_ECONOMY, "e"),
    ("一般公共预算“三公”经费支出表", K.THREE_PUBLIC, ""),
    ("一般公共预算“三公”经费、会议费、培训费支出表", K.THREE_PUBLIC, ""),
    ("财政拨款“三公”经费支出决算表", K.THREE_PUBLIC, ""),
    ("财政拨款安排的行政经费及“三公”经费预算表", K.THREE_PUBLIC, ""),
    ("政府性基金预算支出表", K.GOVERNMENT_FUND, "f"),
    ("政府性基金预算财政拨款收入支出决算表", K.GOVERNMENT_FUND, "f"),
    ("国有资本经营预算支出表", K.STATE_CAPITAL, "f"),
    ("国有资本经营预算财政拨款支出决算表", K.STATE_CAPITAL, "f"),
    ("一般公共预算机关运行经费支出预算表", K.OPERATING_COSTS, "e"),
    ("机关运行经费支出表", K.OPERATING_COSTS, "e"),
    ("政府采购支出表", K.PROCUREMENT, ""),
    ("政府采购预算明细表", K.PROCUREMENT, ""),
    ("部门预算基本支出预算表", K.BASIC_BY_UNIT, ""),
    ("项目支出表", K.PROJECT_LIST, ""),
    ("部门预算项目支出及其他支出预算表", K.PROJECT_LIST, ""),
    ("一般公共预算项目支出表", K.PROJECT_LIST, ""),
    ("部门整体支出绩效目标表", K.PERFORMANCE_DEPARTMENT, ""),
    ("部门预算绩效目标表", K.PERFORMANCE_DEPARTMENT, ""),
    ("项目支出绩效目标表", K.PERFORMANCE_PROJECT, ""),
    ("重点项目预算绩效目标情况", K.PERFORMANCE_PROJECT, ""),
    ("部门项目支出绩效目标表", K.PERFORMANCE_PROJECT, ""),
    ("国有资产占用情况表", K.ASSETS, ""),
    ("公务员招录计划表", K.OTHER, ""),
]


def make_signs(title: str, header: str, signs: str) -> Signs:
    return Signs(title, header, "2" in signs, "e" in signs, "f" in signs)


@pytest.mark.parametrize(("title", "kind", "signs"), TITLES)
def test_kinds_by_title(title: str, kind: TableKind, signs: str) -> None:
    assert find_kind(make_signs(title, "", signs)) is kind


@pytest.mark.parametrize(
    ("header", "kind", "signs"),
    [
        ("一级指标 二级指标 三级指标 目标值", K.PERFORMANCE_DEPARTMENT, ""),
        ("项目名称 一级指标 二级指标 三级指标 指标值", K.PERFORMANCE_PROJECT, ""),
        ("采购品目 采购方式 数量 金额", K.PROCUREMENT, ""),
        ("“三公”经费合计 因公出国（境）费 公务接待费", K.THREE_PUBLIC, ""),
        ("收入 支出 项目 预算数 项目 预算数", K.INCOME_EXPENDITURE, "2"),
        ("科目编码 科目名称 合计 基本支出 项目支出", K.EXPENDITURE, "f"),
        ("科目编码 科目名称 合计 财政拨款收入 事业收入", K.INCOME, "f"),
        ("项目 预算数 绩效目标", K.PERFORMANCE_PROJECT, ""),
        ("序号 名称 数量", K.OTHER, ""),
    ],
)
@pytest.mark.parametrize("title", ["", "附件"])
def test_kinds_by_header(title: str, header: str, kind: TableKind, signs: str) -> None:
    assert find_kind(make_signs(title, header, signs)) is kind


def test_white_space_and_widths_do_not_matter() -> None:
    assert find_kind(make_signs("“ 三 公 ” 经 费 支 出 表", "", "")) is K.THREE_PUBLIC


def test_every_kind_of_the_labels(shared_dir: Path) -> None:
    with (shared_dir / "gold" / "kinds.csv").open(encoding="utf-8", newline="") as file:
        kinds = {line["kind"] for line in csv.DictReader(file)}
    assert kinds == {kind.value for kind in TableKind}
    assert {kind for _, kind, _ in TITLES} == set(TableKind)
