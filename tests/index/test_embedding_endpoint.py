"""Vectors from an endpoint: right ones in the order of the texts, or an error in one line."""

import json
import socket
import traceback
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from indexing import CharacterEmbedder
from pydantic import SecretStr
from scripted import Act, Server, refuse, serve_script

from extraction import KeyRefused, ModelUnreachable, RateLimited, RequestRefused
from index import EmbeddingEndpoint, EndpointSettings, Library, NoVectors, OtherEmbedder

KEY = "sk-not-to-be-seen"
TEXT = "公务用车购置费"
WORKING = "保障机构正常运转"
CORNERS = {"预算": [0.0, 1.0], "甲": [3.0, 4.0], "乙": [0.0, -2.0], "丙": [0.5, 0.0]}
FOURS = {text: [*vector, 0.0, 0.0] for text, vector in CORNERS.items()}
TOO_MANY = refuse("batch size is invalid, it should not be larger than 3.")


def answer(*embeddings: Any) -> Act:
    """An answer that holds these."""
    data = [{"index": number, "embedding": one} for number, one in enumerate(embeddings)]
    return Act(raw=json.dumps({"data": data}))


class Made:
    """An embedder on a server, and how long it paused between requests."""

    def __init__(self, server: Server, memory: Path, **settings: Any) -> None:
        self.pauses: list[float] = []
        whole = EndpointSettings.model_validate(
            {"name": "tiny", "base_url": server.base_url, "key": SecretStr(KEY), **settings}
        )
        self.embedder = EmbeddingEndpoint(whole, memory, self.pauses.append)

    def fail(self, text: str = TEXT) -> BaseException | None:
        """What was wrong with a text's embedding; no error tells key or text."""
        with pytest.raises(NoVectors) as caught:
            self.embedder.embed_passages([text])
        told = "".join(traceback.format_exception(caught.value))
        assert KEY not in told
        assert TEXT not in told
        assert "\n" not in str(caught.value)
        assert str(caught.value) == f"tiny made no vectors ({caught.value.__cause__})"
        return caught.value.__cause__


Make = Callable[..., Made]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    return lambda server, **settings: Made(server, tmp_path / "cache" / "e.json", **settings)


@pytest.fixture
def characters() -> Iterator[Server]:
    """A server whose vectors count characters."""
    with serve_script(embed=CharacterEmbedder().embed_question) as server:
        yield server


def test_vectors_come_in_the_order_of_the_texts_and_of_length_one(make: Make) -> None:
    with serve_script(embed=CORNERS.__getitem__) as server:
        embedder = make(server).embedder
        assert embedder.dimension == 2
        assert embedder.embed_passages(["甲", "乙", "丙"]) == [[0.6, 0.8], [0, -1], [1, 0]]
        assert embedder.embed_question("甲") == [0.6, 0.8]
        assert embedder.embed_passages([]) == []
    assert server.sent("input") == [["预算"], ["甲", "乙", "丙"], ["甲"]]
    assert server.bodies[0] == {"model": "tiny", "input": ["预算"], "encoding_format": "float"}
    assert server.keys == [f"Bearer {KEY}"] * 3


def test_the_numbers_of_the_vectors_count_not_their_order(make: Make) -> None:
    shuffled = [{"index": 1, "embedding": [0.0, 5.0]}, {"index": 0, "embedding": [5.0, 0.0]}]
    plain = [{"embedding": [0.0, 5.0]}, {"embedding": [5.0, 0.0]}]
    acts = [Act(raw=json.dumps({"data": data})) for data in (shuffled, plain)]
    with serve_script(answer([1.0, 0.0]), *acts) as server:
        embedder = make(server).embedder
        assert embedder.embed_passages(["甲", "乙"]) == [[1, 0], [0, 1]]
        assert embedder.embed_passages(["甲", "乙"]) == [[0, 1], [1, 0]]


def test_base64_is_read_though_floats_were_asked_for(make: Make) -> None:
    packed = b64encode(bytes.fromhex("0000 4040 0000 8040")).decode()  # 3 and 4
    with serve_script(answer([1, 0]), answer(packed)) as server:
        assert make(server).embedder.embed_passages(["甲"]) == [[0.6, 0.8]]


def test_its_name_says_what_makes_other_vectors(make: Make) -> None:
    with serve_script(embed=CORNERS.__getitem__) as two, serve_script(embed=FOURS.get) as four:
        names = [make(two).embedder.name, make(four).embedder.name]
        other = make(two, name="huge").embedder.name
        places = [server.base_url.removeprefix("http://") for server in (two, four)]
    assert names == [f"tiny at {places[0]}, 2", f"tiny at {places[1]}, 4"]
    assert other == f"huge at {places[0]}, 2"


def test_the_dimension_is_remembered_for_the_next_run(make: Make) -> None:
    with serve_script(embed=CORNERS.__getitem__) as server:
        assert make(server).embedder.dimension == 2
        again = make(server).embedder
        assert (again.dimension, len(server.bodies)) == (2, 1)
        again.forget()
        assert (again.dimension, len(server.bodies)) == (2, 2)


def test_many_texts_go_in_several_requests(make: Make) -> None:
    texts = [chr(0x4E00 + number) for number in range(70)]
    with serve_script(embed=lambda text: [ord(text[0]), 1.0]) as server:
        made = make(server).embedder.embed_passages(texts)
    assert [len(texts) for texts in server.sent("input")] == [1, 32, 32, 6]
    assert [round(one[0] / one[1]) for one in made] == [ord(text) for text in texts]


def test_where_so_many_texts_are_refused_half_are_sent_and_it_is_remembered(make: Make) -> None:
    texts = ["甲", "乙", "丙", "甲", "乙"]
    acts = [Act(), TOO_MANY, Act()]
    with serve_script(*acts, embed=CORNERS.__getitem__) as server:
        made = make(server).embedder.embed_passages(texts)
        make(server).embedder.embed_passages(texts)
    sent = [len(texts) for texts in server.sent("input")]
    assert sent == [1, 5, 2, 2, 1, 2, 2, 1]
    assert made == [[0.6, 0.8], [0, -1], [1, 0], [0.6, 0.8], [0, -1]]


@pytest.mark.parametrize(
    ("count", "refusal"), [(1, TOO_MANY), (2, refuse("the input is too long"))]
)
def test_what_no_fewer_texts_would_mend_is_told_at_once(
    make: Make, count: int, refusal: Act
) -> None:
    with serve_script(Act(), refusal, embed=CORNERS.__getitem__) as server:
        with pytest.raises(NoVectors, match=r"refuses the request \(400\)"):
            make(server).embedder.embed_passages(["甲"] * count)
        assert len(server.bodies) == 2


def test_a_busy_endpoint_is_given_the_pause_that_it_asks_for(make: Make) -> None:
    busy = Act(status=429, headers={"Retry-After": "7"})
    with serve_script(Act(), busy, Act(status=503), embed=CORNERS.__getitem__) as server:
        made = make(server)
        assert made.embedder.embed_passages(["甲"]) == [[0.6, 0.8]]
    assert made.pauses[0] == 7
    assert len(made.pauses) == 2


@pytest.mark.parametrize(
    ("acts", "kind", "told"),
    [
        ([refuse(f"wrong: {KEY}", 401)], KeyRefused, "refuses the key (401)"),
        ([refuse("none", 404)], RequestRefused, "has no model tiny"),
        ([Act(status=429)] * 3, RateLimited, "takes no more for now (429)"),
        ([Act(status=500)] * 3, ModelUnreachable, "answers with an error of its own (500)"),
        ([Act(pause=0.5)] * 3, ModelUnreachable, "said nothing for 0.2 s"),
        ([refuse(f"{TEXT} {KEY}")], RequestRefused, "refuses the request (400)"),
        ([Act(raw=f"<html>{KEY}")], RequestRefused, "check the base URL"),
        ([Act(raw='{"error": "no"}')], RequestRefused, "check the base URL"),
        ([answer("####")], RequestRefused, "check the base URL"),
        ([answer([1.0, None])], RequestRefused, "check the base URL"),
        ([answer()], RequestRefused, "answered 1 texts with 0 vectors"),
        ([answer([1, 0], [0, 1])], RequestRefused, "answered 1 texts with 2 vectors"),
        ([answer([1, 0, 0])], RequestRefused, "made a vector of 3 numbers, not of 2"),
        ([answer([0, 0])], RequestRefused, "made a vector that points nowhere"),
        ([answer([float("nan"), 1])], RequestRefused, "made a vector that points nowhere"),
        ([answer([float("inf"), 1])], RequestRefused, "made a vector that points nowhere"),
    ],
)
def test_what_goes_wrong_is_told_in_one_line(
    make: Make, acts: list[Act], kind: type[Exception], told: str
) -> None:
    with serve_script(answer([1, 0]), *acts) as server:
        error = make(server, attempts=3, timeout=0.2).fail()
    assert isinstance(error, kind)
    assert told in str(error)
    assert len(server.bodies) == 1 + len(acts)


def test_another_dimension_is_found_out_by_the_next_run(make: Make) -> None:
    with serve_script(answer([1, 0]), embed=FOURS.__getitem__) as server:
        made = make(server)
        made.fail("甲")
        assert made.embedder.dimension == 2
        assert make(server).embedder.dimension == 4


def test_a_question_waits_for_few_attempts(make: Make) -> None:
    with serve_script(answer([1, 0]), *[Act(status=500)] * 9) as server:
        with pytest.raises(NoVectors):
            make(server, attempts=9).embedder.embed_question(TEXT)
        assert len(server.bodies) == 3


def test_bad_bytes_become_question_marks(make: Make) -> None:
    with serve_script(embed={"预算": [1.0], "公务?": [1.0]}.get) as server:
        make(server).embedder.embed_question("公务\udcff")
    assert server.sent("input") == [["预算"], ["公务?"]]


def test_no_third_party_is_sent_a_trace(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve_script(answer([1.0])) as server, socket.create_server(("127.0.0.1", 0)) as tracer:
        monkeypatch.setenv("LANGSMITH_TRACING", "true")
        monkeypatch.setenv("LANGSMITH_ENDPOINT", f"http://127.0.0.1:{tracer.getsockname()[1]}")
        monkeypatch.setenv("LANGSMITH_API_KEY", KEY)
        assert make(server).embedder.dimension == 1
        tracer.settimeout(1)
        with pytest.raises(TimeoutError):
            tracer.accept()


def test_a_library_is_filled_and_asked(
    make: Make, folder: Path, characters: Server, prepare_text: Any
) -> None:
    library, local = (
        Library(folder / str(number), embedder)
        for number, embedder in enumerate([make(characters).embedder, CharacterEmbedder()])
    )
    for one in (library, local):
        one.add([prepare_text()])
    spent = len(characters.bodies)
    hits, again, same = (one.search(WORKING, ["demo"]) for one in (library, library, local))
    assert library.notices == ()
    assert hits[0].passage.text.splitlines()[-1].startswith("基本支出：")
    assert [(hit.passage, round(hit.similarity or 0, 4)) for hit in hits] == [
        (hit.passage, round(hit.similarity or 0, 4)) for hit in same
    ]
    assert again == hits
    assert len(characters.bodies) == spent + 1
    reopened = Library(folder / "0", make(characters).embedder)
    assert reopened.documents() == library.documents()
    assert len(characters.bodies) == spent + 1


def test_a_question_that_gets_no_vector_is_looked_up_by_words(
    make: Make, folder: Path, characters: Server, prepare_text: Any
) -> None:
    library = Library(folder, make(characters).embedder)
    library.add([prepare_text()])
    characters.acts += [refuse("no", 401)]
    hit, *_ = library.search(WORKING, ["demo"])
    assert (hit.passage.text.splitlines()[-1][:5], hit.similarity) == ("基本支出：", None)
    host = characters.base_url.removeprefix("http://").removesuffix("/v1")
    assert library.notices == (
        f"tiny made no vectors ({host} refuses the key (401)): search was by words only",
    )
    assert library.search(WORKING, ["demo"])[0].similarity is not None
    assert library.notices == ()


def test_where_no_vectors_are_made_the_records_stay_as_they_were(
    make: Make, folder: Path, characters: Server, prepare_text: Any
) -> None:
    library = Library(folder, make(characters).embedder)
    library.add([prepare_text()])
    before = library.documents(), library.facts(["demo"]), library.passages(["demo"])
    characters.acts += [refuse("no", 401)]
    with pytest.raises(NoVectors, match="refuses the key"):
        library.add([prepare_text("other.txt", year=2023), prepare_text(basic="7.60")])
    assert (library.documents(), library.facts(["demo"]), library.passages(["demo"])) == before
    assert len(library.add([prepare_text("other.txt", year=2023)])) == 1
    assert library.notices == ()


def test_another_model_is_refused_until_a_rebuild(
    make: Make, folder: Path, characters: Server, prepare_text: Any
) -> None:
    Library(folder, make(characters).embedder).add([prepare_text()])
    other = make(characters, name="huge").embedder
    with pytest.raises(OtherEmbedder, match=r"tiny at .*, 32, now huge at .*, 32"):
        Library(folder, other)
    rebuilt = Library.rebuilt(folder, other)
    assert rebuilt.search(WORKING, ["demo"])[0].similarity is not None
    with pytest.raises(OtherEmbedder):
        Library(folder, make(characters).embedder)
