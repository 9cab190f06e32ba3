"""No test can reach the network by accident: the lock in conftest.py holds."""

import socket
import tempfile
from pathlib import Path

import pytest

# Set aside for documentation (RFC 5737 and RFC 3849): nothing answers there, should the lock fail.
OUTSIDE = [
    (socket.AF_INET, "192.0.2.1"),
    (socket.AF_INET6, "2001:db8::1"),
    (socket.AF_INET, "host.invalid"),
]


@pytest.mark.parametrize(("family", "host"), OUTSIDE)
@pytest.mark.parametrize("method", ["connect", "connect_ex"])
def test_outside_is_refused(family: socket.AddressFamily, host: str, method: str) -> None:
    with socket.socket(family) as sock:
        sock.settimeout(1)
        with pytest.raises(RuntimeError, match="only loopback is open"):
            getattr(sock, method)((host, 80))


def test_libraries_are_refused_too() -> None:
    with pytest.raises(RuntimeError, match=r"192\.0\.2\.1:80"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_loopback_is_open(host: str) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.socket(socket.AF_INET) as client,
    ):
        client.settimeout(5)
        client.connect((host, server.getsockname()[1]))
        accepted, _ = server.accept()
        with accepted:
            client.sendall("勾稽".encode())
            assert accepted.recv(16).decode() == "勾稽"


def test_unix_sockets_are_open() -> None:
    # Not tmp_path: its names may be longer than a socket's path can be.
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as server:
        path = str(Path(folder) / "socket")
        server.bind(path)
        server.listen()
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(path)
