"""Headers of tables whose columns were lost, as a model tells them; the sums place the figures."""

import json
from dataclasses import dataclass, field

import pytest

from extraction import Adviser, Disclosure, Maker, Prompt, Reader, Reply, Transcript, extract

# The header is of words that no rule knows. One of the last two cells of 208 is blank.
LINES = (
    "青禾县水务局2024年部门预算",
    "2024年部门支出表",
    "单位：万元",
    "珐玛 琅珀 珂琮 琪珞 珊琳",
    "合计 30.00 20.00 10.00",
    "208 社会保障和就业支出 12.00 12.00",
    "212 城乡社区支出 18.00 8.00 10.00",
)
ANSWER: dict[str, object] = {
    "table": 0,
    "kind": "expenditure",
    "columns": ["code", "name", "total", "basic", "project"],
    "heads": [[0], [1], [2], [3], [4]],
    "groups": [],
    "sides": [],
    "funds": [],
}


@dataclass
class Model:
    """Answers questions about headers with one answer, and no other question."""

    answer: dict[str, object]
    asked: list[Prompt] = field(default_factory=list)
    name: str = "scripted"

    def ask(self, prompt: Prompt, *_: object) -> Reply:
        self.asked.append(prompt)
        tables = [self.answer] if prompt.schema_name == "headers" else []
        return Reply(text=json.dumps({"tables": tables}), tokens_in=1, tokens_out=1, seconds=0)


def read_by(answer: dict[str, object] | None, lines: tuple[str, ...] = LINES) -> Disclosure:
    adviser = Adviser(Reader.AUTO, Model(answer)) if answer else None
    return extract(Transcript("demo", lines), adviser)


def cells(disclosure: Disclosure) -> list[tuple[str, str, str]]:
    """Row, column and figure of every cell in which something is printed."""
    return [
        (row.label, "/".join(table.columns[cell.column].path), cell.printed)
        for table in disclosure.tables
        for row in table.rows
        for cell in row.cells
        if cell.column is not None and cell.printed
    ]


def test_rules_alone_do_not_place_a_figure_under_words_they_do_not_know():
    assert ("社会保障和就业支出", "琪珞", "12.00") not in cells(read_by(None))


def test_a_header_that_is_told_lets_the_sums_place_the_figures():
    disclosure = read_by(ANSWER)
    assert cells(disclosure) == [
        ("合计", "珂琮", "30.00"),
        ("合计", "琪珞", "20.00"),
        ("合计", "珊琳", "10.00"),
        ("社会保障和就业支出", "珂琮", "12.00"),
        ("社会保障和就业支出", "琪珞", "12.00"),
        ("城乡社区支出", "珂琮", "18.00"),
        ("城乡社区支出", "琪珞", "8.00"),
        ("城乡社区支出", "珊琳", "10.00"),
    ]
    [table] = disclosure.tables
    assert table.read_by is Maker.MODEL
    assert [column.measure for column in table.columns] == ["total", "basic", "project"]
    assert [row.code.printed for row in table.rows if row.code] == ["208", "212"]
    assert not disclosure.gaps[4:]


def test_a_cell_over_several_columns_stands_in_their_paths():
    lines = (*LINES[:3], "珐玛 琅珀 璁琤", "珂琮 琪珞 珊琳", *LINES[4:])
    answer = {
        **ANSWER,
        "heads": [[0], [1], [3], [4], [5]],
        "groups": [{"pieces": [2], "first": 2, "last": 4}],
    }
    paths = [column.path for column in read_by(answer, lines).tables[0].columns]
    assert paths == [("璁琤", "珂琮"), ("璁琤", "琪珞"), ("璁琤", "珊琳")]


def test_a_cell_broken_into_pieces_is_put_together():
    lines = (*LINES[:3], "珐玛 琅珀 珂 琪珞 珊琳", "琮", *LINES[4:])
    answer = {**ANSWER, "heads": [[0], [1], [2, 5], [3], [4]]}
    assert read_by(answer, lines).tables[0].columns[0].path == ("珂琮",)


def test_the_model_is_shown_no_figure():
    model = Model(ANSWER)
    extract(Transcript("demo", LINES), Adviser(Reader.AUTO, model))
    assert model.asked[0].user == (
        "table 0: 3 lines, at most 3 figures in one\n"
        "title: 2024年部门支出表\n"
        "header 0:珐玛 1:琅珀 2:珂琮 3:琪珞 4:珊琳\n"
        "合计 # # #\n"
        "d3 社会保障和就业支… # #\n"
        "d3 城乡社区支出 # # #"
    )


@pytest.mark.parametrize(
    "fault",
    [
        {"heads": [[0], [1], [2], [3]]},
        {"heads": [[0], [1], [2], [3], [5]]},
        {"heads": [[0], [1], [2], [3], [-1]]},
        {"heads": [[0], [1], [2], [3], [3]]},
        {"heads": [[0], [1], [2], [3], []]},
        {"heads": [[0], [1], [2], [4], [3]]},  # not from left to right, as printed
        {"columns": ["code", "name", "total", "basic"]},
        {"columns": ["name", "code", "words", "words", "words"]},
        {"columns": ["code", "name", "basic", "total", "project"]},
        {"sides": [5]},
        {"sides": [3, 2]},
        {"groups": [{"pieces": [], "first": 2, "last": 4}]},
        {"groups": [{"pieces": [0], "first": 2, "last": 4}]},
        {"table": 1},
    ],
)
def test_an_answer_that_cannot_be_leaves_what_the_rules_read(fault: dict[str, object]):
    ruled, told = read_by(None), read_by({**ANSWER, **fault})
    assert cells(told) == cells(ruled)


def test_groups_that_cross_are_no_header():
    lines = (*LINES[:3], "珐玛 琅珀 璁琤 瑙琯", "珂琮 琪珞 珊琳", *LINES[4:])
    crossing = [{"pieces": [2], "first": 2, "last": 3}, {"pieces": [3], "first": 3, "last": 4}]
    answer = {**ANSWER, "heads": [[0], [1], [4], [5], [6]], "groups": crossing}
    assert cells(read_by(answer, lines)) == cells(read_by(None, lines))
