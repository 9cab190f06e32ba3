"""An OpenAI-compatible server on loopback that does what a script says, and keeps what it got."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass(frozen=True)
class Act:
    """What the server does with one request."""

    text: str = '{"works": true}'
    finish: str | None = "stop"
    usage: tuple[int, int] | None = (11, 7)
    status: int = 200
    error: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    drip: float = 0.0
    """Seconds before each event of a stream."""
    calls: tuple[tuple[str, str], ...] = ()
    """Tools called instead of an answer: name and arguments, as JSON."""
    raw: str | None = None
    """Sent instead of all, whatever was asked for."""
    parts: tuple[str, ...] = ()
    """A text as it is streamed; two halves of `text` if empty."""
    held: Event | None = None
    """Waited for, ten seconds at most, before the last part."""
    is_broken: bool = False
    """The connection is closed before the last part."""


def refuse(message: str, status: int = 400, **fields: str) -> Act:
    """An error as OpenAI words it."""
    return Act(status=status, error={"message": message, **fields})


@dataclass
class Server:
    """A running script: what is to be done yet, and what was received."""

    acts: list[Act]
    base_url: str = ""
    bodies: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    whole: int = 0
    """How many streams were sent to their end."""

    def methods(self) -> list[str]:
        """The format that each request asked for."""
        return [body.get("response_format", {}).get("type", "plain") for body in self.bodies]

    def sent(self, name: str) -> list[Any]:
        """A field of each request's body; None where it was missing."""
        return [body.get(name) for body in self.bodies]


@contextmanager
def serve_script(*acts: Act, embed: Callable[[str], Any] | None = None) -> Iterator[Server]:
    """Run a server that does the acts one after the other, and then answers with 418.

    With `embed`, a text's embedding, it answers requests for vectors; then also after the acts.
    """
    script = Server(list(acts))
    after = Act() if embed else Act(status=418)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            script.bodies.append(body)
            script.keys.append(self.headers["Authorization"])
            act = script.acts.pop(0) if script.acts else after
            time.sleep(act.pause)
            with suppress(BrokenPipeError, ConnectionResetError):  # the client waited no longer
                if embed and act == Act() and self.path.endswith("/embeddings"):
                    _send(self, act, "application/json", _embeddings(body["input"], embed))
                else:
                    _perform(self, act, body)
                    script.whole += bool(body.get("stream"))

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    script.base_url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield script
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _perform(handler: BaseHTTPRequestHandler, act: Act, body: dict[str, Any]) -> None:
    if act.raw is not None:
        _send(handler, act, "text/html", act.raw)
    elif act.status != 200:
        _send(handler, act, "application/json", json.dumps({"error": act.error or {}}))
    elif body.get("stream"):
        events = [f"data: {json.dumps(chunk)}\n\n" for chunk in _chunks(act, body)]
        _send(handler, act, "text/event-stream", *events, "data: [DONE]\n\n")
    else:
        message = {"role": "assistant", **_say(act)}
        choice = {"index": 0, "message": message, "finish_reason": act.finish}
        whole = {**_frame("chat.completion"), "choices": [choice], **_usage(act)}
        _send(handler, act, "application/json", json.dumps(whole))


def _chunks(act: Act, body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    frame = _frame("chat.completion.chunk")
    middle = len(act.text) // 2
    pieces = ({"content": piece} for piece in act.parts or (act.text[:middle], act.text[middle:]))
    for delta in [_say(act)] if act.calls else pieces:
        yield {**frame, "choices": [{"index": 0, "delta": delta}]}
    if act.finish:
        yield {**frame, "choices": [{"index": 0, "delta": {}, "finish_reason": act.finish}]}
    if body.get("stream_options", {}).get("include_usage"):
        yield {**frame, "choices": [], **_usage(act)}


def _say(act: Act) -> dict[str, Any]:
    """An answer, or the tools that are called."""
    called = [
        {
            "index": number,
            "id": f"call-{name}-{number}",
            "type": "function",
            "function": {"name": name, "arguments": arguments},
        }
        for number, (name, arguments) in enumerate(act.calls)
    ]
    return {"content": None, "tool_calls": called} if called else {"content": act.text}


def _embeddings(texts: list[str], embed: Callable[[str], Any]) -> str:
    data = [{"index": i, "embedding": embed(text)} for i, text in enumerate(texts)]
    return json.dumps({"object": "list", "model": "scripted", "data": data})


def _frame(kind: str) -> dict[str, Any]:
    return {"id": "1", "object": kind, "created": 1, "model": "scripted"}


def _usage(act: Act) -> dict[str, Any]:
    if act.usage is None:
        return {}
    read, written = act.usage
    counts = {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
    return {"usage": counts}


def _send(handler: BaseHTTPRequestHandler, act: Act, kind: str, *texts: str) -> None:
    pieces = [text.encode() for text in texts]
    length = str(sum(len(piece) for piece in pieces))
    handler.send_response(act.status)
    headers = {"Content-Type": kind, "Content-Length": length, **act.headers}
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    last = max(len(act.parts) - 1, 0)
    for number, piece in enumerate(pieces):
        time.sleep(act.drip)
        if act.held and number == last:
            act.held.wait(10)
        if act.is_broken and number == last:
            handler.close_connection = True
            return
        handler.wfile.write(piece)
