"""Models that understand tables well and still are wrong, in plausible ways."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import TypeVar

from evals.proposals.head_faults import HEAD_FAULTS, HeadSlip
from evals.proposals.oracles import (
    Exchange,
    Shape,
    find_answers,
    find_shapes,
    find_sketches,
    reply,
)
from extraction import Fund, Listen, Prompt, Reply, TableKind
from extraction.proposals.heads import HeadAnswer, HeadsAnswer
from extraction.proposals.table_answers import (
    ColumnWord,
    FundOfColumn,
    TableAnswer,
    TablesAnswer,
)

_Sort = TypeVar("_Sort")


@dataclass(frozen=True, slots=True)
class _Slip:
    """What a fault is made with."""

    random: Random
    shape: Shape
    others: Sequence[TableAnswer]
    """The right answers about all tables."""

    @property
    def row(self) -> int:
        """Some row of the table."""
        return self.random.randrange(max(1, self.shape.rows))

    @property
    def column(self) -> int:
        """Some column of the table."""
        return self.random.randrange(self.shape.width)

    def rows(self, most: int) -> tuple[int, ...]:
        """Some rows, at least one."""
        return tuple(sorted({self.row for _ in range(self.random.randint(1, most))}))


Fault = Callable[[TableAnswer, _Slip], dict[str, object]]
"""The fields of an answer that are changed, with what stands in them then."""


def _deepen(answer: TableAnswer, slip: _Slip) -> dict[str, object]:
    first = answer.header[0] if answer.header else 0
    depth = max(0, len(answer.header) + slip.random.choice((-2, -1, 1, 2)))
    return {"header": tuple(range(first, first + depth))}


def _move_header(answer: TableAnswer, slip: _Slip) -> dict[str, object]:
    step = slip.random.choice((-1, 1))
    return {"header": tuple(row + step for row in answer.header)}


def _skip_header(answer: TableAnswer, _slip: _Slip) -> dict[str, object]:
    return {"header": answer.header[:-1], "skipped": (*answer.header[-1:], *answer.skipped)}


def _copy_neighbour(answer: TableAnswer, slip: _Slip) -> dict[str, object]:
    words, at = list(answer.columns), slip.column
    words[at] = words[at - 1]
    return {"columns": tuple(words)}


def _swap(answer: TableAnswer, slip: _Slip) -> dict[str, object]:
    words, one, other = list(answer.columns), slip.column, slip.column
    words[one], words[other] = words[other], words[one]
    return {"columns": tuple(words)}


def _shift_columns(answer: TableAnswer, slip: _Slip) -> dict[str, object]:
    words = answer.columns
    step = slip.random.choice((-1, 1))
    return {"columns": words[step:] + words[:step]}


def _reword(answer: TableAnswer, slip: _Slip) -> dict[str, object]:
    words = list(answer.columns)
    words[slip.column] = slip.random.choice(tuple(ColumnWord))
    return {"columns": tuple(words)}


def _swap_words(before: str, after: str) -> Fault:
    """All columns of one role take another, and the other way round."""
    one, other = ColumnWord(before), ColumnWord(after)

    def swap(answer: TableAnswer, _slip: _Slip) -> dict[str, object]:
        swapped = {one: other, other: one}
        return {"columns": tuple(swapped.get(word, word) for word in answer.columns)}

    return swap


def _move_total(answer: TableAnswer, slip: _Slip) -> dict[str, object]:
    words = [
        word if word != ColumnWord("total") else ColumnWord("other") for word in answer.columns
    ]
    words[slip.column] = ColumnWord("total")
    return {"columns": tuple(words)}


def _add_side(answer: TableAnswer, slip: _Slip) -> dict[str, object]:
    return {"sides": tuple(sorted({*answer.sides, max(1, slip.column)}))}


def _drop_side(answer: TableAnswer, _slip: _Slip) -> dict[str, object]:
    return {"sides": answer.sides[1:]}


def _move_sides(answer: TableAnswer, slip: _Slip) -> dict[str, object]:
    return {"sides": tuple(start + slip.random.choice((-1, 1)) for start in answer.sides)}


def _add_span(answer: TableAnswer, slip: _Slip) -> dict[str, object]:
    row = slip.random.choice(answer.header or (0,))
    first, last = sorted((slip.column, slip.column))
    return {"spans": (*answer.spans, (row, first, last))}


def _stretch_spans(answer: TableAnswer, slip: _Slip) -> dict[str, object]:
    step = slip.random.choice((-1, 1))
    return {"spans": tuple((*span[:2], span[2] + step) for span in answer.spans)}


def _drop_spans(answer: TableAnswer, _slip: _Slip) -> dict[str, object]:
    return {"spans": answer.spans[1:]}


def _mistake_kind(_answer: TableAnswer, slip: _Slip) -> dict[str, object]:
    return {"kind": slip.random.choice(tuple(TableKind))}


def _mistake_lines(_answer: TableAnswer, slip: _Slip) -> dict[str, object]:
    return {"title": slip.random.randrange(5), "unit": slip.random.randrange(5)}


def _mistake_fund(answer: TableAnswer, slip: _Slip) -> dict[str, object]:
    fund = FundOfColumn(column=slip.column, fund=slip.random.choice(tuple(Fund)))
    return {"funds": (*answer.funds, fund)}


def _add_totals(answer: TableAnswer, slip: _Slip) -> dict[str, object]:
    return {"totals": tuple(sorted({*answer.totals, *slip.rows(4)}))}


def _drop_totals(_answer: TableAnswer, _slip: _Slip) -> dict[str, object]:
    return {"totals": ()}


def _skip(answer: TableAnswer, slip: _Slip) -> dict[str, object]:
    return {"skipped": tuple(sorted({*answer.skipped, *slip.rows(3)}))}


def _join(answer: TableAnswer, slip: _Slip) -> dict[str, object]:
    first = slip.row
    run = tuple(range(first, first + slip.random.randint(2, 4)))
    return {"joins": (*answer.joins, run)}


def _pair(answer: TableAnswer, slip: _Slip) -> dict[str, object]:
    row, column = slip.row, slip.column
    beside = (row, column, row, column + 1)
    below = (row, column, row + 1, column)
    return {"pairs": (*answer.pairs, slip.random.choice((beside, below)))}


def _drop_pairs(answer: TableAnswer, _slip: _Slip) -> dict[str, object]:
    return {"pairs": answer.pairs[1:]}


def _give_another(answer: TableAnswer, slip: _Slip) -> dict[str, object]:
    other = slip.random.choice(slip.others)
    return {**dict(other), "table": answer.table}


def _give_another_of_this_width(answer: TableAnswer, slip: _Slip) -> dict[str, object]:
    alike = [one for one in slip.others if len(one.columns) == len(answer.columns)]
    return {**dict(slip.random.choice(alike or slip.others)), "table": answer.table}


FAULTS: tuple[Fault, ...] = (
    _deepen,
    _move_header,
    _skip_header,
    _copy_neighbour,
    _swap,
    _shift_columns,
    _reword,
    _swap_words("name", "words"),
    _swap_words("code", "name"),
    _swap_words("basic", "project"),
    _move_total,
    _add_side,
    _drop_side,
    _move_sides,
    _add_span,
    _stretch_spans,
    _drop_spans,
    _mistake_kind,
    _mistake_lines,
    _mistake_fund,
    _add_totals,
    _drop_totals,
    _skip,
    _join,
    _pair,
    _drop_pairs,
    _give_another,
    _give_another_of_this_width,
)
"""What a model that understands tables well may still get wrong."""


@dataclass(slots=True)
class WrongModel:
    """A model that gives the right answers with one to three faults in each."""

    answers: Mapping[int, TableAnswer]
    seed: int
    heads: Mapping[str, HeadAnswer] = field(default_factory=dict)
    """Of tables whose columns are lost, by what is shown of them."""
    exchanges: list[Exchange] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its seed tells it from others."""
        return f"wrong {self.seed}"

    def ask(self, prompt: Prompt, _listen: Listen | None = None) -> Reply:
        """Answers about the tables of a prompt, other ones each time."""
        random = Random(f"{self.seed} {len(self.exchanges)}")
        sketches = find_sketches(prompt)
        heads = [self._mistake_head(one, random) for one in find_answers(sketches, self.heads)]
        shapes = [shape for shape in find_shapes(prompt) if shape.number in self.answers]
        tables = [self._mistake(shape, random) for shape in shapes]
        answer = (
            HeadsAnswer(tables=tuple(heads)) if sketches else TablesAnswer(tables=tuple(tables))
        )
        self.exchanges.append(Exchange(prompt, answer.model_dump_json()))
        return reply(prompt, self.exchanges[-1].answer)

    def _mistake(self, shape: Shape, random: Random) -> TableAnswer:
        answer = self.answers[shape.number]
        for fault in _draw(FAULTS, random):
            seen = replace(shape, width=len(answer.columns))
            slip = _Slip(random, seen, tuple(self.answers.values()))
            answer = answer.model_copy(update=fault(answer, slip))
        return answer

    def _mistake_head(self, answer: HeadAnswer, random: Random) -> HeadAnswer:
        slip = HeadSlip(random, tuple(self.heads.values()))
        for fault in _draw(HEAD_FAULTS, random):
            if answer.columns:
                answer = answer.model_copy(update=fault(answer, slip))
        return answer


def _draw(faults: Sequence[_Sort], random: Random) -> list[_Sort]:
    """One to three faults, mostly one."""
    return random.sample(faults, random.choice((1, 1, 2, 3)))
