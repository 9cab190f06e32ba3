"""What a document is read with: where answers come from, where they are kept, what they cost."""

import pickle
from pathlib import Path

import pytest
from pydantic import BaseModel, SecretStr
from scripted import Act, serve_script

from extraction import Prompt, Reader
from index import Asking, EndpointSettings, Inquiry, ModelUse

_KEY = "sk-not-to-be-seen"
_PROMPT = Prompt(
    system="Point.",
    user="1: 合计",
    schema_name="row",
    schema={"type": "object", "properties": {"row": {"type": "integer"}}, "required": ["row"]},
    version="1",
)
_ROW = Act(text='{"row": 1}', usage=(30, 4))


class _Row(BaseModel):
    row: int


def _use(folder: Path, base_url: str, *answers: str, **more: object) -> ModelUse:
    (folder / "run").mkdir(exist_ok=True)
    fields: dict[str, object] = {
        "endpoint": EndpointSettings(name="small", base_url=base_url, key=SecretStr(_KEY)),
        "answers": tuple(folder / name for name in answers),
        "memory": folder / "endpoints.json",
        "run": folder / "run",
    }
    return ModelUse(**(fields | more))  # type: ignore[arg-type]


def _inquire(use: ModelUse) -> tuple[Inquiry, _Row | None]:
    inquiry = Inquiry(pickle.loads(pickle.dumps(use)), "water", Reader.AUTO)
    return inquiry, inquiry.adviser.ask(_PROMPT, _Row)


def _counts(inquiry: Inquiry) -> tuple[int, int, int, int]:
    cost = inquiry.cost
    return cost.calls, cost.tokens_in, cost.tokens_out, cost.cache_hits


def _files(folder: Path) -> list[Path]:
    return [path.relative_to(folder) for path in folder.rglob("*.json")]


def test_an_answer_is_kept_in_every_folder_and_found_in_any(tmp_path: Path) -> None:
    with serve_script(_ROW) as server:
        asked, answer = _inquire(_use(tmp_path, server.base_url, "near", "far"))
        found, again = _inquire(_use(tmp_path, server.base_url, "new", "far"))
    assert (answer, again, len(server.bodies)) == (_Row(row=1), _Row(row=1), 1)
    assert (_counts(asked), _counts(found)) == ((1, 30, 4, 0), (0, 0, 0, 1))
    assert _files(tmp_path / "near") == _files(tmp_path / "far") == _files(tmp_path / "new")


@pytest.mark.parametrize(
    ("asking", "counts", "failures"),
    [
        (Asking.LATER, (1, 30, 4, 0), ()),
        (Asking.NEVER, (0, 0, 0, 1), ("questions without a recorded answer: 1",)),
    ],
)
def test_where_nothing_is_asked_what_is_kept_answers_and_the_rest_is_noted(
    tmp_path: Path, asking: Asking, counts: tuple[int, ...], failures: tuple[str, ...]
) -> None:
    with serve_script(_ROW) as server:
        _inquire(_use(tmp_path, server.base_url, "kept"))
        before = sorted((tmp_path / "kept").rglob("*"))
        use = _use(tmp_path, server.base_url, "kept", asking=asking)
        recalled, answer = _inquire(use)
        assert (answer, recalled.noted, recalled.cost.failures) == (_Row(row=1), (), ())
        assert _counts(recalled) == counts
        empty, nothing = _inquire(_use(tmp_path, server.base_url, "empty", asking=asking))
    assert (nothing, empty.noted, empty.cost.failures) == (None, (_PROMPT,), failures)
    assert len(server.bodies) == 1
    assert sorted((tmp_path / "kept").rglob("*")) == before
    assert not (tmp_path / "empty").exists()


def test_what_is_asked_is_echoed_without_the_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve_script(Act(text=f'{{"row": 1, "note": "{_KEY}"}}')) as server:
        _inquire(_use(tmp_path, server.base_url, "kept", echo=print))
    assert capsys.readouterr().out == (
        'water: question:\nPoint.\n\n1: 合计\nanswer: {"row": 1, "note": "…"}\n'
    )
