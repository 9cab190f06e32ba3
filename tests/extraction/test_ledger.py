"""What the ledger holds: the rules that did not run, and every printed total."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, LedgerEntry, Report, Verdict, check
from extraction.audit.wording.outcomes import WORDING_RULES

Disclose = Callable[[str], Disclosure]


def sums_of(report: Report) -> list[LedgerEntry]:
    """The entries of what was reckoned: all but those of the rules on words and codes."""
    others = {*WORDING_RULES, "code_name", "code_form"}
    return [entry for entry in report.ledger if entry.rule not in others]


NOTHING = {
    "no table": ("本部门没有政府性基金预算。", []),
    "no total and no level": ("项目支出表\n单位：万元\n项目名称|金额\n疏浚|5.00\n加固|2.00", []),
    "no figures": ("项目绩效表\n项目名称|绩效目标\n疏浚|三公里\n加固|两处", []),
    "no unit": ("支出总表\n科目编码|科目名称|合计\n208|支出|5.00\n合计||7.00", []),
    "totals left blank": (
        "支出总表\n单位：万元\n科目编码|科目名称|预算数\n208|支出|\n20805|支出|5.00\n合计||",
        ["not checkable: the total is not printed"],
    ),
}


@pytest.mark.parametrize(("text", "verdicts"), NOTHING.values(), ids=NOTHING.keys())
def test_a_rule_that_did_not_run_is_no_pass(
    disclose: Disclose, text: str, verdicts: list[str]
) -> None:
    report = check(disclose(text))
    assert report.findings == ()
    assert [f"{entry.verdict}: {entry.reason}" for entry in sums_of(report)] == verdicts


UNCHECKED = {
    "a list total that is rounded": "项目名称|合计\n合计|6.01\n疏浚|4.00\n加固|2.00",
    "a list total that is broken": "项目名称|合计\n合计|9.00\n疏浚|4.00\n加固|2.00",
    "a list total at the end": "项目名称|合计\n疏浚|4.00\n加固|2.00\n合计|9.00",
    "subtotals behind their parts": "项目名称|合计\n疏浚|4.00\n小计|9.00\n加固|2.00\n小计|2.00",
    "a total of codes by a longer name": (
        "科目编码|科目名称|预算数\n208|社会保障支出|4.00\n221|住房支出|2.00\n本年支出合计||9.00"
    ),
    "a total column over a total column": (
        "科目编码|科目名称|总计|合计|基本支出|项目支出|上年结转\n208|社会保障支出|9.00|4.00|3.00|1.00|2.00"
    ),
}


@pytest.mark.parametrize("table", UNCHECKED.values(), ids=UNCHECKED.keys())
def test_every_printed_total_is_in_the_ledger(disclose: Disclose, table: str) -> None:
    report = check(disclose(f"支出预算表\n单位：万元\n{table}"))
    assert sums_of(report) != []
    assert all(entry.verdict is not Verdict.TIED for entry in sums_of(report))


def test_a_total_over_ordinals_is_in_the_ledger(disclose: Disclose) -> None:
    text = "项目|预算数\n合计|9.00\n一、教育支出|4.00\n二、住房支出|2.00"
    report = check(disclose(f"支出预算表\n单位：万元\n{text}"))
    assert [entry.verdict for entry in sums_of(report)] == [Verdict.BROKEN]
