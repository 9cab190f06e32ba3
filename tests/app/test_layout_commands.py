"""`gouji layouts`, run as a person runs it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app

_DOCUMENT = """\
青禾县水务局2024年部门预算

收支总表

单位：万元

收入\t\t支出\t
项目\t2024年预算数\t项目\t2024年预算数
一、财政拨款收入\t100.50\t一、社会保障和就业支出\t20.00
二、事业收入\t20.00\t二、农林水支出\t100.50
收入总计\t120.50\t支出总计\t120.50

支出总表

单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t120.50\t80.00\t40.50
208\t社会保障和就业支出\t20.00\t20.00\t—
213\t农林水支出\t100.50\t60.00\t40.50

项目绩效目标表

项目名称\t河道整治\t\t
项目金额\t40.50\t\t
一级指标\t二级指标\t三级指标\t指标值
产出指标\t数量指标\t巡查河道次数\t12次
\t质量指标\t工程验收合格率\t95%
"""
BALANCE, SPENDING = "45117297176c8f53", "a81bffd6326f1afa"


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the layouts, which is not there yet."""
    folder = tmp_path / "layouts"
    monkeypatch.setenv("GOUJI_LAYOUTS", str(folder))
    monkeypatch.setenv("COLUMNS", "80")
    return folder


@pytest.fixture
def document(tmp_path: Path) -> str:
    path = tmp_path / "demo.txt"
    path.write_text(_DOCUMENT, encoding="utf-8")
    return str(path)


@pytest.fixture
def kept(shelf: Path, document: str) -> Path:
    """A folder with the layouts of two tables."""
    for number in ("1", "2"):
        assert _run("write", document, "--table", number).exit_code == 0
    return shelf


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["layouts", *arguments])


def _lines(result: Result) -> list[str]:
    return [line.rstrip() for line in result.stdout.splitlines()]


def test_an_empty_shelf_says_how_to_fill_it(shelf: Path) -> None:
    result = _run("list")
    assert result.exit_code == 0
    assert result.stdout == (
        f"No layouts are kept in {shelf}; "
        "keep that of a table with: gouji layouts write PATH --table N\n"
    )
    assert json.loads(_run("list", "--json").stdout) == []
    assert not shelf.exists()


def test_what_is_written_is_a_persons(shelf: Path, document: str) -> None:
    result = _run("write", document, "--table", "2")
    path = shelf / f"{SPENDING}.json"
    assert (result.exit_code, result.stdout) == (
        0,
        f"{path}\nEdit this file; what it says is shown by: gouji layouts show {SPENDING}\n",
    )
    told = json.loads(path.read_text(encoding="utf-8"))
    assert told["maker"] == "person"
    assert told["header"] == [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]


def test_a_file_that_is_there_is_not_written_over(kept: Path, document: str) -> None:
    before = (kept / f"{SPENDING}.json").read_bytes()
    result = _run("write", document, "--table", "2")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"gouji: {kept / SPENDING}.json: there is a file already: edit or remove it\n"
    )
    assert (kept / f"{SPENDING}.json").read_bytes() == before


def test_what_cannot_be_kept_is_said(shelf: Path, document: str) -> None:
    for number, reason in (
        ("3", "table 3 cannot be kept: no header stands at its top"),
        ("4", "there is no table 4; the document has 3"),
    ):
        result = _run("write", document, "--table", number)
        assert (result.exit_code, result.stderr) == (2, f"gouji: {document}: {reason}\n")
    missing = _run("write", f"{document}.gone", "--table", "1")
    assert missing.exit_code == 2
    assert missing.stderr.startswith(f"gouji: {document}.gone: ")
    assert not shelf.exists()


@pytest.mark.usefixtures("kept")
def test_a_list_has_a_line_for_each_layout() -> None:
    result = _run("list")
    assert result.exit_code == 0
    assert _lines(result) == [
        "id                kind       columns  proposed by  header",
        f"{BALANCE}  as titled  4        person       "
        "收入 支出 项目 20xx年预算数 项目 20xx年预算数",
        f"{SPENDING}  as titled  5        person       科目编码 科目名称 合计 基本支出 项目支出",
    ]


def test_as_json_a_list_tells_all(kept: Path) -> None:
    told = json.loads(_run("list", "--json").stdout)
    assert [one["id"] for one in told] == [BALANCE, SPENDING]
    assert told[1] == {
        "id": SPENDING,
        **json.loads((kept / f"{SPENDING}.json").read_text(encoding="utf-8")),
    }


@pytest.mark.usefixtures("kept")
def test_what_the_columns_mean_is_drawn(shelf: Path) -> None:
    result = _run("show", SPENDING)
    assert result.exit_code == 0
    assert _lines(result) == [
        f"{SPENDING}  kind as titled · proposed by person",
        "columns",
        "├── 科目编码 (0, code)",
        "├── 科目名称 (1, name)",
        "├── 合计 (2, amount, total, adds up others)",
        "├── 基本支出 (3, amount, basic)",
        "└── 项目支出 (4, amount, project)",
        str(shelf / f"{SPENDING}.json"),
    ]
    assert _lines(_run("show", BALANCE))[1:-1] == [
        "columns",
        "├── 收入",
        "│   ├── 项目 (0, side 0, name)",
        "│   └── 20xx年预算数 (1, side 0, amount, budget)",
        "└── 支出",
        "    ├── 项目 (2, side 1, name)",
        "    └── 20xx年预算数 (3, side 1, amount, budget)",
    ]


@pytest.mark.usefixtures("kept")
def test_the_beginning_of_an_id_is_enough() -> None:
    assert _run("show", BALANCE[:3]).stdout == _run("show", BALANCE).stdout


def test_the_file_itself_is_shown(kept: Path) -> None:
    path = kept / f"{BALANCE}.json"
    assert _run("show", BALANCE, "--json").stdout == path.read_text(encoding="utf-8")


def test_an_edited_file_is_shown_as_it_is_now(kept: Path) -> None:
    path = kept / f"{SPENDING}.json"
    edited = path.read_text(encoding="utf-8").replace(
        '"basic", "fund": null', '"personnel", "fund": "own"'
    )
    path.write_text(edited.replace('"kind": null', '"kind": "expenditure"'), encoding="utf-8")
    lines = _lines(_run("show", SPENDING))
    assert lines[0] == f"{SPENDING}  kind expenditure · proposed by person"
    assert lines[5] == "├── 基本支出 (3, amount, personnel, own)"


def test_a_damaged_file_is_named_and_can_be_removed(kept: Path) -> None:
    path = kept / f"{SPENDING}.json"
    damaged = path.read_text(encoding="utf-8").replace('"width": 5', '"width": 4')
    path.write_text(damaged, encoding="utf-8")
    reason = "header.0: 5 cells, not 4"
    listed = _run("list")
    assert listed.exit_code == 0
    assert _lines(listed)[-1] == f"{SPENDING}: cannot be used: {reason}"
    assert json.loads(_run("list", "--json").stdout)[1] == {"id": SPENDING, "error": reason}
    shown = _run("show", SPENDING)
    assert (shown.exit_code, shown.stderr) == (2, f"gouji: {path}: {reason}\n")
    assert _run("remove", SPENDING).exit_code == 0
    assert not path.exists()


def test_layouts_are_removed(kept: Path) -> None:
    result = _run("remove", SPENDING[:4], BALANCE, SPENDING)
    assert result.exit_code == 0
    assert result.stdout == f"{SPENDING}: removed\n{BALANCE}: removed\n"
    assert list(kept.iterdir()) == []


def test_all_are_known_or_none_is_removed(kept: Path) -> None:
    result = _run("remove", SPENDING, "x")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "gouji: there is no layout x; gouji layouts list shows those kept\n"
    assert len(list(kept.iterdir())) == 2


def test_a_beginning_of_several_is_none(kept: Path) -> None:
    (kept / f"{SPENDING[:2]}.json").write_text("{}", encoding="utf-8")
    result = _run("show", SPENDING[:1])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"gouji: {SPENDING[:1]} begins several layouts: {SPENDING[:2]}, {SPENDING}\n"
    )
    whole = _run("remove", SPENDING[:2])
    assert whole.stdout == f"{SPENDING[:2]}: removed\n"
