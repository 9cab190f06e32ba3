"""A solver that writes to the standard output is kept from it: figures and JSON go there."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_LOCK = Lock()
_STDOUT = 1


@contextmanager
def keep_quiet() -> Iterator[None]:
    """Drop what compiled code prints meanwhile; nothing is done where no output is open."""
    with _LOCK:
        try:
            sys.stdout.flush()
            kept = os.dup(_STDOUT)
        except (OSError, ValueError):
            yield
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, _STDOUT)
            yield
        finally:
            os.dup2(kept, _STDOUT)
            os.close(kept)
            os.close(nowhere)
