"""Search by words: BM25 over pairs of Han characters, numbers and Latin words."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from extraction import normal_form

_HAN = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LONGEST_KEPT = 24  # characters of a piece whose tokens are kept: names recur in many rows
_RUN = re.compile(rf"\d[\d,]*(?:\.\d+)?|[a-z]+|[{_HAN}]+")


def find_tokens(text: str) -> list[str]:
    """Pairs of adjacent Han characters (one alone stands for itself), numbers, Latin words."""
    return [token for piece in text.split() for token in _tokens(piece)]


def _tokens(piece: str) -> tuple[str, ...]:
    return _kept(piece) if len(piece) <= _LONGEST_KEPT else _split(piece)


def _split(piece: str) -> tuple[str, ...]:
    tokens: list[str] = []
    for run in _RUN.findall(normal_form(piece).casefold()):
        if run.isascii():
            tokens.append(run.replace(",", ""))
        elif len(run) == 1:
            tokens.append(run)
        else:
            tokens += [run[i : i + 2] for i in range(len(run) - 1)]
    return tuple(tokens)


_kept = lru_cache(maxsize=65536)(_split)


class Lexical:
    """An index of texts by their words."""

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        """Of the tokens of each text."""
        self._corpus = [list(tokens) for tokens in texts]
        self._index: Any = self._build() if any(self._corpus) else None

    def _build(self) -> Any:
        import bm25s

        index = bm25s.BM25()
        index.index(self._corpus, show_progress=False)
        return index

    def scores(self, question: str) -> list[float]:
        """How well each text fits the question; 0 where they have no token in common."""
        if self._index is None:
            return [0.0] * len(self._corpus)
        known = [token for token in find_tokens(question) if token in self._index.vocab_dict]
        if not known:
            return [0.0] * len(self._corpus)
        return [float(score) for score in self._index.get_scores(known)]
