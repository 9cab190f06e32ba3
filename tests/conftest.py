"""Fixtures for every test: the network lock and the shared corpus."""

import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def is_loopback(host: str) -> bool:
    """Whether a host, as given to `connect`, is this machine; other names count as outside."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_outside(sock: socket.socket, address: Any) -> None:
    """Raise RuntimeError unless the address is loopback or of a local family such as AF_UNIX."""
    if sock.family not in (socket.AF_INET, socket.AF_INET6):
        return
    host, port = address[:2]
    if not is_loopback(host):
        raise RuntimeError(f"a test tried to reach {host}:{port}; only loopback is open")


@pytest.fixture(scope="session", autouse=True)
def _network_lock() -> Iterator[None]:
    """Open no connection but to loopback, in this process, whatever library asks for it.

    A subprocess, or a library that connects from C (grpc, uvloop), is not held by it.
    """
    connect = socket.socket.connect
    connect_ex = socket.socket.connect_ex

    def locked_connect(sock: socket.socket, address: Any) -> None:
        refuse_outside(sock, address)
        connect(sock, address)

    def locked_connect_ex(sock: socket.socket, address: Any) -> int:
        refuse_outside(sock, address)
        return connect_ex(sock, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", locked_connect)
        patch.setattr(socket.socket, "connect_ex", locked_connect_ex)
        yield


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder `shared` beside the repository: the corpus, with its gold labels."""
    if not SHARED.is_dir():
        pytest.skip("shared corpus not beside the project")
    return SHARED
