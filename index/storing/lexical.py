"""Search by words: BM25 over pairs of Han characters, numbers and Latin words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from extraction import normal_form

_HAN = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"\d[\d,]*(?:\.\d+)?|[a-z]+|[{_HAN}]+")


def find_tokens(text: str) -> list[str]:
    """Pairs of adjacent Han characters (one alone stands for itself), numbers, Latin words."""
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[str]:
    for piece in text.split():
        for run in _RUN.findall(normal_form(piece).casefold()):
            if run.isascii():
                yield run.replace(",", "")
            elif len(run) == 1:
                yield run
            else:
                yield from (run[i : i + 2] for i in range(len(run) - 1))


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
