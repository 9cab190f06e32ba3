"""What is broken, put together by its cause: the one figure with which most of it would tie."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extraction.audit.causes.cutting import CUT
from extraction.audit.causes.equations import (
    Classes,
    Equation,
    Key,
    equations_of,
    key_of,
)
from extraction.audit.causes.lost_rows import Rows, find_known_rows, find_missing_rows
from extraction.audit.causes.misprints import find_misprint, print_like, print_size
from extraction.audit.figures import place_of
from extraction.audit.findings import Cause, CauseKind
from extraction.audit.tables.coded_rows import REPEATED_ROW
from extraction.money import last_place
from extraction.records import Disclosure
from extraction.relations import Operand, Outcome, Verdict

# So many broken sums are no slips of a typist: their causes are not looked for.
_MOST_BROKEN = 200
_CLEAR_SLIP = 2
_STRENGTH = {
    CauseKind.SWAPPED_DIGITS: 4,
    CauseKind.SIGN: 4,
    CauseKind.DECIMAL_POINT: 4,
    CauseKind.UNIT: 3,
    CauseKind.WRONG_DIGIT: 2,
}


@dataclass(frozen=True, slots=True)
class Group:
    """Outcomes of one cause."""

    outcomes: tuple[Outcome, ...]
    cause: Cause | None


@dataclass(frozen=True, slots=True)
class _Guess:
    """A figure that may be wrong, and what changing it would do."""

    key: Key
    change: Decimal
    """What would have to be added to it (money in 元)."""
    mended: tuple[int, ...]
    """Indices of the broken equations that it would make tie."""
    gain: int
    """How many these are, less those that tie and would not any more."""


def group_by_cause(outcomes: Sequence[Outcome], disclosure: Disclosure) -> list[Group]:
    """The outcomes in which something is found, those of one cause together, in printed order.

    What ties among the outcomes speaks for the figures in it.
    """
    found = [o for o in outcomes if o.verdict in (Verdict.BROKEN, Verdict.ROUNDING)]
    caused = [_with_row(group, found) for group in _Evidence(_near(outcomes), disclosure).explain()]
    taken = {id(outcome) for group in caused for outcome in group.outcomes}
    alike: dict[object, list[Outcome]] = {}
    order: dict[int, int] = {}
    for index, outcome in enumerate(found):
        order[id(outcome)] = index
        if id(outcome) not in taken:
            alike.setdefault(_signature(outcome), []).append(outcome)
    groups = [*caused, *(Group(tuple(own), _misprint_alone(own[0])) for own in alike.values())]
    return sorted(groups, key=lambda group: order[id(group.outcomes[0])])


def _near(outcomes: Sequence[Outcome]) -> list[Equation]:
    """The equations of the tables, and of the prose, in which one does not hold."""
    broken = {
        operand.table
        for outcome in outcomes
        if outcome.verdict is Verdict.BROKEN and outcome.relation.total.amount
        for operand in _operands(outcome)
    }
    near = (o for o in outcomes if any(operand.table in broken for operand in _operands(o)))
    return equations_of(list(near) if broken else [])


def _signature(outcome: Outcome) -> object:
    """What outcomes share that say the same of equal figures, in one table or in several."""
    total, parts = outcome.relation.total, outcome.relation.parts
    if total.table is None or total.amount is None:
        return id(outcome)
    if outcome.worked is CUT:
        return total.table, CUT
    sizes = sorted(part.amount.size for part in parts if part.amount and part.amount.value)
    return outcome.verdict, total.amount.size, tuple(sizes)


def _with_row(group: Group, found: Sequence[Outcome]) -> Group:
    """With a row that is printed twice goes that it is, besides what does not tie for it."""
    if group.cause is None or group.cause.kind is not CauseKind.REPEATED_ROW:
        return group
    cell = group.cause.cell
    same = [
        outcome
        for outcome in found
        if outcome.relation.rule == REPEATED_ROW
        and (outcome.relation.total.table, outcome.relation.total.row) == (cell.table, cell.row)
    ]
    return replace(group, outcomes=(*group.outcomes, *same))


class _Evidence:
    """All equations of a document; a cause that is found mends those that it explains."""

    def __init__(self, equations: list[Equation], disclosure: Disclosure) -> None:
        self.equations = equations
        self.disclosure = disclosure
        self.classes = Classes(equations)
        self.holding: dict[Key, dict[int, int]] = {}
        """For each figure the equations that hold it, and how often (a total +1, a part -1)."""
        self.ranks: dict[_Guess, tuple[int, int]] = {}
        for index, equation in enumerate(equations):
            for key, sign in equation.terms:
                held = self.holding.setdefault(self.classes.of(key), {})
                held[index] = held.get(index, 0) + sign

    def explain(self) -> Iterator[Group]:
        """The causes of what is broken, the surest first, each with what it explains."""
        if not self.equations:
            return
        rows = Rows.of(self.disclosure)
        yield from self._explain_rows(find_known_rows(self.equations, rows))
        while found := self._surest():
            for guess in found:
                mended = {id(o): o for at in guess.mended for o in [self.equations[at].outcome]}
                yield Group(tuple(mended.values()), self._tell(guess))
                for index, sign in self.holding[guess.key].items():
                    own = self.equations[index]
                    self.equations[index] = replace(own, rest=own.rest + sign * guess.change)
                self._mend(guess.mended)
        yield from self._explain_rows(find_missing_rows(self.equations))

    def _explain_rows(self, causes: Iterable[tuple[Cause, list[Equation]]]) -> Iterator[Group]:
        at = {id(equation): index for index, equation in enumerate(self.equations)}
        for cause, explained in list(causes):
            yield Group(tuple(equation.outcome for equation in explained), cause)
            self._mend(at[id(equation)] for equation in explained)

    def _mend(self, indices: Iterable[int]) -> None:
        for index in indices:
            self.equations[index] = replace(self.equations[index], is_broken=False)

    def _surest(self) -> list[_Guess]:
        """The guesses that mend most, or of several the one that is a common slip.

        No two of them have an equation in common.
        """
        broken = [index for index, one in enumerate(self.equations) if one.is_broken]
        if len(broken) > _MOST_BROKEN:
            return []
        guesses = {(g.key, g.change): g for at in broken for g in self._guesses(at) if g.gain > 0}
        rivals: dict[int, list[_Guess]] = {}
        for guess in guesses.values():
            for index in guess.mended:
                rivals.setdefault(index, []).append(guess)
        found, touched = [], set[int]()
        for guess in sorted(guesses.values(), key=lambda guess: -guess.gain):
            own = self.holding[guess.key].keys()
            if touched.isdisjoint(own) and self._outdoes(guess, rivals):
                found.append(guess)
                touched.update(own)
        return found

    def _outdoes(self, guess: _Guess, rivals: Mapping[int, Sequence[_Guess]]) -> bool:
        """Whether a guess mends more than all that mend the same, or is the likeliest slip."""
        others = [other for at in guess.mended for other in rivals[at] if other.key != guess.key]
        if any(other.gain > guess.gain for other in others):
            return False
        even = [other for other in others if other.gain == guess.gain]
        own = self._rank(guess)
        return not even or (
            own[0] >= _CLEAR_SLIP and all(self._rank(other) < own for other in even)
        )

    def _rank(self, guess: _Guess) -> tuple[int, int]:
        """How common a slip it would be, then how seldom the figure is printed."""
        if guess not in self.ranks:
            self.ranks[guess] = self._strength(guess), -self._prints(guess)
        return self.ranks[guess]

    def _guesses(self, index: int) -> Iterator[_Guess]:
        """That a figure of a broken equation is wrong, for each of them."""
        equation = self.equations[index]
        for key in dict.fromkeys(self.classes.of(key) for key, _ in equation.terms):
            if not (sign := self.holding[key][index]):
                continue
            change = -equation.rest / sign
            held = [(self.equations[at], at, own) for at, own in self.holding[key].items() if own]
            mended = tuple(at for one, at, own in held if one.is_broken and one.ties(own * change))
            spoiled = [
                at for one, at, own in held if not one.is_broken and not one.ties(own * change)
            ]
            yield _Guess(key, change, mended, len(mended) - len(spoiled))

    def _strength(self, guess: _Guess) -> int:
        """How common the slip is that the guess would be; 0 where it would be none."""
        cell, slip = self._cell(guess), self._slip(guess)
        if slip is None or cell.amount is None:
            return 0
        # A last digit explains any small gap.
        return _STRENGTH[slip[0]] if abs(guess.change) >= 10 * place_of(cell.amount) else 0

    def _prints(self, guess: _Guess) -> int:
        """How often the figure is printed: one that stands in many places is less likely wrong."""
        own = self.holding[guess.key]
        keys = {key for at in own for key, _ in self.equations[at].terms}
        return sum(self.classes.of(key) == guess.key for key in keys)

    def _slip(self, guess: _Guess) -> tuple[CauseKind, Decimal] | None:
        cell = self._cell(guess)
        if cell.amount is None:
            return None
        factor = cell.amount.factor
        slack = min(self.equations[index].slack for index in guess.mended) / factor
        return find_misprint(cell.amount.value, cell.amount.value + guess.change / factor, slack)

    def _cell(self, guess: _Guess) -> Operand:
        """Of equal figures the one that most of what is mended holds."""
        own = [
            operand
            for index in guess.mended
            for operand in _operands(self.equations[index].outcome)
            if self.classes.of(key_of(operand)) == guess.key
        ]
        return max(own, key=lambda cell: sum(key_of(cell) == key_of(one) for one in own))

    def _tell(self, guess: _Guess) -> Cause:
        cell, slip = self._cell(guess), self._slip(guess)
        if slip:
            return _cause(slip[0], cell, print_like(cell, slip[1]))
        before = cell.amount.size if cell.amount else Decimal(0)
        like = cell if cell.amount else self.equations[guess.mended[0]].outcome.relation.total
        meant = print_size(like, before + guess.change)
        return _cause(CauseKind.ONE_CELL, cell, meant)


def _operands(outcome: Outcome) -> tuple[Operand, ...]:
    return (outcome.relation.total, *outcome.relation.parts)


def _misprint_alone(outcome: Outcome) -> Cause | None:
    """The slip that makes a figure of the prose of what it should be by others."""
    total, computed = outcome.relation.total, outcome.computed
    if total.table or total.amount is None or computed is None:
        return None
    value, place = total.amount.value, last_place(total.amount.value)
    slip = find_misprint(value, computed.copy_sign(value), place)
    if slip is None or abs(value - slip[1]) < 10 * place:
        return None
    return _cause(slip[0], total, print_like(total, slip[1]))


_SLIPS_ZH = {
    CauseKind.SWAPPED_DIGITS: "两位数字颠倒",
    CauseKind.WRONG_DIGIT: "一位数字有误",
    CauseKind.DECIMAL_POINT: "小数点错位",
    CauseKind.UNIT: "单位有误",
    CauseKind.SIGN: "正负号有误",
    CauseKind.ONE_CELL: "改此一处则各式皆平",
}
_SLIPS_EN = {
    CauseKind.SWAPPED_DIGITS: "two digits are swapped",
    CauseKind.WRONG_DIGIT: "one digit is wrong",
    CauseKind.DECIMAL_POINT: "the decimal point is misplaced",
    CauseKind.UNIT: "it is in another unit",
    CauseKind.SIGN: "its sign is wrong",
    CauseKind.ONE_CELL: "with this one figure changed, all of it ties",
}


def _cause(kind: CauseKind, cell: Operand, tying: str) -> Cause:
    name = f"{cell.code}{cell.label}"
    return Cause(
        kind=kind,
        cell=cell,
        tying=tying,
        zh=f"“{name}”的{cell.printed or '空白'}疑为{tying}之误：{_SLIPS_ZH[kind]}",
        en=f"{cell.printed or 'The blank'} of “{name}” may be {tying}: {_SLIPS_EN[kind]}.",
    )
