"""Models that lie wherever they can, and one that never answers."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import cycle
from random import Random

from pydantic import JsonValue

from evals.proposals.oracles import (
    Exchange,
    Shape,
    count_pieces,
    find_shapes,
    find_sketches,
    reply,
)
from extraction import (
    AnswerCutOff,
    BudgetSpent,
    Fund,
    KeyRefused,
    Listen,
    ModelError,
    ModelUnreachable,
    NoJson,
    Prompt,
    RateLimited,
    Reply,
    RequestRefused,
    TableKind,
    Unanswered,
)
from extraction.proposals.table_answers import ColumnWord

_WORDS = tuple(ColumnWord)
_AMOUNTS = tuple(word for word in _WORDS if word.value not in ("code", "name", "group", "ordinal"))
_ERRORS = (
    ModelUnreachable,
    KeyRefused,
    RateLimited,
    RequestRefused,
    AnswerCutOff,
    NoJson,
    Unanswered,
    BudgetSpent,
)


@dataclass(slots=True)
class LiarModel:
    """A model that makes up all that it says; some of its answers have the form asked for."""

    seed: int
    exchanges: list[Exchange] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its seed tells it from others."""
        return f"liar {self.seed}"

    def ask(self, prompt: Prompt, _listen: Listen | None = None) -> Reply:
        """A lie about the tables of a prompt, or about whatever its schema asks for."""
        random = Random(f"{self.seed} {len(self.exchanges)}")
        text = random.choice(_LIES)(prompt, random)
        self.exchanges.append(Exchange(prompt, text))
        return reply(prompt, text)


@dataclass(slots=True)
class StumblingModel:
    """A model that answers nothing: each question ends in another error."""

    errors: "cycle[type[ModelError]]" = field(default_factory=lambda: cycle(_ERRORS))
    name: str = "stumbling"

    def ask(self, _prompt: Prompt, _listen: Listen | None = None) -> Reply:
        """Raises the next `ModelError`."""
        raise next(self.errors)("no answer")


def _guess(prompt: Prompt, random: Random) -> str:
    """An answer in the form asked for, about rows and columns that are mostly there."""
    tables = [_guess_table(shape, random) for shape in find_shapes(prompt)]
    tables += [
        _guess_head(number, count_pieces(sketch), random)
        for number, sketch in find_sketches(prompt).items()
    ]
    return json.dumps({"tables": tables}) if tables else _fill(prompt, random)


def _guess_table(shape: Shape, random: Random) -> dict[str, JsonValue]:
    def row() -> int:
        return random.randrange(shape.rows)

    def column() -> int:
        return random.randrange(shape.width)

    def some(most: int, draw: Callable[[], JsonValue]) -> list[JsonValue]:
        return [draw() for _ in range(random.choice((0, 0, random.randint(1, most))))]

    top = random.choice((0, 0, 0, row()))
    words = [
        random.choice(_WORDS if random.random() < 0.3 else _AMOUNTS) for _ in range(shape.width)
    ]
    words[0] = random.choice((ColumnWord("name"), ColumnWord("code"), words[0]))
    first = row()
    return {
        "table": shape.number,
        "kind": random.choice(tuple(TableKind)),
        "title": random.choice((None, 0, 3)),
        "unit": random.choice((None, 0, 1, 2, 3)),
        "header": [*range(top, top + random.randint(0, 4))],
        "columns": [word.value for word in words],
        "sides": [*sorted({max(1, column()) for _ in range(random.choice((0, 0, 1, 2)))})],
        "spans": some(3, lambda: [row() % 3, *sorted((column(), column()))]),
        "funds": some(3, lambda: {"column": column(), "fund": random.choice(tuple(Fund))}),
        "skipped": some(4, row),
        "totals": some(6, row),
        "joins": some(1, lambda: [*range(first, first + random.randint(2, 4))]),
        "pairs": some(2, lambda: [at := row(), beside := column(), at, beside + 1]),
    }


def _guess_head(number: int, pieces: int, random: Random) -> dict[str, JsonValue]:
    """A header whose pieces stand in their order, most of them alone, some over what follows."""
    cells: list[list[JsonValue]] = []
    groups: list[JsonValue] = []
    for piece in range(pieces):
        draw = random.random()
        if draw < 0.1 and cells:
            cells[-1].append(piece)
        elif draw < 0.2:
            first = len(cells)
            last = first + random.randint(1, 4)
            groups.append({"pieces": [piece], "first": first, "last": last})
        elif draw < 0.95:
            cells.append([piece])
    width = len(cells)
    words = [random.choice(_WORDS if random.random() < 0.3 else _AMOUNTS) for _ in cells]
    leads = ("code", "name"), ("name", "total")
    words[:2] = random.choice(
        (*([ColumnWord(word) for word in lead] for lead in leads), words[:2])
    )[:width]
    side = [random.randrange(1, width)] if width > 1 and random.random() < 0.2 else []
    fund: JsonValue = {"column": width - 1, "fund": random.choice(tuple(Fund))}
    return {
        "table": number,
        "kind": random.choice(tuple(TableKind)),
        "columns": [str(word) for word in words],
        "heads": [*cells],
        "groups": groups,
        "sides": [*side],
        "funds": random.choice(([], [], [fund])),
    }


def _fill(prompt: Prompt, random: Random) -> str:
    """What the schema allows, made up."""
    return json.dumps(_make_up(dict(prompt.schema), prompt, random))


def _spoil_some(prompt: Prompt, random: Random) -> str:
    """A guess of which some values are figures, words, lists or the prompt itself."""
    return json.dumps(_spoil(json.loads(_guess(prompt, random)), prompt, random))


def _echo(prompt: Prompt, random: Random) -> str:
    """The prompt as an answer."""
    return json.dumps({random.choice(("tables", "claims", "answer")): prompt.user})


def _nest(_prompt: Prompt, random: Random) -> str:
    """Lists in lists, deeper than any parser likes."""
    depth = random.choice((10, 200, 5_000))
    return f'{{"tables": {"[" * depth}{"]" * depth}}}'


def _say_little(_prompt: Prompt, random: Random) -> str:
    """No answer, or none that is an object."""
    return random.choice(("{}", "[]", "null", "1234.56", '"1,234.56"', '{"tables": []}', ""))


def _say_more(prompt: Prompt, random: Random) -> str:
    """A guess with a figure in a field of its own."""
    answer = json.loads(_guess(prompt, random))
    place = random.choice((answer, *answer.get("tables", ())))
    return (
        json.dumps(answer | {"value": _figure(random)})
        if place is answer
        else json.dumps(
            {"tables": [one | {"figures": [_figure(random)]} for one in answer["tables"]]}
        )
    )


_LIES: tuple[Callable[[Prompt, Random], str], ...] = (
    *[_guess] * 6,
    _fill,
    _spoil_some,
    _spoil_some,
    _echo,
    _nest,
    _say_little,
    _say_more,
)


def _figure(random: Random) -> str:
    return f"{random.randrange(1, 10 ** random.randint(1, 9)):,}.{random.randrange(100):02}"


def _make_up(schema: Mapping[str, JsonValue], prompt: Prompt, random: Random) -> JsonValue:
    """A value that a schema allows."""
    if isinstance(words := schema.get("enum"), list):
        return random.choice(words)
    kinds = schema["type"]
    match random.choice(kinds) if isinstance(kinds, list) else kinds:
        case "object":
            fields = schema["properties"]
            assert isinstance(fields, dict)
            return {
                name: _make_up(one, prompt, random)
                for name, one in fields.items()
                if isinstance(one, dict)
            }
        case "array":
            items = schema["items"]
            assert isinstance(items, dict)
            return [_make_up(items, prompt, random) for _ in range(random.choice((0, 1, 2, 4, 40)))]
        case "integer":
            return random.choice((0, 1, 2, 3, 7, -1, -3, 99, 123_456, 10**18, 10**40))
        case "number":
            return random.choice((0.1, 1234.56, -3.5, 1e300))
        case "string":
            return random.choice((_figure(random), prompt.user[:200], ""))
        case "boolean":
            return random.choice((True, False))
        case _:
            return None


def _spoil(value: JsonValue, prompt: Prompt, random: Random) -> JsonValue:
    if random.random() < 0.03:
        wild: tuple[JsonValue, ...] = (
            _figure(random),
            1234.56,
            -1,
            10**30,
            None,
            [],
            {},
            [[[[]]]],
            True,
            prompt.user,
        )
        return random.choice(wild)
    match value:
        case dict():
            return {name: _spoil(one, prompt, random) for name, one in value.items()}
        case list():
            return [_spoil(one, prompt, random) for one in value]
        case _:
            return value
