"""The names of codes, counted in disclosures."""

from pathlib import Path

import pytest

from evals.names import main

TABLE = """单位：万元
科目编码\t科目名称\t合计
213\t农林水支出\t4.00
21303\t水利\t4.00
2130301\t{name}\t4.00
合计\t\t4.00
"""


def test_a_name_is_counted_once_a_disclosure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for year, agency, name in (
        (2022, "水务局", "行政运行"),
        (2024, "水文局", "行政 运行"),
        (2024, "林业局", "行政运转"),
    ):
        own = TABLE.format(name=name)
        tables = f"支出总表\n{own}\n一般公共预算支出表\n{own}"
        text = f"青禾县{agency}{year}年部门预算\n第二部分 报表\n{tables}"
        (tmp_path / f"{agency}.txt").write_text(text, "utf-8")
    (tmp_path / "again.txt").write_bytes((tmp_path / "水务局.txt").read_bytes())
    main([str(path) for path in sorted(tmp_path.iterdir())])
    assert capsys.readouterr().out == (
        "kind,code,name,disclosures,first,last\n"
        "function,213,农林水支出,3,2022,2024\n"
        "function,21303,水利,3,2022,2024\n"
        "function,2130301,行政运行,2,2022,2024\n"
        "function,2130301,行政运转,1,2024,2024\n"
    )
