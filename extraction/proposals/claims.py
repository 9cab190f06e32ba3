"""What a model claims of the prose, held against the statements of the rules: what is open in them,
and what of a claim may be taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from extraction.clauses import Part, same_base
from extraction.drafts import Draft, finish_draft, name_of
from extraction.figures import Figure
from extraction.proposals.marks import read_direction
from extraction.proposals.words import Sentence
from extraction.records import Amount, Quantity, Source, Statement
from extraction.vocabulary import Direction, Unit

_FILLED = ("item", *(part.value for part in Part), "direction", "share_of", "against", "reason")


@dataclass(frozen=True, slots=True)
class _Home:
    """Where a figure stands among the statements."""

    index: int
    part: Part


class Claims:
    """The statements of a document while what a model claims is taken in."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = list(statements)
        self.added: list[Statement] = []
        self.homes = {
            quantity.source: _Home(index, part)
            for index, statement in enumerate(statements)
            for part, quantity in _quantities(statement)
        }

    def home(self, sentence: Sentence, figure: Figure) -> _Home | None:
        """The statement that a figure of a sentence is in, if one is."""
        return self.homes.get(sentence.text.passage.cut(figure.start, figure.end).source)

    def leaves_open(self, sentence: Sentence) -> bool:
        """Whether a figure is in no statement, or it is not told what its statement is of, which
        way it went though words say so, or of which figure before it is a share."""
        before: list[Statement] = []
        for figure in sentence.figures:
            home = self.home(sentence, figure)
            if home is None:
                return True
            statement = self.statements[home.index]
            if statement.item is None or _lacks_turn(statement, home.part, figure, sentence):
                return True
            lacks_whole = home.part is Part.SHARE and statement.share_of is None
            if lacks_whole and any(map(_may_be_whole, before)):
                return True
            before.append(statement)
        return False

    def take(self, draft: Draft, sentence: Sentence) -> None:
        """Fill what is empty in the statement of the same figures, or add one for new figures."""
        homes = {part: self.home(sentence, figure) for part, figure in draft.parts.items()}
        found = finish_draft(draft, sentence.text)
        held = {part: home for part, home in homes.items() if home}
        if not held:
            if _is_sound(found):
                self.added.append(found)
            return
        index = next(iter(held.values())).index
        if any(home != _Home(index, part) for part, home in held.items()):
            return
        statement = self.statements[index]
        told = dict(statement)
        values = {name: value for name, value in found if name in _FILLED and not told[name]}
        filled = statement.model_copy(update=values)
        if not _contradicts(found, statement) and _is_sound(filled):
            self.statements[index] = filled

    def in_order(self) -> tuple[Statement, ...]:
        """All of them, what was added before the first that is printed behind it."""
        told = list(self.statements)
        for statement in self.added:
            behind = (n for n, other in enumerate(told) if _place(other) > _place(statement))
            told.insert(next(behind, len(told)), statement)
        return tuple(told)


def _lacks_turn(statement: Statement, part: Part, figure: Figure, sentence: Sentence) -> bool:
    """Whether a figure changed, and a word beside it says which way, but the statement does not."""
    changed = part in (Part.CHANGE, Part.RATE) and figure.amount.value != 0
    if not changed or statement.direction is not None:
        return False
    figures = [0, *(f.end for f in sentence.figures), len(sentence.text.plain)]
    at = figures.index(figure.end)
    plain = sentence.text.plain
    return any(
        read_direction(plain[word.start : word.end])
        for word in sentence.words
        if not word.figure and figures[at - 1] <= word.start < figures[at + 1]
    )


def _may_be_whole(statement: Statement) -> bool:
    """Whether a statement has a level and is no share itself: another may be part of it."""
    return statement.level is not None and statement.share is None


def _contradicts(found: Statement, statement: Statement) -> bool:
    """Whether a claim says otherwise than a statement with which it shares a figure."""
    if found.item and statement.item:
        names = sorted((name_of(found.item), name_of(statement.item)), key=len)
        if names[0] not in names[1]:
            return True
    if found.direction and statement.direction and found.direction is not statement.direction:
        return True
    if found.against and statement.against and not same_base(found.against, statement.against):
        return True
    said = dict(_quantities(statement))
    return any(q.source != said.get(part, q).source for part, q in _quantities(found))


def _is_sound(statement: Statement) -> bool:
    """Whether the units of the figures fit what they are, and the levels the direction."""
    said = dict(_quantities(statement))
    shares = [q for part, q in said.items() if part in (Part.RATE, Part.SHARE, Part.COMPLETION)]
    amounts = [said[p] for p in (Part.LEVEL, Part.EARLIER, Part.CHANGE) if p in said]
    families = {_family(quantity.amount) for quantity in amounts}
    percent = any(quantity.amount.unit is Unit.PERCENT for quantity in amounts)
    return (
        all(_family(quantity.amount) is Unit.PERCENT for quantity in shares)
        and len(families) <= 1
        and (Part.LEVEL in said or not percent)
        and _goes(statement)
    )


def _goes(statement: Statement) -> bool:
    """Whether the level lies on the side of the earlier one that the direction says."""
    if not (statement.level and statement.earlier and statement.direction):
        return True
    levels = [quantity.amount for quantity in (statement.level, statement.earlier)]
    now, then = (level.value if level.yuan is None else level.yuan for level in levels)
    match statement.direction:
        case Direction.UP:
            return now >= then
        case Direction.DOWN:
            return now <= then
        case Direction.FLAT:
            return True


def _family(amount: Amount) -> Unit | None:
    """The unit that stands for those which an amount can be compared in."""
    if amount.yuan is not None:
        return Unit.YUAN
    return Unit.PERCENT if amount.unit is Unit.POINT else amount.unit


def _quantities(statement: Statement) -> list[tuple[Part, Quantity]]:
    parts = {part.value: part for part in Part}
    return [(parts[name], own) for name, own in statement if name in parts and own is not None]


def _place(statement: Statement) -> tuple[int, int]:
    """Line and offset of the first figure."""
    sources: list[Source] = [quantity.source for _, quantity in _quantities(statement)]
    return min(source.start for source in sources)
