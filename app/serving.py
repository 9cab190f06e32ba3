"""The pages on this machine: streamlit in a process of its own, until it is told to end."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_ADDRESS = "127.0.0.1"
_FIRST_PORT = 8501
_PORTS = 100
_COULD_NOT_RUN = 2
_START_SECONDS = 60
_END_SECONDS = 10
_OPTIONS = (
    f"--server.address={_ADDRESS}",
    "--server.headless=true",
    "--server.enableXsrfProtection=true",
    "--server.enableCORS=true",
    # Names that lead to this machine: others are pages elsewhere that rebind theirs.
    "--server.allowedHosts=127.0.0.1",
    "--server.allowedHosts=localhost",
    "--server.maxUploadSize=50",
    "--server.enableStaticServing=false",
    "--server.fileWatcherType=none",
    "--server.showEmailPrompt=false",
    f"--browser.serverAddress={_ADDRESS}",
    "--browser.gatherUsageStats=false",
    "--client.showErrorDetails=none",
    "--client.showErrorLinks=false",
    "--client.toolbarMode=minimal",
    "--logger.hideWelcomeMessage=true",
    "--logger.level=warning",
    "--global.developmentMode=false",
)


def serve(library: Path, port: int | None) -> int:
    """Serve the pages over a library until interrupted; the exit code of the call.

    0 after Ctrl-C or SIGTERM; 2 where the port is taken or the server does not start.
    """
    if port is not None and not _is_free(port):
        return _say(f"port {port} is in use; leave out --port to have a free one")
    port = port or next(filter(_is_free, range(_FIRST_PORT, _FIRST_PORT + _PORTS)), None)
    if port is None:
        return _say(f"none of the ports from {_FIRST_PORT} on is free; name one with --port")
    with _signals_as_interrupts(), _running(library, port) as server:
        try:
            return _watch(server, port)
        except KeyboardInterrupt:
            return 0


def _say(message: str) -> int:
    print(f"gouji: {message}", file=sys.stderr)
    return _COULD_NOT_RUN


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As servers do: a port whose last server has just ended is free.
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_ADDRESS, port))
        except OSError:
            return False
    return True


@contextmanager
def _signals_as_interrupts() -> Iterator[None]:
    """SIGTERM ends the call as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _running(library: Path, port: int) -> "Iterator[subprocess.Popen[bytes]]":
    """The server's process, ended at the end."""
    script = Path(__file__).with_name("web.py")
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(script), *_OPTIONS, f"--server.port={port}"],
        env={**os.environ, "GOUJI_LIBRARY": str(library.absolute())},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # errors go to stderr
        # Of its own group: a Ctrl-C reaches it through us, once.
        start_new_session=True,
    )
    try:
        yield server
    finally:
        _end(server)


def _end(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(_END_SECONDS)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):  # a second Ctrl-C waits no longer
        server.kill()
        server.wait()


def _watch(server: "subprocess.Popen[bytes]", port: int) -> int:
    """Say where the pages are once they are, then wait for the server's end."""
    deadline = time.monotonic() + _START_SECONDS
    while not _answers(port):
        if server.poll() is not None:
            return _say(f"the server did not start (exit code {server.returncode})")
        if time.monotonic() > deadline:
            return _say(f"the server did not answer within {_START_SECONDS} seconds")
        time.sleep(0.1)
    print(f"http://{_ADDRESS}:{port}", flush=True)
    code = server.wait()
    return _say(f"the server ended (exit code {code})")


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(_ADDRESS, port, timeout=2)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    return False
