"""What was found out about endpoints, kept for the next run."""

from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

from filelock import FileLock
from pydantic import BaseModel, TypeAdapter, ValidationError

from extraction.atomic import write_whole

_PATIENCE = 5.0  # seconds; without the file, an endpoint is only asked again
_Known = TypeVar("_Known", bound=BaseModel)


class Memory(Generic[_Known]):
    """Records by key, in a JSON file of the user's cache.

    A file that cannot be read or written is as good as none.
    """

    def __init__(self, path: Path, form: TypeAdapter[dict[str, _Known]]) -> None:
        self._path = path
        self._form = form

    def recall(self, key: str) -> _Known | None:
        """What was kept last."""
        return self._read().get(key)

    def keep(self, key: str, known: _Known | None) -> None:
        """Remember what is known; None forgets it."""
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{self._path}.lock", timeout=_PATIENCE):
                others = {name: one for name, one in self._read().items() if name != key}
                whole = others if known is None else {**others, key: known}
                write_whole(self._path, self._form.dump_json(whole, indent=1).decode())

    def _read(self) -> dict[str, _Known]:
        try:
            return self._form.validate_json(self._path.read_bytes())
        except (OSError, ValidationError):
            return {}
