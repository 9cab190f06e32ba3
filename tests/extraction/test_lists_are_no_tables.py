"""Lines that have a title over them and still are no table: lines in, grids out."""

from pathlib import Path

from extraction.collapsed import place_figures
from extraction.readers import transcribe

CONTENTS = """\
目 录

一、某局概况
二、某局2024年部门决算表
- 一、收支决算总体情况表
- 二、国有资本经营预算收支决算情况表

一、某局概况

（一）主要职责

某局承担下列职责：
"""


def test_headings_under_the_last_title_of_the_contents_are_no_table(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(CONTENTS, encoding="utf-8")
    assert place_figures(transcribe(path)).grids == ()
