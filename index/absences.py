"""Items that a question names and its documents do not print."""

from collections.abc import Iterable

from index.classification import ITEM_NAMES
from index.wording import canonical


def absent_name(question: str, names: Iterable[str]) -> str | None:
    """A well-known item that the question names and none of the names holds."""
    asked = canonical(question)
    named = [name for name in ITEM_NAMES if name in asked]
    if not named:
        return None
    printed = "|".join(map(canonical, names))
    return next((name for name in named if name not in printed), None)
