"""What a model's help is worth to a document, what harm it can do, and what it costs."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from decimal import Decimal

from evals.proposals.disguises import Disguised, disguise, disguise_lost, find_lost
from evals.proposals.faults import WrongModel
from evals.proposals.liars import LiarModel
from evals.proposals.oracles import Exchange, RightModel, answer_of, head_of, sketch_head
from extraction import (
    Adviser,
    Content,
    LanguageModel,
    Printed,
    Reader,
    Table,
    TableKind,
    Transcript,
    Unit,
    estimate_tokens,
    place_figures,
    read_outline,
    read_tables,
)
from extraction.proposals.heads import HeadAnswer
from extraction.proposals.table_answers import TableAnswer

Place = tuple[int, int]
"""The line and the offset of a cell's first character."""
CountTokens = Callable[[str], int]
_READERS = (Reader.MODEL, Reader.AUTO)


@dataclass(frozen=True, slots=True)
class PlacedFact:
    """What a record says of one filled cell."""

    label: str
    code: str
    path: tuple[str, ...]
    content: Content
    value: Decimal | None
    unit: Unit | None


Facts = Mapping[Place, PlacedFact]


@dataclass(frozen=True, slots=True)
class Violation:
    """A fact that is worse with a model than by the rules alone."""

    place: Place
    rules: PlacedFact | None
    """What the rules alone say there."""
    found: PlacedFact | None
    """What is said with the model."""
    truth: PlacedFact | None


@dataclass(frozen=True, slots=True)
class Harm:
    """What one model that is wrong or lies did to a document."""

    model: str
    """Its name, with its seed."""
    reader: Reader
    is_disguised: bool
    """Whether the rules did not know the headers."""
    worse: tuple[Violation, ...]
    """The facts that are worse than by the rules alone."""
    unplaced: tuple[Printed, ...]
    """What the record prints that does not stand at its source."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What asking cost, and what to hold it against."""

    asked: int
    """Of the prompts."""
    schema: int
    """Of the schemas sent with them."""
    answered: int
    """Of the answers."""
    document: int
    """Of all lines of the document."""
    transcription: int
    """Of its tables, transcribed to JSON."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One document, its headers disguised, with and without models."""

    document: str
    facts: int
    """Facts that the rules read where they know the headers: the truth here."""
    alone: int
    """How many of them they read in the disguise."""
    helped: int
    """How many with the model that is right."""
    invented: int
    """Facts with that model that are not true."""
    missed: Counter[TableKind]
    """The facts that are missing with that model, by the kind of their table."""
    harms: tuple[Harm, ...]
    """One for each reading with a model that is wrong or lies."""
    unplaced: tuple[Printed, ...]
    """What is printed with the right model and does not stand at its source."""
    tokens: Tokens
    """With the right model."""


def measure(
    text: Transcript, draws: int = 1, seed: int = 0, count: CountTokens = estimate_tokens
) -> Measurement:
    """Read a text with models of every sort, `draws` times with those that harm; `count` counts
    tokens. Lost columns have been placed by the rules before the headers are disguised."""
    text = place_figures(text)
    return _measure(text, disguise(text), range(seed, seed + draws), count)


def measure_lost(
    text: Transcript, draws: int = 1, seed: int = 0, count: CountTokens = estimate_tokens
) -> Measurement | None:
    """The same with the headers of lost columns disguised before these are placed; None where no
    columns are lost."""
    if text.grids or not find_lost(text):
        return None
    measured = _measure(text, disguise_lost(text), range(seed, seed + draws), count)
    return replace(measured, document=f"{measured.document} (lost columns)")


def _measure(
    text: Transcript, hidden: Disguised, seeds: Sequence[int], count: CountTokens
) -> Measurement:
    before = [reading.table for reading in hidden.readings]
    truth = place_facts(before, hidden.hide)
    known, unknown = _Trial(text, place_facts(before)), _Trial(hidden.text, truth)
    model = RightModel(unknown.answer_all(hidden), unknown.tell_heads(hidden))
    helped = unknown.read(Reader.MODEL, model)
    alone, found = place_facts(unknown.read()), place_facts(helped)
    right = [place for place, fact in truth.items() if found.get(place) == fact]
    return Measurement(
        document=text.document,
        facts=len(truth),
        alone=sum(alone.get(place) == fact for place, fact in truth.items()),
        helped=len(right),
        invented=len(found) - len(right),
        missed=Counter(
            table.kind for table in before for place in place_facts([table]) if place not in right
        ),
        harms=tuple(harm for trial in (known, unknown) for harm in trial.draw(hidden, seeds)),
        unplaced=tuple(find_unplaced(hidden.text, helped)),
        tokens=_count_tokens(text, before, model.exchanges, count),
    )


@dataclass(frozen=True, slots=True)
class _Trial:
    """A document to be read, and what is true of it."""

    text: Transcript
    truth: Facts

    def read(
        self, reader: Reader = Reader.RULES, model: LanguageModel | None = None
    ) -> list[Table]:
        """Its tables, with a model."""
        adviser = Adviser(reader, model)
        text = self.text if self.text.grids else place_figures(self.text, adviser)
        return [one.table for one in read_tables(text, read_outline(text), adviser)]

    def answer_all(self, hidden: Disguised) -> dict[int, TableAnswer]:
        """The right answers about its tables, by their numbers."""
        found = read_outline(self.text).tables if self.text.grids else hidden.outline.tables
        numbers = {table.grid.first_line: at for at, table in enumerate(found, start=1)}
        pairs = zip(hidden.outline.tables, hidden.readings, strict=True)
        return {
            number: answer_of(number, table.grid, reading.layout, reading.table.heading)
            for table, reading in pairs
            if (number := numbers.get(table.grid.first_line)) is not None
        }

    def tell_heads(self, hidden: Disguised) -> dict[str, HeadAnswer]:
        """The right answers about its tables whose columns are lost, by what is shown of them."""
        tables = hidden.outline.tables
        pairs = zip(tables, hidden.readings, strict=True)
        known = {table.grid.first_line: (table.grid, reading.layout) for table, reading in pairs}
        return {
            sketch_head(region): head
            for region in ([] if self.text.grids else find_lost(self.text))
            if region.first_line in known
            and (head := head_of(region, *known[region.first_line])) is not None
        }

    def draw(self, hidden: Disguised, seeds: Sequence[int]) -> Iterator[Harm]:
        """Readings with models that are wrong or lie."""
        rules = place_facts(self.read()) if seeds else {}
        answers, heads = self.answer_all(hidden), self.tell_heads(hidden)
        for seed in seeds:
            for model in (WrongModel(answers, seed, heads), LiarModel(seed)):
                reader = _READERS[seed % len(_READERS)]
                tables = self.read(reader, model)
                found = place_facts(tables)
                yield Harm(
                    model=model.name,
                    reader=reader,
                    is_disguised=self.text is hidden.text,
                    worse=tuple(
                        Violation(place, rules.get(place), found.get(place), self.truth.get(place))
                        for place in find_worse(rules, found, self.truth)
                    ),
                    unplaced=tuple(find_unplaced(self.text, tables)),
                )


def place_facts(tables: Sequence[Table], hide: Callable[[str], str] = str) -> Facts:
    """What tables say of their filled cells, the words of headers as `hide` has them."""
    return {
        _place(cell): PlacedFact(
            label=row.label,
            code=row.full_code or "",
            path=tuple(map(hide, _path(table, cell.column))),
            content=cell.content,
            value=cell.amount.value if cell.amount else None,
            unit=cell.amount.unit if cell.amount else None,
        )
        for table in tables
        for row in table.rows
        for cell in row.cells
        if cell.printed
    }


def find_worse(rules: Facts, found: Facts, truth: Facts) -> list[Place]:
    """Where facts are worse than those of the rules alone.

    One that is right is gone or another, one that is wrong is new, or one that is wrong has
    something further wrong.
    """
    return [
        place
        for place in sorted(rules.keys() | found.keys())
        if _is_worse(rules.get(place), found.get(place), truth.get(place))
    ]


def find_unplaced(text: Transcript, tables: Sequence[Table]) -> list[Printed]:
    """What tables print that does not stand at its source."""
    return [
        printed
        for table in tables
        for printed in _walk(table)
        if printed.printed != _look_up(text, printed)
    ]


def transcribe_plainly(tables: Sequence[Table]) -> str:
    """Tables as a model is usually made to transcribe them: JSON with an object for each row, its
    name, its code and its cells under their header paths, blank ones left out."""
    return json.dumps(
        [[_transcribe_row(table, number) for number in range(len(table.rows))] for table in tables],
        ensure_ascii=False,
    )


def _transcribe_row(table: Table, number: int) -> dict[str, str]:
    row = table.rows[number]
    printed = {
        "name": row.label,
        "code": row.code.printed if row.code else "",
        **{"/".join(_path(table, cell.column)): cell.printed for cell in row.cells},
    }
    return {name: words for name, words in printed.items() if words}


def _is_worse(rules: PlacedFact | None, found: PlacedFact | None, truth: PlacedFact | None) -> bool:
    if found is None:
        return rules is not None and rules == truth
    if rules is None:
        return found != truth
    if truth is None:
        return False  # it is wrong either way
    said = zip(astuple(found), astuple(rules), astuple(truth), strict=True)
    return any(one not in others for one, *others in said)


def _place(printed: Printed) -> Place:
    return printed.source.line, printed.source.spans[0].start


def _path(table: Table, column: int | None) -> tuple[str, ...]:
    return table.columns[column].path if column is not None else ()


def _look_up(text: Transcript, printed: Printed) -> str:
    """What stands at a source."""
    return "".join(text.lines[s.line - 1][s.start : s.end] for s in printed.source.spans)


def _walk(table: Table) -> Iterator[Printed]:
    """All that a table prints."""
    yield from (own for own in (table.title, table.agency) if own)
    for column in table.columns:
        yield from column.header
    for row in table.rows:
        yield from (own for own in (row.code, row.name) if own)
        yield from (*row.groups, *row.cells)


def _count_tokens(
    text: Transcript,
    tables: Sequence[Table],
    exchanges: Sequence[Exchange],
    count: CountTokens,
) -> Tokens:
    prompts = [exchange.prompt for exchange in exchanges]
    return Tokens(
        asked=sum(count(prompt.system) + count(prompt.user) for prompt in prompts),
        schema=sum(count(json.dumps(dict(prompt.schema))) for prompt in prompts),
        answered=sum(count(exchange.answer) for exchange in exchanges),
        document=sum(map(count, text.lines)),
        transcription=count(transcribe_plainly(tables)),
    )
