"""What a model marks in a sentence, by the numbers of words, made into a draft or refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from extraction.clauses import (
    Part,
    Run,
    find_year,
    read_claim,
    read_comparison,
    speaks_of_past,
)
from extraction.drafts import Draft
from extraction.figures import Figure
from extraction.proposals.refused import Refused
from extraction.proposals.table_answers import INTEGER, describe_object
from extraction.proposals.words import Sentence, Word
from extraction.reasons import match_reason
from extraction.records import Printed, Record
from extraction.vocabulary import Direction

_LONGEST = 30
_CLAUSE_MARKS = frozenset(",;。:!?")
_EDGES = "、,;:。!?"
_MEASURED = {Part.CHANGE, Part.RATE, Part.EARLIER, Part.COMPLETION}


class Mark(Record, strict=True):
    """One claim of a sentence. Spans are the first and the last of their words, or empty."""

    at: int
    """Number of the sentence, as shown."""
    item: tuple[int, ...]
    """Span: what the figures are of."""
    level: int | None
    """Word: the figure itself."""
    earlier: int | None
    """Word: the figure that it is compared with."""
    change: int | None
    """Word: by how much it differs from that."""
    rate: int | None
    """Word: by what percentage it differs."""
    share: int | None
    """Word: what percentage of a whole it is."""
    done: int | None
    """Word: what percentage of the budget was carried out."""
    turn: int | None
    """Word: the one that says up, down or unchanged."""
    whole: tuple[int, ...]
    """Span: what the share is of."""
    base: tuple[int, ...]
    """Span: what it is compared with."""
    why: tuple[int, ...]
    """Span: the reason given."""

    @property
    def figures(self) -> dict[Part, int]:
        """The numbers of the words that are figures, by what they are."""
        numbers = {
            Part.LEVEL: self.level,
            Part.EARLIER: self.earlier,
            Part.CHANGE: self.change,
            Part.RATE: self.rate,
            Part.SHARE: self.share,
            Part.COMPLETION: self.done,
        }
        return {part: number for part, number in numbers.items() if number is not None}


class Marks(Record, strict=True):
    """The claims of some sentences."""

    claims: tuple[Mark, ...]


def marks_schema() -> dict[str, JsonValue]:
    """The JSON Schema of `Marks`, as strict endpoints take it: flat, all fields required."""
    word: JsonValue = {"type": ["integer", "null"]}
    span: JsonValue = {"type": "array", "items": INTEGER}
    spans = ("item", "whole", "base", "why")
    fields = {name: span if name in spans else word for name in Mark.model_fields}
    claim = describe_object({**fields, "at": INTEGER})
    return describe_object({"claims": {"type": "array", "items": claim}})


def read_direction(word: str) -> Direction | None:
    """Which way a word (`增加`, `降幅`, `持平`) says that something went, by the rules' words."""
    claim = read_claim(word, None)
    if claim.part is Part.CHANGE or claim.direction:
        return claim.direction
    comparison = read_comparison(word)
    return comparison.direction if comparison else None


def read_mark(sentence: Sentence, mark: Mark, year: int | None) -> Draft:
    """The claim that a model marks in a sentence; `year` is the one that the document is of.

    Raises `Refused` where a number points at nothing, or at what it cannot be.
    """
    pointer = _Pointer(sentence, mark)
    parts = pointer.read_parts()
    direction = pointer.read_turn(parts)
    if set(parts) == {Part.EARLIER} and direction is None:
        raise Refused("an earlier figure that nothing is compared with")
    if mark.whole and Part.SHARE not in parts:
        raise Refused("a whole without a share")
    if mark.base and not (_MEASURED & set(parts) or direction):
        raise Refused("a comparison of nothing")
    clause = pointer.clause_before(min(mark.figures.values()))
    return Draft(
        pointer.read_item(),
        find_year(clause) or (None if speaks_of_past(clause) else year),
        *sentence.run,
        parts=parts,
        direction=direction,
        share_of=sentence.text.squashed(0, pointer.read_name(mark.whole)),
        against=sentence.text.squashed(0, pointer.read_name(mark.base)),
        reason=pointer.read_reason(),
    )


@dataclass(frozen=True, slots=True)
class _Pointer:
    """Reads one mark in its sentence."""

    sentence: Sentence
    mark: Mark

    def word(self, number: int) -> Word:
        """The word of a number."""
        if not 0 <= number < len(self.sentence.words):
            raise Refused("a word that is not there")
        return self.sentence.words[number]

    def read_parts(self) -> dict[Part, Figure]:
        """The figures. What the words before one say that it is outranks the mark."""
        numbers = self.mark.figures
        if not numbers:
            raise Refused("no figure")
        parts: dict[Part, Figure] = {}
        for part, number in numbers.items():
            figure = self.word(number).figure
            if figure is None:
                raise Refused("words as a figure")
            said = read_claim(self.clause_before(number), figure.amount.unit).part
            if said not in (Part.LEVEL, part):
                raise Refused("a figure that is said to be another thing")
            parts[part] = figure
        return parts

    def clause_before(self, number: int) -> str:
        """The clause that the word of a number ends, without it."""
        words = self.sentence.words
        first = number
        while first and not words[first - 1].figure and words[first - 1].shown not in _CLAUSE_MARKS:
            first -= 1
        return self.sentence.text.plain[words[first].start : words[number].start]

    def read_turn(self, parts: Mapping[Part, Figure]) -> Direction | None:
        """The direction, said by a word that no other figure parts from those of the claim."""
        turn = self.mark.turn
        if turn is None:
            return None
        word = self.word(turn)
        direction = read_direction(self.sentence.text.plain[word.start : word.end])
        if direction is None:
            raise Refused("a direction that no word says")
        if not any(self._is_beside(turn, number) for number in self.mark.figures.values()):
            raise Refused("a direction of another figure")
        if any(parts[part].amount.value < 0 for part in (Part.CHANGE, Part.RATE) if part in parts):
            raise Refused("a direction that a sign turns round")
        return direction

    def _is_beside(self, turn: int, number: int) -> bool:
        first, last = sorted((turn, number))
        return not any(word.figure for word in self.sentence.words[first + 1 : last])

    def read_item(self) -> Printed | None:
        """The item, without year, agency and verbs around it."""
        run = self.read_name(self.mark.item)
        if run is None:
            return None
        item = self.sentence.text.item(*run)
        if item is None:
            raise Refused("an item that names nothing")
        return item

    def read_name(self, span: Sequence[int]) -> Run | None:
        """A name: short, in one clause, without a figure."""
        run = self._read_span(span)
        if run is None:
            return None
        text = self.sentence.text
        held = [tuple(run[0] <= at < run[1] for at in pair) for pair in text.brackets.items()]
        is_halved = (True, False) in held or (False, True) in held
        if run[1] - run[0] > _LONGEST or text.holds_figure(*run) or is_halved:
            raise Refused("more or less than a name")
        if _CLAUSE_MARKS & set(text.plain[slice(*run)]):
            raise Refused("a name over several clauses")
        return run

    def read_reason(self) -> Printed | None:
        """The reason, without the words that lead it in; it holds no figure of the claim."""
        run = self._read_span(self.mark.why)
        if run is None:
            return None
        text = self.sentence.text
        if lead := match_reason(text, *run):
            run = lead.end(), run[1]
        figures = (self.word(number) for number in self.mark.figures.values())
        if run[0] >= run[1] or any(run[0] <= figure.start < run[1] for figure in figures):
            raise Refused("a reason that is the claim itself")
        return text.passage.cut(*run)

    def _read_span(self, span: Sequence[int]) -> Run | None:
        """The offsets of a span, without marks at its ends."""
        if not span:
            return None
        if len(span) != 2:
            raise Refused("a span without a first and a last word")
        first, last = self.word(span[0]), self.word(span[1])
        if not any(word.is_name for word in self.sentence.words[span[0] : span[1] + 1]):
            raise Refused("a span that names nothing")
        plain = self.sentence.text.plain[first.start : last.end]
        right = first.start + len(plain.rstrip(_EDGES))
        return last.end - len(plain.lstrip(_EDGES)), right
