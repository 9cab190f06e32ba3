"""A suite from a seed: read by the strict reader, and every label stands where it says."""

import io
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from lxml import html

from evals.generator import GeneratedDocument, generate
from evals.generator.blocks import Board, Spot
from evals.generator.formats import PrintFormat, print_document
from evals.generator.places import fact_spots, find_places, title_spots
from evals.generator.press import Ruling, draw_setting, set_pages
from evals.generator.slots import Slot, element_counts
from evals.generator.styles import Heads
from evals.generator.suites import WrittenSuite, write_suite
from evals.labels.quotes import check_quotes
from evals.labels.suites import find_quotes, open_suite

TEXT, PDF, WORKBOOK = PrintFormat.TEXT, PrintFormat.PDF, PrintFormat.WORKBOOK


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, WrittenSuite]:
    folder = tmp_path_factory.mktemp("suite")
    return folder, write_suite(folder, 1, 2, (TEXT, PDF, WORKBOOK), errors=2, injected=True)


def test_every_document_is_written_in_every_format_under_its_own_name(
    written: tuple[Path, WrittenSuite],
) -> None:
    folder, suite = written
    assert len(suite.names) == len(set(suite.names)) == 2 * 3 * 3
    assert suite.skipped == ()
    files = sorted(path.relative_to(folder).as_posix() for path in (folder / "corpus").rglob("*.*"))
    endings = {"text": ".txt", "pdf": ".pdf", "workbook": ".xlsx"}
    assert files == sorted(
        f"corpus/{form}/{name}{ending}"
        for form, ending in endings.items()
        for name in suite.names
        if name.endswith(f"-{form}") or (form == "text" and name.endswith(("budget", "final")))
    )


def test_the_strict_reader_reads_it(written: tuple[Path, WrittenSuite]) -> None:
    folder, _ = written
    suite = open_suite(folder)
    assert len(suite.labelled) == len(suite.documents) == 18
    for document in suite.labelled:
        assert document.labels
        assert document.labels.facts
        assert document.labels.tables
        assert document.labels.findings
        assert document.labels.questions
        assert [grid.table for grid in document.labels.grids or ()] == [
            noted.label.table for noted in document.labels.tables
        ]
    assert {noted.place.split(":")[0].split("/")[-1][:16] for noted in suite.joint} == {
        "questions-years-",
        "questions-agenci",
    }


def test_every_label_stands_where_it_says(written: tuple[Path, WrittenSuite]) -> None:
    suite = open_suite(written[0])
    quotes = 0
    for document in suite.documents.values():
        wanted = list(find_quotes(suite, document))
        assert check_quotes(document.path, wanted) == []
        quotes += len(wanted)
    assert quotes > 5_000


def test_a_value_keeps_its_places(written: tuple[Path, WrittenSuite]) -> None:
    folder, _ = written
    lines = [
        line
        for path in sorted((folder / "gold").rglob("questions*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    assert any('"unit": "万元", "value": ' in line and line.count("0, ") for line in lines)
    assert not [line for line in lines if '"value": "' in line]
    assert not [line for line in lines if "E+" in line]


def test_a_clean_suite_has_no_findings(tmp_path: Path) -> None:
    write_suite(tmp_path, 5, 1, (TEXT,))
    suite = open_suite(tmp_path)
    assert [document.labels.findings for document in suite.labelled if document.labels] == [()] * 3


def test_a_format_without_cells_has_no_file_of_grids(tmp_path: Path) -> None:
    written = write_suite(tmp_path, 5, 1, (PrintFormat.MARKDOWN, PrintFormat.COLLAPSED))
    with_grids = {path.parent.name for path in (tmp_path / "gold").glob("*/grids.jsonl")}
    assert with_grids == {name for name in written.names if name.endswith("-markdown")}
    assert len(with_grids) == 3


def test_a_scan_that_cannot_be_drawn_is_skipped_with_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evals.generator.paper_pdf.has_glyphs", lambda: False)
    suite = write_suite(tmp_path, 5, 1, (TEXT, PrintFormat.SCAN))
    assert len(suite.names) == len(suite.skipped) == 3
    assert suite.skipped[0].endswith(
        "no Chinese font is installed (for instance WenQuanYi or Noto CJK)"
    )


# --- places -----------------------------------------------------------------------------------


def test_the_rest_of_a_cell_over_two_rows_counts_in_both() -> None:
    rows = (
        (Slot("组", 0, rows=2), Slot("甲", 1), Slot("1", 2)),
        (Slot("乙", 1), Slot("2", 2)),
    )
    assert element_counts(rows) == {(0, 0): 1, (0, 1): 2, (0, 2): 3, (1, 1): 2, (1, 2): 3}


@pytest.mark.parametrize("form", [form for form in PrintFormat if form is not PrintFormat.SCAN])
def test_every_fact_and_title_has_a_place_in_every_format(form: PrintFormat) -> None:
    for seed in (0, 3):
        document = generate(seed)
        places = find_places(document, form)
        assert all(map(places, fact_spots(document)))
        assert all(map(places, title_spots(document)))


def test_a_fact_of_a_web_page_or_word_file_stands_in_its_element() -> None:
    framed = next(one for one in map(generate, range(40)) if one.style.heads is Heads.GRID)
    for document in (generate(3), framed):
        for form, read in ((PrintFormat.HTML, _web_cells), (PrintFormat.WORD, _word_cells)):
            cells = read(print_document(document, form).data)
            places = find_places(document, form)
            for fact, spot in zip(document.facts, fact_spots(document), strict=True):
                text = "".join(cells[places(spot)].split())
                assert fact.value in (text, text.replace(",", "")), (form, fact, text)


def test_a_figure_of_the_aligned_text_stands_on_its_line() -> None:
    for form in (PrintFormat.ALIGNED, PrintFormat.COLLAPSED):
        document = generate(4)
        lines = print_document(document, form).data.decode().split("\n")
        places = find_places(document, form)
        amounts = [
            (fact, places(spot))
            for fact, spot in zip(document.facts, fact_spots(document), strict=True)
            if fact.value.replace(".", "").isdigit()
        ]
        assert len(amounts) > 100
        for fact, where in amounts:
            assert fact.value in lines[int(where) - 1].replace(",", ""), (form, fact)


def test_amounts_are_set_right_and_codes_left() -> None:
    whole, codes = 0, 0
    for document in map(generate, range(12)):
        leaves = set_pages(document.blocks, draw_setting(document, Ruling.GRID))
        for run in (run for leaf in leaves for run in leaf.runs if run.row >= 0):
            board = document.blocks[run.block]
            assert isinstance(board, Board)
            if run.text.replace(",", "").isdigit():
                is_amount = run.column in board.amounts
                assert run.anchor == float(is_amount), (document.name, run)
                whole += is_amount
                codes += not is_amount
    assert whole > 200
    assert codes > 200


def test_a_heading_stands_for_the_title_that_a_table_does_not_have() -> None:
    document = _with_bare_table()
    index = next(
        at for at, one in enumerate(document.blocks) if isinstance(one, Board) and not one.title
    )
    board = document.blocks[index]
    assert isinstance(board, Board)
    lines = print_document(document, PrintFormat.MARKDOWN).data.decode().split("\n")
    where = find_places(document, PrintFormat.MARKDOWN)(Spot(index, -1))
    assert lines[int(where) - 1].endswith(board.heading)


def _with_bare_table() -> GeneratedDocument:
    documents = map(generate, range(40))
    return next(
        document
        for document in documents
        if any(isinstance(one, Board) and not one.title for one in document.blocks)
    )


def _web_cells(data: bytes) -> dict[str, str]:
    """The text of every cell by table, row and cell, each counted from 1."""
    tables = html.document_fromstring(data).iter("table")
    return {
        f"table {table}, row {row}, cell {cell}": one.text_content()
        for table, grid in enumerate(tables, start=1)
        for row, line in enumerate(grid.iter("tr"), start=1)
        for cell, one in enumerate(line.iter("td", "th"), start=1)
    }


def _word_cells(data: bytes) -> dict[str, str]:
    tables = docx.Document(io.BytesIO(data)).tables
    return {
        f"table {table}, row {row}, cell {cell}": "".join(
            text.text or "" for text in one.iter(qn("w:t"))
        )
        for table, grid in enumerate(tables, start=1)
        for row, line in enumerate(grid._tbl.tr_lst, start=1)
        for cell, one in enumerate(line.tc_lst, start=1)
    }
