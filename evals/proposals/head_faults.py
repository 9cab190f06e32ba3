"""How models that understand headers well still get them wrong where columns are lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from extraction import Fund, TableKind
from extraction.proposals.heads import GroupAnswer, HeadAnswer
from extraction.proposals.table_answers import ColumnWord, FundOfColumn


@dataclass(frozen=True, slots=True)
class HeadSlip:
    """What a fault is made with."""

    random: Random
    others: Sequence[HeadAnswer]
    """The right answers about all tables."""

    def column(self, answer: HeadAnswer) -> int:
        """Some column of the table."""
        return self.random.randrange(len(answer.columns))

    def step(self) -> int:
        """One to the left or to the right."""
        return self.random.choice((-1, 1))


HeadFault = Callable[[HeadAnswer, HeadSlip], dict[str, object]]
"""The fields of an answer that are changed, with what stands in them then."""


def _swap_heads(answer: HeadAnswer, slip: HeadSlip) -> dict[str, object]:
    heads, one, other = list(answer.heads), slip.column(answer), slip.column(answer)
    heads[one], heads[other] = heads[other], heads[one]
    return {"heads": tuple(heads)}


def _swap_words(answer: HeadAnswer, slip: HeadSlip) -> dict[str, object]:
    words, one, other = list(answer.columns), slip.column(answer), slip.column(answer)
    words[one], words[other] = words[other], words[one]
    return {"columns": tuple(words)}


def _reword(answer: HeadAnswer, slip: HeadSlip) -> dict[str, object]:
    words = list(answer.columns)
    words[slip.column(answer)] = slip.random.choice(tuple(ColumnWord))
    return {"columns": tuple(words)}


def _move_total(answer: HeadAnswer, slip: HeadSlip) -> dict[str, object]:
    total, other = ColumnWord("total"), ColumnWord("other")
    words = [other if word == total else word for word in answer.columns]
    words[slip.column(answer)] = total
    return {"columns": tuple(words)}


def _mark_names(answer: HeadAnswer, _slip: HeadSlip) -> dict[str, object]:
    name, code = ColumnWord("name"), ColumnWord("code")
    swapped = {name: code, code: name}
    return {"columns": tuple(swapped.get(word, word) for word in answer.columns)}


def _shift_words(answer: HeadAnswer, slip: HeadSlip) -> dict[str, object]:
    step = slip.step()
    return {"columns": answer.columns[step:] + answer.columns[:step]}


def _leave_out(answer: HeadAnswer, slip: HeadSlip) -> dict[str, object]:
    return _drop_column(answer, slip.column(answer))


def _join_heads(answer: HeadAnswer, slip: HeadSlip) -> dict[str, object]:
    """The pieces of two cells are taken for one."""
    at = slip.column(answer)
    fewer = answer.model_copy(update=_drop_column(answer, at))
    if not fewer.heads:
        return {}
    heads, near = list(fewer.heads), max(at - 1, 0)
    heads[near] = tuple(sorted((*heads[near], *answer.heads[at])))
    return dict(fewer) | {"heads": tuple(heads)}


def _part_head(answer: HeadAnswer, slip: HeadSlip) -> dict[str, object]:
    """A cell that is broken into pieces is taken for two."""
    broken = [at for at, head in enumerate(answer.heads) if len(head) > 1]
    if not broken:
        return {}
    at = slip.random.choice(broken)
    more = answer.model_copy(update=_add_column(answer, at + 1, answer.columns[at]))
    parts = (answer.heads[at][:1], answer.heads[at][1:])
    return dict(more) | {"heads": (*answer.heads[:at], *parts, *answer.heads[at + 1 :])}


def _lower_group(answer: HeadAnswer, slip: HeadSlip) -> dict[str, object]:
    """A cell over several columns is taken for one of a column of its own."""
    if not answer.groups:
        return {}
    group = slip.random.choice(answer.groups)
    rest = tuple(one for one in answer.groups if one is not group)
    bare = answer.model_copy(update={"groups": rest})
    heads = (*answer.heads[: group.first], group.pieces, *answer.heads[group.first :])
    return _add_column(bare, group.first, ColumnWord("total")) | {"heads": heads}


def _raise_head(answer: HeadAnswer, slip: HeadSlip) -> dict[str, object]:
    """The cell of a column is taken for one over those beside it."""
    at = slip.column(answer)
    fewer = answer.model_copy(update=_drop_column(answer, at))
    last = min(at + slip.random.randint(1, 3), len(fewer.columns) - 1)
    group = GroupAnswer(pieces=answer.heads[at], first=at, last=last)
    return dict(fewer) | {"groups": (*fewer.groups, group)}


def _stretch_group(answer: HeadAnswer, slip: HeadSlip) -> dict[str, object]:
    """A cell stands over a column too many or too few."""
    if not answer.groups:
        return {}
    groups, at = list(answer.groups), slip.random.randrange(len(answer.groups))
    end = slip.random.choice(("first", "last"))
    groups[at] = groups[at].model_copy(update={end: getattr(groups[at], end) + slip.step()})
    return {"groups": tuple(groups)}


def _drop_group(answer: HeadAnswer, slip: HeadSlip) -> dict[str, object]:
    at = slip.random.randrange(max(1, len(answer.groups)))
    return {"groups": (*answer.groups[:at], *answer.groups[at + 1 :])}


def _mistake_sides(answer: HeadAnswer, slip: HeadSlip) -> dict[str, object]:
    drawn = max(1, slip.column(answer))
    moved = tuple(start + slip.step() for start in answer.sides)
    return {"sides": slip.random.choice((moved, answer.sides[1:], (drawn,)))}


def _mistake_fund(answer: HeadAnswer, slip: HeadSlip) -> dict[str, object]:
    fund = FundOfColumn(column=slip.column(answer), fund=slip.random.choice(tuple(Fund)))
    return {"funds": (*answer.funds, fund)}


def _mistake_kind(_answer: HeadAnswer, slip: HeadSlip) -> dict[str, object]:
    return {"kind": slip.random.choice(tuple(TableKind))}


def _give_another(answer: HeadAnswer, slip: HeadSlip) -> dict[str, object]:
    return {**dict(slip.random.choice(slip.others)), "table": answer.table}


def _give_another_of_this_width(answer: HeadAnswer, slip: HeadSlip) -> dict[str, object]:
    alike = [one for one in slip.others if len(one.columns) == len(answer.columns)]
    return {**dict(slip.random.choice(alike or slip.others)), "table": answer.table}


def _drop_column(answer: HeadAnswer, at: int) -> dict[str, object]:
    """The answer without a column, and without the groups that then stand over less than two."""
    groups = [_move_group(group, at, -1) for group in answer.groups]
    return {
        "columns": (*answer.columns[:at], *answer.columns[at + 1 :]),
        "heads": (*answer.heads[:at], *answer.heads[at + 1 :]),
        "groups": tuple(group for group in groups if group.first < group.last),
        "sides": tuple(start - (start > at) for start in answer.sides),
        "funds": tuple(
            one.model_copy(update={"column": one.column - (one.column > at)})
            for one in answer.funds
            if one.column != at
        ),
    }


def _add_column(answer: HeadAnswer, at: int, word: ColumnWord) -> dict[str, object]:
    """The answer with a further column, but without its head."""
    return {
        "columns": (*answer.columns[:at], word, *answer.columns[at:]),
        "groups": tuple(_move_group(group, at, 1) for group in answer.groups),
        "sides": tuple(start + (start >= at) for start in answer.sides),
        "funds": tuple(
            one.model_copy(update={"column": one.column + (one.column >= at)})
            for one in answer.funds
        ),
    }


def _move_group(group: GroupAnswer, at: int, by: int) -> GroupAnswer:
    """A group where a column is left out, or stands before another one, at a place."""
    first, last = group.first, group.last
    moved = (first + by * (first > at), last + by * (last >= at))
    return group.model_copy(update=dict(zip(("first", "last"), moved, strict=True)))


HEAD_FAULTS: tuple[HeadFault, ...] = (
    _swap_heads,
    _swap_words,
    _reword,
    _move_total,
    _mark_names,
    _shift_words,
    _leave_out,
    _join_heads,
    _part_head,
    _lower_group,
    _raise_head,
    _stretch_group,
    _drop_group,
    _mistake_sides,
    _mistake_fund,
    _mistake_kind,
    _give_another,
    _give_another_of_this_width,
)
"""What a model that understands headers well may still get wrong."""
