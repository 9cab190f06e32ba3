"""`facts.csv`: its columns, and what is written into them."""

import csv
import io
from collections.abc import Callable

from extraction import Disclosure, fact_rows, write_facts

TEXT = """
支 出 总 表
单位：万元
科目编码||科目 名称|本年支出|||备注
类|款||合计|基本 支出|项目支出|
208|05|行政事业单位 养老支出|1,234.50|（34.50）|—|含“上年”, 结转
合计|||1,234.50||0.00|<p>无</p>

附注
项目名称|数量
"疏浚"|１２
"""

EXPECTED = """\
table,title,unit,row,code,label,column,value,where
1,支出总表,万元,1,20805,行政事业单位养老支出,本年支出/合计,1234.50,5
1,支出总表,万元,1,20805,行政事业单位养老支出,本年支出/基本支出,（34.50）,5
1,支出总表,万元,1,20805,行政事业单位养老支出,本年支出/项目支出,—,5
1,支出总表,万元,1,20805,行政事业单位养老支出,备注,"含“上年”,结转",5
1,支出总表,万元,2,,合计,本年支出/合计,1234.50,6
1,支出总表,万元,2,,合计,本年支出/项目支出,0.00,6
1,支出总表,万元,2,,合计,备注,无,6
2,附注,,1,,\"""疏浚\""",数量,１２,10
"""


def written(disclosure: Disclosure) -> str:
    file = io.StringIO()
    write_facts(disclosure, file)
    return file.getvalue()


def test_facts_as_csv(disclose: Callable[[str], Disclosure]) -> None:
    assert written(disclose(TEXT)) == EXPECTED


def test_every_fact_comes_back_from_csv(disclose: Callable[[str], Disclosure]) -> None:
    disclosure = disclose(TEXT)
    lines = list(csv.DictReader(io.StringIO(written(disclosure))))
    assert [(line["label"], line["value"]) for line in lines] == [
        (fact.label, fact.value) for fact in fact_rows(disclosure)
    ]


def test_no_table_is_a_header_alone(disclose: Callable[[str], Disclosure]) -> None:
    assert written(disclose("说明")) == EXPECTED.split("\n")[0] + "\n"
