"""What is asked about together: as much as one question may hold."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from extraction.modelling import estimate_tokens

Asked = TypeVar("Asked")


def portion_out(
    asked: Iterable[Asked], describe: Callable[[Asked], str], most: int
) -> Iterator[list[Asked]]:
    """Portions of at most `most` tokens as described, in order; of one thing where it has more."""
    some: list[Asked] = []
    size = 0
    for one in asked:
        tokens = estimate_tokens(describe(one))
        if some and size + tokens > most:
            yield some
            some, size = [], 0
        some.append(one)
        size += tokens
    if some:
        yield some
