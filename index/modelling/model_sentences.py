"""An answer's sentences as a model writes them: each is proven, said, and never taken back.

So that no sentence is said that only a later one would make an answer, those without the figure
asked for wait for the one that has it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count, islice
from typing import Protocol

from index.answers import finish
from index.library import Library
from index.modelling.model_checks import Draft, find_faults
from index.modelling.model_wording import Placeholder, fill, find_placeholders
from index.models.json_objects import find_strings
from index.proving.gate import find_results, find_unproven, gate, split
from index.proving.proofs import Ground, find_ground
from index.proving.stated import find_calculations
from index.records import Answer, Language, Operation, Want
from index.sentences.saying import speak

_MOST_SENTENCES = 8
_FIELD = "sentences"
_JUDGED = frozenset({Operation.CHECK, Operation.MOST, Operation.LEAST, Operation.RANK})
_GATHERED = frozenset({Operation.SUM, Operation.AVERAGE, Operation.GROWTH})
_IS_ENDED = re.compile(r"[。！？!?.](?:[”’」)）]|\[\d+\])*$")
_ENDED_TWICE = re.compile(r"(?<=[。！？!?.])((?:\[\d+\])+)[。.]$")


class Watcher(Protocol):
    """Whoever waits for an answer; what it raises ends the asking."""

    def find(self, given: Answer) -> None:
        """Told what was found, proven, before a model is asked to plan or to word."""

    def say(self, piece: str) -> None:
        """Told each sentence once it is proven: together they are how the answer begins."""


@dataclass(slots=True)
class Wording:
    """What a model has said so far of an answer that was found."""

    library: Library
    given: Answer
    say: Callable[[str], None]
    said: str = ""
    refused: list[tuple[str, str]] = field(default_factory=list)
    """The sentences with a fault, and why."""
    ground: Ground = field(init=False)
    placeholders: dict[str, Placeholder] = field(init=False)
    _waiting: str = ""
    """What is proven and lacks the figure asked for."""
    _judged: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.ground = find_ground(self.library, self.given)
        self.placeholders = find_placeholders(self.library, self.given, self.ground)

    @property
    def missing(self) -> tuple[str, ...]:
        """The placeholders of what was found and is not said."""
        return find_missing(self.given, self.said, self.placeholders, self.ground)

    def hear(self, text: str) -> None:
        """Take what is whole of an answer that is still written."""
        self.take(find_strings(text, _FIELD))

    def take(self, sentences: Iterable[str]) -> None:
        """Say of some sentences those that are proven and show something new."""
        for sentence in islice(sentences, _MOST_SENTENCES):
            if sentence.strip() and sentence not in self._judged:
                self._judged.add(sentence)
                self._judge(sentence.strip())

    def _judge(self, sentence: str) -> None:
        before = self.said + self._waiting
        piece = _follow(before, _end(fill(sentence, self.placeholders), self.given), self.given)
        is_asked_for = self._gives_value(piece)
        plan = self.given.plan
        asked = f"{plan.question}\n{plan.wording}" if is_asked_for else ""
        draft = Draft(asked, sentence, self.placeholders, self.ground)
        if faults := list(find_faults(self.library, draft)):
            self.refused.append((sentence, "; ".join(faults)))
        elif self._shows_more(before, piece) and self._is_proven(before + piece):
            self._waiting += piece
            if self.said or is_asked_for:
                self.say(self._waiting)
                self.said, self._waiting = before + piece, ""

    def _gives_value(self, piece: str) -> bool:
        """Whether a sentence shows the figure asked for, where one is."""
        if self.given.value is None:
            return True
        shown = tuple(one for one in self.given.citations if f"[{one.number}]" in piece)
        update = {"answer": piece, "citations": shown}
        return gate(self.library, self.given.model_copy(update=update)).value == self.given.value

    def _shows_more(self, before: str, piece: str) -> bool:
        shown = _find_said(before, self.placeholders, self.ground)
        return not shown >= _find_said(piece, self.placeholders, self.ground)

    def _is_proven(self, text: str) -> bool:
        """Whether the gate drops nothing of a text."""
        sentences = list(split(text, self.ground))
        results = find_results(sentences, self.ground)
        return not any(find_unproven(one, self.ground, results) for one in sentences)


def is_wordable(given: Answer) -> bool:
    """Whether placeholders hold all that an answer says.

    They hold no verdict (the most, the higher, the same, not printed as such): there the rules'
    words stand.
    """
    plan = given.plan
    if given.refused or given.choices or not given.citations:
        return False
    if plan.want is not Want.FIGURE:
        return True
    if given.value is None or plan.operation in _JUDGED:
        return False
    return not plan.is_across or plan.operation in _GATHERED


def complete_wording(library: Library, given: Answer, said: str) -> Answer:
    """What a model said of an answer that was found, and then what it left out, if it said any."""
    if not said:
        return finish(library, given)
    ground = find_ground(library, given)
    placeholders = find_placeholders(library, given, ground)
    missing = find_missing(given, said, placeholders, ground)
    left = [placeholders[name].filled for name in missing]
    rest = speak(given.plan.language).besides(left) if left else ""
    text = said + _follow(said, rest, given)
    return finish(library, given.model_copy(update={"answer": text}))


def find_missing(
    given: Answer, said: str, placeholders: dict[str, Placeholder], ground: Ground
) -> tuple[str, ...]:
    """The placeholders of what an answer that was found says and a model's words do not."""
    needed = frozenset(_find_needed(given, ground)) - _find_said(said, placeholders, ground)
    return tuple(name for name in placeholders if name in needed)


def _find_needed(given: Answer, ground: Ground) -> Iterator[str]:
    """The placeholders of what an answer that was found says."""
    figures = {proof.citation.number for proof in ground.proofs if proof.fact}
    formulas = count(1)
    for sentence in split(given.answer, ground):
        for number in sentence.shows.union(number for _, _, number in sentence.marks):
            yield f"{'v' if number in figures else 'c'}{number}"
        yield from (f"f{next(formulas)}" for _ in find_calculations(sentence.own))


def _find_said(text: str, placeholders: dict[str, Placeholder], ground: Ground) -> frozenset[str]:
    """The placeholders of which a text says what they hold, quoted words also without them."""
    filled = (name for name, held in placeholders.items() if held.filled in text)
    quoted = (f"c{number}" for sentence in split(text, ground) for number in sentence.shows)
    return frozenset((*filled, *quoted))


def _end(sentence: str, given: Answer) -> str:
    """A sentence with its full stop: what follows must not run into it."""
    sentence = _ENDED_TWICE.sub(r"\1", sentence)
    stop = "。" if given.plan.language is Language.CHINESE else "."
    return sentence if _IS_ENDED.search(sentence) else f"{sentence}{stop}"


def _follow(before: str, text: str, given: Answer) -> str:
    """A text as it follows another."""
    is_spaced = before and text and given.plan.language is Language.ENGLISH
    return f" {text}" if is_spaced else text
