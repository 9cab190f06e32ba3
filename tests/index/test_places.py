"""Places on pages and in sheets: stored, quoted, cited as a person finds them, kept to be shown."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from extraction import Disclosure, Format, Page, Source, Transcript, check, extract
from extraction.transcript import Piece, Scribe
from index import Answer, Library, Prepared, answer, is_proven
from index.storing.originals import FOLDER

_ROWS = (
    "科目编码|科目名称|合计|基本支出|项目支出",
    "|合计|900.00|600.00|300.00",
    "213|农林水支出|800.00|500.00|300.00",
    "21303|水利|800.00|500.00|300.00",
    "2130314|防汛|300.00||300.00",
    "221|住房保障支出|100.00|100.00|",
)
_PAPER = (595.0, 842.0)


def _sheet(document: str, sheet: str = "Sheet1") -> Scribe:
    """A workbook of one sheet."""
    scribe = Scribe(document)
    scribe.write_line([Piece("青山县水利局2024年部门预算", cell=f"{sheet}!A1")])
    scribe.write_line([Piece("支出总表", cell=f"{sheet}!A2")])
    scribe.write_line([Piece("单位：万元", cell=f"{sheet}!A3")])
    scribe.write_grid(
        [
            [Piece(text, cell=f"{sheet}!{'ABCDE'[at]}{number}") for at, text in _cells(row)]
            for number, row in enumerate(_ROWS, start=4)
        ]
    )
    return scribe


def _paper(document: str) -> Scribe:
    """Two pages: prose on the first, a table on the second."""
    scribe = Scribe(document)
    title = Piece("青山县水利局2024年部门预算", page=1, box=(100, 50, 400, 70))
    scribe.write_line([title])
    why = ("2024年公务接待费预算3.00万元，比上年减少1.00万元，", "主要原因是压减一般性支出。")
    for number, text in enumerate(why):
        scribe.write_line(
            [Piece(text, page=1, box=(90, 100 + 20 * number, 500, 112 + 20 * number))]
        )
    scribe.write_line([Piece("支出总表", page=2, box=(250, 50, 330, 66))])
    scribe.write_line([Piece("单位：万元", page=2, box=(440, 80, 500, 92))])
    scribe.write_grid(
        [
            [
                Piece(
                    text,
                    page=2,
                    box=(90 + 80 * at, 100 + 20 * down, 160 + 80 * at, 112 + 20 * down),
                )
                for at, text in _cells(row)
            ]
            for down, row in enumerate(_ROWS)
        ]
    )
    scribe.pages += [Page(number=n, width=_PAPER[0], height=_PAPER[1]) for n in (1, 2)]
    return scribe


def _cells(row: str) -> list[tuple[int, str]]:
    return list(enumerate(row.split("|")))


def _prepare(text: Transcript, path: Path, data: bytes = b"") -> Prepared:
    disclosure = extract(text)
    return Prepared(path, text, disclosure, check(disclosure), data)


def _write(path: Path, content: bytes = b"%PDF-1.7 of pages") -> Prepared:
    path.write_bytes(content)
    text = _paper(path.stem).finish(hashlib.sha256(content).hexdigest(), Format.PDF)
    return _prepare(text, path)


def _ask(library: Library, question: str) -> Answer:
    given = answer(library, question)
    assert not given.refused, given.answer
    for citation in given.citations:
        assert is_proven(library, citation.source, citation.printed)
    return given


def _sources(value: object) -> Sequence[Source]:
    """Every source in a record."""
    if isinstance(value, Source):
        return [value]
    if isinstance(value, tuple):
        return [source for one in value for source in _sources(one)]
    if hasattr(value, "__pydantic_fields__"):
        return [source for _, one in value for source in _sources(one)]  # type: ignore[attr-defined]
    return []


def test_every_place_of_a_paged_document_has_its_page_and_box() -> None:
    disclosure = extract(_paper("water").finish("0" * 64, Format.PDF))
    report = check(disclosure)
    sources = [*_sources(disclosure), *_sources(report)]
    assert len(sources) >= 50
    assert [one for one in sources if any(not (s.page and s.box) for s in one.spans)] == []
    assert {one.spot.kind for one in sources} == {"page"}


def test_a_figure_is_cited_with_its_page_and_box(library: Library, tmp_path: Path) -> None:
    library.add([_write(tmp_path / "water.pdf")])
    [citation] = _ask(library, "2024年防汛的项目支出是多少？").citations
    assert (citation.where, citation.page, citation.cell) == ("2", 2, None)
    assert citation.box == (410, 180, 480, 192)
    assert citation.quote == "2130314\t防汛\t300.00\t\t300.00"
    assert str(citation.source.spot) == "page 2"


def test_a_reason_over_two_lines_has_the_box_around_both(library: Library, tmp_path: Path) -> None:
    library.add([_write(tmp_path / "water.pdf")])
    passage = next(p for p in library.passages(["water"]) if "主要原因" in p.text)
    assert {span.page for span in passage.source.spans} == {1}
    [citation] = _ask(library, "2024年公务接待费为什么减少？").citations
    assert (citation.page, citation.where) == (1, "1")
    assert citation.printed == "压减一般性支出"
    assert citation.box == (90, 120, 500, 132)


def test_a_figure_of_a_workbook_is_cited_by_its_cell(library: Library, tmp_path: Path) -> None:
    text = _sheet("water", "2024年 预算").finish("0" * 64, Format.WORKBOOK)
    library.add([_prepare(text, tmp_path / "water.xlsx")])
    [citation] = _ask(library, "2024年防汛的项目支出是多少？").citations
    assert (citation.where, citation.cell) == ("2024年 预算!E8", "2024年 预算!E8")
    assert (citation.page, citation.box) == (None, None)
    assert str(citation.source.spot) == "cell 2024年 预算!E8"


@pytest.mark.parametrize(
    ("fields", "kind", "words"),
    [
        ({}, "line", "line 3"),
        ({"page": 7, "box": (1, 2, 3, 4)}, "page", "page 7"),
        ({"cell": "Sheet1!AB12"}, "cell", "cell Sheet1!AB12"),
        ({"cell": "a!b!C5"}, "cell", "cell a!b!C5"),
        ({"cell": "table 2, row 3"}, "element", "table 2, row 3"),
    ],
)
def test_a_place_is_named_by_what_a_person_finds(
    fields: dict[str, object], kind: str, words: str
) -> None:
    span = {"line": 3, "start": 0, "end": 1, **fields}
    source = Source.model_validate({"document": "water", "spans": [span]})
    assert (source.spot.kind, str(source.spot)) == (kind, words)
    assert words.endswith(source.where)


def test_places_come_back_from_the_file_as_they_went_in(folder: Path, tmp_path: Path) -> None:
    prepared = _write(tmp_path / "water.pdf")
    Library(folder, None).add([prepared])
    read: Disclosure = Library(folder, None).disclosure("water")
    assert read == prepared.disclosure
    assert read.pages[1] == Page(number=2, width=595, height=842)
    cells = {cell.source for table in read.tables for row in table.rows for cell in row.cells}
    facts = Library(folder, None).facts(["water"])
    assert {fact.source for fact in facts if fact.table} <= cells


def test_the_rows_of_a_list_are_told_from_its_total_on_one_page(library: Library) -> None:
    scribe = Scribe("water")
    scribe.write_line([Piece("青山县水利局2024年部门预算", page=1, box=(0, 0, 90, 9))])
    scribe.write_line([Piece("2024年项目清单", page=1, box=(0, 10, 90, 19))])
    scribe.write_line([Piece("单位：万元", page=1, box=(0, 20, 90, 29))])
    rows = (
        "项目名称|金额",
        "合计|45.50",
        "县水利局|30.50",
        "水库除险|20.00",
        "河道疏浚|10.50",
        "县气象站|15.00",
        "雷达维护|9.00",
        "人工降雨|6.00",
    )
    scribe.write_grid([[Piece(t, page=1, box=(0, 0, 9, 9)) for _, t in _cells(r)] for r in rows])
    library.add([_prepare(scribe.finish("0" * 64, Format.PDF), Path("water.pdf"))])
    given = _ask(library, "2024年有哪些项目？")
    assert [citation.row for citation in given.citations] == [
        "水库除险",
        "河道疏浚",
        "雷达维护",
        "人工降雨",
    ]


def test_the_file_is_found_while_it_is_unchanged(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "water.pdf"
    library.add([_write(path)])
    assert library.original("water") == path
    path.write_bytes(b"%PDF-1.7 of others")
    assert library.original("water") is None
    path.unlink()
    assert library.original("water") is None


def test_an_upload_is_kept_as_long_as_its_document(
    library: Library, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = _write(tmp_path / "water.pdf", b"%PDF-1.7 sent")
    upload = _prepare(prepared.text, Path("water.pdf"), b"%PDF-1.7 sent")
    monkeypatch.chdir(tmp_path)  # a file of the name that the upload has is another one
    library.add([upload])
    kept = library.original("water")
    assert kept is not None
    assert kept.parent == folder / FOLDER
    assert kept.read_bytes() == b"%PDF-1.7 sent"
    other = _write(tmp_path / "other.pdf", b"%PDF-1.7 other")
    library.add([_prepare(other.text, Path("other.pdf"), b"%PDF-1.7 other")])
    assert len(list((folder / FOLDER).iterdir())) == 2
    library.remove("water")
    assert [path.read_bytes() for path in (folder / FOLDER).iterdir()] == [b"%PDF-1.7 other"]
