"""The server, started and ended as a person does it: an address, a signal, an exit code."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

_SERVE = """
import sys
from pathlib import Path
from app.serving import serve
port = int(sys.argv[2]) if len(sys.argv) > 2 else None
sys.exit(serve(Path(sys.argv[1]), port))
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _serving(folder: Path, *port: int) -> Iterator["subprocess.Popen[str]"]:
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(folder), *map(str, port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        cwd=folder,
    )
    try:
        yield server
    finally:
        with suppress(subprocess.TimeoutExpired):
            server.terminate()
            server.wait(20)
        server.kill()
        server.communicate()


def _get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", path)
    response = connection.getresponse()
    return response.status, response.read().decode()


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_the_address_is_told_once_it_answers_and_a_signal_ends_it_well(
    tmp_path: Path, end: signal.Signals
) -> None:
    port = _free_port()
    with _serving(tmp_path, port) as server:
        assert server.stdout is not None
        assert server.stdout.readline().strip() == f"http://127.0.0.1:{port}"
        assert _get(port, "/_stcore/health") == (200, "ok")
        server.send_signal(end)
        out, err = server.communicate(timeout=20)
        assert (server.returncode, out, err) == (0, "", "")
        with pytest.raises(ConnectionRefusedError):
            _get(port, "/_stcore/health")


def test_a_port_in_use_is_told_of(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with _serving(tmp_path, port) as server:
            out, err = server.communicate(timeout=20)
            assert (server.returncode, out) == (2, "")
            assert err == f"gouji: port {port} is in use; leave out --port to have a free one\n"
