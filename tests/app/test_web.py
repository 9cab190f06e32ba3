"""The pages, run as streamlit runs them: what a person does, and what then stands on the page."""

import re
import shutil
import sys
from collections.abc import Iterable
from html import unescape
from pathlib import Path

import pytest
from modelling import ANSWER, KEY, configure, write_open
from scripted import refuse, serve_script
from streamlit.testing.v1 import AppTest

from app.chinese import ZH
from app.chinese_places import SPOTS
from app.escaping import inert_markdown
from app.uploads import clean_name
from evals.generator import GeneratedDocument, generate
from extraction import (
    RULES,
    DisclosureKind,
    ExtractionError,
    Format,
    Source,
    SpotKind,
    TableKind,
    UnreadableDocument,
)
from extraction.vocabulary import GapReason
from index import Library, LibraryError, prepare

_WATER, _STATISTICS = (generate(seed, year=2024, kind=DisclosureKind.BUDGET) for seed in (2, 5))
_QUESTION = f"{_WATER.agency}2024年办公费是多少？"
_EVIL = "<script>alert(1)<script>![x](http:a.b) $x$ :red[y]"


def _draw(page: str, library: object) -> None:
    """The script of a page under test; streamlit runs its source, alone."""
    from app.chat_page import draw_chat
    from app.chinese import ZH as TEXTS
    from app.documents_page import draw_documents

    {"chat": draw_chat, "documents": draw_documents}[page](library, TEXTS)  # type: ignore[arg-type]


def _open(page: str, library: Library) -> AppTest:
    test = AppTest.from_function(_draw, args=(page, library), default_timeout=30).run()
    assert not test.exception
    return test


def _write(folder: Path, document: GeneratedDocument) -> Path:
    path = folder / f"{document.name}.txt"
    path.write_text(document.text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library of two agencies' budgets, without vectors."""
    folder = tmp_path_factory.mktemp("filled")
    paths = [_write(folder, document) for document in (_WATER, _STATISTICS)]
    Library(folder / "library", None).add(map(prepare, paths))
    return folder / "library"


@pytest.fixture
def library(filled: Path, tmp_path: Path) -> Library:
    """The same in a copy, which a test may change."""
    return Library(shutil.copytree(filled, tmp_path / "library"), None)


def _html(test: AppTest) -> str:
    return "\n".join(element.value for element in test.html)


def _words(test: AppTest) -> str:
    """What a person reads in the messages of a page, without Markdown's backslashes."""
    boxes: Iterable[object] = (*test.error, *test.success, *test.warning, *test.info, *test.caption)
    return re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", "\n".join(str(box.value) for box in boxes))  # type: ignore[attr-defined]


def _button(test: AppTest, label: str) -> AppTest:
    [button] = [button for button in test.button if label in button.label]
    return button.click().run()


def _ask(test: AppTest, question: str) -> AppTest:
    return test.chat_input[0].set_value(question).run()


class TestChat:
    def test_an_answer_shows_its_figure_marked_in_the_line_that_proves_it(
        self, library: Library
    ) -> None:
        test = _ask(_open("chat", library), _QUESTION)
        [fact] = [f for f in _WATER.facts if f.label == "办公费" and f.column.endswith("合计")]
        assert fact.value == "179600.00"
        assert "179,600.00元" in re.sub("<[^>]*>", "", _html(test))
        [proof] = [box for box in test.expander if f"第 {fact.where} 行" in box.label]
        drawn = "".join(html.value for html in proof.html)
        assert "<mark>179,600.00</mark>" in drawn
        assert f"<th>{fact.where}</th>" in drawn
        assert f"<dt>表</dt><dd>{fact.title}</dd>" in drawn

    def test_a_refusal_looks_unlike_an_answer(self, library: Library) -> None:
        test = _ask(_open("chat", library), "无名县财政局2024年的支出预算总额是多少？")
        assert '<div class="gouji-refusal">' in _html(test)
        assert '<div class="gouji-answer">' not in _html(test)
        assert not test.expander

    def test_a_choice_asks_again_in_its_scope(self, library: Library) -> None:
        test = _ask(_open("chat", library), "2024年办公费是多少？")
        assert '<div class="gouji-back">' in _html(test)
        test = _button(test, _STATISTICS.agency)
        assert "278566" in _html(test).split('<div class="gouji-answer">')[1]
        assert f"范围：{_STATISTICS.agency} · 2024 · 预算" in _words(test)
        assert all(button.disabled for button in test.button if "choice" in str(button.key))

    def test_the_scope_limits_what_may_answer(self, library: Library) -> None:
        test = _open("chat", library)
        test.multiselect[0].select(_STATISTICS.name).run()
        assert "278566" in _html(_ask(test, "2024年办公费是多少？"))

    def test_examples_are_of_the_documents_and_can_be_asked(self, library: Library) -> None:
        test = _open("chat", library)
        examples = [button.label for button in test.button]
        assert examples[0] == f"{_WATER.agency}2024年的支出预算总额是多少？"
        assert _STATISTICS.agency in examples[2]
        assert len(_button(test, examples[0]).chat_message) == 2

    def test_the_last_question_can_be_asked_again_or_taken_back(self, library: Library) -> None:
        test = _ask(_ask(_open("chat", library), _QUESTION), "2024年办公费是多少？")
        asked = [turn.ask.question for turn in test.session_state["turns"]]
        test = _button(test, ZH.chat.retry)
        assert [turn.ask.question for turn in test.session_state["turns"]] == asked
        test = _button(test, ZH.chat.undo)
        assert [turn.ask.question for turn in test.session_state["turns"]] == asked[:1]
        assert not _button(test, ZH.chat.clear).chat_message

    def test_the_conversation_can_be_copied(self, library: Library) -> None:
        test = _ask(_open("chat", library), _QUESTION)
        [copied] = [code.value for code in test.code]
        assert copied.startswith(f"问：{_QUESTION}\n答：")
        assert f"[1] {_WATER.agency} · 2024 · 预算" in copied
        assert [button.label for button in test.download_button] == [
            ZH.chat.save_text,
            ZH.chat.save_json,
        ]

    def test_a_question_is_shown_as_it_was_typed(self, library: Library) -> None:
        test = _ask(_open("chat", library), "<img src=x onerror=alert(1)>是多少？")
        assert "<img" not in _html(test)
        assert "<img src=x onerror=alert(1)>是多少？" in unescape(_html(test))

    def test_an_empty_library_says_where_to_begin(self, tmp_path: Path) -> None:
        test = _open("chat", Library(tmp_path / "none", None))
        assert ZH.chat.empty in _words(test)
        assert test.chat_input[0].disabled


def _upload(test: AppTest, *files: tuple[str, bytes]) -> AppTest:
    test.file_uploader[0].set_value([(name, data, "text/plain") for name, data in files])
    return _button(test, ZH.library.add)


class TestDocuments:
    def test_uploads_are_added_and_one_that_cannot_be_read_stops_no_other(
        self, tmp_path: Path
    ) -> None:
        library = Library(tmp_path / "library", None)
        test = _upload(
            _open("documents", library),
            ("gouji.exe", b"MZ\x90\x00\x03\x00"),
            ("scan.pdf", b"%PDF-1.7"),
            (f"{_WATER.name}.txt", _WATER.text.encode()),
            ("empty.txt", b""),
        )
        words = _words(test)
        assert f"《{_WATER.name}》已加入：{len(_WATER.tables)} 张表" in words
        assert "“gouji.exe”未加入：无法读取这种格式的文件；可以读取 PDF、Word" in words
        assert "“scan.pdf”未加入：文件不完整或已损坏。" in words
        assert "“empty.txt”未加入：文件是空的。" in words
        [overview, *_] = (table.value for table in test.dataframe)
        assert list(overview["单位"]) == [_WATER.agency]
        assert [document.name for document in library.documents()] == [_WATER.name]

    def test_a_newer_publication_is_told_of(self, library: Library) -> None:
        newer = _WATER.text.replace("15800.00", "15900.00").encode()
        test = _upload(_open("documents", library), ("newer.txt", newer))
        assert f"《newer》取代了同一单位、年度和类型的《{_WATER.name}》" in _words(test)

    def test_two_agencies_files_of_one_name_stay_two(self, tmp_path: Path) -> None:
        library = Library(tmp_path / "library", None)
        test = _open("documents", library)
        for document in (_WATER, _STATISTICS):
            test = _upload(test, ("预算公开.txt", document.text.encode()))
        assert {document.agency for document in library.documents()} == {
            _WATER.agency,
            _STATISTICS.agency,
        }
        assert "重名" in _words(test)

    def test_hostile_names_are_inert(self, tmp_path: Path) -> None:
        library = Library(tmp_path / "library", None)
        test = _upload(
            _open("documents", library),
            (f"{_EVIL}.txt", _WATER.text.encode()),
            ("../../../x.txt", _STATISTICS.text.encode()),
            ("..", b"x"),
        )
        assert {document.name for document in library.documents()} == {_EVIL, "x"}
        shown = [box.value for box in (*test.success, *test.error, *test.caption)]
        assert any(inert_markdown(_EVIL) in box for box in shown)
        assert not any(_EVIL in box for box in shown)
        assert not list(tmp_path.parent.glob("**/x.txt"))

    def test_a_table_shows_what_is_printed(self, library: Library) -> None:
        test = _open("documents", library)
        test.selectbox(key="chosen_document").select(_WATER.name).run()
        labels = test.selectbox(key=f"table {_WATER.name}").options
        [number] = [n for n, label in enumerate(labels) if "部门“三公”经费预算表" in label]
        test.selectbox(key=f"table {_WATER.name}").select_index(number).run()
        table = test.dataframe[1].value
        [row] = table[table["名称"] == "（三）公务接待费支出"].to_dict("records")
        assert (row["合计"], row["位置"]) == ("15,800.00", "第 384 行")

    def test_findings_and_gaps_name_their_lines(self, tmp_path: Path) -> None:
        library = Library(tmp_path / "library", None)
        text = (
            "青禾县水务局2024年部门预算\n支出总表\n单位：万元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
            "\t合计\t101.50\t60.00\t40.50\n208\t社会保障和就业支出\t20.00\t20.00\t—\n"
            "213\t农林水支出\t80.50\t40.00\t40.50\n"
        )
        test = _upload(_open("documents", library), ("water.txt", text.encode()))
        found = [box for box in test.expander if "不平" in box.label]
        assert [box.label.split("“")[0] for box in found] == ["不平 · 第 5 行"]
        said, cause, also = (text.value for text in found[0].text)
        assert "应为60.00＋40.50＝100.50，相差1.00" in said
        assert cause == "可能的原因：“合计”的101.50疑为100.50之误：一位数字有误"
        assert also.startswith("同一原因还使下列 1 处不符：\n")
        assert "应为20.00＋80.50＝100.50，相差1.00" in also
        assert "<mark>101.50</mark>" in found[0].html[0].value
        assert '<mark class="head">80.50</mark>' in found[0].html[0].value

    def test_sums_that_nobody_could_check_are_not_called_good(self, tmp_path: Path) -> None:
        test = _open("documents", Library(tmp_path / "library", None))
        test = _upload(test, ("duties.txt", "一、主要职责\n\n负责水利工作。\n".encode()))
        assert ZH.record.no_sums in _words(test)
        assert ZH.record.no_findings not in _words(test)
        overview, *_, gaps = (table.value for table in test.dataframe)
        assert overview[["单位", "年度", "类型"]].values.tolist() == [["不明"] * 3]
        assert "未找到公开单位" in list(gaps["说明"])

    def test_what_could_not_be_checked_is_listed_with_its_reason(self, library: Library) -> None:
        test = _open("documents", library)
        test.selectbox(key="chosen_document").select(_WATER.name).run()
        [box] = [box for box in test.expander if "无法检查的" in box.label]
        rows = box.dataframe[0].value.to_dict("records")
        assert f"无法检查的 {len(rows)} 项" in box.label
        assert {row["规则"] for row in rows} <= {rule.zh for rule in RULES}
        assert {row["原因"] for row in rows} <= set(ZH.remarks.values())

    def test_a_correction_by_hand_is_kept(self, library: Library) -> None:
        test = _open("documents", library)
        test.selectbox(key="chosen_document").select(_WATER.name).run()
        fields = {field.label: field for field in test.text_input}
        fields[ZH.library.agency].set_value("柏川市水务局")
        fields[ZH.library.year].set_value("20x4")
        test = _button(test, ZH.library.save)
        assert ZH.library.bad_year in _words(test)
        {field.label: field for field in test.text_input}[ZH.library.year].set_value("2023")
        test = _button(test, ZH.library.save)
        assert "已更正：柏川市水务局 · 2023 · 预算" in _words(test)
        document = library.document(_WATER.name)
        assert (document.agency, document.year) == ("柏川市水务局", 2023)
        assert set(document.corrected) == {"agency", "year"}

    def test_removal_asks_first(self, library: Library) -> None:
        test = _open("documents", library)
        test.selectbox(key="chosen_document").select(_WATER.name).run()
        assert len(library.documents()) == 2
        test = _button(test, ZH.library.remove_confirm)
        assert f"《{_WATER.name}》已移除。" in _words(test)
        assert [document.name for document in library.documents()] == [_STATISTICS.name]


class TestModel:
    """Uploads that the rules leave open, with a model and without."""

    def test_a_model_reads_what_the_rules_leave_open_and_its_cost_is_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        library = Library(tmp_path / "library", None)
        data = write_open(tmp_path).read_bytes()
        with serve_script(ANSWER) as server:
            configure(monkeypatch, server)
            test = _upload(_open("documents", library), ("water.txt", data))
            first = _words(test)
            monkeypatch.setenv("GOUJI_LAYOUTS", str(tmp_path / "none"))
            again = _words(_upload(test, ("water.txt", data)))
        assert library.disclosure("water").tables[0].kind is TableKind.EXPENDITURE
        assert "《water》已加入：" in first
        asked = "《water》请教语言模型：调用 {} 次，输入 {} 个、输出 {} 个 token，{} 个"
        assert asked.format(1, 500, 90, 0) in first
        assert asked.format(0, 0, 0, 1) in again
        assert ZH.record.makers["model"] in again

    def test_a_model_that_does_not_answer_is_told_in_a_line(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        library = Library(tmp_path / "library", None)
        data = write_open(tmp_path).read_bytes()
        with serve_script(refuse(f"wrong key {KEY}", 401)) as server:
            configure(monkeypatch, server)
            host = server.base_url.removeprefix("http://").removesuffix("/v1")
            test = _upload(_open("documents", library), ("water.txt", data))
        [warning] = (box.value for box in test.warning)
        assert inert_markdown(f"{host} 不接受密钥（401）") in warning
        assert "《water》已加入：" in _words(test)
        assert "请教语言模型：调用" not in _words(test)
        assert KEY not in _words(test)
        assert library.disclosure("water").tables[0].kind is TableKind.OTHER

    def test_settings_that_cannot_be_used_are_told_in_a_line(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GOUJI_MODEL", "small")
        monkeypatch.setenv("OPENAI_BASE_URL", "nowhere")
        data = write_open(tmp_path).read_bytes()
        library = Library(tmp_path / "library", None)
        test = _upload(_open("documents", library), ("water.txt", data))
        [error] = (box.value for box in test.error)
        assert "OPENAI" in error
        assert not library.documents()

    def test_without_a_model_nothing_is_said_of_one(self, tmp_path: Path) -> None:
        data = write_open(tmp_path).read_bytes()
        test = _upload(_open("documents", Library(tmp_path / "library", None)), ("water.txt", data))
        assert "《water》已加入：" in _words(test)
        assert "语言模型" not in _words(test)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../x.txt", "x.txt"),
        ("..\\..\\x.txt", "x.txt"),
        ("C:\\a\\预算.txt", "预算.txt"),
        ("a\x00b\u202etxt.exe", "abtxt.exe"),
        ("..", ""),
        ("x/", ""),
        (" .hidden.txt ", "hidden.txt"),
    ],
)
def test_only_the_bare_name_of_an_upload_counts(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept


def test_the_script_opens_the_library_that_it_is_told(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOUJI_LIBRARY", str(filled))
    script = Path(__file__).resolve().parents[2] / "app" / "web.py"
    test = AppTest.from_file(script, default_timeout=60).run()
    assert not test.exception
    assert not test.error
    assert test.title[0].value == ZH.chat.title
    assert [button.label for button in test.button]


def test_what_is_no_library_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "library.duckdb").write_bytes(b"no database")
    monkeypatch.setenv("GOUJI_LIBRARY", str(tmp_path))
    script = Path(__file__).resolve().parents[2] / "app" / "web.py"
    test = AppTest.from_file(script, default_timeout=60).run()
    assert [error.value for error in test.error] == ["资料库文件已损坏，或不是资料库。"]
    assert not test.exception


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ({}, "第 3 行"),
        ({"page": 7, "box": (0, 0, 1, 1)}, "第 7 页"),
        ({"cell": "Sheet1!C5"}, "单元格 Sheet1!C5"),
        ({"cell": "table 1, row 2, cell 3"}, "第 1 张表第 2 行第 3 格"),
        ({"cell": "正文"}, "正文"),
    ],
)
def test_a_place_is_said_as_a_reader_finds_it(place: dict[str, object], words: str) -> None:
    span = {"line": 3, "start": 0, "end": 1, **place}
    assert ZH.place(Source.model_validate({"document": "water", "spans": [span]}).spot) == words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("page 12 is broken", "第 12 页已损坏"),
        ("digits that make no number", "数字不成数"),
        ("a layout could not be kept: No space left", "版式未能保存：No space left"),
        ("small answered without a JSON object (400)", "small 的回答里没有 JSON（400）"),
        ("a page of other words", "a page of other words"),
    ],
)
def test_a_remark_is_said_with_what_it_names(words: str, said: str) -> None:
    assert ZH.remark(words) == said


def test_every_format_and_gap_has_a_name() -> None:
    assert ZH.formats.keys() == {form.value for form in Format}
    assert ZH.gap_reasons.keys() == {reason.value for reason in GapReason}
    assert SPOTS.keys() == set(SpotKind)


def test_every_error_has_a_sentence_of_its_own() -> None:
    errors: list[type[Exception]] = [*ExtractionError.__subclasses__()]
    errors += [*UnreadableDocument.__subclasses__(), *LibraryError.__subclasses__()]
    said = {kind: ZH.explain(kind.__new__(kind, "in English")) for kind in errors}
    assert [kind for kind, sentence in said.items() if sentence == "in English"] == []
    assert len(set(said.values())) == len(errors)


def test_the_command_line_needs_no_streamlit() -> None:
    import subprocess

    code = "import sys, app.cli; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
