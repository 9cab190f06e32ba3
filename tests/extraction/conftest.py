"""A document of a few lines, and its record."""

from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path

import pytest

from extraction import Disclosure, Transcript, extract, fact_rows
from extraction.readers import transcribe
from extraction.readers.tabs import find_grids

Disclose = Callable[[str], Disclosure]


@pytest.fixture(scope="session")
def disclose() -> Disclose:
    """The record of a text in which `|` stands for a tab, as in a table on paper."""

    def disclose(text: str) -> Disclosure:
        lines = tuple(text.strip("\n").replace("|", "\t").split("\n"))
        bare = Transcript("demo", lines, encoding="utf-8")
        return extract(replace(bare, grids=tuple(find_grids(bare))))

    return disclose


@dataclass(frozen=True)
class SampleTable:
    """A table as a format marks it: its rows, and what of them is merged."""

    rows: list[list[str]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row and column, rows and columns spanned; what is covered is blank."""

    def covered(self) -> set[tuple[int, int]]:
        """The places under a merged cell, its first one left out."""
        return {
            (r, c)
            for row, column, rows, columns in self.merges
            for r in range(row, row + rows)
            for c in range(column, column + columns)
            if (r, c) != (row, column)
        }

    def span(self, row: int, column: int) -> tuple[int, int]:
        """How many rows and columns the cell at a place spans."""
        spans = {(r, c): (rows, columns) for r, c, rows, columns in self.merges}
        return spans.get((row, column), (1, 1))


class Sample:
    """A small disclosure, to be written in every format and read to the same facts."""

    blocks: tuple[str | SampleTable, ...] = (
        "青禾县水务局2024年部门预算",
        "第一部分 部门预算情况说明",
        "一、收支预算总体情况",
        "青禾县水务局2024年收入预算120.50万元，其中：财政拨款收入100.50万元，比上年增加20.50万元。",
        "第二部分 部门预算表",
        "收支总表",
        "单位：万元",
        SampleTable(
            [
                ["收入", "", "支出", ""],
                ["项目", "预算数", "项目", "预算数"],
                ["一、财政拨款收入", "100.50", "一、社会保障和就业支出", "20.00"],
                ["二、事业收入", "20.00", "二、农林水支出", "100.50"],
                ["收入总计", "120.50", "支出总计", "120.50"],
            ],
            [(0, 0, 1, 2), (0, 2, 1, 2)],
        ),
        "支出总表",
        "单位：万元",
        SampleTable(
            [
                ["科目", "", "合计", "支出构成", ""],
                ["编码", "名称", "", "基本支出", "项目支出"],
                ["", "合计", "120.50", "80.00", "40.50"],
                ["208", "社会保障和就业支出", "20.00", "20.00", "—"],
                ["213", "农林水支出", "100.50", "60.00", "40.50"],
                ["21303", "水利", "100.50", "60.00", "40.50"],
                ["2130301", "行政运行", "60.00", "60.00", ""],
                ["2130306", "水利工程运行与维护", "40.50", "0.00", "40.50"],
            ],
            [(0, 0, 1, 2), (0, 2, 2, 1), (0, 3, 1, 2)],
        ),
        "项目绩效目标表",
        SampleTable(
            [
                ["一级指标", "二级指标", "三级指标", "指标值"],
                ["产出指标", "数量指标", "巡查河道次数", "12次"],
                ["", "质量指标", "工程验收合格率", "95%"],
                ["效益指标", "社会效益指标", "受益群众满意", "明显提高"],
            ],
            [(1, 0, 2, 1)],
        ),
        "第三部分 名词解释",
        "一、财政拨款收入：指同级财政当年拨付的资金。",
    )

    @property
    def text(self) -> str:
        """As a text whose cells are parted by tabs."""
        return "".join(
            "\n" + block + "\n"
            if isinstance(block, str)
            else "".join("\t".join(row) + "\n" for row in block.rows)
            for block in self.blocks
        )

    def facts(self, path: Path) -> list[tuple[object, ...]]:
        """What a file says, wherever it stands in it."""
        return list(self._facts(extract(transcribe(path, "demo"))))

    def expected(self, folder: Path) -> list[tuple[object, ...]]:
        """What the sample says."""
        path = folder / "expected.txt"
        path.write_text(self.text, encoding="utf-8")
        return self.facts(path)

    def _facts(self, disclosure: Disclosure) -> Iterator[tuple[object, ...]]:
        for row in fact_rows(disclosure):
            yield astuple(replace(row, where=""))
        for statement in disclosure.statements:
            yield tuple(
                (name, getattr(statement, name) and getattr(statement, name).printed)
                for name in ("item", "level", "change")
            )


@pytest.fixture(scope="session")
def sample() -> Sample:
    """The disclosure that every format is tried on."""
    return Sample()
