"""Questions under way: what comes of them when they end, fail, or are stopped."""

from pathlib import Path
from threading import Event

import pytest
from modelling import configure, isolate
from scripted import Act, serve_script

from app.advising import ModelOptions
from app.chinese import ZH
from app.conversation import Ask, conclude
from app.waiting import Waiting
from extraction import Reader
from index import Library, prepare

_BUDGET = """\
青禾县水务局2024年部门预算

支出总表

单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t200.00\t60.00\t140.00
213\t水利宣传费\t200.00\t60.00\t140.00
"""
_RULES = ModelOptions(reader=Reader.RULES)
_STRANGE = "画册印了多少银子？"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("waiting")
    (folder / "water.txt").write_text(_BUDGET, encoding="utf-8")
    library = Library(folder / "library", None)
    library.add([prepare(folder / "water.txt")])
    return library


def _wait(waiting: Waiting) -> Waiting:
    for _ in waiting.follow():
        pass
    return waiting


def test_a_question_ends_with_its_answer_and_proofs(library: Library) -> None:
    turn = conclude(_wait(Waiting(library, Ask("水利宣传费是多少？", None), _RULES)), ZH)
    assert turn.answer is not None
    assert "200.00万元[1]" in turn.answer.answer
    assert [proof.label[:3] for proof in turn.proofs] == ["[1]"]


def test_what_cannot_be_answered_is_told_in_a_sentence(library: Library) -> None:
    turn = conclude(_wait(Waiting(library, Ask("水利宣传费是多少？", ("sewage",)), _RULES)), ZH)
    assert turn.answer is None
    assert turn.error == ZH.explain(_error(library))


def _error(library: Library) -> Exception:
    with pytest.raises(Exception, match="sewage") as caught:
        library.document("sewage")
    return caught.value


def test_a_question_that_is_stopped_while_a_model_plans_is_answered_by_the_rules(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(tmp_path, monkeypatch)
    held = Event()
    with serve_script(Act(parts=("{", "}"), held=held)) as server:
        configure(monkeypatch, server)
        waiting = Waiting(library, Ask(_STRANGE, None), ModelOptions(reader=Reader.AUTO))
        for _ in waiting.follow():
            if waiting.found:
                waiting.stop()
        turn = conclude(waiting, ZH)
        held.set()
    assert turn.answer is not None
    assert turn.answer.refused
    assert turn.notes[-1] == ZH.chat.stopped
