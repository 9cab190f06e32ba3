"""Figures that a row prints in another column than the rows over it: documents in, findings out."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, check

Disclose = Callable[[str], Disclosure]
# Codes of units may be those of classes too: that one is the sum of the other is not sure by them.
UNITS = """青禾县水务局2024年部门预算
收入总表
单位：万元
部门编码|部门名称|合计|本年收入|本年收入|本年收入|本年收入
部门编码|部门名称|合计|小计|一般公共预算|政府性基金预算|其他收入
224|青禾县水务局|9.00|9.00|7.00|2.00|
224001|青禾县水文站|{figures}
"""


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ("9.00|9.00|7.00|2.00|", []),
        ("9.00|9.00|7.00||2.00", [("code_hierarchy", "2.00", "0")]),
        # Its whole is another one: it may not be all of the unit over it.
        ("8.00|8.00|6.00||2.00", []),
        # No total of the row says that the figure is one of its own.
        ("9.00||7.00||2.00", []),
    ],
    ids=["as over it", "moved", "another whole", "no total"],
)
def test_a_figure_in_another_column_than_in_the_row_over_it(
    disclose: Disclose, figures: str, expected: list[tuple[str, ...]]
) -> None:
    report = check(disclose(UNITS.format(figures=figures)))
    found = [(f.rule, f.printed, f.computed) for f in report.findings]
    assert found == expected
