"""An agent that lies: a model behind an endpoint on loopback that calls tools, and then lies."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from threading import Thread

from pydantic import BaseModel, JsonValue

from evals.benchmarks.liars import Liar, Lie
from index import Fact

_DOCUMENT = re.compile(r"^(d\d+) ", re.MULTILINE)
_HANDLE = re.compile(r"^([vcf]\d+)[ :]", re.MULTILINE)
_ROUNDS = 2
_SHOWN = 2


class _Message(BaseModel):
    role: str
    content: str | None = None


class _Request(BaseModel):
    messages: list[_Message]

    def said_by(self, role: str) -> list[str]:
        return [one.content or "" for one in self.messages if one.role == role]


@dataclass
class LiarEndpoint:
    """A running endpoint; whoever is its liar answers."""

    base_url: str
    liar: "AgentLiar | None" = None


class AgentLiar(Liar):
    """Looks things up for one question, honestly or not, and then tells one kind of lie."""

    def __init__(
        self,
        lie: Lie,
        facts: Sequence[Fact],
        agencies: Sequence[str],
        rng: Random,
        question: str,
    ) -> None:
        super().__init__(lie, facts, agencies, rng)
        self._question = question

    def reply(self, body: bytes) -> dict[str, JsonValue]:
        """The message that follows a conversation."""
        request = _Request.model_validate_json(body)
        user, *_ = request.said_by("user")
        tools = "\n".join(request.said_by("tool"))
        handles = _HANDLE.findall(tools)
        rounds = sum(one.role == "assistant" for one in request.messages)
        if rounds == 0 or (self.lie is Lie.FORM and self._rng.random() < 0.8):
            return _call(self._search(_DOCUMENT.findall(user)))
        if rounds < _ROUNDS:
            return _call([self._compute(handles)])
        shown = dict.fromkeys(self._rng.sample(handles, min(_SHOWN, len(handles))))
        honest = "".join(f"查到的是{{{name}}}。" for name in shown)
        if self.lie in (Lie.NONE, Lie.PLAN, Lie.FORM):
            return {"content": honest}
        lie = self.write_lie(f"{{{handles[0]}}}" if handles else "", tools)
        return {"content": self._rng.choice((lie, honest + lie))}

    def _search(self, documents: Sequence[str]) -> list[tuple[str, dict[str, JsonValue]]]:
        """What is asked about, or in part something else; documents that are not there too."""
        one = self._rng.choice(self._facts).item if self._facts else "支出"
        wanted: list[JsonValue] = [*documents[:5]]
        broken: dict[str, JsonValue] = {"documents": ["d99"], "item": one, "year": "所有"}
        asked: dict[str, JsonValue] = {"documents": wanted, "item": one}
        prose: dict[str, JsonValue] = {"documents": wanted, "query": self._question or one}
        if self.lie is Lie.FORM:
            return [("query_facts", broken), ("drop_documents", {})]
        every = {"query_facts": asked, "search_passages": prose, "check_findings": asked}
        facts = ("query_facts", {**asked, "item": self._question[:60], "limit": 3})
        return [facts, *every.items()]

    def _compute(self, handles: Sequence[str]) -> tuple[str, dict[str, JsonValue]]:
        operations = ("sum", "difference", "share", "ratio", "growth", "average", "order")
        figures = [name for name in handles if name.startswith("v")] or ["v1"]
        chosen: list[JsonValue] = [self._rng.choice(figures), self._rng.choice([*figures, "v999"])]
        return "compute", {"operation": self._rng.choice(operations), "handles": chosen}


@contextmanager
def serve_liar() -> Iterator[LiarEndpoint]:
    """Run an endpoint that speaks chat completions, whole answers only."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert endpoint.liar is not None  # it is set before a question is put
            message = {"role": "assistant", **endpoint.liar.reply(body)}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            frame = {"id": "1", "object": "chat.completion", "created": 1, "model": "liar"}
            data = json.dumps({**frame, "choices": [choice]}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    endpoint = LiarEndpoint(f"http://127.0.0.1:{server.server_port}/v1")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()


def _call(calls: Sequence[tuple[str, dict[str, JsonValue]]]) -> dict[str, JsonValue]:
    called: list[JsonValue] = [
        {
            "id": f"call-{number}",
            "type": "function",
            "function": {"name": name, "arguments": json.dumps(asked, ensure_ascii=False)},
        }
        for number, (name, asked) in enumerate(calls)
    ]
    return {"content": None, "tool_calls": called}
